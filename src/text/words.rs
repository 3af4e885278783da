//! The words of a text, and what each looks like.
//!
//! A word is a run of letters and digits, with apostrophes inside. It is known by its key, a 64-bit
//! hash of its lower-cased characters in which every digit is a 0, and by its stem, the key of its
//! first [`STEM_CHARS`] characters, by which inflected forms meet.

use crate::text::fold::fold_char;
use crate::text::hash::TextHash;
use crate::text::stop_words::is_stop;

/// Characters of a stem. Cutting words to six characters found more appended stories than leaving
/// them whole (`docs/evidence.md`).
pub(crate) const STEM_CHARS: usize = 6;

/// The characters of a word's stem, folded.
pub(crate) fn stem_chars(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().take(STEM_CHARS).map(fold_char)
}

/// A word of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) key: u64,
    pub(crate) stem: u64,
    /// Characters, up to 255.
    pub(crate) chars: u8,
    shape: u8,
}

const CAPITAL: u8 = 1;
const CAPITALS: u8 = 2;
const LETTERS: u8 = 4;
const MIDDLE: u8 = 8;
const STOP: u8 = 16;
const DIGIT: u8 = 32;

impl Word {
    /// Whether it begins with a capital.
    pub(crate) fn is_capitalised(self) -> bool {
        self.shape & CAPITAL != 0
    }

    /// Whether it is two or more capitals and no small letter.
    pub(crate) fn is_all_capitals(self) -> bool {
        self.shape & CAPITALS != 0
    }

    /// Whether it is two or more letters, none of them a digit.
    pub(crate) fn is_letters(self) -> bool {
        self.shape & LETTERS != 0
    }

    /// Whether it holds a digit.
    pub(crate) fn is_number(self) -> bool {
        self.shape & DIGIT != 0
    }

    /// Whether it looks like a name: a capital where no sentence, quote or line begins.
    pub(crate) fn is_name(self) -> bool {
        self.shape & MIDDLE != 0 && self.shape & CAPITAL != 0 && self.chars > 2
    }

    /// Whether it is a frequent word that carries grammar: an article, a pronoun, "and".
    pub(crate) fn is_stop(self) -> bool {
        self.shape & STOP != 0
    }
}

/// The words of a text that is one line.
pub(crate) fn words_of(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    read(text, &mut words);
    words
}

/// A word while its characters come in.
struct WordReader {
    hash: TextHash,
    stem: u64,
    chars: usize,
    shape: u8,
    small: bool,
}

impl WordReader {
    fn new(is_middle: bool) -> Self {
        Self {
            hash: TextHash::new(),
            stem: 0,
            chars: 0,
            shape: LETTERS | if is_middle { MIDDLE } else { 0 },
            small: false,
        }
    }

    fn push(&mut self, c: char) {
        let is_capital = c.is_uppercase();
        if self.chars == 0 && is_capital {
            self.shape |= CAPITAL;
        }
        self.small |= !is_capital;
        let folded = if c.is_numeric() {
            self.shape = self.shape & !LETTERS | DIGIT;
            '0'
        } else {
            fold_char(c)
        };
        self.hash = self.hash.with(folded);
        self.chars += 1;
        if self.chars == STEM_CHARS {
            self.stem = self.hash.key();
        }
    }

    fn finish(self) -> Word {
        let key = self.hash.key();
        let mut shape = self.shape;
        if self.chars < 2 {
            shape &= !LETTERS;
        } else if !self.small {
            shape |= CAPITALS;
        }
        if is_stop(key, self.chars) {
            shape |= STOP;
        }
        Word {
            key,
            stem: if self.chars < STEM_CHARS {
                key
            } else {
                self.stem
            },
            chars: u8::try_from(self.chars).unwrap_or(u8::MAX),
            shape,
        }
    }
}

pub(crate) fn read(line: &str, words: &mut Vec<Word>) {
    let mut open: Option<WordReader> = None;
    // Whether the next word would stand inside a sentence.
    let mut is_middle = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() {
            open.get_or_insert_with(|| WordReader::new(is_middle))
                .push(c);
            is_middle = true;
            continue;
        }
        let inside = matches!(c, '\'' | '’') && chars.peek().is_some_and(|c| c.is_alphanumeric());
        if let (true, Some(reader)) = (inside, &mut open) {
            reader.push('\'');
            continue;
        }
        words.extend(open.take().map(WordReader::finish));
        is_middle &= c.is_whitespace() || matches!(c, ',' | '-' | '(' | ')' | '&' | '/');
    }
    words.extend(open.take().map(WordReader::finish));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<u64> {
        words_of(text).iter().map(|word| word.key).collect()
    }

    #[test]
    fn words_meet_in_their_keys() {
        assert_eq!(keys("Don’t READ 12 more"), keys("don't read 34 MORE!"));
        assert_ne!(keys("read more"), keys("more read"));
        assert_eq!(words_of("rock 'n' roll").len(), 3);
        assert_eq!(words_of("— | —").len(), 0);
    }

    #[test]
    fn inflected_forms_meet_in_their_stems() {
        let stems = |text: &str| words_of(text).iter().map(|w| w.stem).collect::<Vec<_>>();
        assert_eq!(stems("harvested harvests"), stems("harvest harvesting"));
        assert_ne!(stems("harve"), stems("harves"));
    }

    #[test]
    fn shapes() {
        let shape = |text: &str| {
            let word = *words_of(text).last().expect("a word");
            [
                word.is_capitalised(),
                word.is_all_capitals(),
                word.is_letters(),
                word.is_name(),
                word.is_stop(),
            ]
        };
        for (text, expected) in [
            ("The", [true, false, true, false, true]),
            ("saw the Thames", [true, false, true, true, false]),
            ("it rained. The", [true, false, true, false, true]),
            ("the BBC", [true, true, true, true, false]),
            ("in 1999", [false, false, false, false, false]),
            ("A", [true, false, false, false, true]),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
    }
}
