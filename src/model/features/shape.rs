//! The shape of a line: what can be seen of it without reading it.

use crate::text::edges::{End, Start};
use crate::text::number::number;
use crate::text::words::Word;

/// What a line looks like. Shares are from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shape {
    pub(crate) start: Start,
    pub(crate) end: End,
    pub(crate) mean_chars: f32,
    pub(crate) stop_share: f32,
    pub(crate) capital_share: f32,
    pub(crate) capitals_share: f32,
    pub(crate) digit_share: f32,
    pub(crate) comma_rate: f32,
    pub(crate) separators: f32,
    pub(crate) links: f32,
    pub(crate) glued: f32,
    pub(crate) quotes: f32,
}

impl Shape {
    /// Looks at a line and its words. O(n) in bytes.
    pub(crate) fn new(text: &str, words: &[Word]) -> Self {
        let marks = Marks::new(text);
        let count =
            |test: fn(Word) -> bool| number(words.iter().filter(|word| test(**word)).count());
        let all = number(words.len().max(1));
        let chars: usize = words.iter().map(|word| usize::from(word.chars)).sum();
        Self {
            start: Start::of(text),
            end: End::of(text),
            mean_chars: number(chars) / all,
            stop_share: count(Word::is_stop) / all,
            capital_share: count(Word::is_capitalised) / all,
            capitals_share: count(Word::is_all_capitals) / all,
            digit_share: number(marks.digits) / number(text.len().max(1)),
            comma_rate: number(marks.commas) / all,
            separators: number(marks.separators.min(8)),
            links: number(marks.links.min(3)),
            glued: number(marks.glued.min(8)),
            quotes: number(marks.quotes.min(3)),
        }
    }
}

/// Marks between the words of a line.
#[derive(Default)]
struct Marks {
    digits: usize,
    commas: usize,
    separators: usize,
    links: usize,
    glued: usize,
    quotes: usize,
}

impl Marks {
    fn new(text: &str) -> Self {
        let mut marks = Self::default();
        let mut before = ' ';
        for c in text.chars() {
            match c {
                '0'..='9' => marks.digits += 1,
                ',' | ';' => marks.commas += 1,
                '|' | '•' | '»' | '›' | '→' | '·' | '/' | '#' => marks.separators += 1,
                '@' | '©' => marks.links += 1,
                '"' | '“' | '”' | '«' => marks.quotes += 1,
                'A'..='Z' if before.is_ascii_lowercase() => marks.glued += 1,
                _ => {}
            }
            before = c;
        }
        marks.links += memchr::memmem::find_iter(text.as_bytes(), "http").count()
            + memchr::memmem::find_iter(text.as_bytes(), "www.").count();
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::words_of;

    #[test]
    fn shares_and_counts() {
        let text = "ShareTweet | www.example.com, 12";
        let shape = Shape::new(text, &words_of(text));
        assert!((shape.capital_share - 0.2).abs() < 1e-6, "{shape:?}");
        assert!((shape.glued - 1.0).abs() < 1e-6 && (shape.separators - 1.0).abs() < 1e-6);
        assert!((shape.links - 1.0).abs() < 1e-6 && (shape.comma_rate - 0.2).abs() < 1e-6);
    }
}
