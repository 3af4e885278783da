//! What is known of words, whatever page they stand on.

use crate::model::cohesion::content::LEAST_WEIGHT;
use crate::model::fast::lexicon::{AloneEntries, Lexicons, Role};
use crate::page::page_words::WordMarks;
use crate::text::keys::KeyTable;
use crate::text::number::small;

/// Marks a word that carries grammar rather than a subject.
pub(crate) const NO_KIND: u32 = u32::MAX;

const STOP: u8 = 1;
const LETTERS: u8 = 2;
const NUMBER: u8 = 4;
const UNIT: u8 = 8;
const LINK: u8 = 16;
/// Three characters or more.
const LONGER: u8 = 32;
const ENGLISH: u8 = 64;
const FOREIGN: u8 = 128;

/// What is known of a word of the page at hand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordFacts {
    /// Which content word of the page it is; [`NO_KIND`] where it is none.
    pub(crate) kind: u32,
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
        let is_number = text.chars().any(char::is_numeric);
        let is_letters = !is_number && text.chars().nth(1).is_some();
        let mut flags = self.known.get(key).unwrap_or_default();
        flags |= if is_number { NUMBER } else { 0 };
        flags |= if is_letters { LETTERS } else { 0 };
        flags |= if may_be_link(text) { LINK } else { 0 };
        flags |= if text.chars().nth(2).is_some() {
            LONGER
        } else {
            0
        };
        WordFacts {
            kind: NO_KIND,
            marks: WordMarks::default(),
            flags,
            role: self.lexicons.role(key),
            alone: self.lexicons.alone(key),
        }
    }

    fn weight(&self, stem: u64) -> f32 {
        self.weights.get(stem).unwrap_or(self.unknown)
    }
}

/// The words that were seen on pages, kept from page to page: most words of a page stood on others.
#[derive(Debug, Default)]
struct SeenWords {
    /// The number of each key, and one more.
    numbers: KeyTable<u32>,
    /// By number; `kind` is here the number of the stem.
    words: Vec<WordFacts>,
    /// The number of each stem, and one more.
    stems: KeyTable<u32>,
    weights: Vec<f32>,
}

/// So many words are kept from page to page.
const MOST_SEEN: usize = 1 << 16;

impl SeenWords {
    fn clear(&mut self) {
        *self = Self::default();
    }

    fn word(
        &mut self,
        vocabulary: &Vocabulary,
        key: u64,
        stem: u64,
        text: &str,
        scan: impl FnOnce(&str) -> WordMarks,
    ) -> WordFacts {
        let next = small(self.words.len() + 1);
        let number = self.numbers.entry(key);
        if *number > 0 {
            return self.words[*number as usize - 1];
        }
        *number = next;
        let mut word = vocabulary.read(key, text);
        word.marks = scan(text);
        if word.flags & LETTERS != 0 {
            word.kind = self.stem(vocabulary, stem);
        }
        self.words.push(word);
        word
    }

    fn stem(&mut self, vocabulary: &Vocabulary, stem: u64) -> u32 {
        let number = self.stems.entry(stem);
        if *number == 0 {
            self.weights.push(vocabulary.weight(stem));
            *number = small(self.weights.len());
        }
        *number - 1
    }
}

/// The facts of a page's words, in the order of their numbers.
#[derive(Debug, Default)]
pub(crate) struct PageVocabulary {
    pub(crate) words: Vec<WordFacts>,
    /// By content word.
    pub(crate) weights: Vec<f32>,
    seen: SeenWords,
    /// For each stem that was seen the page on which it stood last, and which content word it was there.
    kinds: Vec<(u32, u32)>,
    page: u32,
}

impl PageVocabulary {
    /// Begins a page; whether all that was known of words was forgotten.
    pub(crate) fn clear(&mut self) -> bool {
        self.words.clear();
        self.weights.clear();
        self.page = self.page.wrapping_add(1);
        let is_full = self.seen.words.len() >= MOST_SEEN || self.page == 0;
        if is_full {
            self.seen.clear();
            self.kinds = Vec::new();
            self.page = 1;
        }
        is_full
    }

    /// Adds a word; `scan` is asked for what a scanner knows of it where it was never seen.
    pub(crate) fn add(
        &mut self,
        vocabulary: &Vocabulary,
        key: u64,
        stem: u64,
        text: &str,
        scan: impl FnOnce(&str) -> WordMarks,
    ) {
        let mut word = self.seen.word(vocabulary, key, stem, text, scan);
        if word.kind != NO_KIND {
            word.kind = self.kind(word.kind);
        }
        self.words.push(word);
    }

    /// Which content word of the page a stem is.
    fn kind(&mut self, stem: u32) -> u32 {
        let at = stem as usize;
        if self.kinds.len() < self.seen.weights.len() {
            self.kinds.resize(self.seen.weights.len(), (0, 0));
        }
        let (page, kind) = self.kinds[at];
        if page == self.page {
            return kind;
        }
        let weight = self.seen.weights[at];
        let kind = if weight < LEAST_WEIGHT {
            NO_KIND
        } else {
            self.weights.push(weight);
            small(self.weights.len() - 1)
        };
        self.kinds[at] = (self.page, kind);
        kind
    }
}

/// Whether "http" or "www" stands in the word, in whatever case.
fn may_be_link(word: &str) -> bool {
    let holds = |part: &[u8]| {
        word.as_bytes()
            .windows(part.len())
            .any(|own| own.eq_ignore_ascii_case(part))
    };
    word.len() >= 3 && (holds(b"www") || holds(b"http"))
}
