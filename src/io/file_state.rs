//! What a file holds, and whether it is as it was.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

/// `blake3` of a file. Memory does not grow with it.
pub(crate) fn hash_file(path: &Path) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize())
}

/// Whether a file is another one than it was. A folder is when anything is made in it, and its texts are read once.
pub(crate) fn has_changed(file: &Path, was: &Metadata) -> bool {
    was.is_file()
        && fs::metadata(file).map_or(true, |is| {
            is.len() != was.len() || is.modified().ok() != was.modified().ok()
        })
}
