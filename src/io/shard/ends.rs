//! Where the shards of a run come from, where they go, and why a run ended early.

use crate::io::source::entry::ShardEntry;
use std::io::{self, Read, Write};
use std::path::PathBuf;

/// Which shards are cleaned.
pub enum ShardInput<'i> {
    /// Files.
    Files(&'i [ShardEntry]),
    /// A stream of that name and format.
    Stream(Box<dyn Read + Send>, ShardEntry),
}

impl std::fmt::Debug for ShardInput<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Files(files) => f.debug_tuple("Files").field(files).finish(),
            Self::Stream(_, entry) => f.debug_tuple("Stream").field(entry).finish(),
        }
    }
}

/// Where cleaned shards go.
pub enum ShardTarget<'t> {
    /// Below a folder, with their cuts in its `_dechaff`.
    Folder(PathBuf),
    /// To a stream, one behind the other, without their cuts.
    Stream(&'t mut dyn Write),
    /// Nowhere.
    Nowhere,
}

impl std::fmt::Debug for ShardTarget<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Folder(_) => "Folder",
            Self::Stream(_) => "Stream",
            Self::Nowhere => "Nowhere",
        })
    }
}

/// Why a run over shards ended before they did. What has its name is whole.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct ShardRunError {
    /// What was to be written.
    pub path: PathBuf,
    /// What the system says.
    pub source: io::Error,
}
