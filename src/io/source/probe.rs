//! What a file is, where somebody may have said so.

use crate::io::format::compression::Compression;
use crate::io::format::decompress::Decompress;
use crate::io::format::detect::{Container, Detected, Format, HEAD_BYTES, detect};
use crate::io::format::jsonl::fields::{FieldNames, Fields};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Endings of shards that are read, before that of a packing.
const SHARD_ENDINGS: [&str; 8] = [
    "jsonl", "ndjson", "json", "warc", "wet", "tar", "tgz", "parquet",
];
/// Endings of packings.
const PACKINGS: [&str; 4] = ["gz", "zst", "zstd", "gzip"];

/// What somebody said of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormatChoice {
    /// What they are; told by name and content where nobody said it.
    pub format: Option<ForcedFormat>,
    /// Names of fields.
    pub fields: FieldNames,
}

/// A format that somebody named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForcedFormat {
    /// Each file is one text.
    Text,
    /// Each file is a shard, packed as its first bytes say.
    Shard(Container),
}

impl FormatChoice {
    /// Whether somebody said that the files are shards.
    pub(crate) fn is_forced(&self) -> bool {
        matches!(self.format, Some(ForcedFormat::Shard(_)))
    }

    /// What the file is. Reads some [`HEAD_BYTES`] of it.
    pub(crate) fn detect(&self, file: &Path) -> io::Result<Detected> {
        match self.format {
            Some(ForcedFormat::Text) => Ok(Detected::Text),
            forced => Ok(detect_as(forced, file, &head(file)?)),
        }
    }

    /// What a file of that name and those first bytes is.
    pub fn of_head(&self, name: &Path, head: &[u8]) -> Detected {
        detect_as(self.format, name, head)
    }

    /// Whether this is a .json file whose first rows hold no text: folders of pages have many that say something
    /// of them.
    pub(crate) fn is_without_text(&self, file: &Path, format: Format) -> bool {
        let name = file.to_string_lossy().to_lowercase();
        if format.container != Container::Jsonl || self.is_forced() || !name.contains(".json") {
            return false;
        }
        if name.contains(".jsonl") {
            return false;
        }
        let mut rows = Vec::new();
        let Ok(head) = head(file) else { return false };
        let reader = Decompress::new(&head[..], format.compression, 1 << 31);
        let _ = reader.take(HEAD_BYTES as u64).read_to_end(&mut rows); // it ends in mid-member
        let is_cut = rows.len() >= HEAD_BYTES;
        !is_cut && Fields::choose(&self.fields, rows.split(|byte| *byte == b'\n')).is_err()
    }
}

/// What a file of that name and those first bytes is, where somebody may have said it.
fn detect_as(forced: Option<ForcedFormat>, name: &Path, head: &[u8]) -> Detected {
    match forced {
        Some(ForcedFormat::Text) => Detected::Text,
        Some(ForcedFormat::Shard(container)) => Detected::Shard(Format {
            container,
            compression: Compression::of_magic(head),
        }),
        None => detect(name, head),
    }
}

/// The first bytes of a file.
fn head(file: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let file = File::open(file)?;
    file.take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// Whether a file has a name as shards have. One that begins with `_` is of those that say something of a folder, as
/// `_labels.jsonl` and Hadoop's `_metadata` do.
pub(crate) fn looks_like_shard(path: &Path) -> bool {
    let Some(name) = path.file_name() else {
        return false;
    };
    let name = name.to_string_lossy().to_lowercase();
    let mut endings = name.rsplit('.');
    let last = endings.next().unwrap_or_default();
    let inner = if PACKINGS.contains(&last) {
        endings.next().unwrap_or_default()
    } else {
        last
    };
    name.contains('.') && !name.starts_with('_') && SHARD_ENDINGS.contains(&inner)
}
