//! Cuts with what stands around them, drawn for people and as text for programs. Pure.

use crate::cli::render::frame::{Frame, Mark};
use crate::cli::render::terminal::{escape, paint};
use dechaff::{CutRecord, Line, Page, Span};
use serde::Serialize;
use std::fmt::Write as _;

/// A cut, where it was made, and what stood around it.
#[derive(Debug, Serialize)]
pub(crate) struct ShownCut {
    /// The page's id.
    pub(crate) page: String,
    #[serde(flatten)]
    pub(crate) row: Option<ShownRow>,
    /// As records have it.
    #[serde(flatten)]
    pub(crate) cut: CutRecord,
    #[serde(flatten)]
    pub(crate) around: Around,
}

/// Where a page is that is a row of a shard.
#[derive(Debug, Serialize)]
pub(crate) struct ShownRow {
    pub(crate) shard: String,
    pub(crate) row: u64,
}

/// What stood around a cut.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Around {
    /// The page up to the cut and from there on, a few lines of it; and all of that as people see it.
    Page {
        before: String,
        after: String,
        #[serde(skip)]
        drawn: String,
    },
    /// Why the page did not come back, in words.
    NotShown { not_shown: String },
}

impl Around {
    /// What stands around a span of a page.
    pub(crate) fn of(page: &Page<'_>, span: Span, frame: &Frame) -> Self {
        let (from, to) = lines_around(page, span, frame.context);
        Self::Page {
            before: page.text()[from..span.start].to_owned(),
            after: page.text()[span.end..to].to_owned(),
            drawn: frame.draw(page, &[(span, Mark::Goes)]),
        }
    }

    pub(crate) fn not_shown(why: &impl ToString) -> Self {
        Self::NotShown {
            not_shown: why.to_string(),
        }
    }
}

impl ShownCut {
    fn print(&self) -> String {
        let line = self.cut.line + 1;
        let place = match &self.row {
            Some(ShownRow { shard, row }) => format!("{shard}:{row}:{line}"),
            None => format!("{}:{line}", self.page),
        };
        let reasons = self.cut.evidence.join("; ");
        let mut out = format!("\n  {}  {}\n", escape(&place), escape(&reasons));
        match &self.around {
            Around::Page { drawn, .. } => out += drawn,
            Around::NotShown { not_shown } => {
                let _ = writeln!(out, "    (not shown: {})", escape(not_shown));
            }
        }
        out
    }
}

/// The cuts for people; those of a rule stand behind each other.
pub(crate) fn print(cuts: &[ShownCut], color: bool) -> String {
    let mut out = String::new();
    for of_rule in cuts.chunk_by(|one, next| one.cut.rule == next.cut.rule) {
        let rule = of_rule.first().map_or("", |first| &first.cut.rule);
        let _ = writeln!(out, "\n{}", paint(color, "1", rule));
        out.extend(of_rule.iter().map(ShownCut::print));
    }
    out
}

/// From where to where lines go that hold a span, with so many before and behind it that are not blank.
fn lines_around(page: &Page<'_>, span: Span, context: usize) -> (usize, usize) {
    let last_byte = span.end.saturating_sub(1).max(span.start);
    let (first, last) = (page.line_at(span.start), page.line_at(last_byte));
    let filled = page.filled();
    let before = &filled[..filled.partition_point(|at| *at < first)];
    let behind = &filled[filled.partition_point(|at| *at <= last)..];
    let from = before[before.len().saturating_sub(context)..].first();
    let to = behind[..context.min(behind.len())].last();
    let line = |at: usize| page.lines().get(at).map(Line::span);
    let from = line(*from.unwrap_or(&first)).map_or(0, |line| line.start);
    let to = line(*to.unwrap_or(&last)).map_or(0, |line| line.end);
    (from.min(span.start), to.max(span.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_without_blank_ones() {
        let text = "One.\n\nTwo.\nMore\n\nThree.\nFour.\n";
        let page = Page::new(text);
        let around = |cut: &str, context| {
            let start = text.find(cut).expect("it stands on the page");
            let span = Span::new(start, start + cut.len());
            let (from, to) = lines_around(&page, span, context);
            (&text[from..span.start], &text[span.end..to])
        };
        assert_eq!(around("More\n", 0), ("", ""));
        assert_eq!(around("More\n", 1), ("Two.\n", "\nThree."));
        assert_eq!(around("ore", 2), ("One.\n\nTwo.\nM", "\n\nThree.\nFour."));
        assert_eq!(around("One.\n", 1), ("", "\nTwo."));
        assert_eq!(around("Four.\n", 9), ("One.\n\nTwo.\nMore\n\nThree.\n", ""));
    }
}
