//! Content words of lines, by which lines are told to be of one story.

use crate::text::hash::TextHash;
use crate::text::words::stem_chars;

/// Words of fewer letters carry grammar rather than a subject.
const MIN_CHARS: usize = 5;

/// The stems of a line's content words, as keys.
pub(crate) fn stems(text: &str) -> impl Iterator<Item = u64> + '_ {
    words(text)
        .filter(|word| word.len() >= MIN_CHARS && word.chars().nth(MIN_CHARS - 1).is_some())
        .map(|word| TextHash::of(stem_chars(word)).key())
}

/// Runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let pieces = text.as_bytes().split(move |&byte| !is_word(byte));
    // What is not ASCII never shares a byte with what is, so that each piece is whole characters.
    let pieces = pieces.map(|piece| std::str::from_utf8(piece).unwrap_or_default());
    pieces
        .filter(|piece| piece.len() >= MIN_CHARS)
        .flat_map(|piece| piece.split(|c: char| !c.is_alphanumeric()))
}

/// The different stems of a line, in the order of their keys.
pub(crate) fn different_stems(text: &str) -> Vec<u64> {
    let mut all: Vec<u64> = stems(text).collect();
    all.sort_unstable();
    all.dedup();
    all
}
