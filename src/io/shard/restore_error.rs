//! Why a shard cannot be put together again.

use std::io;
use std::path::{Path, PathBuf};

/// Why a shard did not come back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShardRestoreError {
    /// A file cannot be read, or what comes back cannot be written.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The cuts are not as they were written.
    #[error("{}: line {line} of the cuts is damaged: {why}", path.display())]
    Sidecar {
        /// The file of cuts.
        path: PathBuf,
        /// Its line, from 1.
        line: u64,
        /// What is wrong.
        why: String,
    },
    /// The shard was cleaned so that it cannot come back.
    #[error(
        "it was cleaned with --cuts {0}: only --cuts sidecar keeps what is needed to restore it"
    )]
    NoSidecar(String),
    /// There are more or fewer rows than were written.
    #[error("it has {0} rows than were written; rows were added or lost after cleaning")]
    Rows(&'static str),
    /// A row is not as it was written.
    #[error("row {row}: {why}")]
    Row {
        /// The line that it had, from 1.
        row: u64,
        /// What is wrong.
        why: String,
    },
    /// The shard that is there is another one.
    #[error("{}: {what}", path.display())]
    Differs {
        /// The shard.
        path: PathBuf,
        /// In what it differs.
        what: String,
    },
    /// What came together is not the shard that was read.
    #[error("what came together is not what was read; the shard was changed after cleaning")]
    WrongHash,
}

pub(crate) fn io_error(path: &Path, error: io::Error) -> ShardRestoreError {
    let path = path.to_owned();
    ShardRestoreError::Io { path, error }
}
