//! Where cleaned shards go, one block after the other.

use crate::io::shard::block_source::SourceEnd;
use crate::io::shard::clean_block::CleanBlock;
use crate::io::shard::counts::ShardTotals;
use crate::io::shard::job::ShardJob;
use crate::io::shard::part_journal::JournalBlock;
use std::io;

/// A shard that was read to its end.
#[derive(Debug)]
pub(crate) struct ShardEnd {
    pub(crate) source: SourceEnd,
    pub(crate) input_len: u64,
    pub(crate) totals: ShardTotals,
}

/// Takes shards, one after the other, each block by block.
pub(crate) trait ShardOut {
    /// A shard begins.
    fn start(&mut self, job: &ShardJob) -> io::Result<()>;
    /// A block that an earlier run wrote.
    fn keep(&mut self, block: JournalBlock);
    /// The next block.
    fn add(&mut self, block: &CleanBlock) -> io::Result<()>;
    /// The shard is over.
    fn end(&mut self, end: &ShardEnd) -> io::Result<()>;
    /// The run stops before the shard is over.
    fn leave(&mut self) -> io::Result<()>;
}

/// Takes shards and writes nothing.
#[derive(Debug, Default)]
pub(crate) struct NoOut;

impl ShardOut for NoOut {
    fn start(&mut self, _job: &ShardJob) -> io::Result<()> {
        Ok(())
    }

    fn keep(&mut self, _block: JournalBlock) {}

    fn add(&mut self, _block: &CleanBlock) -> io::Result<()> {
        Ok(())
    }

    fn end(&mut self, _end: &ShardEnd) -> io::Result<()> {
        Ok(())
    }

    fn leave(&mut self) -> io::Result<()> {
        Ok(())
    }
}
