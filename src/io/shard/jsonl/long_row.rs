//! Rows that memory does not hold: they pass through part by part, or are refused where they would become something
//! else.

use crate::io::format::jsonl::prefix::closed;
use crate::io::format::jsonl::row::Row;
use crate::io::shard::block::{Block, LongRow, Made};
use crate::io::shard::block_source::{BlockSource, SourceEnd};
use crate::io::shard::event::RowNote;
use crate::io::shard::job::CutsAs;
use crate::io::shard::jsonl::row_cleaner::RowCleaner;
use crate::io::shard::sidecar::SidecarRow;

/// Why such a row is no page.
pub(crate) const LONGER_THAN_MEMORY: &str = "longer than a quarter of --memory";

/// Rows of a shard that becomes something else: what memory does not hold cannot, and is refused.
pub(crate) struct WithoutLong {
    source: Box<dyn BlockSource>,
    /// Lines that were passed over and are not yet told of.
    refused: Vec<(u64, String)>,
    count: u64,
}

impl WithoutLong {
    pub(crate) fn new(source: Box<dyn BlockSource>) -> Self {
        Self {
            source,
            refused: Vec::new(),
            count: 0,
        }
    }

    /// The next block, which tells of the rows before it that were refused.
    fn tell(&mut self, block: Block) -> Block {
        let refused = std::mem::take(&mut self.refused);
        self.count += 1;
        Block {
            number: self.count - 1,
            made: (!refused.is_empty()).then(|| Made {
                refused,
                ..Made::default()
            }),
            ..block
        }
    }
}

impl BlockSource for WithoutLong {
    fn next_block(&mut self) -> Option<Block> {
        while let Some(block) = self.source.next_block() {
            match block.long {
                None => return Some(self.tell(block)),
                Some(LongRow::First | LongRow::Middle) => {}
                Some(LongRow::Last) => {
                    let why = LONGER_THAN_MEMORY.to_owned();
                    self.refused.push((block.first_line, why));
                }
            }
        }
        let is_told = self.refused.is_empty();
        (!is_told).then(|| self.tell(Block::default()))
    }

    fn end(self: Box<Self>) -> SourceEnd {
        self.source.end()
    }
}

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
