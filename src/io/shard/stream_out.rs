//! Shards written to a stream.

use crate::io::shard::clean_block::CleanBlock;
use crate::io::shard::job::ShardJob;
use crate::io::shard::part_journal::JournalBlock;
use crate::io::shard::shard_out::{ShardEnd, ShardOut};
use std::io::{self, Write};

/// Writes the rows of shards to a stream, and their cuts nowhere.
pub(crate) struct StreamOut<'s> {
    to: &'s mut (dyn Write + 's),
}

impl<'s> StreamOut<'s> {
    pub(crate) fn new(to: &'s mut (dyn Write + 's)) -> Self {
        Self { to }
    }
}

impl ShardOut for StreamOut<'_> {
    fn start(&mut self, _job: &ShardJob) -> io::Result<()> {
        Ok(())
    }

    fn keep(&mut self, _block: JournalBlock) {}

    fn add(&mut self, block: &CleanBlock) -> io::Result<()> {
        self.to.write_all(&block.out)?;
        self.to.flush()
    }

    fn end(&mut self, _end: &ShardEnd) -> io::Result<()> {
        self.to.flush()
    }

    fn leave(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
