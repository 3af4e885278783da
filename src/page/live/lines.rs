//! Which lines are left, and what was written anew.

use crate::page::live::bits::{BLOCK, bit};
use crate::page::table::{LineTable, Shape};
use crate::text::number::small;
use crate::text::span::Span;

/// What is left before a block's first line.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Before {
    pub(super) bytes: u32,
    pub(super) words: u32,
    pub(super) filled: u32,
}

/// A line that was written anew.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patched {
    pub(super) line: u32,
    /// Bytes of the patch.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) words: u32,
    pub(super) shape: Shape,
    /// The number that [`LiveLines::row`] gives it.
    pub(super) row: u32,
}

/// A piece of the patch, and where in the page it stood.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) at: u32,
    pub(super) origin: Span,
}

/// The lines that are left.
#[derive(Debug, Default)]
pub(crate) struct LiveLines {
    pub(super) live: Vec<u64>,
    pub(super) filled: Vec<u64>,
    /// Which lines were filled as the page came.
    pub(super) first_filled: Vec<u64>,
    pub(super) is_patched: Vec<u64>,
    pub(super) before: Vec<Before>,
    /// Bytes that are left before each line.
    pub(super) starts: Vec<u32>,
    /// For each block how many lines before it were filled as the page came.
    pub(super) rows_before: Vec<u32>,
    pub(super) total: Before,
    pub(super) last: Option<usize>,
    pub(super) patch: String,
    pub(super) patched: Vec<Patched>,
    pub(super) pieces: Vec<Piece>,
}

impl LiveLines {
    /// All lines of a page are left.
    pub(crate) fn reset(&mut self, table: &LineTable) {
        let blocks = table.len().div_ceil(BLOCK);
        for bits in [&mut self.live, &mut self.filled, &mut self.is_patched] {
            bits.clear();
            bits.resize(blocks, 0);
        }
        self.patch.clear();
        self.patched.clear();
        self.pieces.clear();
        for line in 0..table.len() {
            self.live[line / BLOCK] |= 1 << (line % BLOCK);
            if table.shape(line).is_filled() {
                self.filled[line / BLOCK] |= 1 << (line % BLOCK);
            }
        }
        self.first_filled.clone_from(&self.filled);
        self.rows_before.clear();
        let mut rows = 0;
        for filled in &self.filled {
            self.rows_before.push(rows);
            rows += filled.count_ones();
        }
        self.count(table);
    }

    /// Counts what is left before each block. O(n) in lines.
    pub(super) fn count(&mut self, table: &LineTable) {
        let mut sum = Before::default();
        self.before.clear();
        self.starts.clear();
        self.last = None;
        for block in 0..self.live.len() {
            self.before.push(sum);
            let mut left = self.live[block];
            sum.filled += (left & self.filled[block]).count_ones();
            while left != 0 {
                let line = block * BLOCK + left.trailing_zeros() as usize;
                left &= left - 1;
                let (len, words) = self.measure(table, line);
                self.starts.resize(line + 1, sum.bytes);
                sum.bytes += len;
                sum.words += words;
                self.last = Some(line);
            }
        }
        self.starts.resize(table.len(), sum.bytes);
        self.total = sum;
    }

    pub(super) fn measure(&self, table: &LineTable, line: usize) -> (u32, u32) {
        if bit(&self.is_patched, line) {
            let patched = self.patched(line);
            let ending = small(patched.shape.ending_len());
            return (patched.end - patched.start + ending, patched.words);
        }
        let len = table.span(line).len_bytes() + table.shape(line).ending_len();
        (small(len), small(table.words(line)))
    }

    pub(super) fn patched(&self, line: usize) -> &Patched {
        let at = self
            .patched
            .partition_point(|one| (one.line as usize) < line);
        &self.patched[at]
    }

    /// What was written anew, line behind line.
    pub(crate) fn patch(&self) -> &str {
        &self.patch
    }

    /// Where among all lines that were read, in the order of reading, a filled line stands.
    pub(crate) fn row(&self, line: usize) -> usize {
        if bit(&self.is_patched, line) {
            return self.patched(line).row as usize;
        }
        let below = self.first_filled[line / BLOCK] & ((1 << (line % BLOCK)) - 1);
        (self.rows_before[line / BLOCK] + below.count_ones()) as usize
    }
}

impl Piece {
    pub(super) fn end(&self) -> usize {
        self.at as usize + self.origin.len_bytes()
    }
}
