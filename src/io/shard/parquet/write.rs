//! A Parquet file that is written from another one: its text anew, all other columns as the bytes that they were.

use crate::io::shard::added::ORIGINAL_FIELD;
use crate::io::shard::parquet::fault::io_error;
use crate::io::shard::parquet::schema;
use crate::io::shard::parquet::side::Side;
use crate::io::shard::parquet::template::Template;
use crate::io::shard::table_form::{HashedFile, Table, TableForm};
use parquet::basic::{BrotliLevel, Compression, CompressionCodec, GzipLevel, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, TypePtr};
use std::fs::File;
use std::io;
use std::sync::Arc;

/// A file that grows by row groups.
pub(crate) struct TableWriter {
    template: Template,
    side: Side,
    out: SerializedFileWriter<HashedFile>,
    /// The row group at hand, and its rows so far.
    group: usize,
    rows: i64,
}

impl std::fmt::Debug for TableWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableWriter")
            .field("template", &self.template)
            .field("group", &self.group)
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

impl TableWriter {
    pub(crate) fn new(template: Template, form: &TableForm<'_>, to: File) -> io::Result<Self> {
        let (side, root, properties) = begin(&template, form).map_err(io_error)?;
        let out = SerializedFileWriter::new(HashedFile::new(to), root, properties);
        Ok(Self {
            template,
            side,
            out: out.map_err(io_error)?,
            group: 0,
            rows: 0,
        })
    }

    /// Rows that the row group at hand lacks; none where there is no group any more.
    fn missing(&self) -> Option<i64> {
        let groups = self.template.metadata().row_groups();
        groups
            .get(self.group)
            .map(|group| group.num_rows() - self.rows)
    }

    fn add_lines(&mut self, rows: &[u8]) -> Result<(), ParquetError> {
        if i32::try_from(rows.len()).is_err() {
            return Err(ParquetError::General(
                "a row is longer than 2 GiB".to_owned(),
            ));
        }
        let lines: Vec<&[u8]> = rows.split(|byte| *byte == b'\n').collect();
        let mut lines = lines.as_slice();
        lines = lines.strip_suffix(&[&b""[..]]).unwrap_or(lines);
        while !lines.is_empty() {
            let Some(missing) = self.missing() else {
                return Err(ParquetError::General(
                    "more rows came than were read".to_owned(),
                ));
            };
            let count = lines.len().min(usize::try_from(missing).unwrap_or(0));
            let (now, later) = lines.split_at(count);
            if count > 0 {
                self.side.add(now)?;
            }
            self.rows += i64::try_from(count).expect("as many as were missing");
            lines = later;
            self.end_full_groups()?;
        }
        Ok(())
    }

    fn end_full_groups(&mut self) -> Result<(), ParquetError> {
        while self.missing() == Some(0) {
            self.end_group()?;
        }
        Ok(())
    }

    fn end_group(&mut self) -> Result<(), ParquetError> {
        let template = &self.template;
        let mut chunks = self.side.finish()?.into_iter();
        let text = chunks.next().expect("the text has a column");
        let mut text = Some(text);
        let mut group = self.out.next_row_group()?;
        for leaf in 0..template.schema().num_columns() {
            if leaf == template.text {
                let text = text.take().expect("one column is the text");
                text.append_to_row_group(&mut group)?;
            } else if !template.drops(leaf) {
                group.append_column(&template.file, template.chunk(self.group, leaf)?)?;
            }
        }
        for chunk in chunks {
            chunk.append_to_row_group(&mut group)?;
        }
        group.close()?;
        self.group += 1;
        self.rows = 0;
        Ok(())
    }

    fn end(mut self) -> Result<HashedFile, ParquetError> {
        self.end_full_groups()?;
        if let Some(missing) = self.missing() {
            let why = format!("{missing} rows of row group {} did not come", self.group);
            return Err(ParquetError::General(why));
        }
        self.out.into_inner()
    }
}

impl Table for TableWriter {
    fn add(&mut self, rows: &[u8]) -> io::Result<()> {
        self.add_lines(rows).map_err(io_error)
    }

    fn finish(self: Box<Self>) -> io::Result<(u64, blake3::Hash)> {
        let file = self.end().map_err(io_error)?;
        Ok((file.len_bytes, file.hash.finalize()))
    }
}

/// Whether a file can be written from another one, before any of it is.
pub(crate) fn check(template: &Template, form: &TableForm<'_>) -> io::Result<()> {
    begin(template, form).map(drop).map_err(io_error)
}

type Begun = (Side, TypePtr, WriterPropertiesPtr);

fn begin(template: &Template, form: &TableForm<'_>) -> Result<Begun, ParquetError> {
    let properties = Arc::new(properties(template, form)?);
    let side = Side::new(template, form, &properties)?;
    Ok((side, schema::root(template, form.extra)?, properties))
}

/// How new columns are written: the text packed and coded as it was.
fn properties(template: &Template, form: &TableForm<'_>) -> Result<WriterProperties, ParquetError> {
    let metadata = template.metadata();
    let has_index = metadata.page_index().is_some();
    let codec = template
        .first_text()
        .map(ColumnChunkMetaData::compression_codec);
    let codec = codec.unwrap_or(CompressionCodec::ZSTD);
    let text = template.schema().column(template.text).path().clone();
    let statistics = if has_index {
        EnabledStatistics::Page
    } else {
        EnabledStatistics::Chunk
    };
    let has_dictionary = template
        .first_text()
        .is_some_and(|text| text.dictionary_page_offset().is_some());
    let original = ColumnPath::from(ORIGINAL_FIELD);
    let mut properties = WriterProperties::builder()
        .set_compression(compression(codec, form.level)?)
        .set_statistics_enabled(statistics)
        .set_column_dictionary_enabled(text, has_dictionary)
        .set_column_dictionary_enabled(original, has_dictionary)
        .set_offset_index_disabled(!has_index)
        .set_key_value_metadata(schema::keys(template, form.extra)?)
        .set_sorting_columns(sorting(template));
    if let Some(name) = metadata.file_metadata().created_by() {
        // Readers judge by it how far they can trust what stands in the columns that are copied.
        properties = properties.set_created_by(name.to_owned());
    }
    Ok(properties.build())
}

/// By which columns all row groups say that they are sorted, if the text is none of them.
fn sorting(template: &Template) -> Option<Vec<SortingColumn>> {
    let mut groups = template.metadata().row_groups().iter();
    let first = groups.next()?.sorting_columns()?;
    let is_text = |column: &SortingColumn| {
        usize::try_from(column.column_idx).is_ok_and(|leaf| leaf == template.text)
    };
    let same = groups.all(|group| group.sorting_columns() == Some(first));
    (same && !first.iter().any(is_text)).then(|| first.clone())
}

fn compression(codec: CompressionCodec, level: u8) -> Result<Compression, ParquetError> {
    let asked = (level > 0).then_some(level);
    Ok(match codec {
        CompressionCodec::UNCOMPRESSED => Compression::UNCOMPRESSED,
        CompressionCodec::SNAPPY => Compression::SNAPPY,
        CompressionCodec::GZIP => Compression::GZIP(match asked {
            Some(level) => GzipLevel::try_new(u32::from(level.min(9)))?,
            None => GzipLevel::default(),
        }),
        CompressionCodec::BROTLI => Compression::BROTLI(match asked {
            Some(level) => BrotliLevel::try_new(u32::from(level.min(11)))?,
            None => BrotliLevel::default(),
        }),
        CompressionCodec::LZ4 | CompressionCodec::LZ4_RAW => Compression::LZ4_RAW,
        _ => Compression::ZSTD(ZstdLevel::try_new(i32::from(asked.unwrap_or(3)))?),
    })
}
