//! The different lines of a host, each kept once: what is known of a line is found out where its bytes come for the
//! first time, and looked up by them from then on.

use crate::page::line::{ends_sentence, is_prose};
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
    /// Open addressing by the low bits of a line's hash: the upper half of the hash, and the line's number from 1
    /// as the lower half; 0 where there is none.
    slots: Vec<u64>,
}

/// What follows from the bytes of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownLine {
    /// Of its bytes.
    hash: u64,
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

/// The lower half of a slot, or of a hash.
#[expect(clippy::cast_possible_truncation, reason = "that is meant")]
fn lower_half(number: u64) -> u32 {
    number as u32
}

const UPPER_HALF: u64 = !0 << 32;
const LEAST_SLOTS: usize = 64;

impl KnownLines {
    /// The number of a line without white space at its ends. O(n) in its bytes: a hash where it is known.
    pub(crate) fn number(&mut self, text: &str, keys: &mut LineKeys) -> u32 {
        if self.slots.len() * 3 <= self.lines.len() * 4 {
            self.grow();
        }
        let hash = mix::quick(text.as_bytes());
        let at = match self.find(hash) {
            Ok(number) => return number,
            Err(at) => at,
        };
        let number = small(self.lines.len());
        self.slots[at] = hash & UPPER_HALF | u64::from(number + 1);
        let line = self.line(hash, text, keys);
        self.lines.push(line);
        number
    }

    /// The number of the line with that hash, or the place where its slot belongs.
    fn find(&self, hash: u64) -> Result<u32, usize> {
        let mut at = self.place(hash);
        loop {
            let slot = self.slots[at];
            let Some(number) = lower_half(slot).checked_sub(1) else {
                return Err(at);
            };
            if slot & UPPER_HALF == hash & UPPER_HALF && self.get(number).hash == hash {
                return Ok(number);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    fn place(&self, hash: u64) -> usize {
        lower_half(hash) as usize & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        let room = (self.slots.len() * 2).max(LEAST_SLOTS);
        self.slots.clear();
        self.slots.resize(room, 0);
        for (line, number) in self.lines.iter().zip(1_u64..) {
            let mut at = lower_half(line.hash) as usize & (room - 1);
            while self.slots[at] != 0 {
                at = (at + 1) & (room - 1);
            }
            self.slots[at] = line.hash & UPPER_HALF | number;
        }
    }

    /// Finds out what there is to know of a line.
    fn line(&mut self, hash: u64, text: &str, keys: &mut LineKeys) -> KnownLine {
        let words = word_count(text);
        if words == 0 {
            return KnownLine {
                hash,
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
            hash,
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
        let len = lower_half(line.text & 0xff) as usize;
        &self.texts[start..start + len]
    }

    /// Adds the lines of another part behind these, whether or not they are here already. No line is known by its bytes
    /// afterwards.
    pub(crate) fn append(&mut self, other: &Self) {
        let (texts, varied) = (self.texts.len() as u64, small(self.varied.len()));
        self.slots = Vec::new();
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
            + self.slots.capacity() * size_of::<u64>()
    }
}
