//! Shards: files of many pages, read in blocks, cleaned on all cores and written in the order of the input.
//!
//! One thread reads: it unpacks a shard and parts it into blocks of about 1 MiB that end with a row; what a row is,
//! its container knows (`jsonl/`, `items/`). Workers clean
//! blocks and pack them. One thread writes what comes back, in order. Blocks in flight are bounded by bytes. What is
//! written of a shard lies in `_dechaff/partial` until all of it is there; a journal says which blocks are, so that a
//! run that was stopped goes on behind the last one. No output depends on threads or clock.

pub(crate) mod added;
pub(crate) mod attributes;
pub(crate) mod block;
pub(crate) mod block_source;
pub(crate) mod budget;
pub(crate) mod clean_block;
pub(crate) mod container;
pub(crate) mod containers;
pub(crate) mod counts;
pub(crate) mod cuts;
pub(crate) mod ends;
pub(crate) mod event;
pub(crate) mod feed;
pub(crate) mod folder_out;
pub(crate) mod items;
pub(crate) mod job;
pub(crate) mod jsonl;
pub(crate) mod lines;
pub(crate) mod made;
pub(crate) mod manifest;
pub(crate) mod open;
pub(crate) mod originals;
pub(crate) mod pages;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
pub(crate) mod part;
pub(crate) mod part_earlier;
pub(crate) mod part_journal;
pub(crate) mod part_paths;
pub(crate) mod prune;
pub(crate) mod reader;
pub(crate) mod rejected;
pub(crate) mod restore;
pub(crate) mod restore_error;
pub(crate) mod restore_file;
pub(crate) mod restoring;
pub(crate) mod row_fields;
pub(crate) mod run;
pub(crate) mod shard_out;
pub(crate) mod sidecar;
pub(crate) mod source;
pub(crate) mod stream_out;
pub(crate) mod table;
pub(crate) mod table_form;
pub(crate) mod texts;
pub(crate) mod work;
pub(crate) mod writing;
pub(crate) mod written;

pub use crate::io::shard::container::NoDocument;
pub use crate::io::shard::counts::{ShardCounts, ShardTotals};
pub use crate::io::shard::cuts::{numbered_records, shard_records, sidecars};
pub use crate::io::shard::ends::{ShardInput, ShardRunError, ShardTarget};
pub use crate::io::shard::event::{DoneBytes, RowNote, ShardEvent, ShardWatch};
pub use crate::io::shard::job::{CutsAs, ShardOptions, TextAs};
pub use crate::io::shard::originals::original_texts;
pub use crate::io::shard::prune::prune_shards;
pub use crate::io::shard::reader::{RowReader, ShardReader, ShardRows};
pub use crate::io::shard::rejected::gather_rejected;
pub use crate::io::shard::restore_error::ShardRestoreError;
pub use crate::io::shard::restore_file::{converted_from, restore_file, verify_shard};
pub use crate::io::shard::restoring::RestoredShard;
pub use crate::io::shard::run::clean_shards;
