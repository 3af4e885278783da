//! What rules say of the lines of a page, for those who weigh them.

use crate::clean::decide::{Decision, Outcome};
use crate::model::fast::signals::LineSignals;
use crate::model::host_lines::{HostCount, HostLines};
use crate::model::host_threads::LineShape;
use crate::model::rule_signals::{Cue, RuleSignal};
use crate::page::live::rest::Rest;
use crate::rulefile::rules::Rules;
use crate::rules::effect::Polarity;
use crate::rules::kind::Kind;
use crate::rules::mode::Confidence;
use crate::rules::rule::Rule;
use crate::scan::found::{Found, Why};
use crate::text::span::Span;

/// What rules say of each filled line that is left.
pub(crate) fn read_signals(
    rest: Rest<'_>,
    rules: &Rules,
    found: &[Found],
    decision: &Decision,
    host_pages: u32,
    signals: &mut LineSignals,
) {
    signals.reset(rest.filled_count());
    if host_pages > 0 {
        signals.host.reset(host_pages, rest.filled_count());
        read_counts(rest, rules, found, decision, &mut signals.host);
    }
    mark(rest, decision.kept.spans(), RuleSignal::Protected, signals);
    let gone: Vec<Span> = join_touching(decision.cuts.iter().map(|cut| cut.span));
    mark(rest, &gone, RuleSignal::Cut, signals);
    mark(
        rest,
        decision.protected.spans(),
        RuleSignal::Protected,
        signals,
    );
    for (found, outcome) in found.iter().zip(&decision.outcomes) {
        let signal = match outcome {
            Outcome::TooWeak(_) if count_of(found, rules).is_some() => continue,
            Outcome::TooWeak(Confidence::Medium) => RuleSignal::Medium,
            Outcome::TooWeak(_) => RuleSignal::Low,
            _ => continue,
        };
        let (first, last) = found.lines();
        let end = (rest.rank(last) + 1).min(signals.of_line.len());
        for line in &mut signals.of_line[rest.rank(first).min(end)..end] {
            if *line >= RuleSignal::Silent {
                *line = signal.max(*line);
            }
        }
    }
    for (found, outcome) in found.iter().zip(&decision.outcomes) {
        let (line, _) = found.lines();
        if !rest.is_filled(line) {
            continue;
        }
        let rule = rules.at(found.rule as usize);
        if announces(rule) && rest.words(line) <= HEADING_WORDS {
            signals.is_heading[rest.rank(line)] = true;
        }
        if let Outcome::Cut | Outcome::TooWeak(_) = outcome
            && let Some(cue) = Cue::of(rule.kind)
        {
            let rank = u32::try_from(rest.rank(line)).expect("lines are counted in u32");
            signals.cues.push((rank, cue));
        }
    }
}

/// What was counted of a line that a rule found, and which line of it that is, where somebody counted.
fn count_of(found: &Found, rules: &Rules) -> Option<HostCount> {
    let Why::Repeated(rule, line) = found.why else {
        return None;
    };
    host_count(rules.at(rule as usize), (rule, line))
}

/// What a rule counted of one of its lines, where somebody counted.
pub(crate) fn host_count(rule: &Rule, id: (u32, u32)) -> Option<HostCount> {
    let params = rule.host_counts()?;
    let pages = params.lines.get(id.1 as usize)?.pages;
    (pages > 0).then_some(HostCount {
        pages,
        of_pages: params.pages,
        sureness: rule.confidence,
        id,
    })
}

/// Sets what was counted of the lines that are left.
fn read_counts(
    rest: Rest<'_>,
    rules: &Rules,
    found: &[Found],
    decision: &Decision,
    host: &mut HostLines,
) {
    for (found, outcome) in found.iter().zip(&decision.outcomes) {
        if let Some(count) = count_of(found, rules)
            && !matches!(outcome, Outcome::Guarded(_))
        {
            host.set(rest.rank(found.lines().0), count);
        }
    }
    let shape = |line| LineShape::of(rest.trimmed_text(line), rest.words(line));
    host.weigh(rest.filled().map(shape));
}

/// Spans in order, those that touch as one.
fn join_touching(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.end >= span.start => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// Marks the lines of which a span holds all but white space.
fn mark(rest: Rest<'_>, spans: &[Span], signal: RuleSignal, signals: &mut LineSignals) {
    for &span in spans {
        let mut line = rest.line_at(span.start);
        while let Some(at) = line {
            let own = rest.trimmed_span(at);
            if own.start >= span.end {
                break;
            }
            if rest.is_filled(at) && span.start <= own.start && own.end <= span.end {
                signals.of_line[rest.rank(at)] = signal;
            }
            line = rest.after(at);
        }
    }
}

/// Up to how many words a line is a heading.
pub(crate) const HEADING_WORDS: usize = 8;

/// Whether a rule's finds stand over other stories.
pub(crate) fn announces(rule: &Rule) -> bool {
    let kinds = [Kind::Related, Kind::Appended];
    rule.polarity == Polarity::Cut && kinds.contains(&rule.kind) && !rule.looks_at_whole_pages()
}
