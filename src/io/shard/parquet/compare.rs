//! Two files, compared column by column.

use crate::io::shard::parquet::rows::{ParquetFile, open};
use crate::io::shard::parquet::schema;
use crate::io::shard::parquet::template::Template;
use crate::io::shard::table_form::Extra;
use parquet::arrow::ARROW_SCHEMA_META_KEY;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{AsBytes as _, DataType};
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, RowGroupMetaData};
use parquet::file::reader::FileReader as _;
use std::io;
use std::path::Path;

/// How many rows are compared at once.
const ROWS: usize = 1024;

/// What of a file, its text and what a run added apart, is not as in another one.
pub(crate) fn table_difference(file: &Template, other: &Path) -> io::Result<Option<String>> {
    let other = open(other)?;
    let compare = || {
        if let Some(what) = forms(file, &other)? {
            return Ok(Some(what));
        }
        for group in 0..other.num_row_groups() {
            if let Some(what) = groups(file, &other, group)? {
                return Ok(Some(what));
            }
        }
        Ok(None)
    };
    compare().map_err(|error: ParquetError| io::Error::other(error))
}

/// Schema, keys and row groups.
fn forms(file: &Template, other: &ParquetFile) -> Result<Option<String>, ParquetError> {
    let metadata = other.metadata().file_metadata();
    if *schema::root(file, Extra::default())?.get_fields() != *metadata.schema().get_fields() {
        return Ok(Some("the schema differs".to_owned()));
    }
    let own = schema::keys(file, Extra::default())?.unwrap_or_default();
    let theirs = metadata.key_value_metadata().cloned().unwrap_or_default();
    let is_schema = |pair: &&KeyValue| pair.key == ARROW_SCHEMA_META_KEY;
    let others = |keys: &[KeyValue]| -> Vec<KeyValue> {
        keys.iter()
            .filter(|pair| !is_schema(pair))
            .cloned()
            .collect()
    };
    if others(&own) != others(&theirs) {
        return Ok(Some("the keys of the file differ".to_owned()));
    }
    if own.iter().find(is_schema) != theirs.iter().find(is_schema) {
        return Ok(Some("Arrow's schema differs".to_owned()));
    }
    let rows = |file: &ParquetFile| -> Vec<i64> {
        let groups = file.metadata().row_groups().iter();
        groups.map(RowGroupMetaData::num_rows).collect()
    };
    let same = rows(&file.reader) == rows(other);
    Ok((!same).then(|| "the row groups have other numbers of rows".to_owned()))
}

fn groups(
    file: &Template,
    other: &ParquetFile,
    number: usize,
) -> Result<Option<String>, ParquetError> {
    let (own, theirs) = (
        file.reader.get_row_group(number)?,
        other.get_row_group(number)?,
    );
    let kept = (0..file.schema().num_columns()).filter(|leaf| !file.drops(*leaf));
    for (at, leaf) in kept.enumerate() {
        if leaf == file.text {
            continue;
        }
        let (one, two) = (own.get_column_reader(leaf)?, theirs.get_column_reader(at)?);
        if let Some(value) = columns(one, two)? {
            let name = file.schema().column(leaf).path().string();
            return Ok(Some(format!(
                "column `{name}` of row group {number} differs from value {value} on"
            )));
        }
    }
    Ok(None)
}

/// The first value, from 0, after which two columns are not the same.
fn columns(one: ColumnReader, two: ColumnReader) -> Result<Option<usize>, ParquetError> {
    use ColumnReader as C;
    match (one, two) {
        (C::BoolColumnReader(one), C::BoolColumnReader(two)) => values(one, two),
        (C::Int32ColumnReader(one), C::Int32ColumnReader(two)) => values(one, two),
        (C::Int64ColumnReader(one), C::Int64ColumnReader(two)) => values(one, two),
        (C::Int96ColumnReader(one), C::Int96ColumnReader(two)) => values(one, two),
        (C::FloatColumnReader(one), C::FloatColumnReader(two)) => values(one, two),
        (C::DoubleColumnReader(one), C::DoubleColumnReader(two)) => values(one, two),
        (C::ByteArrayColumnReader(one), C::ByteArrayColumnReader(two)) => values(one, two),
        (C::FixedLenByteArrayColumnReader(one), C::FixedLenByteArrayColumnReader(two)) => {
            values(one, two)
        }
        _ => Ok(Some(0)),
    }
}

fn values<T: DataType>(
    mut one: ColumnReaderImpl<T>,
    mut two: ColumnReaderImpl<T>,
) -> Result<Option<usize>, ParquetError> {
    let mut before = 0;
    loop {
        let (own, theirs) = (some(&mut one)?, some(&mut two)?);
        // Bytes, so that one NaN is like another.
        let same = |(a, b): (&T::T, &T::T)| a.as_bytes() == b.as_bytes();
        let are_same = own.2.len() == theirs.2.len() && own.2.iter().zip(&theirs.2).all(same);
        if !are_same || own.0 != theirs.0 || own.1 != theirs.1 {
            return Ok(Some(before));
        }
        if own.2.is_empty() && own.0.is_empty() {
            return Ok(None);
        }
        before += own.2.len();
    }
}

/// Levels and values of a column.
type Levelled<T> = (Vec<i16>, Vec<i16>, Vec<T>);

/// The next rows, as many as are compared at once where there are as many.
fn some<T: DataType>(reader: &mut ColumnReaderImpl<T>) -> Result<Levelled<T::T>, ParquetError> {
    let (mut definitions, mut repetitions, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let mut missing = ROWS;
    while missing > 0 {
        let (read, ..) = reader.read_records(
            missing,
            Some(&mut definitions),
            Some(&mut repetitions),
            &mut values,
        )?;
        if read == 0 {
            break;
        }
        missing -= read;
    }
    Ok((definitions, repetitions, values))
}
