//! Files: which of them are pages or shards of pages, how their bytes become text, and files that appear whole.

pub mod batch;
pub mod document;
pub(crate) mod file_state;
pub mod format;
pub mod records;
pub mod shard;
pub mod sink;
pub mod source;
