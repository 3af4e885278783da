//! Rows that memory does not hold: they pass through part by part.

use crate::io::format::jsonl::prefix::closed;
use crate::io::format::jsonl::row::Row;
use crate::io::shard::block::{Block, LongRow};
use crate::io::shard::event::RowNote;
use crate::io::shard::job::CutsAs;
use crate::io::shard::jsonl::row_cleaner::RowCleaner;
use crate::io::shard::sidecar::SidecarRow;

/// Why such a row is no page.
pub(crate) const LONGER_THAN_MEMORY: &str = "longer than a quarter of --memory";

impl RowCleaner<'_> {
    /// Writes a part of a row as it is. With its last part the row counts, and is named.
    pub(crate) fn long_row(&mut self, block: &Block, part: LongRow) {
        let (mut bytes, row) = (&block.bytes[..], block.first_line);
        if part == LongRow::First {
            let mark = "\u{feff}";
            if let Some(behind) = bytes.strip_prefix(mark.as_bytes()).filter(|_| row == 1) {
                bytes = behind;
                self.say(&SidecarRow {
                    row,
                    dropped: Some(mark.to_owned()),
                    ..SidecarRow::default()
                });
            }
            if self.options.cuts == CutsAs::Attributes {
                self.attributes_of_begin(bytes);
            }
        }
        let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let start = self.out.len();
        if self.options.cuts != CutsAs::Attributes {
            self.out.extend_from_slice(line);
        }
        if part == LongRow::Last {
            self.end_long_row(row, start, line.len() < bytes.len());
        }
    }

    fn end_long_row(&mut self, row: u64, start: usize, has_end: bool) {
        self.totals.counts.over_memory += 1;
        self.note(row, RowNote::LongRow);
        if self.options.cuts == CutsAs::Attributes {
            return;
        }
        self.totals.counts.rows += 1;
        self.add_nothing(start);
        let least = usize::try_from(self.options.memory / 4).unwrap_or(usize::MAX);
        self.end_row_of(least);
        self.say_kept(&SidecarRow {
            row,
            whole: Some(LONGER_THAN_MEMORY.to_owned()),
            end: (!has_end).then(String::new),
            ..SidecarRow::default()
        });
    }

    /// Says that nothing goes of a row, by the id that stands in its beginning.
    fn attributes_of_begin(&mut self, begin: &[u8]) {
        self.totals.counts.rows += 1;
        let begin = closed(begin);
        let begin = begin.as_deref().unwrap_or("{}").as_bytes();
        let read = Row::read(begin, &self.job.fields);
        self.attributes(read.ok().and_then(|row| row.raw_id), "", &[]);
    }
}
