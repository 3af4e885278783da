//! All columns of a file as lines of JSON.

use crate::io::format::jsonl::fields::FieldNames;
use crate::io::format::parquet::columns::fields_of;
use crate::io::shard::parquet::rows::open;
use crate::io::shard::table_form::TableRows;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::metadata::RowGroupMetaData;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many bytes of rows are decoded at once, unless one row has more, and how many rows at most.
const BATCH_BYTES: i64 = 1 << 20;
const BATCH_ROWS: i64 = 1024;

/// The rows of a file, all of their columns: nulls are written, numbers are, dates and times are strings, bytes are in
/// hex.
struct WholeRows {
    batches: ParquetRecordBatchReader,
    lines: Vec<u8>,
    at: usize,
    /// What a row is of the file, in bytes, for those who watch.
    row_bytes: f64,
    progress: Arc<AtomicU64>,
}

/// Finds the fields of a file and reads all of it.
///
/// # Errors
///
/// Why it cannot be read, in words.
pub(crate) fn read_whole_file(
    path: &Path,
    names: &FieldNames,
    progress: Arc<AtomicU64>,
) -> Result<TableRows, String> {
    let known = open(path).map_err(|error| error.to_string())?;
    let metadata = parquet::file::reader::FileReader::metadata(&known);
    let fields = fields_of(metadata.file_metadata().schema_descr(), names)?;
    let groups = metadata.row_groups();
    let len: i64 = groups.iter().map(RowGroupMetaData::compressed_size).sum();
    let size: i64 = groups.iter().map(RowGroupMetaData::total_byte_size).sum();
    let rows = metadata.file_metadata().num_rows().max(1);
    let batch = (BATCH_BYTES / (size / rows).max(1)).clamp(1, BATCH_ROWS);
    let file = File::open(path).map_err(|error| error.to_string())?;
    let builder =
        ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| error.to_string())?;
    let batches = builder.with_batch_size(usize::try_from(batch).expect("a batch is small"));
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let row_bytes = len as f64 / rows as f64;
    let rows = WholeRows {
        batches: batches.build().map_err(|error| error.to_string())?,
        lines: Vec::new(),
        at: 0,
        row_bytes,
        progress,
    };
    Ok((Box::new(rows), fields))
}

impl WholeRows {
    /// Makes the next lines; false where there are none.
    fn fill(&mut self) -> io::Result<bool> {
        self.lines.clear();
        self.at = 0;
        let Some(batch) = self.batches.next() else {
            return Ok(false);
        };
        let batch =
            batch.map_err(|error| io::Error::other(format!("a column is damaged: {error}")))?;
        let mut writer = WriterBuilder::new()
            .with_explicit_nulls(true)
            .build::<_, LineDelimited>(&mut self.lines);
        let written = writer.write(&batch).and_then(|()| writer.finish());
        written
            .map_err(|error| io::Error::other(format!("a column has no form in JSON: {error}")))?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a figure for people"
        )]
        let read = (batch.num_rows() as f64 * self.row_bytes) as u64;
        self.progress.fetch_add(read, Ordering::Relaxed);
        Ok(true)
    }
}

impl Read for WholeRows {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.at == self.lines.len() {
            if !self.fill()? {
                return Ok(0);
            }
        }
        let len = to.len().min(self.lines.len() - self.at);
        to[..len].copy_from_slice(&self.lines[self.at..self.at + len]);
        self.at += len;
        Ok(len)
    }
}
