//! What rules say of the lines of a page, for those who weigh them.

use crate::clean::plain::page_cut::Decision;
use crate::clean::signals::{HEADING_WORDS, announces, host_count};
use crate::clean::verdict::Verdict;
use crate::model::host_lines::{HostCount, HostLines};
use crate::model::host_threads::LineShape;
use crate::model::markup_lines::MarkupLines;
use crate::model::rule_signals::{Cue, RuleSignal, RuleSignals};
use crate::page::Page;
use crate::rulefile::rules::Rules;
use crate::rules::mode::Confidence;
use crate::scan::plain::rule_match::RuleMatch;
use crate::text::line_key::LineKeys;
use crate::text::number::small;
use crate::text::span::SpanSet;

/// What rules say of each filled line of the page.
pub(crate) fn rule_signals(
    page: &Page<'_>,
    rules: &Rules,
    found: &[RuleMatch],
    decision: &Decision,
    host_pages: u32,
) -> RuleSignals {
    let lines = || page.filled().iter().map(|&line| &page.lines()[line]);
    let gone: SpanSet = decision.cuts.iter().map(|cut| cut.span).collect();
    let mut strongest: Vec<RuleSignal> = lines()
        .map(|line| match () {
            () if decision.protected.covers(line.trimmed) => RuleSignal::Protected,
            () if gone.covers(line.trimmed) => RuleSignal::Cut,
            () if decision.kept.covers(line.trimmed) => RuleSignal::Protected,
            () => RuleSignal::Silent,
        })
        .collect();
    for (found, verdict) in found.iter().zip(&decision.verdicts) {
        let signal = match verdict {
            Verdict::TooWeak(_) if count_of(page, rules, found).is_some() => continue,
            Verdict::TooWeak(Confidence::Medium) => RuleSignal::Medium,
            Verdict::TooWeak(_) => RuleSignal::Low,
            _ => continue,
        };
        debug_assert!(rules.at(found.rule).confidence < Confidence::High);
        let (first, last) = found.matched.lines;
        let ranks = page.lines()[first].rank..=page.lines()[last].rank;
        for line in &mut strongest[ranks] {
            if *line >= RuleSignal::Silent {
                *line = signal.max(*line);
            }
        }
    }
    let (mut cues, mut is_heading) = (Vec::new(), vec![false; strongest.len()]);
    for (found, verdict) in found.iter().zip(&decision.verdicts) {
        let line = &page.lines()[found.matched.lines.0];
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
    let mut host = HostLines::default();
    host.reset(host_pages, strongest.len());
    for (found, verdict) in found.iter().zip(&decision.verdicts) {
        if let Some(count) = count_of(page, rules, found)
            && !matches!(verdict, Verdict::Guarded(_))
        {
            host.set(page.lines()[found.matched.lines.0].rank, count);
        }
    }
    let shapes = page.filled().iter().map(|&line| {
        let words = page.lines()[line].word_count;
        LineShape::of(page.trimmed_text(line), words)
    });
    host.weigh(shapes);
    let mut markup = MarkupLines::default();
    markup.read(page.markup(), page.filled().iter().copied());
    RuleSignals::new(strongest, lines().map(|line| line.word_count))
        .with_host(host)
        .with_markup(markup)
        .with_headings(is_heading)
        .with_cues(&cues)
}

/// What was counted of a line that a rule found, where somebody counted.
fn count_of(page: &Page<'_>, rules: &Rules, found: &RuleMatch) -> Option<HostCount> {
    let rule = rules.at(found.rule);
    let text = page.trimmed_text(found.matched.lines.0);
    let line = rule.host_counts()?.find(text, &mut LineKeys::default())?;
    host_count(rule, (small(found.rule), line))
}
