//! Where the files of a shard lie while it is written, and when it is.

use crate::io::shard::manifest::key;
use crate::io::source::entry::PageId;
use crate::io::source::walk::OWN_FOLDER;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where the files of a shard lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartPaths {
    pub(crate) out: PathBuf,
    pub(crate) cuts: PathBuf,
    pub(crate) journal: PathBuf,
    /// Where both go when they are whole.
    pub(crate) final_out: PathBuf,
    pub(crate) final_cuts: PathBuf,
}

impl PartPaths {
    /// Those of a shard below an output folder. While it grows, its files are named for a hash: no name is too
    /// long for an ending more.
    pub(crate) fn new(folder: &Path, id: &PageId) -> Self {
        let name = &blake3::hash(key(id).as_bytes()).to_hex()[..32];
        let partial = folder.join(OWN_FOLDER).join("partial");
        let at = |ending: &str| partial.join(format!("{name}.{ending}"));
        Self {
            out: at("out"),
            cuts: at("cuts"),
            journal: at("journal"),
            final_out: folder.join(id.path()),
            final_cuts: cuts_path(folder, id),
        }
    }

    /// Removes what grew of a shard that is done: a run that was to do it again was killed.
    pub(crate) fn sweep(&self) -> io::Result<()> {
        [&self.journal, &self.out, &self.cuts]
            .into_iter()
            .try_for_each(|path| remove_if_there(path))
    }
}

/// Where the cuts of a shard lie below an output folder.
pub(crate) fn cuts_path(folder: &Path, id: &PageId) -> PathBuf {
    let mut path: OsString = folder
        .join(OWN_FOLDER)
        .join("cuts")
        .join(id.path())
        .into_os_string();
    path.push(".jsonl.zst");
    path.into()
}

/// Removes a file, unless there is none.
pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
