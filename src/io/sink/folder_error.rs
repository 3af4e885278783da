//! Why an output folder cannot be used.

use crate::io::records::files::RecordFileError;
use crate::io::source::walk::OWN_FOLDER;
use std::io;
use std::path::{Path, PathBuf};

/// Why an output folder cannot be used or written to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// There is a file of that name.
    #[error("{}: this is a file; --out takes a folder", .0.display())]
    NotAFolder(PathBuf),
    /// The folder has content that dechaff did not write.
    #[error("{}: the folder is not empty and not from an earlier run (it has no {OWN_FOLDER}); name another one, so that nothing of yours is replaced", .0.display())]
    NotOurs(PathBuf),
    /// Another run writes there.
    #[error("{}: another run writes there (process {holder}); wait for its end, or name another folder", folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
        /// The number of the process that holds the lock, as text.
        holder: String,
    },
    /// The records that are there cannot be read.
    #[error("{0}; nothing was changed")]
    Records(#[from] RecordFileError),
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// An error of the file system, with the path.
pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |source| FolderError::Io { path, source }
}
