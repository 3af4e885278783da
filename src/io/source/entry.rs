//! What is there to be read: a page or a shard, and the name under which it is known.

use crate::io::format::detect::Format;
use crate::io::format::names::written_name;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

/// A page's name: its path below the input.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageId {
    path: PathBuf,
}

impl PageId {
    /// The id of the page at this path below its input. Only plain components count, so that no
    /// id leads out of an output folder.
    pub fn new(path: &Path) -> Self {
        let plain = path
            .components()
            .filter(|part| matches!(part, Component::Normal(_)));
        Self {
            path: plain.collect(),
        }
    }

    /// The path below the input, and below an output folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path as text with `/` between its parts; what is not UTF-8 is replaced.
    pub fn text(&self) -> String {
        let parts: Vec<_> = self.path.iter().map(OsStr::to_string_lossy).collect();
        parts.join("/")
    }

    /// The path's bytes in hex where they are not UTF-8.
    pub fn path_hex(&self) -> Option<String> {
        if self.path.to_str().is_some() {
            return None;
        }
        let mut hex = String::new();
        for byte in self.path.as_os_str().as_encoded_bytes() {
            let _ = write!(hex, "{byte:02x}");
        }
        Some(hex)
    }
}

/// A page that is there to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The file.
    pub file: PathBuf,
    /// The page's name.
    pub id: PageId,
    /// The file's size in bytes when it was found.
    pub len_bytes: u64,
}

impl Entry {
    /// The same as a shard of that format.
    pub(crate) fn shard(self, format: Format) -> ShardEntry {
        ShardEntry {
            file: self.file,
            id: self.id,
            len_bytes: self.len_bytes,
            format,
        }
    }
}

/// A file of many pages that is there to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShardEntry {
    /// The file.
    pub file: PathBuf,
    /// The shard's name: its path below the input.
    pub id: PageId,
    /// The file's size in bytes when it was found.
    pub len_bytes: u64,
    /// What it is.
    pub format: Format,
}

impl ShardEntry {
    /// The same, by the name that it has when it is written in that format.
    #[must_use]
    pub fn written_as(self, to: Format) -> Self {
        if self.format == to {
            return self;
        }
        Self {
            id: PageId::new(&written_name(self.id.path(), to)),
            ..self
        }
    }
}
