//! A line that is scanned, and the buffers of a scan.

use crate::matchers::phrases::spell::SpellScratch;
use crate::page::open_line::LineCounts;
use crate::text::keys::KeyTable;
use crate::text::number::small;

/// Lines over this length are kept without a look: no label is that long, and a page on one
/// endless line must not cost more than its share.
pub(crate) const MAX_LINE_BYTES: usize = 256 << 10;

/// Buffers of a scan.
#[derive(Debug, Default)]
pub(crate) struct ScanScratch {
    pub(super) spell: SpellScratch,
    /// What a line meets of the requirements of patterns, part by part.
    pub(super) met: Vec<u64>,
    pub(super) due: Vec<u32>,
    pub(super) folded: Vec<u8>,
    /// The needles of a word, by part.
    pub(super) needles: Vec<(u8, u32)>,
    /// The number of each set of needles that stood in a word, by its key.
    pub(super) sets: KeyTable<u32>,
    pub(super) sets_met: SetsMet,
}

/// What sets of needles meet of the requirements of patterns: for each the numbers that are not 0, since a set meets
/// those of few patterns.
#[derive(Debug, Default)]
pub(super) struct SetsMet {
    numbers: Vec<(u32, u64)>,
    ends: Vec<u32>,
}

impl SetsMet {
    fn clear(&mut self) {
        self.numbers.clear();
        self.ends.clear();
    }

    /// Adds a set that meets this; how many there are.
    pub(super) fn add(&mut self, met: &[u64]) -> u32 {
        let numbers = (0..).zip(met.iter().copied());
        self.numbers.extend(numbers.filter(|(_, met)| *met != 0));
        self.ends.push(small(self.numbers.len()));
        small(self.ends.len())
    }

    /// Adds to `met` what the first, second, ... set meets.
    #[inline]
    pub(super) fn meet(&self, set: usize, met: &mut [u64]) {
        let before = set.checked_sub(2).map_or(0, |before| self.ends[before]);
        let own = before as usize..self.ends[set - 1] as usize;
        for &(at, own) in &self.numbers[own] {
            met[at as usize] |= own;
        }
    }
}

impl ScanScratch {
    /// Forgets what is known of words.
    pub(crate) fn forget_words(&mut self) {
        self.sets.clear();
        self.sets_met.clear();
    }
}

/// A line to be scanned.
#[derive(Clone, Copy)]
pub(crate) struct ScanLine<'t> {
    /// Its number.
    pub(crate) line: usize,
    /// All of it, without what ends it.
    pub(crate) text: &'t str,
    /// Where in that its text without white space at its ends stands.
    pub(crate) trimmed: (usize, usize),
    pub(crate) counts: &'t LineCounts,
}

impl<'t> ScanLine<'t> {
    pub(super) fn trimmed_text(self) -> &'t str {
        &self.text[self.trimmed.0..self.trimmed.1]
    }
}
