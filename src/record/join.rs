//! Neighbouring cuts that went for one reason are one cut.

use crate::record::{CutRecord, Record};
use crate::rules::evidence_part::EvidencePart;

/// Reasons that are kept of cuts that were joined.
const MOST_REASONS: usize = 4;

impl Record {
    /// Makes one cut of neighbouring ones that the same rule made for the same reason, so that a box of forty
    /// lines is one cut of forty lines. What goes stays the same. O(n) in bytes of cuts.
    ///
    /// Lines that were weighed are joined however sure it was of each: the cut then has the confidence and the
    /// reasons of the line of which it was least sure. Of other cuts that are joined, each reason stands once,
    /// and four at most.
    pub fn join_neighbours(&mut self) {
        let mut joined: Vec<CutRecord> = Vec::with_capacity(self.cuts.len());
        for cut in self.cuts.drain(..) {
            match joined.last_mut() {
                Some(last) if are_one(last, &cut) => join(last, cut),
                _ => joined.push(cut),
            }
        }
        self.cuts = joined;
    }
}

fn is_weighed(cut: &CutRecord) -> bool {
    cut.rule == EvidencePart::Line.id()
}

fn are_one(first: &CutRecord, next: &CutRecord) -> bool {
    first.end == next.start
        && first.rule == next.rule
        && first.kind == next.kind
        && first.also == next.also
        && (first.confidence == next.confidence || is_weighed(first))
}

fn join(first: &mut CutRecord, next: CutRecord) {
    first.end = next.end;
    first.text.push_str(&next.text);
    if is_weighed(first) {
        if next.confidence < first.confidence {
            first.confidence = next.confidence;
            first.evidence = next.evidence;
        }
        return;
    }
    for reason in next.evidence {
        if first.evidence.len() < MOST_REASONS && !first.evidence.contains(&reason) {
            first.evidence.push(reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::cleaner::Cleaner;
    use crate::page::Page;
    use crate::rules::mode::Confidence;

    fn cut(start: usize, rule: &str, confidence: Confidence, reason: &str) -> CutRecord {
        CutRecord {
            start,
            end: start + 2,
            line: start / 2,
            rule: rule.to_owned(),
            also: Vec::new(),
            kind: crate::rules::kind::Kind::Other,
            confidence,
            text: "a\n".to_owned(),
            evidence: vec![reason.to_owned()],
        }
    }

    fn joined(cuts: Vec<CutRecord>) -> Vec<CutRecord> {
        let page = Page::new("");
        let mut record = Cleaner::shipped().clean(&page).record("page");
        record.cuts = cuts;
        record.join_neighbours();
        record.cuts
    }

    #[test]
    fn neighbours_of_one_rule_are_one_cut() {
        let high = Confidence::High;
        let cuts = joined(vec![
            cut(0, "p/a", high, "one"),
            cut(2, "p/a", high, "two"),
            cut(4, "p/a", high, "one"),
            cut(6, "p/b", high, "one"),
            cut(10, "p/b", high, "one"),
            cut(12, "p/b", Confidence::Low, "one"),
        ]);
        let spans: Vec<_> = cuts.iter().map(|cut| (cut.start, cut.end)).collect();
        assert_eq!(spans, [(0, 6), (6, 8), (10, 12), (12, 14)]);
        assert_eq!(cuts[0].text, "a\na\na\n");
        assert_eq!(cuts[0].evidence, ["one", "two"]);
        assert_eq!(cuts[0].line, 0);
    }

    #[test]
    fn weighed_lines_have_the_reasons_of_the_least_sure() {
        let id = EvidencePart::Line.id();
        let cuts = joined(vec![
            cut(0, id, Confidence::Medium, "medium"),
            cut(2, id, Confidence::Low, "low"),
            cut(4, id, Confidence::High, "high"),
        ]);
        assert_eq!(cuts.len(), 1);
        assert_eq!(cuts[0].confidence, Confidence::Low);
        assert_eq!(cuts[0].evidence, ["low"]);
    }
}
