//! What is said of a table that is read or written, of whatever format.
#![cfg_attr(
    not(feature = "parquet"),
    allow(dead_code, reason = "no format of tables is built in")
)]

use crate::io::format::jsonl::fields::Fields;
use crate::io::shard::job::{CutsAs, ShardOptions, TextAs};
use std::fmt::Debug;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// Columns that are written beside those that were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Extra {
    /// The text as it was.
    pub(crate) original: bool,
    /// A list of cuts.
    pub(crate) cuts: bool,
}

impl Extra {
    /// What a run adds.
    pub(crate) fn of(options: &ShardOptions) -> Self {
        Self {
            original: options.text == TextAs::Both,
            cuts: options.cuts == CutsAs::Column,
        }
    }
}

/// How a table is written from another one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TableForm<'f> {
    /// The table from which all but the text comes.
    pub(crate) template: &'f Path,
    /// The text's column.
    pub(crate) text: &'f str,
    pub(crate) extra: Extra,
    /// Whether columns that a run added are left out again.
    pub(crate) drops_extra: bool,
    /// The packer's level; 0 takes its default.
    pub(crate) level: u8,
    /// A folder for what memory should not hold.
    pub(crate) scratch: &'f Path,
}

/// How a table is made of rows alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewTable<'f> {
    /// The text's column.
    pub(crate) text: &'f str,
    pub(crate) extra: Extra,
    /// The packer's level; 0 takes its default.
    pub(crate) level: u8,
    /// A folder for what memory should not hold.
    pub(crate) scratch: &'f Path,
}

/// A table that is being written, rows as lines of JSON, in the order of the template if it has one.
pub(crate) trait Table: Debug + Send {
    /// Adds rows.
    fn add(&mut self, rows: &[u8]) -> io::Result<()>;

    /// Ends the table: as many rows as a template has must have come. Its length in bytes, and their `blake3`.
    fn finish(self: Box<Self>) -> io::Result<(u64, blake3::Hash)>;
}

/// Rows of a table as lines of JSON, and the fields that they have.
pub(crate) type TableRows = (Box<dyn Read + Send>, Fields);

/// A file that is hashed while it is written.
#[derive(Debug)]
pub(crate) struct HashedFile {
    file: File,
    pub(crate) len_bytes: u64,
    pub(crate) hash: blake3::Hasher,
}

impl HashedFile {
    pub(crate) fn new(file: File) -> Self {
        Self {
            file,
            len_bytes: 0,
            hash: blake3::Hasher::new(),
        }
    }
}

impl Write for HashedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.len_bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
