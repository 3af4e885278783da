//! How differences are printed. Pure.

use crate::cli::args::rules::DiffFormat;
use crate::cli::commands::rules::diff::judge::GoldJudge;
use crate::cli::commands::rules::diff::summary::GoldWords;
use crate::cli::render::frame::{Frame, Mark, position, text_start};
use crate::cli::render::jsonl;
use crate::cli::render::terminal::{counted, escape, paint};
use dechaff::tools::stats::{CutChange, CutChangeKind};
use dechaff::{Cut, Kind, Page, Span};
use serde::Serialize;

pub(crate) struct Printer {
    pub(crate) format: DiffFormat,
    pub(crate) frame: Frame,
}

impl Printer {
    /// The differences of one page.
    pub(crate) fn page(
        &self,
        name: &str,
        page: &Page<'_>,
        changes: &[CutChange],
        gold: Option<&GoldJudge>,
    ) -> String {
        let mut out = String::new();
        for (at, change) in changes.iter().enumerate() {
            let gold = gold.map(|gold| gold.each[at]);
            match self.format {
                DiffFormat::Human => out += &self.human(name, page, change, gold),
                DiffFormat::Jsonl => {
                    out += &jsonl::line(&DifferenceJson::new(name, page, change, gold));
                }
            }
        }
        out
    }

    fn human(
        &self,
        name: &str,
        page: &Page<'_>,
        change: &CutChange,
        gold: Option<GoldWords>,
    ) -> String {
        let (line, column) = position(page, text_start(page, change.hull()));
        let place = format!("{}:{line}:{column}", escape(name));
        let (old, new) = (rules_of(&change.old), rules_of(&change.new));
        let (color, words) = match change.kind {
            CutChangeKind::Appears => ("1;31", format!("goes now, by {new}")),
            CutChangeKind::Vanishes => ("1;32", format!("stays now, went by {old}")),
            CutChangeKind::Span if old == new => ("1;33", format!("goes otherwise, by {new}")),
            CutChangeKind::Span => ("1;33", format!("goes otherwise, by {new}; went by {old}")),
            CutChangeKind::Rule => ("1;36", format!("goes by {new}; went by {old}")),
        };
        let words = paint(self.frame.color, color, &words);
        let mut out = format!("{place}: {words}{}\n", gold_words(gold));
        if change.kind != CutChangeKind::Rule {
            out += &self.frame.draw(page, &marks(change));
        }
        out.push('\n');
        out
    }
}

/// What becomes of the bytes of a difference, in page order.
fn marks(change: &CutChange) -> Vec<(Span, Mark)> {
    let all = |spans: &[Span], mark| -> Vec<(Span, Mark)> {
        spans.iter().map(|&span| (span, mark)).collect()
    };
    let mut marks = all(&change.goes_now, Mark::Goes);
    marks.extend(all(&change.stays_now, Mark::Back));
    marks.extend(all(&change.goes_in_both(), Mark::Still));
    marks.sort_by_key(|(span, _)| *span);
    marks
}

fn rules_of(cuts: &[Cut]) -> String {
    let mut rules: Vec<&str> = cuts.iter().map(|cut| cut.rule.as_str()).collect();
    rules.dedup();
    rules.join(", ")
}

fn gold_words(gold: Option<GoldWords>) -> String {
    let Some(GoldWords { lost, regained }) = gold else {
        return String::new();
    };
    let part = |count, what| (count > 0).then(|| format!("{} {what}", counted(count, "gold word")));
    let parts: Vec<String> = [part(lost, "lost"), part(regained, "regained")]
        .into_iter()
        .flatten()
        .collect();
    match parts.as_slice() {
        [] => String::new(),
        parts => format!(" ({})", parts.join(", ")),
    }
}

#[derive(Serialize)]
struct DifferenceJson<'c> {
    file: &'c str,
    line: usize,
    column: usize,
    change: &'static str,
    old: Vec<JsonCut<'c>>,
    new: Vec<JsonCut<'c>>,
    goes_now: Vec<JsonSpan<'c>>,
    stays_now: Vec<JsonSpan<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gold_lost: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gold_regained: Option<usize>,
}

#[derive(Serialize)]
struct JsonCut<'c> {
    start: usize,
    end: usize,
    rule: &'c str,
    kind: Kind,
}

#[derive(Serialize)]
struct JsonSpan<'t> {
    start: usize,
    end: usize,
    text: &'t str,
}

impl<'c> DifferenceJson<'c> {
    fn new(file: &'c str, page: &Page<'c>, change: &'c CutChange, gold: Option<GoldWords>) -> Self {
        let (line, column) = position(page, text_start(page, change.hull()));
        let cut = |cut: &'c Cut| JsonCut {
            start: cut.span.start,
            end: cut.span.end,
            rule: &cut.rule,
            kind: cut.kind,
        };
        let text = page.text();
        let span = |span: &Span| JsonSpan {
            start: span.start,
            end: span.end,
            text: &text[span.range()],
        };
        Self {
            file,
            line,
            column,
            change: change.kind.word(),
            old: change.old.iter().map(cut).collect(),
            new: change.new.iter().map(cut).collect(),
            goes_now: change.goes_now.iter().map(span).collect(),
            stays_now: change.stays_now.iter().map(span).collect(),
            gold_lost: gold.map(|gold| gold.lost),
            gold_regained: gold.map(|gold| gold.regained),
        }
    }
}
