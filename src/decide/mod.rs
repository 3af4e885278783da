//! Which finds become cuts: guards, modes, protection and conflicts, all in this one place. Pure.

pub(crate) mod weighed;

use crate::matchers::compiled_rule::CompiledRule;
use crate::page::Page;
use crate::page::line::Line;
use crate::rulefile::rules::Rules;
use crate::rules::effect::{Extent, Level, Polarity};
use crate::rules::mode::Confidence;
use crate::rules::mode::Mode;
use crate::rules::rule::Rule;
use crate::scan::Found;
use crate::text::span::Span;
use crate::text::span::SpanSet;
use std::cell::OnceCell;

/// What became of a find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was cut, whole or in part.
    Cut,
    /// It keeps what it matched.
    Protects,
    /// A guard said no: which, and why.
    Guarded(String),
    /// Its confidence is below what the mode asks for.
    TooWeak(Confidence),
    /// Its rule only flags.
    Flagged,
    /// A protect rule keeps all of it.
    Protected,
    /// The evidence does not suffice for what the mode asks.
    Outweighed,
}

/// A span of the page at hand that goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageCut {
    pub(crate) span: Span,
    /// To whom it is booked.
    pub(crate) author: Author,
    /// Every other rule that would have cut some of the same bytes, in load order.
    pub(crate) also: Vec<usize>,
    pub(crate) evidence: Vec<String>,
}

/// Who makes a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Author {
    /// A rule, by load order.
    Rule(usize),
    /// The weighing of a line, with how sure it is.
    Weighed { confidence: Confidence },
    /// The end of the page's own story.
    Story,
}

/// What was decided about the finds of a page.
#[derive(Debug)]
pub(crate) struct Decision {
    /// The cuts in page order, apart from each other.
    pub(crate) cuts: Vec<PageCut>,
    /// A verdict a find.
    pub(crate) verdicts: Vec<Verdict>,
    /// The bytes that protect rules keep.
    pub(crate) protected: SpanSet,
}

/// Decides about every find.
///
/// Where rules want the same bytes, the more confident rule has them, then the longer span, then
/// the rule that was loaded first. O(n log n) in finds.
pub(crate) fn decide(page: &Page<'_>, rules: &Rules, found: &[Found], mode: Mode) -> Decision {
    let mut verdicts: Vec<Verdict> = found
        .iter()
        .map(|one| first_verdict(page, &rules.compiled()[one.rule], one, mode))
        .collect();
    let protected = protected(page, rules, found, &verdicts);
    let extents = Extents::new(page);
    let mut wanted: Vec<Candidate> = Vec::new();
    for (one, verdict) in found.iter().zip(&mut verdicts) {
        if *verdict != Verdict::Cut {
            continue;
        }
        let span = extents.of(rules.at(one.rule), one);
        if protected.covers(span) {
            *verdict = Verdict::Protected;
        } else {
            wanted.push(Candidate { span, found: one });
        }
    }
    let candidates = join_nested(wanted);
    let cuts = claim(&candidates, rules, protected.clone());
    Decision {
        cuts: name_others(cuts, &candidates),
        verdicts,
        protected,
    }
}

/// Bytes that a rule wants to cut.
struct Candidate<'f> {
    span: Span,
    /// The find that asks for them; of several whose bytes overlap, the first.
    found: &'f Found,
}

/// Joins the candidates of one rule that share bytes, by rule and place. A rule with long extents
/// that matches on every line would else want the page's end once a line.
fn join_nested(mut candidates: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
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

/// The bytes that protect rules keep.
fn protected(page: &Page<'_>, rules: &Rules, found: &[Found], verdicts: &[Verdict]) -> SpanSet {
    let extents = Extents::new(page);
    found
        .iter()
        .zip(verdicts)
        .filter(|(_, verdict)| **verdict == Verdict::Protects)
        .map(|(one, _)| extents.of(rules.at(one.rule), one))
        .collect()
}

/// What the find's own rule makes of it.
fn first_verdict(page: &Page<'_>, compiled: &CompiledRule, found: &Found, mode: Mode) -> Verdict {
    let rule = &compiled.rule;
    if let Some(objection) = compiled.objection(page, &found.find) {
        Verdict::Guarded(objection)
    } else if rule.polarity == Polarity::Protect {
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
fn claim(candidates: &[Candidate<'_>], rules: &Rules, protected: SpanSet) -> Vec<PageCut> {
    let mut by_strength: Vec<&Candidate<'_>> = candidates.iter().collect();
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
            evidence: vec![one.found.find.evidence.clone()],
        }));
        taken.insert(one.span);
    }
    cuts.sort_by_key(|cut| cut.span);
    cuts
}

/// Names with each cut the other rules that wanted some of its bytes. The candidates of one rule
/// follow each other in page order and share no byte, so that each rule walks the cuts once.
fn name_others(mut cuts: Vec<PageCut>, candidates: &[Candidate<'_>]) -> Vec<PageCut> {
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

/// The lines of a page that bound blocks and sections, read when the first rule asks, so that a
/// page full of headings is not walked once for each.
struct Extents<'p, 't> {
    page: &'p Page<'t>,
    blank: OnceCell<Vec<usize>>,
    prose: OnceCell<Vec<usize>>,
}

impl<'p, 't> Extents<'p, 't> {
    fn new(page: &'p Page<'t>) -> Self {
        Self {
            page,
            blank: OnceCell::new(),
            prose: OnceCell::new(),
        }
    }

    /// The bytes that go, or stay, where the rule has found something.
    fn of(&self, rule: &Rule, found: &Found) -> Span {
        let page = self.page;
        let (first, last) = found.find.lines;
        let start = page.full_span(first).start;
        let last = follow(page, last, rule.plus_lines);
        let whole = |last: usize| Span::new(start, page.full_span(last).end);
        match rule.remove {
            Extent::Match if rule.plus_lines == 0 => found.find.span,
            Extent::Match => Span::new(found.find.span.start, page.full_span(last).end),
            Extent::Line => whole(last),
            Extent::Rest => Span::new(found.find.span.start, page.lines()[last].span.end),
            Extent::Block => self.block(first, last),
            Extent::Section => whole(self.section_end(last)),
            Extent::Tail => Span::new(start, page.text().len()),
        }
    }

    fn block(&self, first: usize, last: usize) -> Span {
        let blank = self.blank.get_or_init(|| self.lines(Line::is_blank));
        let before = blank.partition_point(|&line| line < first);
        let after = blank.partition_point(|&line| line <= last);
        let from = before.checked_sub(1).map_or(0, |at| blank[at] + 1);
        let to = blank.get(after).copied();
        let to = to.unwrap_or(self.page.lines().len());
        Span::new(
            self.page.full_span(from).start,
            self.page.full_span(to - 1).end,
        )
    }

    /// The last line that is not blank before the next line of prose.
    fn section_end(&self, line: usize) -> usize {
        let prose = self.prose.get_or_init(|| self.lines(Line::is_prose));
        let end = match prose.get(prose.partition_point(|&prose| prose <= line)) {
            Some(&next) => self.page.filled_before(next),
            None => self.page.filled().last().copied(),
        };
        end.map_or(line, |end| end.max(line))
    }

    fn lines(&self, wanted: fn(&Line) -> bool) -> Vec<usize> {
        let lines = self.page.lines();
        (0..lines.len())
            .filter(|&line| wanted(&lines[line]))
            .collect()
    }
}

/// The line `count` filled lines after `line`, or the last there is.
fn follow(page: &Page<'_>, line: usize, count: usize) -> usize {
    let shape = &page.lines()[line];
    let next = shape.rank + usize::from(!shape.is_blank());
    let rest = &page.filled()[next..];
    match count.min(rest.len()) {
        0 => line,
        steps => rest[steps - 1],
    }
}
