//! Files of shards and cuts, unpacked and line by line.

use crate::io::format::compression::Compression;
use crate::io::format::decompress::Decompress;
use crate::io::format::detect::{Container, Detected, HEAD_BYTES, detect};
use crate::io::format::pack_writer::PackWriter;
use crate::io::shard::restore_error::ShardRestoreError;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// Bytes of memory for windows of packed files.
const MEMORY: u64 = 1 << 31;

/// The lines of a file, unpacked.
pub(crate) struct Lines {
    reader: BufReader<Box<dyn Read>>,
    path: PathBuf,
    number: u64,
    line: Vec<u8>,
}

impl Lines {
    pub(crate) fn open(path: &Path) -> Result<Self, ShardRestoreError> {
        let reader = unpacked(path).map_err(|error| ShardRestoreError::Io {
            path: path.to_owned(),
            error,
        })?;
        Ok(Self::new(Box::new(reader), path))
    }

    /// The lines that a reader of this file makes.
    pub(crate) fn new(reader: Box<dyn Read>, path: &Path) -> Self {
        Self {
            reader: BufReader::new(reader),
            path: path.to_owned(),
            number: 0,
            line: Vec::new(),
        }
    }

    /// The next line without its end.
    pub(crate) fn next(&mut self) -> Result<Option<&[u8]>, ShardRestoreError> {
        self.line.clear();
        let read = self.reader.read_until(b'\n', &mut self.line);
        let read = read.map_err(|error| ShardRestoreError::Io {
            path: self.path.clone(),
            error,
        })?;
        self.number += 1;
        let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        Ok((read > 0).then_some(line))
    }

    pub(crate) fn damaged(&self, why: &impl ToString) -> ShardRestoreError {
        ShardRestoreError::Sidecar {
            path: self.path.clone(),
            line: self.number,
            why: why.to_string(),
        }
    }
}

/// A file's bytes, unpacked as its first ones say.
///
/// # Errors
///
/// Where it cannot be opened.
pub(crate) fn unpacked(path: &Path) -> io::Result<Decompress<BufReader<File>>> {
    Ok(Decompress::new(
        BufReader::new(File::open(path)?),
        packing_of(path)?,
        MEMORY,
    ))
}

/// Packs what is written to `to` as a file is packed: what is WARC with a member or frame for each record.
///
/// # Errors
///
/// Where the file cannot be read.
pub(crate) fn packer<W: Write>(like: &Path, to: W) -> io::Result<PackWriter<W>> {
    let mut head = Vec::new();
    File::open(like)?
        .take(HEAD_BYTES as u64)
        .read_to_end(&mut head)?;
    let packer = PackWriter::new(to, Compression::of_magic(&head));
    Ok(match detect(like, &head) {
        Detected::Shard(format) if format.container == Container::Warc => packer.at_flush(),
        _ => packer,
    })
}

/// How a file is packed.
fn packing_of(path: &Path) -> io::Result<Compression> {
    let mut head = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut head)?;
    Ok(Compression::of_magic(&head))
}
