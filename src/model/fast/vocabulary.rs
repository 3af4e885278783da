//! What is known of words, whatever page they stand on.

use crate::model::cohesion::content::LEAST_WEIGHT;
use crate::model::fast::lexicon::{AloneEntries, Lexicons, Role};
use crate::page::page_words::WordMarks;
use crate::text::keys::KeyTable;
use crate::text::number::small;

/// Marks a word that carries grammar rather than a subject.
pub(crate) const NO_STEM: u32 = u32::MAX;

const STOP: u8 = 1;
const LETTERS: u8 = 2;
const NUMBER: u8 = 4;
const UNIT: u8 = 8;
const LINK: u8 = 16;
/// Three characters or more.
const LONGER: u8 = 32;
const ENGLISH: u8 = 64;
const FOREIGN: u8 = 128;

/// What is known of a word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordFacts {
    /// The number of its stem; [`NO_STEM`] where it is no content word.
    pub(crate) stem: u32,
    /// What the scanner knows of it.
    pub(crate) marks: WordMarks,
    flags: u8,
    pub(crate) role: Role,
    pub(crate) alone: AloneEntries,
}

impl WordFacts {
    /// Whether it is a frequent word that carries grammar.
    pub(crate) fn is_stop(self) -> bool {
        self.flags & STOP != 0
    }

    /// Whether it is one that only English has among its frequent words.
    pub(crate) fn is_english(self) -> bool {
        self.flags & ENGLISH != 0
    }

    /// Whether it is one that only others have.
    pub(crate) fn is_foreign(self) -> bool {
        self.flags & FOREIGN != 0
    }

    /// Whether it holds a digit.
    pub(crate) fn is_number(self) -> bool {
        self.flags & NUMBER != 0
    }

    /// Whether it is a unit of time.
    pub(crate) fn is_unit(self) -> bool {
        self.flags & UNIT != 0
    }

    /// Whether it has three characters or more.
    pub(crate) fn is_longer(self) -> bool {
        self.flags & LONGER != 0
    }

    /// Whether an address may stand in it.
    pub(crate) fn may_be_link(self) -> bool {
        self.flags & LINK != 0
    }
}

/// Stop words, units of time, how rare words are, and both lexicons.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Vocabulary {
    /// Flags by key.
    known: KeyTable<u8>,
    /// How rare words are, by stem.
    weights: KeyTable<f32>,
    /// The weight of every other word.
    unknown: f32,
    pub(crate) lexicons: Lexicons,
}

impl Vocabulary {
    pub(crate) fn new(
        [stop_words, english, foreign]: [Vec<u64>; 3],
        units: impl IntoIterator<Item = u64>,
        weights: impl IntoIterator<Item = (u64, f32)>,
        unknown: f32,
        lexicons: Lexicons,
    ) -> Self {
        let mut known = KeyTable::default();
        for key in stop_words {
            *known.entry(key) |= STOP;
        }
        for key in english {
            *known.entry(key) |= ENGLISH;
        }
        for key in foreign {
            *known.entry(key) |= FOREIGN;
        }
        for key in units {
            *known.entry(key) |= UNIT;
        }
        Self {
            known,
            weights: weights.into_iter().collect(),
            unknown,
            lexicons,
        }
    }

    /// What is known of a word but its stem.
    fn read(&self, key: u64, text: &str) -> WordFacts {
        let (is_number, chars) = number_and_length(text);
        let is_letters = !is_number && chars > 1;
        let mut flags = self.known.get(key).unwrap_or_default();
        flags |= if is_number { NUMBER } else { 0 };
        flags |= if is_letters { LETTERS } else { 0 };
        flags |= if may_be_link(text) { LINK } else { 0 };
        flags |= if chars > 2 { LONGER } else { 0 };
        let role = self.lexicons.role(key);
        WordFacts {
            stem: NO_STEM,
            marks: WordMarks::default(),
            flags,
            role,
            alone: self.lexicons.alone(key, role),
        }
    }

    fn weight(&self, stem: u64) -> f32 {
        self.weights.get(stem).unwrap_or(self.unknown)
    }
}

/// So many words are kept from page to page. Tests forget often.
const MOST_SEEN: usize = if cfg!(test) { 1 << 9 } else { 1 << 16 };

/// What is known of the words that were read, kept from page to page: most words of a page stood on others. Which
/// of them are content words of the page at hand is told anew for each.
#[derive(Debug, Default)]
pub(crate) struct PageVocabulary {
    /// In the order of their numbers.
    pub(crate) words: Vec<WordFacts>,
    /// The number of each stem, and one more.
    stems: KeyTable<u32>,
    /// By stem.
    stem_weights: Vec<f32>,
    /// For each stem the page on which it stood last, and which content word it was there.
    kinds: Vec<(u32, u32)>,
    /// By content word of the page at hand.
    pub(crate) weights: Vec<f32>,
    page: u32,
}

impl PageVocabulary {
    /// Begins a page; whether all words were forgotten, which must then be numbered anew.
    pub(crate) fn begin(&mut self) -> bool {
        self.weights.clear();
        self.page = self.page.wrapping_add(1);
        let is_full = self.words.len() >= MOST_SEEN || self.page == 0;
        if is_full {
            *self = Self {
                page: 1,
                ..Self::default()
            };
        }
        is_full
    }

    /// Adds the next word by number; `scan` is asked for what a scanner knows of it.
    pub(crate) fn add(
        &mut self,
        vocabulary: &Vocabulary,
        key: u64,
        stem: u64,
        text: &str,
        scan: impl FnOnce(&str) -> WordMarks,
    ) {
        let mut word = vocabulary.read(key, text);
        word.marks = scan(text);
        if word.flags & LETTERS != 0 {
            word.stem = self.stem(vocabulary, stem);
        }
        self.words.push(word);
    }

    /// The number of a stem; [`NO_STEM`] of one that weighs too little.
    fn stem(&mut self, vocabulary: &Vocabulary, stem: u64) -> u32 {
        let number = self.stems.entry(stem);
        if *number == 0 {
            let weight = vocabulary.weight(stem);
            if weight < LEAST_WEIGHT {
                *number = NO_STEM;
            } else {
                self.stem_weights.push(weight);
                self.kinds.push((0, 0));
                *number = small(self.stem_weights.len());
            }
        }
        match *number {
            NO_STEM => NO_STEM,
            number => number - 1,
        }
    }

    /// Which content word of the page a stem is.
    #[inline]
    pub(crate) fn kind(&mut self, stem: usize) -> u32 {
        let (page, kind) = self.kinds[stem];
        if page == self.page {
            return kind;
        }
        let kind = small(self.weights.len());
        self.weights.push(self.stem_weights[stem]);
        self.kinds[stem] = (self.page, kind);
        kind
    }
}

/// Whether a digit of any sort stands in a word, and how many characters it has.
fn number_and_length(word: &str) -> (bool, usize) {
    if word.is_ascii() {
        let is_number = word.bytes().any(|byte| byte.is_ascii_digit());
        (is_number, word.len())
    } else {
        let is_number = word.chars().any(char::is_numeric);
        (is_number, word.chars().count())
    }
}

/// Whether "http" or "www" stands in the word, in whatever case.
fn may_be_link(word: &str) -> bool {
    let bytes = word.as_bytes();
    let holds = |at: usize, part: &[u8]| {
        let own = bytes.get(at..at + part.len());
        own.is_some_and(|own| own.eq_ignore_ascii_case(part))
    };
    (0..bytes.len()).any(|at| match bytes[at] {
        b'w' | b'W' => holds(at, b"www"),
        b'h' | b'H' => holds(at, b"http"),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn links_are_those_of_the_twin(word in "[wWhHtTpPa\u{e9}]{0,7}") {
            let lower = word.to_ascii_lowercase();
            prop_assert_eq!(may_be_link(&word), lower.contains("www") || lower.contains("http"));
        }

        #[test]
        fn numbers_and_lengths_are_those_of_the_twin(word in "[a-c0-2\u{e9}\u{663}\u{bd}]{0,4}") {
            let twin = (word.chars().any(char::is_numeric), word.chars().count());
            prop_assert_eq!(number_and_length(&word), twin);
        }
    }
}
