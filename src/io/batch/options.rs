//! How a run reads its pages.

use crate::io::shard::job::ShardOptions;
use crate::io::source::decode::EncodingChoice;
use crate::io::source::host_from::HostFrom;
use crate::io::source::probe::FormatChoice;
use crate::page::PageMeta;
use std::path::PathBuf;

/// How a run reads its pages.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// What to do with pages that are not UTF-8.
    pub encoding: EncodingChoice,
    /// What is known of all pages.
    pub meta: PageMeta,
    /// From what the host of a page is known where `meta` has no url.
    pub host_from: Option<HostFrom>,
    /// Threads, of which no more than 256 start; 0 means one a core.
    pub jobs: usize,
    /// Pages of more bytes stay as they are, unread; 0 means no limit.
    pub max_page_bytes: u64,
    /// A folder that is not walked, because it is written to.
    pub avoid: Option<PathBuf>,
    /// What somebody said of the formats of files.
    pub choice: FormatChoice,
    /// How what is found is parted between this run and one over shards.
    pub parts: Parts,
}

/// What of a walk is cleaned here; the rest is for [`crate::io::shard::clean_shards`].
#[derive(Debug, Clone, Default)]
pub enum Parts {
    /// Texts in files of their own.
    #[default]
    Texts,
    /// Those, and the rows of shards, read like this, as if they were.
    TextsAndRows(Box<ShardOptions>),
    /// Nothing: all become rows of shards.
    Nothing,
}
