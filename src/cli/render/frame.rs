//! Places of a page with the lines around them: what `rules try` and `rules diff` show. Pure.

use crate::cli::render::terminal::{counted, escape, paint};
use dechaff::{Page, Span};
use std::fmt::Write as _;
use std::ops::RangeInclusive;

/// What becomes of marked text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It goes.
    Goes,
    /// It went before and stays now.
    Back,
    /// It goes as it did before.
    Still,
}

impl Mark {
    /// What stands around it, and its colour.
    pub(crate) fn signs(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Goes => ("[-", "-]", "31"),
            Self::Back => ("[+", "+]", "32"),
            Self::Still => ("[=", "=]", "2"),
        }
    }
}

/// How places are shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) color: bool,
    /// Columns that a line of text may take.
    pub(crate) width: usize,
    /// How many lines that are not blank are shown before and after a place.
    pub(crate) context: usize,
}

/// The most lines of one place that are shown: its first ones and its last.
const MOST_LINES: usize = 6;
/// The least that is shown of a part of a line.
const LEAST_PART: usize = 12;
const GAP: &str = "…";

impl Frame {
    /// The lines from the first to the last mark, and those around them, each with its number.
    /// Blank lines are left out; the numbers show where.
    pub(crate) fn draw(&self, page: &Page<'_>, marks: &[(Span, Mark)]) -> String {
        let (Some(first), Some(last)) = (marks.first(), marks.last()) else {
            return String::new();
        };
        let last_byte = last.0.end.saturating_sub(1).max(last.0.start);
        let own = page.line_at(first.0.start)..=page.line_at(last_byte);
        let shown = self.shown(page, &own);
        let digits = shown.last().map_or(1, |at| (at + 1).to_string().len());
        let hidden = hidden(page, &own, &shown);
        let mut out = String::new();
        // The last line of a long place follows the hidden ones.
        let resumes = shown.iter().rev().find(|at| own.contains(at)).copied();
        for &at in &shown {
            if hidden > 0 && Some(at) == resumes {
                let rest = format!("{GAP} {}", counted(hidden, "more line"));
                let _ = writeln!(out, "{}{}", " ".repeat(digits + 5), self.dim(&rest));
            }
            let number = self.dim(&format!("{:>digits$} │", at + 1));
            let row = format!("    {number} {}", self.line(page, at, marks));
            out += row.trim_end();
            out.push('\n');
        }
        out
    }

    fn dim(&self, text: &str) -> String {
        paint(self.color, "2", text)
    }

    /// The lines that are shown, in order.
    fn shown(&self, page: &Page<'_>, own: &RangeInclusive<usize>) -> Vec<usize> {
        let filled = page.filled();
        let from = filled.partition_point(|at| at < own.start());
        let to = filled.partition_point(|at| at <= own.end());
        let mut lines = filled[from.saturating_sub(self.context)..from].to_vec();
        let inside = &filled[from..to];
        if inside.is_empty() {
            lines.push(*own.start());
        } else if inside.len() > MOST_LINES {
            lines.extend(&inside[..MOST_LINES - 1]);
            lines.extend(inside.last());
        } else {
            lines.extend(inside);
        }
        lines.extend(filled[to..].iter().take(self.context));
        lines
    }

    fn line(&self, page: &Page<'_>, at: usize, marks: &[(Span, Mark)]) -> String {
        let parts = parts(page, at, marks);
        let count = parts.len();
        let wide: usize = parts.iter().map(|(text, _)| text.chars().count()).sum();
        let room = (self.width / count.max(1)).max(LEAST_PART);
        let mut out = String::new();
        for (nth, (text, mark)) in parts.iter().enumerate() {
            let side = match (mark, nth) {
                _ if wide <= self.width => CutEnd::Whole,
                (None, 0) if count > 1 => CutEnd::End,
                (None, _) if nth + 1 == count => CutEnd::Start,
                _ => CutEnd::Both,
            };
            let text = escape(&side.of(text, room));
            match mark {
                None => out += &text,
                Some(mark) => {
                    let (open, close, color) = mark.signs();
                    out += &paint(self.color, color, &format!("{open}{text}{close}"));
                }
            }
        }
        out
    }
}

/// How many lines of a long place are left out.
fn hidden(page: &Page<'_>, own: &RangeInclusive<usize>, shown: &[usize]) -> usize {
    let filled = page.filled().iter().filter(|at| own.contains(at)).count();
    let seen = shown.iter().filter(|at| own.contains(at)).count();
    filled.saturating_sub(seen)
}

/// A line in parts, each with its mark.
fn parts<'t>(page: &Page<'t>, at: usize, marks: &[(Span, Mark)]) -> Vec<(&'t str, Option<Mark>)> {
    let line = page.lines()[at].span();
    let mut parts = Vec::new();
    let mut from = line.start;
    for (span, mark) in marks
        .iter()
        .filter(|(span, _)| span.start < line.end.max(line.start + 1) && line.start < span.end)
    {
        let start = span.start.clamp(from, line.end);
        let end = span.end.clamp(start, line.end);
        if from < start {
            parts.push((&page.text()[from..start], None));
        }
        parts.push((&page.text()[start..end], Some(*mark)));
        from = end;
    }
    if from < line.end || parts.is_empty() {
        parts.push((&page.text()[from..line.end], None));
    }
    parts
}

/// Which side of a text is shown where not all of it fits.
#[derive(Debug, Clone, Copy)]
enum CutEnd {
    Whole,
    Start,
    End,
    Both,
}

impl CutEnd {
    fn of(self, text: &str, room: usize) -> String {
        let all: Vec<char> = text.chars().collect();
        if matches!(self, Self::Whole) || all.len() <= room {
            return text.to_owned();
        }
        let start = |count: usize| all[..count].iter().collect::<String>();
        let end = |count: usize| all[all.len() - count..].iter().collect::<String>();
        match self {
            Self::Start => start(room) + GAP,
            Self::End => GAP.to_owned() + &end(room),
            Self::Both | Self::Whole => start(room - room / 3) + GAP + &end(room / 3),
        }
    }
}

/// The line and the column, in characters, of a byte of the page, both from 1.
pub(crate) fn position(page: &Page<'_>, offset: usize) -> (usize, usize) {
    let line = page.line_at(offset);
    let from = page.lines().get(line).map_or(0, |line| line.span().start);
    let column = page.text()[from..offset.max(from)].chars().count() + 1;
    (line + 1, column)
}

/// Where the text of a span begins: cuts may take the newlines before it along.
pub(crate) fn text_start(page: &Page<'_>, span: Span) -> usize {
    let text = &page.text()[span.range()];
    let body = text.trim_start_matches(['\n', '\r']);
    if body.is_empty() {
        span.start
    } else {
        span.start + text.len() - body.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "One.\n\nTwo three four.\nMore\na\nb\n\nc\nd\ne\nf\ng\nSix.\nSeven.\n";

    fn drawn(marks: &[(&str, Mark)], width: usize) -> String {
        let frame = Frame {
            color: false,
            width,
            context: 1,
        };
        let span = |text: &str| {
            let start = TEXT.find(text).expect("it stands on the page");
            Span::new(start, start + text.len())
        };
        let marks: Vec<(Span, Mark)> = marks
            .iter()
            .map(|(text, mark)| (span(text), *mark))
            .collect();
        frame.draw(&Page::new(TEXT), &marks)
    }

    #[test]
    fn a_line_between_its_neighbours() {
        assert_eq!(
            drawn(&[("Two three four.\n", Mark::Goes)], 40),
            "    1 │ One.\n    3 │ [-Two three four.-]\n    4 │ More\n"
        );
    }

    #[test]
    fn several_marks_on_a_line() {
        assert_eq!(
            drawn(&[("Two", Mark::Back), ("four", Mark::Still)], 40),
            "    1 │ One.\n    3 │ [+Two+] three [=four=].\n    4 │ More\n"
        );
    }

    #[test]
    fn the_middle_of_a_long_place_is_left_out() {
        assert_eq!(
            drawn(&[("More\na\nb\n\nc\nd\ne\nf\ng\n", Mark::Goes)], 40),
            "     3 │ Two three four.\n     4 │ [-More-]\n     5 │ [-a-]\n     6 │ [-b-]\n     8 │ [-c-]\n     9 │ [-d-]\n       … 2 more lines\n    12 │ [-g-]\n    13 │ Six.\n"
        );
    }

    #[test]
    fn long_lines_are_cut_around_their_marks() {
        let text = format!("{}MARK{}", "a".repeat(50), "b".repeat(50));
        let frame = Frame {
            color: false,
            width: 36,
            context: 0,
        };
        let page = Page::new(&text);
        assert_eq!(
            frame.draw(&page, &[(Span::new(50, 54), Mark::Goes)]),
            format!("    1 │ …{}[-MARK-]{}…\n", "a".repeat(12), "b".repeat(12))
        );
    }
}
