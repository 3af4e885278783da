//! The pages of a shard, for those who write none.

use crate::io::document::Document;
use crate::io::shard::block::Block;
use crate::io::shard::block_source::BlockSource;
use crate::io::shard::container::{Blocks, NoDocument};
use crate::io::shard::containers::blocks_of;
use crate::io::shard::job::{ShardJob, ShardOptions};
use crate::io::shard::open::open;
use crate::io::source::entry::ShardEntry;
use std::borrow::Cow;
use std::sync::Arc;

/// A shard whose pages are read.
pub struct ShardReader {
    source: Box<dyn BlockSource>,
    first: Option<Block>,
    rows: RowReader,
}

/// What makes pages of a shard's rows, on any thread.
pub struct RowReader {
    blocks: &'static dyn Blocks,
    job: ShardJob,
    options: ShardOptions,
}

impl std::fmt::Debug for RowReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RowReader")
            .field("job", &self.job)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for ShardReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ShardReader")
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

/// Rows of a shard that stand behind each other.
pub struct ShardRows {
    blocks: &'static dyn Blocks,
    block: Block,
}

impl std::fmt::Debug for ShardRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ShardRows")
            .field("block", &self.block)
            .finish_non_exhaustive()
    }
}

impl ShardRows {
    /// Their bytes with their numbers, from 1: of JSONL lines, of WARC records, of tar entries.
    pub fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        self.blocks.rows(&self.block)
    }
}

impl ShardReader {
    /// Opens a shard and finds its fields.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, in words.
    pub fn open(entry: &ShardEntry, options: &ShardOptions) -> Result<Self, String> {
        let blocks = blocks_of(entry.format.container);
        let options = &ShardOptions {
            to: None,
            ..options.clone()
        };
        let opened = open(entry, options, None, Arc::default())?;
        let mut source = opened.source;
        source.skip_hashes();
        let first = source.next_block();
        let fields = opened.fields;
        let job = ShardJob {
            entry: entry.clone(),
            fields: fields.map_or_else(|| blocks.fields(options, first.as_ref()), Ok)?,
            to: entry.format,
        };
        Ok(Self {
            source,
            first,
            rows: RowReader {
                blocks,
                job,
                options: options.clone(),
            },
        })
    }

    /// The next rows, about 1 MiB of them; `None` at the end, and where reading failed.
    pub fn next_rows(&mut self) -> Option<ShardRows> {
        let next = self.first.take().or_else(|| self.source.next_block());
        next.map(|block| ShardRows {
            blocks: self.rows.blocks,
            block,
        })
    }

    /// The pages of rows, in their order; rows without a text and blank lines are none.
    pub fn documents<'r>(
        &'r self,
        rows: &'r ShardRows,
    ) -> impl Iterator<Item = Result<Document<'r>, NoDocument>> {
        let lines = rows.lines();
        lines.filter_map(|(line, bytes)| self.rows.document(line, bytes))
    }

    /// What makes pages of its rows, for those who read lines on many threads.
    pub fn row_reader(&self) -> &RowReader {
        &self.rows
    }

    /// Why not all of it was read, if so.
    pub fn failure(self) -> Option<String> {
        self.source.end().failure
    }
}

impl RowReader {
    /// The page of a line with that number, from 1; none where it is blank or has no text. O(n) in bytes.
    ///
    /// # Errors
    ///
    /// The number, and in words why the line is no page.
    pub fn document<'r>(
        &'r self,
        line: u64,
        bytes: &'r [u8],
    ) -> Option<Result<Document<'r>, NoDocument>> {
        self.blocks.document(line, bytes, &self.job, &self.options)
    }
}

impl Document<'_> {
    /// The same, which borrows nothing.
    pub fn into_owned(self) -> Document<'static> {
        Document {
            id: self.id,
            own_id: self.own_id,
            text: Cow::Owned(self.text.into_owned()),
            meta: self.meta,
        }
    }
}
