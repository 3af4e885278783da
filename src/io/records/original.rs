//! The original of a clean file.

use crate::io::source::decode::encode;
use crate::io::source::entry::PageId;
use crate::record::{Record, RestoreError};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Why a clean file does not give its original.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OriginalError {
    /// The clean file cannot be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The clean file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The clean file is no text.
    #[error("{}: not UTF-8; clean text always is", .0.display())]
    NotUtf8(PathBuf),
    /// The original's encoding cannot be written.
    #[error("the text cannot be written as {0}")]
    Encoding(String),
    /// Text and record do not belong together.
    #[error(transparent)]
    Restore(#[from] RestoreError),
}

impl OriginalError {
    /// Whether there is no clean file.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// The original's bytes, from the clean file at that path; held against the record's hash. O(n) in bytes.
///
/// # Errors
///
/// Where the file cannot be read, or is not the one of which the record is.
pub fn original(record: &Record, clean: &Path) -> Result<Vec<u8>, OriginalError> {
    let bytes = fs::read(clean).map_err(|source| OriginalError::Io {
        path: clean.to_owned(),
        source,
    })?;
    if record.cuts.is_empty() && record.check_hash(&bytes).is_ok() {
        return Ok(bytes); // also of a page that was copied, whatever its bytes are
    }
    let text = String::from_utf8(bytes).map_err(|_| OriginalError::NotUtf8(clean.to_owned()))?;
    let text = record.join(&text)?;
    let bytes = match &record.encoding {
        None => text.into_bytes(),
        Some(name) => record
            .bytes()
            .and_then(|bytes| encode(&text, name, &bytes))
            .ok_or_else(|| OriginalError::Encoding(name.clone()))?,
    };
    record.check_hash(&bytes)?;
    Ok(bytes)
}

/// The id of the page that a record is of.
pub fn page_id(record: &Record) -> PageId {
    match record.path_hex.as_deref().and_then(path_from_hex) {
        Some(path) => PageId::new(&path),
        None => PageId::new(Path::new(&record.page)),
    }
}

#[cfg(unix)]
fn path_from_hex(hex: &str) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    let digits = hex.as_bytes().chunks(2).map(std::str::from_utf8);
    let bytes: Option<Vec<u8>> = digits
        .map(|pair| u8::from_str_radix(pair.ok()?, 16).ok())
        .collect();
    Some(PathBuf::from(std::ffi::OsString::from_vec(bytes?)))
}

#[cfg(not(unix))]
fn path_from_hex(_hex: &str) -> Option<PathBuf> {
    None
}
