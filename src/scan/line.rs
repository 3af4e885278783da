//! A line that is scanned, and the buffers of a scan.

use crate::matchers::phrases::spell::SpellScratch;
use crate::page::open_line::LineCounts;
use crate::text::keys::KeyTable;

/// Lines over this length are kept without a look: no label is that long, and a page on one
/// endless line must not cost more than its share.
pub(crate) const MAX_LINE_BYTES: usize = 256 << 10;

/// Buffers of a scan.
#[derive(Debug, Default)]
pub(crate) struct ScanScratch {
    pub(super) spell: SpellScratch,
    /// What a line meets of the requirements of patterns, part by part.
    pub(super) met: Vec<u64>,
    pub(super) alive: Vec<u64>,
    pub(super) due: Vec<u32>,
    pub(super) folded: Vec<u8>,
    /// The needles of a word, by part.
    pub(super) needles: Vec<(u8, u32)>,
    /// The number of each set of needles that stood in a word, by its key, and what they meet together.
    pub(super) sets: KeyTable<u32>,
    pub(super) sets_met: Vec<u64>,
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
