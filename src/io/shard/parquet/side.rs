//! The columns of a row group that are written anew: the text, and what a run adds.

use crate::io::format::jsonl::field_path::{FieldPath, Found, find};
use crate::io::format::parquet::columns::LEVEL_KEY;
use crate::io::format::parquet::nest::Nest;
use crate::io::shard::added::{CUTS_FIELD, ORIGINAL_FIELD};
use crate::io::shard::parquet::cut_column::{self, ColumnCut};
use crate::io::shard::parquet::schema::{extra_fields, extra_types};
use crate::io::shard::parquet::spill::Spilling;
use crate::io::shard::parquet::template::Template;
use crate::io::shard::table_form::{Extra, TableForm};
use arrow_array::{ArrayRef, StringArray};
use arrow_schema::Schema;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves,
};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use serde::Deserialize;
use std::io;
use std::sync::Arc;

/// Columns that grow until their row group is whole.
pub(crate) struct Side {
    nest: Nest,
    extra: Extra,
    schema: Arc<Schema>,
    factory: ArrowRowGroupWriterFactory,
    writers: Vec<ArrowColumnWriter>,
    /// Where rows have the text, its depth where it is null, the text as it was, and cuts.
    paths: [FieldPath; 4],
}

/// Rows of a row group, not written yet.
#[derive(Default)]
struct Columns {
    texts: Vec<Result<String, i16>>,
    originals: Vec<Option<String>>,
    cuts: Vec<Vec<ColumnCut>>,
}

impl Side {
    pub(crate) fn new(
        template: &Template,
        form: &TableForm<'_>,
        properties: &WriterPropertiesPtr,
    ) -> Result<Self, ParquetError> {
        let nest = Nest::new(template.schema(), template.text)?;
        let mut types = vec![Arc::clone(&nest.root)];
        types.extend(extra_types(form.extra)?);
        let root = Type::group_type_builder("schema")
            .with_fields(types)
            .build()?;
        let mut fields = vec![nest.field()];
        fields.extend(extra_fields(form.extra));
        let schema = Arc::new(Schema::new(fields));
        // Columns are made apart from the file, by the schema of a file that has them alone.
        let apart = SerializedFileWriter::new(io::sink(), Arc::new(root), Arc::clone(properties))?;
        let spilling = Arc::new(Spilling {
            folder: form.scratch.to_owned(),
        });
        let factory = ArrowRowGroupWriterFactory::new(&apart, Arc::clone(&schema));
        let factory = factory.with_page_store_factory(spilling);
        let paths = [form.text, LEVEL_KEY, ORIGINAL_FIELD, CUTS_FIELD].map(FieldPath::new);
        Ok(Self {
            nest,
            extra: form.extra,
            schema,
            writers: factory.create_column_writers(0)?,
            factory,
            paths,
        })
    }

    /// Adds rows, one JSON object a line.
    pub(crate) fn add(&mut self, lines: &[&[u8]]) -> Result<(), ParquetError> {
        let mut columns = Columns::default();
        for line in lines {
            let line = std::str::from_utf8(line).map_err(|error| no_row(&error))?;
            let found = find(line, &self.paths.each_ref()).map_err(|error| no_row(&error))?;
            columns.add(&found)?;
        }
        let mut arrays = vec![self.nest.array(&columns.texts)?];
        if self.extra.original {
            let originals: ArrayRef =
                Arc::new(columns.originals.into_iter().collect::<StringArray>());
            arrays.push(originals);
        }
        if self.extra.cuts {
            arrays.push(cut_column::array(&columns.cuts)?);
        }
        let mut writers = self.writers.iter_mut();
        for (field, array) in self.schema.fields().iter().zip(&arrays) {
            for leaf in compute_leaves(field, array)? {
                writers
                    .next()
                    .expect("every leaf has a writer")
                    .write(&leaf)?;
            }
        }
        Ok(())
    }

    /// The columns of the row group, and on to the next one: the text's first.
    pub(crate) fn finish(&mut self) -> Result<Vec<ArrowColumnChunk>, ParquetError> {
        let next = self.factory.create_column_writers(0)?;
        let writers = std::mem::replace(&mut self.writers, next);
        writers.into_iter().map(ArrowColumnWriter::close).collect()
    }
}

impl Columns {
    fn add(&mut self, found: &[Found<'_>]) -> Result<(), ParquetError> {
        let [text, level, original, cuts] = [0, 1, 2, 3].map(|slot| found[slot].value);
        let text: Option<String> = read(text)?;
        let level: Option<i16> = read(level)?;
        self.texts.push(text.ok_or(level.unwrap_or(0)));
        self.originals.push(read(original)?);
        self.cuts
            .push(read::<Vec<ColumnCut>>(cuts)?.unwrap_or_default());
        Ok(())
    }
}

fn read<'r, T: Deserialize<'r>>(value: Option<&'r str>) -> Result<Option<T>, ParquetError> {
    match value {
        None => Ok(None),
        Some(value) => serde_json::from_str(value).map_err(|error| no_row(&error)),
    }
}

fn no_row(error: &dyn std::fmt::Display) -> ParquetError {
    ParquetError::General(format!("no row of a table: {error}"))
}
