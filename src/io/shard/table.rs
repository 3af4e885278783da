//! Shards that are tables: their rows are read as lines of JSON, as those of all shards, and written back into a copy
//! of the table that was read.
//!
//! Here alone it is known whether this program has any such format; [`crate::io::format::detect`] tells them anyway.

use crate::io::format::jsonl::fields::{FieldNames, Fields};
use crate::io::shard::job::{CutsAs, ShardOptions, TextAs};
#[cfg(feature = "parquet")]
use crate::io::shard::parquet::{compare, rows as parquet_rows, template::Template, write};
use std::fmt::Debug;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

#[cfg(not(feature = "parquet"))]
const NOT_BUILT: &str = "this dechaff was built without Parquet (feature `parquet`); build it with that, or convert the file to JSONL";

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

/// A table that is being written, rows as lines of JSON in the order of the template.
pub(crate) trait Table: Debug + Send {
    /// Adds rows.
    fn add(&mut self, rows: &[u8]) -> io::Result<()>;

    /// Ends the table: as many rows as the template has must have come. Its length in bytes, and their `blake3`.
    fn finish(self: Box<Self>) -> io::Result<(u64, blake3::Hash)>;
}

/// Rows of a table as lines of JSON, and the fields that they have.
pub(crate) type TableRows = (Box<dyn Read + Send>, Fields);

/// Reads a table. All of it is looked at, also columns that no field is in.
///
/// # Errors
///
/// Why it cannot be read, in words.
#[cfg(feature = "parquet")]
pub(crate) fn read_table(
    path: &Path,
    names: &FieldNames,
    progress: Arc<AtomicU64>,
) -> Result<TableRows, String> {
    parquet_rows::read_table(path, names, progress)
}

/// Reads certain fields of a table.
#[cfg(feature = "parquet")]
pub(crate) fn read_fields(path: &Path, fields: &Fields) -> io::Result<Box<dyn Read + Send>> {
    parquet_rows::read_fields(path, fields)
}

/// Whether such a table can be written.
///
/// # Errors
///
/// Where it cannot.
#[cfg(feature = "parquet")]
pub(crate) fn check_table(form: &TableForm<'_>) -> io::Result<()> {
    write::check(&Template::open(form)?, form)
}

/// Begins a table in a file. An error that the table that is read is at fault for is of the kind `InvalidData`.
#[cfg(feature = "parquet")]
pub(crate) fn write_table(form: &TableForm<'_>, to: File) -> io::Result<Box<dyn Table>> {
    let template = Template::open(form)?;
    Ok(Box::new(write::TableWriter::new(template, form, to)?))
}

/// What of a table, its text apart, is not as in another one; nothing where all is.
///
/// # Errors
///
/// Where one of them cannot be read.
#[cfg(feature = "parquet")]
pub(crate) fn difference(table: &TableForm<'_>, other: &Path) -> io::Result<Option<String>> {
    compare::difference(&Template::open(table)?, other)
}

#[cfg(not(feature = "parquet"))]
pub(crate) fn read_table(
    _path: &Path,
    _names: &FieldNames,
    _progress: Arc<AtomicU64>,
) -> Result<TableRows, String> {
    Err(NOT_BUILT.to_owned())
}

#[cfg(not(feature = "parquet"))]
pub(crate) fn read_fields(_path: &Path, _fields: &Fields) -> io::Result<Box<dyn Read + Send>> {
    Err(io::Error::other(NOT_BUILT))
}

#[cfg(not(feature = "parquet"))]
pub(crate) fn check_table(_form: &TableForm<'_>) -> io::Result<()> {
    Err(io::Error::other(NOT_BUILT))
}

#[cfg(not(feature = "parquet"))]
pub(crate) fn write_table(_form: &TableForm<'_>, _to: File) -> io::Result<Box<dyn Table>> {
    Err(io::Error::other(NOT_BUILT))
}

#[cfg(not(feature = "parquet"))]
pub(crate) fn difference(_table: &TableForm<'_>, _other: &Path) -> io::Result<Option<String>> {
    Err(io::Error::other(NOT_BUILT))
}

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
