//! Words as the benchmark counts them: runs of Python's `\w`, and one token for each CJK sign.
//!
//! Python's `\w` is not that of the `regex` crate. Python asks `str.isalnum()` or `_`, which is
//! the general categories L and N and the underscore. Unicode's UTS #18, which `regex` follows,
//! adds combining marks (Mn, Mc, Me), other connectors (Pc), joiners (U+200C, U+200D) and circled
//! letters, and leaves out the numbers of No such as `²` and `½`. So a Hindi word is one token to
//! Rust and several to Python. The class here is Python's, at Unicode 14.0 (Python 3.11), so that
//! no upgrade of a dependency moves a figure.

use regex::Regex;
use std::sync::LazyLock;

/// Yields the tokens of a text in order: O(n) in bytes, no allocation.
///
/// Case is kept. The equal of `re.findall` with the expression of `score.py`:
/// one CJK, kana or hangul character, or else a run of `\w` without them.
///
/// # Example
///
/// ```
/// use dechaff::tools::score::tokens;
///
/// let found: Vec<_> = tokens("It's 新华 x²_1").collect();
/// assert_eq!(found, ["It", "s", "新", "华", "x²_1"]);
/// ```
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// The iterator that [`tokens`] returns.
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    /// Always on a character boundary.
    at: usize,
}

impl<'t> Iterator for Tokens<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        loop {
            let start = self.at;
            match self.class_here()? {
                (Class::Other, len_bytes) => self.at += len_bytes,
                (Class::Sign, len_bytes) => {
                    self.at += len_bytes;
                    return Some(&self.text[start..self.at]);
                }
                (Class::Word, len_bytes) => {
                    self.at += len_bytes;
                    while let Some((Class::Word, len_bytes)) = self.class_here() {
                        self.at += len_bytes;
                    }
                    return Some(&self.text[start..self.at]);
                }
            }
        }
    }
}

impl Tokens<'_> {
    /// The class and the length in bytes of the character at the cursor.
    fn class_here(&self) -> Option<(Class, usize)> {
        let byte = *self.text.as_bytes().get(self.at)?;
        if byte.is_ascii() {
            return Some((ASCII[usize::from(byte)], 1));
        }
        let character = self.text[self.at..].chars().next()?;
        Some((Class::of(character), character.len_utf8()))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Continues or starts a run.
    Word,
    /// A token of its own.
    Sign,
    /// Between tokens.
    Other,
}

const ASCII: [Class; 128] = {
    let mut table = [Class::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        #[allow(clippy::cast_possible_truncation, reason = "below 128")]
        let character = byte as u8;
        if character.is_ascii_alphanumeric() || character == b'_' {
            table[byte] = Class::Word;
        }
        byte += 1;
    }
    table
};

impl Class {
    fn of(character: char) -> Self {
        match character {
            // Whole ranges, as in score.py: marks and unassigned code points in them included.
            '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ac00}'..='\u{d7af}' => Self::Sign,
            _ if is_word(character) => Self::Word,
            _ => Self::Other,
        }
    }
}

/// Whether Python's `\w` matches the character.
fn is_word(character: char) -> bool {
    let code = character as usize;
    WORD_BITS
        .get(code / 64)
        .is_some_and(|bits| bits >> (code % 64) & 1 == 1)
}

/// No letter or number is assigned beyond plane 3 in Unicode 14.0.
const WORD_BITS_END: u32 = 0x4_0000;

/// One bit a code point, 32 KiB, made once, at the first letter outside ASCII, in some twenty milliseconds.
static WORD_BITS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let class = Regex::new(r"[[\p{L}\p{N}_]&&\p{age:14.0}]").expect("a fixed expression");
    let all: String = (0..WORD_BITS_END).filter_map(char::from_u32).collect();
    let mut bits = vec![0; WORD_BITS_END as usize / 64];
    for character in class
        .find_iter(&all)
        .flat_map(|found| found.as_str().chars())
    {
        let code = character as usize;
        bits[code / 64] |= 1 << (code % 64);
    }
    bits
});

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! t {
        ($name:ident, $text:expr, $expected:expr) => {
            #[test]
            fn $name() {
                assert_eq!(tokens($text).collect::<Vec<_>>(), $expected as &[&str]);
            }
        };
    }

    // Expected lists are those of score.py's `tokens` under Python 3.11.
    t!(empty, "", &[]);
    t!(ascii, "a_b-c  D9", &["a_b", "c", "D9"]);
    t!(apostrophe, "don’t", &["don", "t"]);
    t!(
        superscript_and_fraction_are_words,
        "m² ½x ①",
        &["m²", "½x", "①"]
    );
    t!(combining_mark_splits, "e\u{301}t", &["e", "t"]);
    t!(devanagari_splits_at_marks, "हिन्दी", &["ह", "न", "द"]);
    t!(joiner_splits, "a\u{200d}b\u{200c}c", &["a", "b", "c"]);
    t!(connector_splits, "a\u{203f}b", &["a", "b"]);
    t!(circled_letter_is_none, "a\u{24b6}b", &["a", "b"]);
    t!(
        cjk_one_by_one,
        "新华社 ab京cd",
        &["新", "华", "社", "ab", "京", "cd"]
    );
    t!(kana_dot_and_hangul, "ア・한", &["ア", "・", "한"]);
    t!(halfwidth_kana_run, "ｱｲ", &["ｱｲ"]);
    t!(beyond_the_tables, "a\u{e0041}b\u{10ffff}", &["a", "b"]);
    t!(newer_than_unicode_14, "a\u{31350}b", &["a", "b"]);

    #[test]
    fn as_many_word_characters_as_python() {
        // python3.11 -c 'import re; print(sum(bool(re.match(r"\w", chr(c))) for c in range(0x110000)))'
        assert_eq!(('\0'..=char::MAX).filter(|&c| is_word(c)).count(), 133_548);
        for byte in 0..128_u8 {
            let word = ASCII[usize::from(byte)] == Class::Word;
            assert_eq!(word, is_word(char::from(byte)), "{byte}");
        }
    }

    #[test]
    fn the_sum_of_word_code_points_is_pythons() {
        // python3.11 -c 'import re; print(sum(c for c in range(0x110000) if re.match(r"\w", chr(c))))'
        let sum: u64 = ('\0'..=char::MAX)
            .filter(|&c| is_word(c))
            .map(|c| u64::from(u32::from(c)))
            .sum();
        assert_eq!(sum, 14_002_814_312);
    }
}
