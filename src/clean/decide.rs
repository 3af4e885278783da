//! Which finds become cuts: guards, modes, protection and conflicts, all in this one place. Pure.

use crate::clean::author::Author;
use crate::clean::extents::Extents;
use crate::clean::guards::{Asked, Objection, objection, share_before};
use crate::clean::pass_story::PassStory;
use crate::clean::story::headings::{Headings, Sections};
use crate::matchers::compiled_rule::CompiledRule;
use crate::rulefile::rules::Rules;
use crate::rules::effect::{Extent, Level, Polarity};
use crate::rules::mode::{Confidence, Mode};
use crate::rules::rule::Rule;
use crate::scan::found::Found;
use crate::text::span::{Span, SpanSet};

/// What became of a find.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Outcome {
    Cut,
    Protects,
    Guarded(Objection),
    TooWeak(Confidence),
    Flagged,
    Protected,
    Sheltered,
}

/// A span of the rest that goes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RestCut {
    pub(crate) span: Span,
    pub(crate) author: Author,
    /// Every other rule that would have cut some of the same bytes, in load order.
    pub(crate) also: Vec<u32>,
    /// Which find asked for it, or the rank of the line that evidence speaks of.
    pub(crate) by: usize,
}

/// What was decided about the finds of a page.
#[derive(Debug, Default)]
pub(crate) struct Decision {
    /// The cuts in page order, apart from each other.
    pub(crate) cuts: Vec<RestCut>,
    /// An outcome a find.
    pub(crate) outcomes: Vec<Outcome>,
    /// The bytes that protect rules keep.
    pub(crate) protected: SpanSet,
    /// The bytes that rules keep which would cut them, where the level is `keep`: they go as part of
    /// something larger alone.
    pub(crate) kept: SpanSet,
}

/// Decides about every find.
///
/// Where rules want the same bytes, the more confident rule has them, then the longer span, then
/// the rule that was loaded first. O(n log n) in finds.
pub(crate) fn decide(
    rules: &Rules,
    page: Asked<'_>,
    found: &[Found],
    mode: Mode,
    story: &PassStory<'_>,
    decision: &mut Decision,
) {
    let Decision {
        cuts,
        outcomes,
        protected,
        kept,
    } = decision;
    let compiled = rules.compiled();
    outcomes.clear();
    cuts.clear();
    let first = |one: &Found| first_outcome(&compiled[one.rule as usize], page, one, mode);
    outcomes.extend(found.iter().map(first));
    let extents = Extents::new(story);
    let keeps = |rule: &Rule| rule.level == Level::Keep && rule.polarity == Polarity::Cut;
    *protected = protected_by(rules, &extents, found, outcomes, |rule| !keeps(rule));
    *kept = protected_by(rules, &extents, found, outcomes, keeps);
    let mut wanted: Vec<Candidate> = Vec::new();
    let (mut headings, mut sections) = (Headings::default(), Sections::default());
    for (at, (one, outcome)) in found.iter().zip(outcomes).enumerate() {
        let rule = rules.at(one.rule as usize);
        let heading = (one.rule, one.why);
        let is_listed = match rule.remove {
            Extent::Tail => headings.is_listed(heading, share_before(page.rest, one.lines().0)),
            Extent::Section if !rule.looks_at_whole_pages() => {
                let own = found.iter().filter(|own| own.rule == one.rule);
                sections.ends_entries(heading, own.map(|own| (own.rule, own.why)))
            }
            _ => false,
        };
        if *outcome != Outcome::Cut {
            continue;
        }
        let sheltered = story.sheltered();
        let span = sheltered.other_copy(rule, extents.of(rule, one));
        if protected.covers(span) || kept.covers(span) {
            *outcome = Outcome::Protected;
        } else if sheltered.covers(span)
            || is_listed
            || sheltered.bears(rule, page.rest.full_span(one.lines().0))
            || (sheltered.keeps_prose && extents.takes_most(rule, span))
            || extents.breaks_sentence(rule, one)
        {
            *outcome = Outcome::Sheltered;
        } else {
            wanted.push(Candidate {
                rule: one.rule,
                span,
                found: at,
            });
        }
    }
    if wanted.is_empty() {
        return;
    }
    join_nested(&mut wanted);
    claim(&wanted, rules, protected.clone(), cuts);
    name_others(cuts, &wanted);
}

/// Bytes that a rule wants to cut.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    rule: u32,
    span: Span,
    /// The find that asks for them; of several whose bytes overlap, the first.
    found: usize,
}

/// Joins the candidates of one rule that share bytes, by rule and place. A rule with long extents
/// that matches on every line would else want the page's end once a line.
fn join_nested(candidates: &mut Vec<Candidate>) {
    candidates.sort_by_key(|one| (one.rule, one.span));
    candidates.dedup_by(|later, first| {
        let nested = later.rule == first.rule && later.span.start < first.span.end;
        if nested {
            first.span.end = first.span.end.max(later.span.end);
        }
        nested
    });
}

/// The bytes that those rules keep that are meant.
fn protected_by(
    rules: &Rules,
    extents: &Extents<'_, '_>,
    found: &[Found],
    outcomes: &[Outcome],
    is_meant: impl Fn(&Rule) -> bool,
) -> SpanSet {
    let both = found.iter().zip(outcomes);
    both.filter(|(_, outcome)| **outcome == Outcome::Protects)
        .filter(|(one, _)| is_meant(rules.at(one.rule as usize)))
        .map(|(one, _)| extents.of(rules.at(one.rule as usize), one))
        .collect()
}

/// What the find's own rule makes of it.
fn first_outcome(rule: &CompiledRule, page: Asked<'_>, found: &Found, mode: Mode) -> Outcome {
    let own = &rule.rule;
    if let Some(objection) = objection(rule, page, found) {
        Outcome::Guarded(objection)
    } else if own.polarity == Polarity::Protect || own.level == Level::Keep {
        Outcome::Protects
    } else if own.level == Level::Flag {
        Outcome::Flagged
    } else if own.confidence < mode.threshold() {
        Outcome::TooWeak(own.confidence)
    } else {
        Outcome::Cut
    }
}

/// Gives each candidate, strongest first, the bytes that nobody has yet; cuts in page order.
fn claim(candidates: &[Candidate], rules: &Rules, mut taken: SpanSet, cuts: &mut Vec<RestCut>) {
    let mut by_strength: Vec<&Candidate> = candidates.iter().collect();
    by_strength.sort_by_key(|one| {
        let confidence = rules.at(one.rule as usize).confidence;
        let strength = std::cmp::Reverse((confidence, one.span.len_bytes()));
        (strength, one.rule, one.span)
    });
    for one in by_strength {
        cuts.extend(taken.missing(one.span).into_iter().map(|piece| RestCut {
            span: piece,
            author: Author::Rule(one.rule as usize),
            also: Vec::new(),
            by: one.found,
        }));
        taken.insert(one.span);
    }
    cuts.sort_by_key(|cut| cut.span);
}

/// Names with each cut the other rules that wanted some of its bytes. The candidates of one rule
/// follow each other in page order and share no byte, so that each rule walks the cuts once.
fn name_others(cuts: &mut [RestCut], candidates: &[Candidate]) {
    for one in candidates {
        let first = cuts.partition_point(|cut| cut.span.end <= one.span.start);
        let reached = cuts[first..]
            .iter_mut()
            .take_while(|cut| cut.span.start < one.span.end);
        for cut in reached.filter(|cut| cut.author != Author::Rule(one.rule as usize)) {
            if cut.also.last() != Some(&one.rule) {
                cut.also.push(one.rule);
            }
        }
    }
}
