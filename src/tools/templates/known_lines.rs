//! The different lines of a host, each kept once: what is known of a line is found out where its bytes come for the
//! first time, and looked up by them from then on.

use crate::page::line::{ends_sentence, is_prose};
use crate::text::keys::KeyTable;
use crate::text::line_key::LineKeys;
use crate::text::mix;
use crate::text::number::small;
use crate::text::word_count::word_count;
use crate::tools::templates::line_count::start_of;

/// The lines, by number in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct KnownLines {
    lines: Vec<KnownLine>,
    /// Their keys with numbers and with names left out, of those that have any.
    varied: Vec<[Option<u64>; 2]>,
    /// The starts of their texts, behind each other.
    texts: String,
    /// The number of a line from 1, by the hash of its bytes.
    numbers: KeyTable<u32>,
}

/// What follows from the bytes of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownLine {
    /// As it is compared.
    pub(crate) key: u64,
    /// Where its text starts, and in the lowest byte how much is kept of it.
    text: u64,
    pub(crate) len_bytes: u32,
    /// Place among the varied ones, from 1; 0 where it varies in nothing.
    varied: u32,
    /// Words; a line without is none that counts.
    pub(crate) words: u32,
    pub(crate) is_prose: bool,
}

impl KnownLines {
    /// The number of a line without white space at its ends. O(n) in its bytes: a hash where it is known.
    pub(crate) fn number(&mut self, text: &str, keys: &mut LineKeys) -> u32 {
        let number = self.numbers.entry(mix::quick(text.as_bytes()));
        if let Some(known) = number.checked_sub(1) {
            return known;
        }
        let new = small(self.lines.len());
        *number = new + 1;
        let line = self.line(text, keys);
        self.lines.push(line);
        new
    }

    /// Finds out what there is to know of a line.
    fn line(&mut self, text: &str, keys: &mut LineKeys) -> KnownLine {
        let words = word_count(text);
        if words == 0 {
            return KnownLine {
                key: 0,
                text: 0,
                len_bytes: 0,
                varied: 0,
                words: 0,
                is_prose: false,
            };
        }
        let [key, numbers, names] = keys.all(text);
        let varied = [numbers, names];
        if varied != [None; 2] {
            self.varied.push(varied);
        }
        KnownLine {
            key: key.expect("every line has one"),
            text: self.keep(text),
            len_bytes: small(text.len()),
            varied: if varied == [None; 2] {
                0
            } else {
                small(self.varied.len())
            },
            words: small(words),
            is_prose: is_prose(words, || ends_sentence(text)),
        }
    }

    /// Keeps as much of a text as a sample has.
    fn keep(&mut self, text: &str) -> u64 {
        let start = self.texts.len() as u64;
        let kept = start_of(text);
        self.texts.push_str(kept);
        start << 8 | kept.len() as u64
    }

    #[inline]
    pub(crate) fn get(&self, number: u32) -> &KnownLine {
        &self.lines[number as usize]
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// All of them, in the order of their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &KnownLine> {
        self.lines.iter()
    }

    /// The keys of a line with numbers and with names left out.
    pub(crate) fn varied(&self, line: &KnownLine) -> [Option<u64>; 2] {
        match line.varied.checked_sub(1) {
            Some(at) => self.varied[at as usize],
            None => [None; 2],
        }
    }

    /// The text of a line, or its start.
    pub(crate) fn text(&self, line: &KnownLine) -> &str {
        let start = usize::try_from(line.text >> 8).expect("it is a place in memory");
        let len = usize::from(line.text.to_le_bytes()[0]);
        &self.texts[start..start + len]
    }

    /// Adds the lines of another part behind these, whether or not they are here already. No line is known by its bytes
    /// afterwards.
    pub(crate) fn append(&mut self, other: &Self) {
        let (texts, varied) = (self.texts.len() as u64, small(self.varied.len()));
        self.numbers = KeyTable::default();
        self.texts.push_str(&other.texts);
        self.varied.extend_from_slice(&other.varied);
        self.lines.extend(other.lines.iter().map(|line| KnownLine {
            text: line.text + (texts << 8),
            varied: if line.varied > 0 {
                line.varied + varied
            } else {
                0
            },
            ..*line
        }));
    }

    /// Bytes that are set aside for them.
    pub(crate) fn len_in_memory(&self) -> usize {
        self.lines.capacity() * size_of::<KnownLine>()
            + self.varied.capacity() * size_of::<[Option<u64>; 2]>()
            + self.texts.capacity()
            + self.numbers.len_in_memory()
    }
}
