//! A block on its way to the workers.

use crate::io::shard::block::Block;
use crate::io::shard::job::ShardJob;
use std::sync::Arc;

/// A block with its place in the run, and what it takes of the budget.
pub(crate) struct Work {
    pub(crate) place: u64,
    pub(crate) job: Arc<ShardJob>,
    pub(crate) block: Block,
    pub(crate) cost: u64,
    /// Bytes of files that were read up to its end.
    pub(crate) read_bytes: u64,
}
