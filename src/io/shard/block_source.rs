//! What the blocks of a shard come from.

use crate::io::shard::block::Block;

/// A shard that is read block by block.
pub(crate) trait BlockSource: Send {
    /// The next block; `None` at the end, and where reading failed.
    fn next_block(&mut self) -> Option<Block>;

    /// Asks for no hashes of what is read from now on: who writes nothing needs none.
    fn skip_hashes(&mut self) {}

    /// What is known when there are no more blocks.
    fn end(self: Box<Self>) -> SourceEnd;
}

/// What is known of a shard when it was read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceEnd {
    /// `blake3` of the file.
    pub(crate) packed_hash: blake3::Hash,
    /// `blake3` of what it unpacks to.
    pub(crate) hash: blake3::Hash,
    /// Bytes that it unpacks to.
    pub(crate) len_bytes: u64,
    /// Zeros behind the last gzip member or Zstandard frame.
    pub(crate) padding: u64,
    /// Why not all of it was read.
    pub(crate) failure: Option<String>,
}
