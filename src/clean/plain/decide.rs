//! Which finds become cuts: guards, modes, protection and conflicts, all in this one place. Pure.

use crate::clean::author::Author;
use crate::clean::plain::extents::Extents;
use crate::clean::plain::page_cut::{Decision, PageCut};
use crate::clean::story::headings::{Headings, Sections};
use crate::clean::story::shelter::Sheltered;
use crate::clean::verdict::Verdict;
use crate::matchers::compiled_rule::CompiledRule;
use crate::page::Page;
use crate::rulefile::rules::Rules;
use crate::rules::effect::{Extent, Level, Polarity};
use crate::rules::mode::Mode;
use crate::rules::rule::Rule;
use crate::scan::plain::rule_match::RuleMatch;
use crate::text::span::{Span, SpanSet};

/// Decides about every find.
///
/// Where rules want the same bytes, the more confident rule has them, then the longer span, then
/// the rule that was loaded first. O(n log n) in finds.
pub(crate) fn decide(
    page: &Page<'_>,
    rules: &Rules,
    found: &[RuleMatch],
    mode: Mode,
    sheltered: &Sheltered,
) -> Decision {
    let mut verdicts: Vec<Verdict> = found
        .iter()
        .map(|one| first_verdict(page, &rules.compiled()[one.rule], one, mode))
        .collect();
    let keeps = |rule: &Rule| rule.level == Level::Keep && rule.polarity == Polarity::Cut;
    let kept = protected(page, rules, (found, &verdicts), keeps);
    let protected = protected(page, rules, (found, &verdicts), |rule| !keeps(rule));
    let extents = Extents::new(page);
    let mut wanted: Vec<CutCandidate> = Vec::new();
    let (mut headings, mut sections) = (Headings::default(), Sections::default());
    for (one, verdict) in found.iter().zip(&mut verdicts) {
        let rule = rules.at(one.rule);
        let heading = (one.rule, &one.matched.evidence);
        let share = page.share_before(one.matched.lines.0);
        let is_listed = match rule.remove {
            Extent::Tail => headings.is_listed(heading, share),
            Extent::Section if !rule.looks_at_whole_pages() => {
                sections.ends_entries(heading, of_rule(found, one.rule))
            }
            _ => false,
        };
        if *verdict != Verdict::Cut {
            continue;
        }
        let span = sheltered.other_copy(rule, extents.of(rule, one));
        if protected.covers(span) || kept.covers(span) {
            *verdict = Verdict::Protected;
        } else if sheltered.covers(span)
            || is_listed
            || sheltered.bears(rule, page.full_span(one.matched.lines.0))
            || (sheltered.keeps_prose && extents.takes_most(rule, span))
            || extents.breaks_sentence(rule, one)
        {
            *verdict = Verdict::Sheltered;
        } else {
            wanted.push(CutCandidate { span, found: one });
        }
    }
    let candidates = join_nested(wanted);
    let cuts = claim(&candidates, rules, protected.clone());
    Decision {
        cuts: name_others(cuts, &candidates),
        verdicts,
        protected,
        kept,
    }
}

/// What a rule finds, each with its reason.
fn of_rule(found: &[RuleMatch], rule: usize) -> impl Iterator<Item = (usize, &String)> {
    let own = found.iter().filter(move |one| one.rule == rule);
    own.map(|one| (one.rule, &one.matched.evidence))
}

/// Bytes that a rule wants to cut.
struct CutCandidate<'f> {
    span: Span,
    /// The find that asks for them; of several whose bytes overlap, the first.
    found: &'f RuleMatch,
}

/// Joins the candidates of one rule that share bytes, by rule and place. A rule with long extents
/// that matches on every line would else want the page's end once a line.
fn join_nested(mut candidates: Vec<CutCandidate<'_>>) -> Vec<CutCandidate<'_>> {
    candidates.sort_by_key(|one| (one.found.rule, one.span));
    candidates.dedup_by(|later, first| {
        let nested = later.found.rule == first.found.rule && later.span.start < first.span.end;
        if nested {
            first.span.end = first.span.end.max(later.span.end);
        }
        nested
    });
    candidates
}

/// The bytes that those rules keep that are meant.
fn protected(
    page: &Page<'_>,
    rules: &Rules,
    (found, verdicts): (&[RuleMatch], &[Verdict]),
    is_meant: impl Fn(&Rule) -> bool,
) -> SpanSet {
    let extents = Extents::new(page);
    found
        .iter()
        .zip(verdicts)
        .filter(|(one, verdict)| **verdict == Verdict::Protects && is_meant(rules.at(one.rule)))
        .map(|(one, _)| extents.of(rules.at(one.rule), one))
        .collect()
}

/// What the find's own rule makes of it.
fn first_verdict(
    page: &Page<'_>,
    compiled: &CompiledRule,
    found: &RuleMatch,
    mode: Mode,
) -> Verdict {
    let rule = &compiled.rule;
    if let Some(objection) = compiled.objection(page, &found.matched) {
        Verdict::Guarded(objection)
    } else if rule.polarity == Polarity::Protect || rule.level == Level::Keep {
        Verdict::Protects
    } else if rule.level == Level::Flag {
        Verdict::Flagged
    } else if rule.confidence < mode.threshold() {
        Verdict::TooWeak(rule.confidence)
    } else {
        Verdict::Cut
    }
}

/// Gives each candidate, strongest first, the bytes that nobody has yet; cuts in page order.
fn claim(candidates: &[CutCandidate<'_>], rules: &Rules, protected: SpanSet) -> Vec<PageCut> {
    let mut by_strength: Vec<&CutCandidate<'_>> = candidates.iter().collect();
    by_strength.sort_by_key(|one| {
        let confidence = rules.at(one.found.rule).confidence;
        let strength = std::cmp::Reverse((confidence, one.span.len_bytes()));
        (strength, one.found.rule, one.span)
    });
    let mut taken = protected;
    let mut cuts = Vec::new();
    for one in by_strength {
        cuts.extend(taken.missing(one.span).into_iter().map(|piece| PageCut {
            span: piece,
            author: Author::Rule(one.found.rule),
            also: Vec::new(),
            evidence: vec![one.found.matched.evidence.clone()],
        }));
        taken.insert(one.span);
    }
    cuts.sort_by_key(|cut| cut.span);
    cuts
}

/// Names with each cut the other rules that wanted some of its bytes. The candidates of one rule
/// follow each other in page order and share no byte, so that each rule walks the cuts once.
fn name_others(mut cuts: Vec<PageCut>, candidates: &[CutCandidate<'_>]) -> Vec<PageCut> {
    for of_rule in candidates.chunk_by(|a, b| a.found.rule == b.found.rule) {
        let rule = of_rule[0].found.rule;
        for one in of_rule {
            let first = cuts.partition_point(|cut| cut.span.end <= one.span.start);
            let reached = cuts[first..]
                .iter_mut()
                .take_while(|cut| cut.span.start < one.span.end);
            for cut in reached.filter(|cut| cut.author != Author::Rule(rule)) {
                if cut.also.last() != Some(&rule) {
                    cut.also.push(rule);
                }
            }
        }
    }
    cuts
}
