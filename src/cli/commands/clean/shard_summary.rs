//! What became of shards, in numbers.

use dechaff::io::shard::ShardCounts;
use serde::Serialize;

/// What became of shards, as `summary.json` has it.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct ShardSummary {
    #[serde(flatten)]
    pub(crate) tally: ShardTally,
    /// Whether cuts stand beside them.
    #[serde(skip)]
    pub(crate) has_cuts: bool,
    /// Pages of shards: rows with a text that was cleaned.
    pub(crate) pages: usize,
    #[serde(flatten)]
    pub(crate) counts: ShardCounts,
}

/// What became of shards as a whole.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct ShardTally {
    /// Shards that are done, those of earlier runs among them.
    pub(crate) done: usize,
    /// Shards that could not be read, or not to their end.
    pub(crate) failed: usize,
}
