//! The file from which another one takes all but its text.

use crate::io::format::parquet::columns::{Holds, find};
use crate::io::shard::added::{CUTS_FIELD, ORIGINAL_FIELD};
use crate::io::shard::parquet::rows::{ParquetFile, open};
use crate::io::shard::table_form::TableForm;
use parquet::bloom_filter::Sbbf;
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::reader::FileReader as _;
use parquet::schema::types::SchemaDescriptor;
use std::fs::File;
use std::io;

/// Longer Bloom filters are left out: they are read into memory. Writers make them of at most 1 MiB unless told.
const MOST_FILTER_BYTES: i32 = 16 << 20;

/// A file, and what of it goes where.
pub(crate) struct Template {
    pub(crate) reader: ParquetFile,
    /// The same file, to copy from.
    pub(crate) file: File,
    /// The text's column among the leaves.
    pub(crate) text: usize,
    /// Columns of the schema that are left out.
    pub(crate) dropped: Vec<&'static str>,
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rows = self.metadata().file_metadata().num_rows();
        f.debug_struct("Template")
            .field("rows", &rows)
            .finish_non_exhaustive()
    }
}

impl Template {
    pub(crate) fn open(form: &TableForm<'_>) -> io::Result<Self> {
        let reader = open(form.template)?;
        let schema = reader.metadata().file_metadata().schema_descr();
        let Some((text, Holds::Text)) = find(schema, form.text) else {
            return Err(io::Error::other(format!(
                "`{}` is no column of strings any more",
                form.text
            )));
        };
        let own = [ORIGINAL_FIELD, CUTS_FIELD];
        let has = |name: &&str| {
            schema
                .root_schema()
                .get_fields()
                .iter()
                .any(|field| field.name() == *name)
        };
        let wanted = [form.extra.original, form.extra.cuts];
        let twice = own
            .into_iter()
            .zip(wanted)
            .find(|(name, wanted)| *wanted && has(name));
        if let Some((name, _)) = twice {
            return Err(io::Error::other(format!(
                "it has a column `{name}` already; leave it out first"
            )));
        }
        let dropped = if form.drops_extra {
            own.into_iter().filter(has).collect()
        } else {
            Vec::new()
        };
        Ok(Self {
            file: File::open(form.template)?,
            text,
            dropped,
            reader,
        })
    }

    pub(crate) fn metadata(&self) -> &ParquetMetaData {
        self.reader.metadata()
    }

    pub(crate) fn schema(&self) -> &SchemaDescriptor {
        self.metadata().file_metadata().schema_descr()
    }

    /// Whether a leaf is left out.
    pub(crate) fn drops(&self, leaf: usize) -> bool {
        self.dropped
            .contains(&self.schema().get_column_root(leaf).name())
    }

    /// The text's column in the first row group.
    pub(crate) fn first_text(&self) -> Option<&ColumnChunkMetaData> {
        let first = self.metadata().row_groups().first();
        first.map(|group| group.column(self.text))
    }

    /// What is known of a column that is copied.
    pub(crate) fn chunk(
        &self,
        group: usize,
        leaf: usize,
    ) -> Result<ColumnCloseResult, ParquetError> {
        let metadata = self.metadata();
        let rows = metadata.row_group(group).num_rows();
        let mut chunk = metadata.row_group(group).column(leaf).clone();
        if chunk.dictionary_page_offset().is_some_and(|at| at <= 0) {
            // Some writers say 0 where there is none.
            chunk = chunk
                .into_builder()
                .set_dictionary_page_offset(None)
                .build()?;
        }
        let index = metadata.page_index_for_row_group(group);
        Ok(ColumnCloseResult {
            bytes_written: chunk.compressed_size().max(0).cast_unsigned(),
            rows_written: rows.max(0).cast_unsigned(),
            metadata: chunk,
            bloom_filter: self.bloom_filter(metadata.row_group(group).column(leaf)),
            column_index: index.column_index(leaf).cloned(),
            offset_index: index.offset_index(leaf).cloned(),
        })
    }

    /// The Bloom filter of a column that is copied; none where the file does not say how long it is, or it cannot be
    /// read: readers do without.
    fn bloom_filter(&self, chunk: &ColumnChunkMetaData) -> Option<Sbbf> {
        let len = chunk.bloom_filter_length()?;
        if !(1..=MOST_FILTER_BYTES).contains(&len) {
            return None;
        }
        Sbbf::read_from_column_chunk(chunk, &self.file).ok()?
    }
}
