//! What a file is, where somebody may have said so.

use crate::io::format::compression::Compression;
use crate::io::format::decompress::Decompress;
use crate::io::format::detect::{Container, Detected, Format, HEAD_BYTES, detect};
use crate::io::format::jsonl::fields::{FieldNames, Fields};
use crate::io::format::names::{PACKINGS, SHARD_ENDINGS};
use crate::io::source::own::own_rows;
use crate::io::source::skip_reason::SkipReason;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

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

    /// What the file is, and why it holds no pages though it is a shard, if its first rows say so. Reads some
    /// [`HEAD_BYTES`] of it, once.
    pub(crate) fn look(&self, file: &Path) -> io::Result<(Detected, Option<SkipReason>)> {
        if self.format == Some(ForcedFormat::Text) {
            return Ok((Detected::Text, None));
        }
        let head = head(file)?;
        let detected = detect_as(self.format, file, &head);
        let reason = match detected {
            Detected::Shard(format) => self.reason_to_skip(file, format, &head),
            _ => None,
        };
        Ok((detected, reason))
    }

    /// What a file of that name and those first bytes is.
    pub fn of_head(&self, name: &Path, head: &[u8]) -> Detected {
        detect_as(self.format, name, head)
    }

    /// Why a file whose bytes and name say that it is JSONL holds no pages, if its first rows say so: they are
    /// dechaff's own; or none of a .json file has a text, since folders of pages have many such that say something of
    /// them. Nothing where somebody said what the files are.
    fn reason_to_skip(&self, file: &Path, format: Format, head: &[u8]) -> Option<SkipReason> {
        if format.container != Container::Jsonl || self.is_forced() {
            return None;
        }
        let mut rows = Vec::new();
        let reader = Decompress::new(head, format.compression, 1 << 31);
        let _ = reader.take(HEAD_BYTES as u64).read_to_end(&mut rows); // it ends in mid-member
        let name = file.to_string_lossy().to_lowercase();
        let is_json = name.contains(".json") && !name.contains(".jsonl");
        let is_cut = rows.len() >= HEAD_BYTES;
        own_rows(&rows).or_else(|| {
            let lines = rows.split(|byte| *byte == b'\n');
            let has_none = is_json && !is_cut && Fields::choose(&self.fields, lines).is_err();
            has_none.then_some(SkipReason::Json)
        })
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
