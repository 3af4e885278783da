//! Rows that are made of what is no JSON: the items of a container, or texts in files of their own.

use crate::io::shard::block::{Block, Made};
use crate::io::shard::block_source::{BlockSource, SourceEnd};
use crate::io::shard::container::{Blocks, RowMade};

/// Rows of a block, as they are made.
#[derive(Debug, Default)]
pub(crate) struct MadeRows {
    /// Lines of JSON.
    pub(crate) bytes: Vec<u8>,
    about: Made,
}

impl MadeRows {
    /// Makes a row by `push`; an error says why its text cannot stand in JSON.
    pub(crate) fn row(
        &mut self,
        number: u64,
        push: impl FnOnce(&mut Vec<u8>) -> Result<RowMade, String>,
    ) {
        match push(&mut self.bytes) {
            Ok(RowMade::Row) => self.about.numbers.push(number),
            Ok(RowMade::NoText) => self.about.left_out += 1,
            Ok(RowMade::NoRow) => {}
            Err(why) => self.about.refused.push((number, why)),
        }
    }

    /// Whether nothing at all is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.about == Made::default()
    }
}

/// Blocks of made rows, and what is known of all of them together.
#[derive(Debug, Default)]
pub(crate) struct MadeBlocks {
    count: u64,
    hash: blake3::Hasher,
    len_bytes: u64,
}

impl MadeBlocks {
    pub(crate) fn block(&mut self, rows: MadeRows) -> Block {
        self.hash.update(&rows.bytes);
        self.len_bytes += rows.bytes.len() as u64;
        self.count += 1;
        Block {
            number: self.count - 1,
            first_line: rows.about.numbers.first().copied().unwrap_or_default(),
            carried: 0,
            ended: None,
            long: None,
            rows: rows.about.numbers.len() as u64,
            bytes: rows.bytes,
            made: Some(rows.about),
        }
    }

    /// What is known at the end, where this is known of what the rows were made of.
    pub(crate) fn end(&self, of: SourceEnd) -> SourceEnd {
        SourceEnd {
            hash: self.hash.finalize(),
            len_bytes: self.len_bytes,
            ..of
        }
    }
}

/// The items of a container as rows. Each keeps its number; those without a text are left out.
pub(crate) struct ItemRows {
    source: Box<dyn BlockSource>,
    blocks: &'static dyn Blocks,
    made: MadeBlocks,
}

impl ItemRows {
    pub(crate) fn new(source: Box<dyn BlockSource>, blocks: &'static dyn Blocks) -> Self {
        Self {
            source,
            blocks,
            made: MadeBlocks::default(),
        }
    }
}

impl BlockSource for ItemRows {
    fn next_block(&mut self) -> Option<Block> {
        let block = self.source.next_block()?;
        let mut rows = MadeRows::default();
        for (number, bytes) in self.blocks.rows(&block) {
            rows.row(number, |to| self.blocks.push_json(bytes, to));
        }
        Some(self.made.block(rows))
    }

    fn end(self: Box<Self>) -> SourceEnd {
        self.made.end(self.source.end())
    }
}
