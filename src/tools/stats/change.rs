//! What two sets of rules make of one page, against each other. Pure.

use crate::clean::cleaned::Cut;
use crate::text::span::{Span, SpanSet};

/// A place where two cleanings of one page differ.
#[derive(Debug, Clone, PartialEq)]
pub struct CutChange {
    /// Which way they differ.
    pub kind: CutChangeKind,
    /// The cuts of the old rules there, in page order.
    pub old: Vec<Cut>,
    /// The cuts of the new rules there.
    pub new: Vec<Cut>,
    /// Bytes that go by the new rules alone.
    pub goes_now: Vec<Span>,
    /// Bytes that went by the old rules alone.
    pub stays_now: Vec<Span>,
}

/// The ways in which two cleanings differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CutChangeKind {
    /// Only the new rules cut.
    Appears,
    /// Only the old rules cut.
    Vanishes,
    /// Both cut, but not the same bytes.
    Span,
    /// Both cut the same bytes, by other rules.
    Rule,
}

impl CutChangeKind {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Appears => "appears",
            Self::Vanishes => "vanishes",
            Self::Span => "span",
            Self::Rule => "rule",
        }
    }
}

impl CutChange {
    /// Where the differing cuts begin and end.
    pub fn hull(&self) -> Span {
        let spans = || self.old.iter().chain(&self.new).map(|cut| cut.span);
        let start = spans().map(|span| span.start).min();
        let end = spans().map(|span| span.end).max();
        Span::new(start.unwrap_or(0), end.unwrap_or(0))
    }

    /// Bytes that go by both.
    pub fn goes_in_both(&self) -> Vec<Span> {
        let new: SpanSet = self.goes_now.iter().copied().collect();
        let cut = self.new.iter().map(|cut| cut.span);
        cut.flat_map(|span| new.missing(span)).collect()
    }
}

/// Where the cuts of one page by old and by new rules differ, in page order. Both lists are sorted
/// and apart, as a cleaner returns them. O(n) in cuts.
///
/// Cuts that share bytes are one place; a cut that both make by the same rule is none.
pub fn changes(old: &[Cut], new: &[Cut]) -> Vec<CutChange> {
    let mut found = Vec::new();
    let (mut old, mut new) = (old, new);
    while !old.is_empty() || !new.is_empty() {
        let (from_old, from_new) = overlapping(old, new);
        let (ours, rest_old) = old.split_at(from_old);
        let (theirs, rest_new) = new.split_at(from_new);
        found.extend(change(ours, theirs));
        (old, new) = (rest_old, rest_new);
    }
    found
}

/// How many cuts at the beginning of both lists belong together because they share bytes.
fn overlapping(old: &[Cut], new: &[Cut]) -> (usize, usize) {
    let first = |cuts: &[Cut]| cuts.first().map_or(usize::MAX, |cut| cut.span.start);
    let (mut from_old, mut from_new) = if first(old) <= first(new) {
        (1, 0)
    } else {
        (0, 1)
    };
    let mut end = if from_old == 1 {
        old[0].span.end
    } else {
        new[0].span.end
    };
    loop {
        if let Some(cut) = old.get(from_old).filter(|cut| cut.span.start < end) {
            end = end.max(cut.span.end);
            from_old += 1;
        } else if let Some(cut) = new.get(from_new).filter(|cut| cut.span.start < end) {
            end = end.max(cut.span.end);
            from_new += 1;
        } else {
            return (from_old, from_new);
        }
    }
}

fn change(old: &[Cut], new: &[Cut]) -> Option<CutChange> {
    let set = |cuts: &[Cut]| -> SpanSet { cuts.iter().map(|cut| cut.span).collect() };
    let (before, after) = (set(old), set(new));
    let only = |one: &SpanSet, other: &SpanSet| -> Vec<Span> {
        let spans = one.spans().iter();
        spans.flat_map(|span| other.missing(*span)).collect()
    };
    let (goes_now, stays_now) = (only(&after, &before), only(&before, &after));
    let by = |cuts: &[Cut]| -> Vec<(Span, String)> {
        let one = |cut: &Cut| (cut.span, cut.rule.clone());
        cuts.iter().map(one).collect()
    };
    let kind = match (old.is_empty(), new.is_empty()) {
        (true, _) => CutChangeKind::Appears,
        (_, true) => CutChangeKind::Vanishes,
        _ if !goes_now.is_empty() || !stays_now.is_empty() => CutChangeKind::Span,
        _ if by(old) == by(new) => return None,
        _ => CutChangeKind::Rule,
    };
    Some(CutChange {
        kind,
        old: old.to_vec(),
        new: new.to_vec(),
        goes_now,
        stays_now,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::kind::Kind;
    use crate::rules::mode::Confidence;
    use proptest::prelude::*;

    fn cuts(spans: &[(usize, usize, &str)]) -> Vec<Cut> {
        let cut = |&(start, end, rule): &(usize, usize, &str)| Cut {
            span: Span::new(start, end),
            line: 0,
            rule: rule.to_owned(),
            also: Vec::new(),
            kind: Kind::Other,
            confidence: Confidence::High,
            evidence: Vec::new(),
        };
        spans.iter().map(cut).collect()
    }

    fn kinds(
        old: &[(usize, usize, &str)],
        new: &[(usize, usize, &str)],
    ) -> Vec<(usize, CutChangeKind)> {
        let found = changes(&cuts(old), &cuts(new));
        found
            .iter()
            .map(|one| (one.hull().start, one.kind))
            .collect()
    }

    #[test]
    fn every_way_to_differ() {
        let old = [(0, 5, "a"), (10, 20, "a"), (30, 40, "a"), (50, 60, "a")];
        let new = [(10, 20, "b"), (30, 35, "a"), (50, 60, "a"), (70, 80, "a")];
        assert_eq!(
            kinds(&old, &new),
            [
                (0, CutChangeKind::Vanishes),
                (10, CutChangeKind::Rule),
                (30, CutChangeKind::Span),
                (70, CutChangeKind::Appears)
            ]
        );
    }

    #[test]
    fn cuts_that_touch_are_two_places() {
        assert_eq!(
            kinds(&[(0, 5, "a")], &[(5, 9, "b")]),
            [(0, CutChangeKind::Vanishes), (5, CutChangeKind::Appears)]
        );
        let one = changes(&cuts(&[(0, 9, "a")]), &cuts(&[(0, 4, "a"), (6, 9, "a")]));
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].stays_now, [Span::new(4, 6)]);
        assert_eq!(one[0].goes_in_both(), [Span::new(0, 4), Span::new(6, 9)]);
    }

    proptest! {
        #[test]
        fn what_differs_is_what_one_side_has_alone(
            old in prop::collection::vec((0_usize..9, 1_usize..9), 0..6),
            new in prop::collection::vec((0_usize..9, 1_usize..9), 0..6),
        ) {
            let spread = |raw: &[(usize, usize)]| {
                let mut at = 0;
                let mut spans = Vec::new();
                for (gap, len) in raw {
                    spans.push((at + gap, at + gap + len, "a"));
                    at += gap + len;
                }
                cuts(&spans)
            };
            let (old, new) = (spread(&old), spread(&new));
            let has = |cuts: &[Cut], at| cuts.iter().any(|cut| cut.span.start <= at && at < cut.span.end);
            let found = changes(&old, &new);
            for at in 0..120 {
                let within = |spans: &[Span]| spans.iter().any(|span| span.range().contains(&at));
                let goes = found.iter().any(|one| within(&one.goes_now));
                let stays = found.iter().any(|one| within(&one.stays_now));
                prop_assert_eq!(goes, has(&new, at) && !has(&old, at));
                prop_assert_eq!(stays, has(&old, at) && !has(&new, at));
            }
        }
    }
}
