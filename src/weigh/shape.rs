//! The shape of a line: what can be seen of it without reading it.

use crate::words::Word;

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Word,
    Sentence,
    Colon,
    Ellipsis,
    Comma,
    Other,
}

/// How a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    Capital,
    Small,
    Digit,
    Bullet,
    Quote,
    Other,
}

/// What a line looks like. Shares are from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    pub(super) start: Start,
    pub(super) end: End,
    pub(super) mean_chars: f32,
    pub(super) stop_share: f32,
    pub(super) capital_share: f32,
    pub(super) capitals_share: f32,
    pub(super) digit_share: f32,
    pub(super) comma_rate: f32,
    pub(super) separators: f32,
    pub(super) links: f32,
    pub(super) glued: f32,
    pub(super) quotes: f32,
}

impl Shape {
    /// Looks at a line and its words. O(n) in bytes.
    pub(super) fn new(text: &str, words: &[Word]) -> Self {
        let marks = Marks::new(text);
        let count =
            |test: fn(Word) -> bool| number(words.iter().filter(|word| test(**word)).count());
        let all = number(words.len().max(1));
        let chars: usize = words.iter().map(|word| usize::from(word.chars)).sum();
        Self {
            start: start(text),
            end: end(text),
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

/// A count as a figure. Counts here are of one line or page, and figures are put into bins.
#[expect(clippy::cast_precision_loss, reason = "figures are put into bins")]
pub(super) fn number(count: usize) -> f32 {
    count as f32
}

fn start(text: &str) -> Start {
    match text.chars().next() {
        Some(c) if c.is_uppercase() => Start::Capital,
        Some(c) if c.is_numeric() => Start::Digit,
        Some('"' | '“' | '‘' | '\'' | '«' | '„') => Start::Quote,
        Some('-' | '*' | '•' | '–' | '—' | '·' | '»' | '›' | '→' | '>' | '#' | '|') => {
            Start::Bullet
        }
        Some(c) if c.is_alphabetic() => Start::Small,
        _ => Start::Other,
    }
}

fn end(text: &str) -> End {
    let closed = ['"', '”', '’', '\'', ')', ']', '»', '“'];
    let bare = text.trim_end_matches(closed);
    if bare.ends_with('…') || bare.ends_with("...") || text.ends_with("[…]") {
        return End::Ellipsis;
    }
    match bare.chars().next_back() {
        Some('.' | '!' | '?' | '。' | '！' | '？') => End::Sentence,
        Some(':') => End::Colon,
        Some(',' | ';' | '-' | '–' | '—') => End::Comma,
        Some(c) if c.is_alphabetic() => End::Word,
        _ => End::Other,
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
    use crate::words::words_of;

    #[test]
    fn starts_and_ends() {
        for (text, from, to) in [
            ("The rain fell.", Start::Capital, End::Sentence),
            ("“It fell.”", Start::Quote, End::Sentence),
            ("read more...", Start::Small, End::Ellipsis),
            ("• Weather", Start::Bullet, End::Word),
            ("12 things:", Start::Digit, End::Colon),
            ("(and so on,", Start::Other, End::Comma),
            ("May 2, 2019", Start::Capital, End::Other),
        ] {
            assert_eq!((start(text), end(text)), (from, to), "{text}");
        }
    }

    #[test]
    fn shares_and_counts() {
        let text = "ShareTweet | www.example.com, 12";
        let shape = Shape::new(text, &words_of(text));
        assert!((shape.capital_share - 0.2).abs() < 1e-6, "{shape:?}");
        assert!((shape.glued - 1.0).abs() < 1e-6 && (shape.separators - 1.0).abs() < 1e-6);
        assert!((shape.links - 1.0).abs() < 1e-6 && (shape.comma_rate - 0.2).abs() < 1e-6);
    }
}
