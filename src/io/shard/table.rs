//! Shards that are tables: their rows are read as lines of JSON, as those of all shards, and written back into a copy
//! of the table that was read.
//!
//! Here alone it is known whether this program has any such format; [`crate::io::format::detect`] tells them anyway.

use crate::io::format::jsonl::fields::{FieldNames, Fields};
#[cfg(feature = "parquet")]
use crate::io::shard::parquet::compare::table_difference;
#[cfg(feature = "parquet")]
use crate::io::shard::parquet::made::MadeTable;
#[cfg(feature = "parquet")]
use crate::io::shard::parquet::rows::{read_file, read_file_fields};
#[cfg(feature = "parquet")]
use crate::io::shard::parquet::template::Template;
#[cfg(feature = "parquet")]
use crate::io::shard::parquet::whole::read_whole_file;
#[cfg(feature = "parquet")]
use crate::io::shard::parquet::write::{TableWriter, check};
use crate::io::shard::table_form::{NewTable, Table, TableForm, TableRows};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

#[cfg(not(feature = "parquet"))]
const NOT_BUILT: &str = "this dechaff was built without Parquet (feature `parquet`); build it with that, or convert the file to JSONL";

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
    read_file(path, names, progress)
}

/// Reads a table, all of its columns.
///
/// # Errors
///
/// Why it cannot be read, in words.
#[cfg(feature = "parquet")]
pub(crate) fn read_whole_table(
    path: &Path,
    names: &FieldNames,
    progress: Arc<AtomicU64>,
) -> Result<TableRows, String> {
    read_whole_file(path, names, progress)
}

/// Begins a table that has nothing but rows, in a file.
#[cfg(feature = "parquet")]
pub(crate) fn make_table(form: &NewTable<'_>, to: File) -> io::Result<Box<dyn Table>> {
    Ok(Box::new(MadeTable::new(form, to)?))
}

/// Reads certain fields of a table.
#[cfg(feature = "parquet")]
pub(crate) fn read_fields(path: &Path, fields: &Fields) -> io::Result<Box<dyn Read + Send>> {
    read_file_fields(path, fields)
}

/// Whether such a table can be written.
///
/// # Errors
///
/// Where it cannot.
#[cfg(feature = "parquet")]
pub(crate) fn check_table(form: &TableForm<'_>) -> io::Result<()> {
    check(&Template::open(form)?, form)
}

/// Begins a table in a file. An error that the table that is read is at fault for is of the kind `InvalidData`.
#[cfg(feature = "parquet")]
pub(crate) fn write_table(form: &TableForm<'_>, to: File) -> io::Result<Box<dyn Table>> {
    let template = Template::open(form)?;
    Ok(Box::new(TableWriter::new(template, form, to)?))
}

/// What of a table, its text apart, is not as in another one; nothing where all is.
///
/// # Errors
///
/// Where one of them cannot be read.
#[cfg(feature = "parquet")]
pub(crate) fn difference(table: &TableForm<'_>, other: &Path) -> io::Result<Option<String>> {
    table_difference(&Template::open(table)?, other)
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
pub(crate) fn read_whole_table(
    _path: &Path,
    _names: &FieldNames,
    _progress: Arc<AtomicU64>,
) -> Result<TableRows, String> {
    Err(NOT_BUILT.to_owned())
}

#[cfg(not(feature = "parquet"))]
pub(crate) fn make_table(_form: &NewTable<'_>, _to: File) -> io::Result<Box<dyn Table>> {
    Err(io::Error::other(NOT_BUILT))
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
