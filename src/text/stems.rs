//! Stems of a text's content words, by which texts are told to be of one subject.

use crate::text::hash::TextHash;
use crate::text::words::{STEM_CHARS, stem_chars};

/// The stems of the words of a text that have `least` letters or more, as keys; shorter words carry grammar
/// rather than a subject. A word is a run of letters and digits.
pub(crate) fn stems(text: &str, least: usize) -> Stems<'_> {
    Stems {
        rest: text.as_bytes(),
        least,
        wide: Vec::new().into_iter(),
    }
}

/// The stems of a text, from left to right.
pub(crate) struct Stems<'t> {
    rest: &'t [u8],
    least: usize,
    /// Those of a piece that was read, in which not all was ASCII.
    wide: std::vec::IntoIter<u64>,
}

impl Iterator for Stems<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        loop {
            if let Some(stem) = self.wide.next() {
                return Some(stem);
            }
            let is_word = |byte: &u8| IS_WORD[usize::from(*byte)];
            let start = self.rest.iter().position(is_word)?;
            let rest = &self.rest[start..];
            let len = rest.iter().position(|byte| !is_word(byte));
            let (piece, rest) = rest.split_at(len.unwrap_or(rest.len()));
            self.rest = rest;
            if piece.len() < self.least {
                continue;
            }
            if piece.is_ascii() {
                return Some(plain_stem(piece));
            }
            self.wide = wide_stems(piece, self.least)
                .collect::<Vec<_>>()
                .into_iter();
        }
    }
}

/// The bytes of pieces: letters and digits, and what is not ASCII.
const IS_WORD: [bool; 256] = {
    let mut is_word = [true; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        is_word[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    is_word
};

/// The stem of a word of ASCII.
fn plain_stem(word: &[u8]) -> u64 {
    let start = word.iter().take(STEM_CHARS);
    TextHash::of(start.map(|byte| char::from(byte.to_ascii_lowercase()))).key()
}

/// The stems of a piece in which not all is ASCII.
fn wide_stems(piece: &[u8], least: usize) -> impl Iterator<Item = u64> + '_ {
    // What is not ASCII shares no byte with what is, so that each piece is whole characters.
    let text = std::str::from_utf8(piece).unwrap_or_default();
    text.split(|c: char| !c.is_alphanumeric())
        .filter(move |word| word.chars().nth(least - 1).is_some())
        .map(|word| TextHash::of(stem_chars(word)).key())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_runs_of_letters_and_digits(text in any::<String>()) {
            let plain = text.split(|c: char| !c.is_alphanumeric());
            let plain = plain.filter(|word| word.chars().count() >= 4);
            let plain: Vec<u64> = plain.map(|word| TextHash::of(stem_chars(word)).key()).collect();
            prop_assert_eq!(stems(&text, 4).collect::<Vec<_>>(), plain);
        }
    }
}
