//! The lines of a page as they came, in flat arrays.

use crate::page::line::{LONG_WORDS, PROSE_WORDS, TITLE_WORDS};
use crate::text::fold::is_space;
use crate::text::number::small;
use crate::text::span::Span;

/// The shape of a line.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape(u8);

impl Shape {
    const FILLED: u8 = 1;
    const SENTENCE_END: u8 = 2;
    const FULL_STOP: u8 = 4;
    const TITLE_START: u8 = 8;
    /// The length of what ends the line, 0 to 2.
    const ENDING: u32 = 4;

    /// The shape of a line whose text has no white space at its ends.
    #[inline]
    pub(crate) fn new(trimmed: &str, ending_len: usize) -> Self {
        let mut bits = u8::try_from(ending_len << Self::ENDING).expect("an ending has two bytes");
        let Some(first) = trimmed.chars().next() else {
            return Self(bits);
        };
        bits |= Self::FILLED;
        if starts_title(first) {
            bits |= Self::TITLE_START;
        }
        match trimmed.as_bytes()[trimmed.len() - 1] {
            last if last.is_ascii_alphanumeric() => {}
            _ => bits |= end_bits(trimmed),
        }
        Self(bits)
    }

    /// Whether the line holds more than white space.
    #[inline]
    pub(crate) fn is_filled(self) -> bool {
        self.0 & Self::FILLED != 0
    }

    pub(crate) fn ends_sentence(self) -> bool {
        self.0 & Self::SENTENCE_END != 0
    }

    /// Whether a line of so many words reads like prose.
    pub(crate) fn is_prose(self, words: usize) -> bool {
        (words >= PROSE_WORDS && self.ends_sentence()) || words >= LONG_WORDS
    }

    /// Whether a line of so many words could be a headline.
    pub(crate) fn is_title(self, words: usize) -> bool {
        (3..=TITLE_WORDS).contains(&words)
            && self.0 & (Self::TITLE_START | Self::FULL_STOP) == Self::TITLE_START
    }

    /// Whether a line of so many words could stand over what follows it: as a title, of one word or more.
    pub(crate) fn is_heading(self, words: usize) -> bool {
        (1..=TITLE_WORDS).contains(&words)
            && self.0 & (Self::TITLE_START | Self::FULL_STOP) == Self::TITLE_START
    }

    /// Whether a line of so many words could be a label or button.
    pub(crate) fn is_label(self, words: usize) -> bool {
        (1..=4).contains(&words) && !self.ends_sentence()
    }

    /// How many bytes end the line: none on a last line without a line end, two of `\r\n`.
    #[inline]
    pub(crate) fn ending_len(self) -> usize {
        usize::from(self.0 >> Self::ENDING)
    }
}

/// How a line ends that does not end in a letter or digit.
fn end_bits(trimmed: &str) -> u8 {
    // What closes a quote or a bracket is no end.
    let closing = ['"', '\'', '”', '’', '»', ')', ']', ' ', '\u{a0}'];
    let end = trimmed.trim_end_matches(closing).chars().next_back();
    let is_end = matches!(
        end,
        Some('.' | '!' | '?' | '…' | ':' | ';' | '。' | '！' | '？')
    );
    let is_stop = end == Some('.') && !trimmed.ends_with("...");
    [(is_end, Shape::SENTENCE_END), (is_stop, Shape::FULL_STOP)]
        .into_iter()
        .map(|(is, bit)| if is { bit } else { 0 })
        .sum()
}

fn starts_title(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_uppercase()
            || c.is_ascii_digit()
            || matches!(c, '"' | '\'' | '[' | '#' | '$');
    }
    c.is_uppercase()
        || c.is_numeric()
        || matches!(c, '“' | '‘' | '«' | '¿' | '¡' | '£' | '€')
        || (c.is_alphabetic() && !c.is_lowercase())
}

/// The lines of a text, by number. Offsets are bytes of the text.
#[derive(Debug, Default)]
pub(crate) struct LineTable {
    start: Vec<u32>,
    /// Where each line ends, without what ends it.
    end: Vec<u32>,
    words: Vec<u32>,
    shape: Vec<Shape>,
}

impl LineTable {
    pub(crate) fn clear(&mut self) {
        self.start.clear();
        self.end.clear();
        self.words.clear();
        self.shape.clear();
    }

    /// Makes room for so many lines.
    pub(crate) fn push(&mut self, span: Span, words: u32, shape: Shape) {
        self.start.push(small(span.start));
        self.end.push(small(span.end));
        self.words.push(words);
        self.shape.push(shape);
    }

    /// How many lines there are.
    pub(crate) fn len(&self) -> usize {
        self.start.len()
    }

    #[inline]
    pub(crate) fn span(&self, line: usize) -> Span {
        Span::new(self.start[line] as usize, self.end[line] as usize)
    }

    #[inline]
    pub(crate) fn words(&self, line: usize) -> usize {
        self.words[line] as usize
    }

    #[inline]
    pub(crate) fn shape(&self, line: usize) -> Shape {
        self.shape[line]
    }

    /// The line that holds byte `offset`; the last line where the offset is past the end. O(log n).
    pub(crate) fn line_at(&self, offset: usize) -> usize {
        let after = self
            .start
            .partition_point(|&start| start as usize <= offset);
        after.saturating_sub(1)
    }
}

/// Calls `found` with the span of each line of the text and the length of what ends it: `\n`, `\r\n` or
/// a lone `\r`. A text that ends with a line end has no empty line after it. O(n).
#[inline]
pub(crate) fn split_lines(text: &str, mut found: impl FnMut(Span, usize)) {
    let bytes = text.as_bytes();
    let mut start = 0;
    for end in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        if end < start {
            continue; // the line feed of a \r\n that ended the line before
        }
        let is_pair = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
        let ending = 1 + usize::from(is_pair);
        found(Span::new(start, end), ending);
        start = end + ending;
    }
    if start < bytes.len() {
        found(Span::new(start, bytes.len()), 0);
    }
}

/// The span without white space at its ends.
#[inline]
pub(crate) fn trim(text: &str, span: Span) -> Span {
    let bytes = &text.as_bytes()[span.range()];
    let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    if is_plain(bytes.first()) && is_plain(bytes.last()) {
        return span;
    }
    let from_start = text[span.range()].trim_start_matches(is_space);
    let start = span.end - from_start.len();
    let body = from_start.trim_end_matches(is_space);
    Span::new(start, start + body.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_are_those_of_the_twin(text in "([a-zA-Z0-9 .!?:;\"'”)\\]«¿ŉ\u{200b}é…-]{0,20}(\n|\r\n|\r|\u{a0}|\t)){0,9}[A-Za-z .]{0,9}") {
            let page = Page::new(&text);
            let mut count = 0;
            split_lines(&text, |span, ending| {
                let twin = &page.lines()[count];
                let trimmed = trim(&text, span);
                assert_eq!((span, span.end + ending), (twin.span, twin.next));
                assert!(trimmed == twin.trimmed || trimmed.is_empty() && twin.is_blank());
                let shape = Shape::new(&text[trimmed.range()], ending);
                let words = twin.word_count;
                assert_eq!(shape.is_filled(), !twin.is_blank());
                assert_eq!(shape.ending_len(), ending);
                assert_eq!(shape.ends_sentence(), twin.ends_sentence());
                assert_eq!(shape.is_prose(words), twin.is_prose());
                for words in 0..30 {
                    let twin = crate::page::Line { word_count: words, ..*twin };
                    assert_eq!(shape.is_title(words), twin.is_title());
                    assert_eq!(shape.is_label(words), twin.is_label());
                }
                count += 1;
            });
            prop_assert_eq!(count, page.lines().len());
        }
    }
}
