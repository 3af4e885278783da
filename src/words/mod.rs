//! The words of a page, read once for everything that weighs it.
//!
//! A word is a run of letters and digits, with apostrophes inside. It is known by its key, a 64-bit
//! hash of its lower-cased characters in which every digit is a 0, and by its stem, the key of its
//! first [`STEM_CHARS`] characters, by which inflected forms meet.

pub(crate) mod stop;

use crate::compare::fold_char;
use crate::page::Page;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Characters of a stem. Cutting words to six characters found more appended stories than leaving
/// them whole (`docs/evidence.md`).
pub(crate) const STEM_CHARS: usize = 6;

/// A map by keys, which are hashes already. It is looked up and never walked.
pub(crate) type KeyMap<V> = HashMap<u64, V, BuildHasherDefault<KeyHasher>>;

/// Hands a key on as its own hash.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(PRIME);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// The prime of 64-bit FNV-1a: <http://www.isthe.com/chongo/tech/comp/fnv/>.
const PRIME: u64 = 0x0100_0000_01b3;
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// Spreads a hash over all of its bits: the finaliser of Stafford's `Mix13`, as in `SplitMix64`.
fn spread(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// The key of some words in a row, which a single word shares with no other number of words.
pub(crate) fn joined(keys: impl Iterator<Item = u64>) -> u64 {
    let folded = keys.fold(BASIS, |hash, key| {
        (hash.rotate_left(23) ^ key).wrapping_mul(PRIME)
    });
    spread(folded)
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

/// The words of every filled line of a page, in order.
#[derive(Debug, Default)]
pub(crate) struct Words {
    words: Vec<Word>,
    /// Where the words of each filled line end in `words`.
    ends: Vec<usize>,
}

impl Words {
    /// Reads the page once. O(n) in bytes.
    pub(crate) fn new(page: &Page<'_>) -> Self {
        let mut all = Self::default();
        for &line in page.filled() {
            read(page.trimmed_text(line), &mut all.words);
            all.ends.push(all.words.len());
        }
        all
    }

    /// Filled lines.
    pub(crate) fn line_count(&self) -> usize {
        self.ends.len()
    }

    /// The words of all lines.
    #[cfg(test)]
    pub(crate) fn all(&self) -> &[Word] {
        &self.words
    }

    /// The words of the filled line of that rank, from 0.
    pub(crate) fn of_line(&self, rank: usize) -> &[Word] {
        let start = rank.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.words[start..self.ends[rank]]
    }

    /// For each line, how many others have the same words, all digits alike. O(n) in words.
    pub(crate) fn alike(&self) -> Vec<usize> {
        let key = |rank: usize| joined(self.of_line(rank).iter().map(|word| word.key));
        let keys: Vec<u64> = (0..self.line_count()).map(key).collect();
        let mut counts: KeyMap<usize> = KeyMap::default();
        for &key in &keys {
            *counts.entry(key).or_default() += 1;
        }
        keys.iter().map(|key| counts[key] - 1).collect()
    }
}

/// The words of a text that is one line.
pub(crate) fn words_of(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    read(text, &mut words);
    words
}

/// A word while its characters come in.
struct Reader {
    hash: u64,
    stem: u64,
    chars: usize,
    shape: u8,
    small: bool,
}

impl Reader {
    fn new(is_middle: bool) -> Self {
        Self {
            hash: BASIS,
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
        self.hash = (self.hash ^ u64::from(u32::from(folded))).wrapping_mul(PRIME);
        self.chars += 1;
        if self.chars == STEM_CHARS {
            self.stem = self.hash;
        }
    }

    fn finish(self) -> Word {
        let key = spread(self.hash);
        let mut shape = self.shape;
        if self.chars < 2 {
            shape &= !LETTERS;
        } else if !self.small {
            shape |= CAPITALS;
        }
        if stop::is_stop(key, self.chars) {
            shape |= STOP;
        }
        Word {
            key,
            stem: if self.chars < STEM_CHARS {
                key
            } else {
                spread(self.stem)
            },
            chars: u8::try_from(self.chars).unwrap_or(u8::MAX),
            shape,
        }
    }
}

fn read(line: &str, words: &mut Vec<Word>) {
    let mut open: Option<Reader> = None;
    // Whether the next word would stand inside a sentence.
    let mut is_middle = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() {
            open.get_or_insert_with(|| Reader::new(is_middle)).push(c);
            is_middle = true;
            continue;
        }
        let inside = matches!(c, '\'' | '’') && chars.peek().is_some_and(|c| c.is_alphanumeric());
        if let (true, Some(reader)) = (inside, &mut open) {
            reader.push('\'');
            continue;
        }
        words.extend(open.take().map(Reader::finish));
        is_middle &= c.is_whitespace() || matches!(c, ',' | '-' | '(' | ')' | '&' | '/');
    }
    words.extend(open.take().map(Reader::finish));
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

    #[test]
    fn lines_have_their_own_words() {
        let page = Page::new("one two\n\nthree\n---\n");
        let words = Words::new(&page);
        let counts: Vec<usize> = (0..words.line_count())
            .map(|rank| words.of_line(rank).len())
            .collect();
        assert_eq!(counts, [2, 1, 0]);
        assert_eq!(words.all().len(), 3);
    }
}
