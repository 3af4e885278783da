//! Stems of a text's content words, by which texts are told to be of one subject.

use crate::text::hash::TextHash;
use crate::text::words::{STEM_CHARS, stem_chars};

/// The stems of the words of a text that have `least` letters or more, as keys; shorter words carry grammar
/// rather than a subject. A word is a run of letters and digits.
pub(crate) fn stems(text: &str, least: usize) -> impl Iterator<Item = u64> + '_ {
    pieces(text, least).flat_map(move |piece| {
        let plain = piece.is_ascii().then(|| plain_stem(piece));
        let wide = if plain.is_none() { piece } else { &[] };
        plain.into_iter().chain(wide_stems(wide, least))
    })
}

/// The runs of letters and digits of a text, and of what is not ASCII; without those of fewer bytes than `least`.
fn pieces(text: &str, least: usize) -> impl Iterator<Item = &[u8]> {
    let pieces = text
        .as_bytes()
        .split(|byte| !byte.is_ascii_alphanumeric() && byte.is_ascii());
    pieces.filter(move |piece| piece.len() >= least)
}

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
