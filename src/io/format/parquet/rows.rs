//! The fields of a file's rows as lines of JSON.
//!
//! A line has the text under its path, written as one key, so also id, url and language; where a text is null within
//! structs, it says how deep. Reading is what [`ParquetRows`] does as a stream of such lines, so that all that reads
//! JSONL reads Parquet.

use crate::io::format::jsonl::fields::Fields;
use crate::io::format::parquet::columns::{Holds, LEVEL_KEY, find};
use crate::io::format::parquet::leaf::Leaf;
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::{ChunkReader, FileReader as _};
use parquet::file::serialized_reader::SerializedFileReader;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many bytes of rows are decoded at once, unless one row has more.
const BATCH_BYTES: i64 = 1 << 20;
/// How many rows are decoded at once at most.
const BATCH_ROWS: i64 = 1024;

/// A field of the rows.
struct Field {
    /// Its key in JSON, with what stands around it.
    before: Vec<u8>,
    leaf: usize,
    holds: Holds,
    full: i16,
}

/// The rows of a file as lines of JSON.
pub(crate) struct ParquetRows<R: ChunkReader> {
    file: Arc<SerializedFileReader<R>>,
    fields: Vec<Field>,
    /// Leaves whose pages are looked at as well: those that nobody decodes.
    others: Vec<usize>,
    /// The next row group.
    group: usize,
    leaves: Vec<Leaf>,
    /// Rows of the group that were not decoded, and decoded rows that were not handed on.
    left: i64,
    ready: i64,
    batch_rows: i64,
    row: u64,
    line: Vec<u8>,
    at: usize,
    progress: Arc<AtomicU64>,
}

impl<R: ChunkReader + 'static> ParquetRows<R> {
    /// The rows of a file. Where `checks_all`, pages of all other columns are read and held against their checksums,
    /// too. Bytes that were read are added to `progress`.
    pub(crate) fn new(
        file: Arc<SerializedFileReader<R>>,
        fields: &Fields,
        checks_all: bool,
        progress: Arc<AtomicU64>,
    ) -> Self {
        let schema = file.metadata().file_metadata().schema_descr();
        let mut chosen: Vec<Field> = Vec::new();
        for path in fields.paths() {
            let Some((leaf, holds)) = find(schema, path.written()) else {
                continue;
            };
            if chosen.iter().any(|field| field.leaf == leaf) {
                continue; // an id that is the url, for one
            }
            let mut before = vec![if chosen.is_empty() { b'{' } else { b',' }];
            serde_json::to_writer(&mut before, path.written()).expect("a string is JSON");
            before.push(b':');
            let full = schema.column(leaf).max_def_level();
            chosen.push(Field {
                before,
                leaf,
                holds,
                full,
            });
        }
        let is_other = |leaf: &usize| checks_all && chosen.iter().all(|field| field.leaf != *leaf);
        let others = (0..schema.num_columns()).filter(is_other).collect();
        Self {
            file,
            fields: chosen,
            others,
            group: 0,
            leaves: Vec::new(),
            left: 0,
            ready: 0,
            batch_rows: 1,
            row: 0,
            line: Vec::new(),
            at: 0,
            progress,
        }
    }

    /// Makes the next line; false where there is none.
    fn next_line(&mut self) -> Result<bool, String> {
        while self.ready == 0 {
            if self.left == 0 && !self.open_group()? {
                return Ok(false);
            }
            self.decode()?;
        }
        self.ready -= 1;
        self.row += 1;
        self.line.clear();
        self.at = 0;
        let mut depth = None;
        for (number, (field, leaf)) in self.fields.iter().zip(&mut self.leaves).enumerate() {
            self.line.extend_from_slice(&field.before);
            let level = leaf.push_json(&mut self.line);
            let level = level.map_err(|why| format!("row {}: {why}", self.row))?;
            if number == 0 && field.full > 1 {
                depth = level;
            }
        }
        if let Some(level) = depth {
            self.line
                .extend_from_slice(format!(",\"{LEVEL_KEY}\":{level}").as_bytes());
        }
        self.line.extend_from_slice(b"}\n");
        Ok(true)
    }

    fn decode(&mut self) -> Result<(), String> {
        let rows = self.left.min(self.batch_rows);
        let count = usize::try_from(rows).expect("a batch is small");
        for (field, leaf) in self.fields.iter().zip(&mut self.leaves) {
            leaf.read(count)
                .map_err(|error| damage(&self.file, self.group - 1, field.leaf, &error))?;
        }
        self.left -= rows;
        self.ready = rows;
        Ok(())
    }

    /// Opens the next row group that has rows, and looks at the pages of its other columns.
    fn open_group(&mut self) -> Result<bool, String> {
        while self.group < self.file.num_row_groups() {
            let number = self.group;
            self.group += 1;
            let metadata = self.file.metadata().row_group(number);
            let bytes: i64 = metadata
                .columns()
                .iter()
                .map(ColumnChunkMetaData::compressed_size)
                .sum();
            self.check_pages(number)?;
            self.progress
                .fetch_add(bytes.max(0).cast_unsigned(), Ordering::Relaxed);
            self.left = metadata.num_rows();
            if self.left < 0 {
                return Err(format!(
                    "row group {number} says that it has {} rows",
                    self.left
                ));
            }
            if self.left == 0 {
                continue;
            }
            let read = self
                .fields
                .iter()
                .map(|field| metadata.column(field.leaf).uncompressed_size());
            let row_bytes = (read.sum::<i64>() / self.left).max(1);
            self.batch_rows = (BATCH_BYTES / row_bytes).clamp(1, BATCH_ROWS);
            self.open_leaves(number)?;
            return Ok(true);
        }
        Ok(false)
    }

    fn open_leaves(&mut self, number: usize) -> Result<(), String> {
        let group = self
            .file
            .get_row_group(number)
            .map_err(|error| error.to_string())?;
        self.leaves.clear();
        for field in &self.fields {
            let reader = group.get_column_reader(field.leaf);
            let reader = reader.map_err(|error| damage(&self.file, number, field.leaf, &error))?;
            self.leaves.push(Leaf::new(reader, field.holds, field.full));
        }
        Ok(())
    }

    /// Unpacks the pages of columns that are copied as they are: what is damaged must not pass for whole.
    fn check_pages(&self, number: usize) -> Result<(), String> {
        let group = self
            .file
            .get_row_group(number)
            .map_err(|error| error.to_string())?;
        for leaf in &self.others {
            let damaged = |error| damage(&self.file, number, *leaf, &error);
            let mut pages = group.get_column_page_reader(*leaf).map_err(damaged)?;
            while pages.get_next_page().map_err(damaged)?.is_some() {}
        }
        Ok(())
    }
}

impl<R: ChunkReader + 'static> Read for ParquetRows<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let mut len = 0;
        while len < to.len() {
            if self.at == self.line.len() && !self.next_line().map_err(io::Error::other)? {
                break;
            }
            let more = (self.line.len() - self.at).min(to.len() - len);
            to[len..len + more].copy_from_slice(&self.line[self.at..self.at + more]);
            self.at += more;
            len += more;
        }
        Ok(len)
    }
}

/// Says where a file is damaged.
fn damage<R: ChunkReader + 'static>(
    file: &SerializedFileReader<R>,
    group: usize,
    leaf: usize,
    error: &ParquetError,
) -> String {
    let schema = file.metadata().file_metadata().schema_descr();
    let column = schema.column(leaf).path().string();
    format!("column `{column}` of row group {group} is damaged: {error}")
}
