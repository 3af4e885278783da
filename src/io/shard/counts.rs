//! What became of the rows of shards, in numbers.

use crate::clean::cleaned::Cleaned;
use crate::io::batch::summary::RunSummary;
use crate::record::Record;
use serde::{Deserialize, Serialize};

/// Rows of a shard, or of a part of one. `rows` is always `written` and `rejected` together.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardCounts {
    /// Rows that were read; blank lines are none.
    pub rows: u64,
    /// Rows that were written.
    pub written: u64,
    /// Lines that are no rows: they stand in `rejected.jsonl`.
    pub rejected: u64,
    /// Rows without a text, which stay as they are.
    pub without_text: u64,
    /// Rows whose text is longer than `--max-page-bytes`, which stay as they are.
    pub too_long: u64,
    /// Rows that are longer than a quarter of `--memory`, which stay as they are.
    #[serde(default, skip_serializing_if = "is_none")]
    pub over_memory: u64,
    /// Rows whose text is a whole HTML page, which stay as they are.
    #[serde(default)]
    pub html: u64,
    /// Records of WARC and entries of tar that hold no text, which stay as they are.
    #[serde(default, skip_serializing_if = "is_none")]
    pub passed: u64,
    /// Records of WARC and entries of tar that hold no text, and are left out of what has fields.
    #[serde(default, skip_serializing_if = "is_none")]
    pub left_out: u64,
    /// Records and entries whose text is not UTF-8, which stay as they are.
    #[serde(default, skip_serializing_if = "is_none")]
    pub not_utf8: u64,
    /// Rows of which nothing but white space is left.
    pub emptied: u64,
    /// Rows whose text has an escaped half of a surrogate pair, on which readers do not agree.
    pub lone_surrogates: u64,
    /// Rows that have the key of the text more than once, on which readers do not agree.
    pub keys_twice: u64,
    /// Rows over 1 MiB that were written: `pyarrow.json` refuses them by default.
    pub over_1_mib: u64,
    /// Rows over 16 MiB that were written: `DuckDB` refuses them by default.
    pub over_16_mib: u64,
    /// Bytes that were read, unpacked.
    pub bytes_read: u64,
    /// Bytes that were written, unpacked.
    pub bytes_written: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands on a reference"
)]
fn is_none(count: &u64) -> bool {
    *count == 0
}

/// What a part of a shard holds: its rows and its pages.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardTotals {
    /// Its rows.
    pub counts: ShardCounts,
    /// Its pages: rows whose text was cleaned.
    pub summary: RunSummary,
}

impl ShardCounts {
    /// Adds others.
    pub fn merge(&mut self, other: &Self) {
        for (own, more) in self.all_mut().into_iter().zip({ *other }.all_mut()) {
            *own += *more;
        }
    }

    fn all_mut(&mut self) -> [&mut u64; 17] {
        [
            &mut self.rows,
            &mut self.written,
            &mut self.rejected,
            &mut self.without_text,
            &mut self.too_long,
            &mut self.over_memory,
            &mut self.html,
            &mut self.passed,
            &mut self.left_out,
            &mut self.not_utf8,
            &mut self.emptied,
            &mut self.lone_surrogates,
            &mut self.keys_twice,
            &mut self.over_1_mib,
            &mut self.over_16_mib,
            &mut self.bytes_read,
            &mut self.bytes_written,
        ]
    }

    /// Whether every row that was read was written or rejected.
    pub fn add_up(&self) -> bool {
        self.rows == self.written + self.rejected
    }
}

impl ShardTotals {
    /// Adds a page of which this was the text.
    pub(crate) fn add_page(&mut self, text: &str, cleaned: &Cleaned<'_>, record: &Record) {
        let is_emptied = !text.trim().is_empty() && cleaned.text.trim().is_empty();
        self.counts.emptied += u64::from(is_emptied);
        self.summary.add_page(
            (text.len(), cleaned.text.len()),
            (cleaned.words_before, cleaned.words_after),
            &cleaned.warnings,
            record,
        );
    }

    /// Adds others.
    pub fn merge(&mut self, other: &Self) {
        self.counts.merge(&other.counts);
        self.summary.merge(&other.summary);
    }
}
