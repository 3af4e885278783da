//! Where lines end for a reader, though there is no line feed.

use crate::text::span::Span;
use crate::view::invisible::each;
use crate::view::markup::{Markup, Shown};

/// How many written-out ends of line a text has at least that uses them.
const LEAST_WRITTEN: usize = 2;
/// How many times as many it has as real ones.
const TIMES_REAL: usize = 4;

/// Words of a line from which on a separator in it parts paragraphs; in a shorter one it is white space, as it
/// stands in titles that were pasted from elsewhere.
const LONG_LINE_WORDS: usize = 20;

/// Marks the characters that end a line: U+2028, U+2029, U+0085, form feeds and vertical tabs. A form feed or
/// vertical tab beside a real end of line is the mark of a new page, and ends nothing more. Where a text has more
/// real ends of line than such characters, they count in long lines alone.
pub(crate) fn unusual_ends(text: &str, part: Span, markup: &mut Markup) {
    let mut found: Vec<Span> = Vec::new();
    each(text, part, |at, c| {
        if matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}') {
            found.push(Span::new(at, at + c.len_utf8()));
        }
        true
    });
    let bytes = text.as_bytes();
    let mut from = part.start;
    while let Some(at) = memchr::memchr2(b'\x0c', b'\x0b', &bytes[from..part.end]) {
        let start = from + at;
        let run = bytes[start..part.end].iter();
        let end = start
            + run
                .take_while(|byte| matches!(**byte, b'\x0b' | b'\x0c'))
                .count();
        let is_end = |byte: Option<&u8>| matches!(byte, Some(b'\n' | b'\r'));
        if !is_end(bytes[..start].last()) && !is_end(bytes.get(end)) {
            found.extend((start..end).map(|at| Span::new(at, at + 1)));
        }
        from = end;
    }
    if found.is_empty() {
        return;
    }
    let real = memchr::memchr_iter(b'\n', text.trim_end().as_bytes()).count();
    let is_rule = found.len() >= real;
    for end in found {
        if is_rule || is_in_long_line(text, end) {
            markup.mark(end.start, end.end, Shown::LineEnd);
        }
    }
}

/// Whether a part of a text is a line by itself.
pub(crate) fn is_whole_line(text: &str, part: Span) -> bool {
    let (before, after) = (&text[..part.start], &text[part.end..]);
    let starts = before.is_empty() || before.ends_with(['\n', '\r']);
    starts && (after.is_empty() || after.starts_with(['\n', '\r']))
}

fn is_in_long_line(text: &str, at: Span) -> bool {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at.start]).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', &bytes[at.end..]).map_or(text.len(), |len| at.end + len);
    let words = text[start..end].split_whitespace();
    words.take(LONG_LINE_WORDS).count() == LONG_LINE_WORDS
}

/// Marks ends of line that were written out, a backslash and an `n`, where the text plainly uses them for real
/// ones: there are some, and next to no others.
pub(crate) fn written_ends(text: &str, markup: &mut Markup) {
    // In rows of JSON they are of its strings.
    if text.trim_start().starts_with(['{', '[']) {
        return;
    }
    let found: Vec<Span> = written(text).collect();
    if found.len() < LEAST_WRITTEN {
        return;
    }
    let body = text.trim_end_matches(['\n', '\r']);
    let real = memchr::memchr_iter(b'\n', body.as_bytes()).count();
    let is_apart = |end: &&Span| {
        let after = text[end.end..].chars().next();
        after.is_none_or(|c| !c.is_ascii_lowercase())
    };
    // A path such as C:\notes, or a string of code, goes on with a small letter or a quotation mark.
    let plain = found.iter().filter(is_apart).count();
    if found.len() >= TIMES_REAL * real && 4 * plain >= 3 * found.len() {
        for end in found {
            markup.mark(end.start, end.end, Shown::LineEnd);
        }
    }
}

/// Every `\n` and `\r\n` that is written out.
fn written(text: &str) -> impl Iterator<Item = Span> + '_ {
    let bytes = text.as_bytes();
    let mut from = 0;
    memchr::memchr_iter(b'\\', bytes).filter_map(move |at| {
        if at < from {
            return None;
        }
        let len = match &bytes[at..] {
            [b'\\', b'r', b'\\', b'n', ..] => 4,
            [b'\\', b'n', ..] => 2,
            // What is escaped itself is no escape.
            [b'\\', b'\\', ..] => {
                from = at + 2;
                return None;
            }
            _ => return None,
        };
        from = at + len;
        Some(Span::new(at, at + len))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [usize; 0] = [];

    fn ends(text: &str) -> Vec<usize> {
        let mut markup = Markup::default();
        written_ends(text, &mut markup);
        unusual_ends(text, Span::new(0, text.len()), &mut markup);
        markup.settle();
        markup.marks.iter().map(|mark| mark.span.start).collect()
    }

    #[test]
    fn written_ends_count_where_there_are_no_others() {
        assert_eq!(
            ends(r"Rain fell.\n\nThe river rose.\r\nLeave a Reply\n"),
            [10, 12, 29, 46]
        );
        assert_eq!(
            ends("print(\"a\\n\")\nprint(\"b\\n\")\nprint(\"c\")\n"),
            NONE
        );
        assert_eq!(ends(r"It lies in C:\news\notes\new for you."), NONE);
        assert_eq!(ends(r"Write \\n twice, or \\n once."), NONE);
        assert_eq!(ends(r"Write \n once."), NONE);
        assert_eq!(ends(r#"{"text": "Rain fell.\n\nThe river rose.\n"}"#), NONE);
    }

    #[test]
    fn separators_and_feeds_end_lines() {
        assert_eq!(ends("a\u{2028}b\u{85}c\u{2029}"), [1, 5, 8]);
        assert_eq!(ends("a\x0c\x0cb\x0bc"), [1, 2, 4]);
        assert_eq!(ends("a\n\x0cb\x0c\nc"), NONE);
        assert_eq!(ends("a\nBetter work\u{2028}travel\nc\nd"), NONE, "a title");
        let long = format!("a\nb\n{}\u{2028}c\nd", "word ".repeat(20));
        assert_eq!(ends(&long), [104]);
    }
}
