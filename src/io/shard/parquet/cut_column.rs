//! Cuts as a column: `list<struct<start: int64, end: int64, rule: string, kind: string, text: string>>`.

use arrow_array::{ArrayRef, Int64Array, ListArray, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, FieldRef, Fields};
use parquet::errors::ParquetError;
use serde::Deserialize;
use std::sync::Arc;

/// A cut, as rows of shards hold it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct ColumnCut {
    start: i64,
    end: i64,
    rule: String,
    kind: String,
    text: String,
}

/// The type of the list.
pub(crate) fn data_type() -> DataType {
    DataType::List(element())
}

fn element() -> FieldRef {
    Arc::new(Field::new("element", DataType::Struct(fields()), true))
}

fn fields() -> Fields {
    let number = |name| Field::new(name, DataType::Int64, true);
    let text = |name| Field::new(name, DataType::Utf8, true);
    Fields::from(vec![
        number("start"),
        number("end"),
        text("rule"),
        text("kind"),
        text("text"),
    ])
}

/// The cuts of rows.
pub(crate) fn array(rows: &[Vec<ColumnCut>]) -> Result<ArrayRef, ParquetError> {
    let number = |of: fn(&ColumnCut) -> i64| -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(rows.iter().flatten().map(of)))
    };
    let text = |of: fn(&ColumnCut) -> &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(rows.iter().flatten().map(of)))
    };
    let columns = vec![
        number(|cut| cut.start),
        number(|cut| cut.end),
        text(|cut| &cut.rule),
        text(|cut| &cut.kind),
        text(|cut| &cut.text),
    ];
    let wrong = |error: arrow_schema::ArrowError| ParquetError::ArrowError(error.to_string());
    let cuts = StructArray::try_new(fields(), columns, None).map_err(wrong)?;
    let offsets = OffsetBuffer::from_lengths(rows.iter().map(Vec::len));
    let list = ListArray::try_new(element(), offsets, Arc::new(cuts), None).map_err(wrong)?;
    Ok(Arc::new(list))
}
