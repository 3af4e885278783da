//! The part of a line around its mark: a line of many kilobytes prints as one row.

use crate::cli::render::terminal::escape;
use std::ops::Range;
use unicode_width::UnicodeWidthStr as _;

/// A part of a line that is safe to show, and where in it the mark stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) text: String,
    pub(crate) marked: Range<usize>,
}

const GAP: &str = "…";

/// The text without what would move the cursor: a tab would part the mark from its carets.
fn safe(text: &str) -> String {
    escape(text).replace('\t', "    ")
}

impl Window {
    /// About `width` characters of the `line` around the `marked` bytes; both are ranges of
    /// `text`, and the mark lies inside of the line. O(n) in the line's bytes.
    pub(crate) fn new(text: &str, line: Range<usize>, marked: Range<usize>, width: usize) -> Self {
        let before = &text[line.start..marked.start];
        let mark = &text[marked.clone()];
        let after = &text[marked.end..line.end];
        let count = |part: &str| part.chars().count();
        let mark_width = count(mark).min(width);
        let free = width - mark_width;
        // What one side does not need, the other may have.
        let left = count(before).min((free / 2).max(free.saturating_sub(count(after))));
        let right = count(after).min(free - left);
        let mut shown = last_chars(before, left);
        let start = shown.len();
        shown += &middle_cut(mark, mark_width);
        let marked = start..shown.len();
        shown += &first_chars(after, right);
        Self {
            text: shown,
            marked,
        }
    }

    /// As many spaces as the text takes before its mark.
    pub(crate) fn indent(&self) -> String {
        " ".repeat(self.text[..self.marked.start].width())
    }

    /// A caret for every column of the mark; one at least.
    pub(crate) fn carets(&self) -> String {
        "^".repeat(self.text[self.marked.clone()].width().max(1))
    }
}

fn first_chars(text: &str, count: usize) -> String {
    match text.char_indices().nth(count) {
        Some((at, _)) => safe(&text[..at]) + GAP,
        None => safe(text),
    }
}

fn last_chars(text: &str, count: usize) -> String {
    if text.chars().count() <= count {
        return safe(text);
    }
    let skip = text.chars().count() - count;
    let at = text
        .char_indices()
        .nth(skip)
        .map_or(text.len(), |(at, _)| at);
    GAP.to_owned() + &safe(&text[at..])
}

/// The text without its middle, where it has more than `count` characters.
fn middle_cut(text: &str, count: usize) -> String {
    let all = text.chars().count();
    if all <= count {
        return safe(text);
    }
    let tail = count / 3;
    let head = count - tail;
    let at = |nth: usize| {
        text.char_indices()
            .nth(nth)
            .map_or(text.len(), |(at, _)| at)
    };
    format!(
        "{}{GAP}{}",
        safe(&text[..at(head)]),
        safe(&text[at(all - tail)..])
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, marked: Range<usize>, width: usize) -> String {
        let window = Window::new(text, 0..text.len(), marked, width);
        let (text, at) = (window.text, window.marked);
        format!(
            "{}<{}>{}",
            &text[..at.start],
            &text[at.clone()],
            &text[at.end..]
        )
    }

    #[test]
    fn a_short_line_stands_whole() {
        assert_eq!(shown("one two three", 4..7, 20), "one <two> three");
    }

    #[test]
    fn a_long_line_is_cut_around_its_mark() {
        let text = format!("{}MARK{}", "a".repeat(50), "b".repeat(50));
        assert_eq!(shown(&text, 50..54, 10), "…aaa<MARK>bbb…");
        assert_eq!(shown("MARKbbbbbbbbbbbb", 0..4, 10), "<MARK>bbbbbb…");
        assert_eq!(shown("aaaaaaaaaaaaMARK", 12..16, 10), "…aaaaaa<MARK>");
    }

    #[test]
    fn a_long_mark_loses_its_middle() {
        assert_eq!(shown("0123456789", 0..10, 6), "<0123…89>");
        assert_eq!(shown("éééééééééé", 0..20, 6), "<éééé…éé>");
    }

    #[test]
    fn carets_stand_below_wide_text() {
        let text = "駅前\tで会う";
        let window = Window::new(text, 0..text.len(), 7..13, 40);
        assert_eq!((window.indent().len(), window.carets().len()), (8, 4));
    }

    #[test]
    fn control_characters_are_spelt_out() {
        assert_eq!(shown("a\u{1b}b", 1..2, 20), "a<\\u{1b}>b");
    }
}
