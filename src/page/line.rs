//! A line of a page: where it stands and what shape it has.

use crate::text::fold::is_space;
use crate::text::span::Span;
use crate::text::word_count::word_count;

/// A line of a [`Page`](crate::Page): where it stands and what shape it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The line without its terminator; offsets are bytes of the page's text.
    pub(crate) span: Span,
    /// Where the next line starts: `span.end` and the terminator's bytes.
    pub(crate) next: usize,
    /// The line without white space at its ends.
    pub(crate) trimmed: Span,
    /// Words in the line.
    pub(crate) word_count: usize,
    /// Words in all lines before this one.
    pub(crate) words_before: usize,
    /// How many lines before this one are not blank.
    pub(crate) rank: usize,
    pub(crate) sentence_end: bool,
    pub(crate) title_start: bool,
    pub(crate) full_stop: bool,
}

impl Line {
    /// The line without its terminator, in bytes of the page's text.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The line without white space at its ends.
    pub fn trimmed(&self) -> Span {
        self.trimmed
    }

    /// How many words the line holds.
    pub fn word_count(&self) -> usize {
        self.word_count
    }

    /// How many words stand in all lines before this one.
    pub fn words_before(&self) -> usize {
        self.words_before
    }

    /// Whether the line holds nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.trimmed.is_empty()
    }

    /// Whether the line reads like prose: at least [`PROSE_WORDS`] words that end as a sentence
    /// does, or at least [`LONG_WORDS`] words whatever their end.
    pub fn is_prose(&self) -> bool {
        is_prose(self.word_count, || self.sentence_end)
    }

    /// Whether the line ends as a sentence does.
    pub fn ends_sentence(&self) -> bool {
        self.sentence_end
    }

    /// Whether the line could be a headline: three to [`TITLE_WORDS`] words, a capital, digit or
    /// quotation mark at the start, no full stop at the end.
    pub fn is_title(&self) -> bool {
        (3..=TITLE_WORDS).contains(&self.word_count) && self.title_start && !self.full_stop
    }

    /// Whether the line could stand over what follows it: as a title, of one word or more.
    pub(crate) fn is_heading(&self) -> bool {
        (1..=TITLE_WORDS).contains(&self.word_count) && self.title_start && !self.full_stop
    }

    /// Whether the line could be a label or button: one to four words and no sentence's end.
    pub fn is_label(&self) -> bool {
        (1..=4).contains(&self.word_count) && !self.sentence_end
    }
}

/// Whether a line of so many words reads like prose; what its end says is asked where it matters.
pub(crate) fn is_prose(words: usize, ends_sentence: impl FnOnce() -> bool) -> bool {
    words >= LONG_WORDS || (words >= PROSE_WORDS && ends_sentence())
}

/// Whether a line without white space at its ends ends as a sentence does.
pub(crate) fn ends_sentence(body: &str) -> bool {
    is_sentence_end(sentence_tail(body))
}

fn is_sentence_end(tail: Option<char>) -> bool {
    matches!(
        tail,
        Some('.' | '!' | '?' | '…' | ':' | ';' | '。' | '！' | '？')
    )
}

/// Words of a line whose sentence may go on in the next one; a label has fewer.
const WRAPPED_WORDS: usize = 6;

/// Whether a sentence was wrapped behind a line of so many words: no sentence ends there, and the next line
/// follows at once and begins small.
pub(crate) fn goes_on(
    words: usize,
    ends_sentence: bool,
    is_apart: bool,
    begins_small: bool,
) -> bool {
    words >= WRAPPED_WORDS && !ends_sentence && !is_apart && begins_small
}

/// From how many words on a line that ends a sentence counts as prose.
pub const PROSE_WORDS: usize = 12;

/// From how many words on any line counts as prose.
pub const LONG_WORDS: usize = 30;

/// Up to how many words a line may be a title.
pub const TITLE_WORDS: usize = 25;

pub(crate) fn measure(
    text: &str,
    span: Span,
    next: usize,
    words_before: usize,
    rank: usize,
) -> Line {
    let raw = &text[span.range()];
    let from_start = raw.trim_start_matches(is_space);
    let start = span.end - from_start.len();
    let body = from_start.trim_end_matches(is_space);
    let end = sentence_tail(body);
    Line {
        span,
        next,
        trimmed: Span::new(start, start + body.len()),
        word_count: word_count(body),
        words_before,
        rank,
        sentence_end: is_sentence_end(end),
        full_stop: end == Some('.') && !body.ends_with("..."),
        title_start: body.chars().next().is_some_and(starts_title),
    }
}

/// The last character that is not a closing quotation mark or bracket.
pub(crate) fn sentence_tail(body: &str) -> Option<char> {
    body.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', ' ', '\u{a0}'])
        .chars()
        .next_back()
}

pub(crate) fn starts_title(c: char) -> bool {
    c.is_uppercase()
        || c.is_numeric()
        || matches!(
            c,
            '"' | '\'' | '“' | '‘' | '«' | '¿' | '¡' | '[' | '#' | '$' | '£' | '€'
        )
        || (c.is_alphabetic() && !c.is_lowercase())
}
