//! The rows of a Parquet file.

use crate::io::format::jsonl::fields::{FieldNames, Fields};
use crate::io::format::parquet::columns::fields_of;
use crate::io::format::parquet::rows::ParquetRows;
use crate::io::shard::table_form::TableRows;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::FileReader as _;
use parquet::file::serialized_reader::{ReadOptionsBuilder, SerializedFileReader};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// A file that was opened: its footer was read.
pub(crate) type ParquetFile = SerializedFileReader<File>;

/// Opens a file, with the index of its pages where it has one.
pub(crate) fn open(path: &Path) -> io::Result<ParquetFile> {
    let options = ReadOptionsBuilder::new().with_page_index().build();
    let opened = SerializedFileReader::new_with_options(File::open(path)?, options);
    let opened = match opened {
        Ok(opened) => opened,
        // An index is a help for readers alone: where it is damaged, what it leads to need not be.
        Err(_) => SerializedFileReader::new(File::open(path)?)
            .map_err(|error| io::Error::other(format!("not a whole Parquet file: {error}")))?,
    };
    refuse_apart(&opened)?;
    Ok(opened)
}

/// Refuses a file that keeps columns in others.
fn refuse_apart(file: &ParquetFile) -> io::Result<()> {
    let groups = file.metadata().row_groups().iter();
    let mut columns = groups.flat_map(RowGroupMetaData::columns);
    let apart = columns.find_map(|column| Some((column.column_path(), column.file_path()?)));
    apart.map_or(Ok(()), |(column, path)| {
        let column = column.string();
        let why = format!("column `{column}` is kept in another file, {path}, which is not read");
        Err(io::Error::other(why))
    })
}

/// Finds the fields of a file and reads them.
///
/// # Errors
///
/// Why it cannot be read, in words.
pub(crate) fn read_file(
    path: &Path,
    names: &FieldNames,
    progress: Arc<AtomicU64>,
) -> Result<TableRows, String> {
    let file = open(path).map_err(|error| error.to_string())?;
    let fields = fields_of(file.metadata().file_metadata().schema_descr(), names)?;
    let rows = ParquetRows::new(Arc::new(file), &fields, true, progress);
    Ok((Box::new(rows), fields))
}

/// Reads certain fields of a file.
pub(crate) fn read_file_fields(path: &Path, fields: &Fields) -> io::Result<Box<dyn Read + Send>> {
    let file = Arc::new(open(path)?);
    Ok(Box::new(ParquetRows::new(
        file,
        fields,
        false,
        Arc::default(),
    )))
}
