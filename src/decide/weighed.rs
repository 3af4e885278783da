//! From weighed lines to cuts: what rules settled stays settled.

use crate::decide::{Author, Decision, PageCut, Verdict};
use crate::page::Page;
use crate::rulefile::rules::Rules;
use crate::rules::effect::Polarity;
use crate::rules::kind::Kind;
use crate::rules::mode::Confidence;
use crate::rules::rule::Rule;
use crate::scan::Found;
use crate::text::span::Span;
use crate::text::span::SpanSet;
use crate::weigh::Weighing;
use crate::weigh::evidence::Evidence;
use crate::weigh::voices::{Cue, Voice, Voices};

/// What rules say of each filled line of the page.
pub(crate) fn voices(
    page: &Page<'_>,
    rules: &Rules,
    found: &[Found],
    decision: &Decision,
) -> Voices {
    let lines = || page.filled().iter().map(|&line| &page.lines()[line]);
    let gone: SpanSet = decision.cuts.iter().map(|cut| cut.span).collect();
    let mut loudest: Vec<Voice> = lines()
        .map(|line| match () {
            () if decision.protected.covers(line.trimmed) => Voice::Protected,
            () if gone.covers(line.trimmed) => Voice::Cut,
            () => Voice::Silent,
        })
        .collect();
    for (found, verdict) in found.iter().zip(&decision.verdicts) {
        let voice = match verdict {
            Verdict::TooWeak(Confidence::Medium) => Voice::Medium,
            Verdict::TooWeak(_) => Voice::Low,
            _ => continue,
        };
        debug_assert!(rules.at(found.rule).confidence < Confidence::High);
        let (first, last) = found.find.lines;
        let ranks = page.lines()[first].rank..=page.lines()[last].rank;
        for line in &mut loudest[ranks] {
            if *line >= Voice::Silent {
                *line = voice.max(*line);
            }
        }
    }
    let (mut cues, mut is_heading) = (Vec::new(), vec![false; loudest.len()]);
    for (found, verdict) in found.iter().zip(&decision.verdicts) {
        let line = &page.lines()[found.find.lines.0];
        if line.is_blank() {
            continue;
        }
        let rule = rules.at(found.rule);
        if announces(rule) && line.word_count <= HEADING_WORDS {
            is_heading[line.rank] = true;
        }
        if let Verdict::Cut | Verdict::TooWeak(_) = verdict {
            cues.extend(Cue::of(rule.kind).map(|cue| (line.rank, cue)));
        }
    }
    Voices::new(loudest, lines().map(|line| line.word_count))
        .with_headings(is_heading)
        .with_cues(&cues)
}

/// Up to how many words a line is a heading.
const HEADING_WORDS: usize = 8;

/// Whether a rule's finds stand over other stories.
fn announces(rule: &Rule) -> bool {
    let kinds = [Kind::Related, Kind::Appended];
    rule.polarity == Polarity::Cut && kinds.contains(&rule.kind) && !rule.looks_at_whole_pages()
}

/// The cuts that evidence asks for: a line each, and the rest of the page where other stories begin.
pub(crate) fn wanted(
    page: &Page<'_>,
    evidence: &Evidence,
    weighing: &Weighing,
    off: impl Fn(Author) -> bool,
) -> Vec<PageCut> {
    let end = weighing.story.as_ref().filter(|_| !off(Author::Story));
    let past = end.map_or(page.filled().len(), |end| end.line);
    let mut cuts = Vec::new();
    for rank in (0..past).filter(|&rank| weighing.goes[rank]) {
        let confidence = confidence(weighing.lines[rank].smoothed);
        let author = Author::Weighed { confidence };
        if !off(author) {
            cuts.push(PageCut {
                span: page.full_span(page.filled()[rank]),
                author,
                also: Vec::new(),
                evidence: evidence.reasons(weighing, rank),
            });
        }
    }
    if let Some(end) = end {
        cuts.push(PageCut {
            span: Span::new(page.full_span(page.filled()[past]).start, page.text().len()),
            author: Author::Story,
            also: Vec::new(),
            evidence: end.reasons.clone(),
        });
    }
    cuts
}

/// How sure log-odds are, in the words of rules.
pub(crate) fn confidence(log_odds: f32) -> Confidence {
    match log_odds {
        5.0.. => Confidence::High,
        2.5.. => Confidence::Medium,
        _ => Confidence::Low,
    }
}

/// The cuts of the rules, and of what is wanted beside them all that they neither cut nor protect.
pub(crate) fn join(decision: Decision, wanted: Vec<PageCut>) -> Vec<PageCut> {
    let mut taken = decision.protected;
    for cut in &decision.cuts {
        taken.insert(cut.span);
    }
    let mut cuts = decision.cuts;
    for one in wanted {
        for span in taken.missing(one.span) {
            cuts.push(PageCut {
                span,
                ..one.clone()
            });
        }
        taken.insert(one.span);
    }
    cuts.sort_by_key(|cut| cut.span);
    cuts
}
