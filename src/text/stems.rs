//! Stems of a text's content words, by which texts are told to be of one subject.

use crate::text::hash::TextHash;
use crate::text::words::stem_chars;

/// The stems of the words of a text that have `least` letters or more, as keys; shorter words carry grammar
/// rather than a subject. A word is a run of letters and digits.
pub(crate) fn stems(text: &str, least: usize) -> impl Iterator<Item = u64> + '_ {
    words(text, least)
        .filter(move |word| word.chars().nth(least - 1).is_some())
        .map(|word| TextHash::of(stem_chars(word)).key())
}

/// The words of a text, without those of fewer bytes than `least`.
fn words(text: &str, least: usize) -> impl Iterator<Item = &str> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let pieces = text.as_bytes().split(move |&byte| !is_word(byte));
    pieces
        .filter(move |piece| piece.len() >= least)
        // What is not ASCII shares no byte with what is, so that each piece is whole characters.
        .map(|piece| std::str::from_utf8(piece).unwrap_or_default())
        .flat_map(|piece| piece.split(|c: char| !c.is_alphanumeric()))
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
