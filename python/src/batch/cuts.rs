//! Cuts as a column: `list<element: struct<start: int64, end: int64, rule: string, kind: string, text: string>>`,
//! the type that `dechaff clean --cuts column` writes into Parquet files. Spark takes lists with 32-bit offsets and
//! signed integers, and fields by their place.

use crate::batch::texts::BatchError;
use arrow_array::{ArrayRef, Int64Array, ListArray, StringArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field, FieldRef, Fields};
use dechaff::CutRecord;
use std::sync::Arc;

/// Most bytes that the texts of cuts of one batch may have: their places are counted in 32 bits.
const MOST_BYTES: usize = i32::MAX as usize;

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

/// The cuts of rows; none where a row has no text.
pub(crate) fn cut_column(rows: &[Option<Vec<CutRecord>>]) -> Result<ArrayRef, BatchError> {
    let cuts: Vec<&CutRecord> = rows.iter().flatten().flatten().collect();
    let bytes: usize = cuts.iter().map(|cut| cut.text.len()).sum();
    if bytes > MOST_BYTES {
        return Err(BatchError::TooLarge);
    }
    let number = |of: fn(&CutRecord) -> usize| -> ArrayRef {
        let numbers = cuts.iter().map(|cut| i64::try_from(of(cut)));
        Arc::new(Int64Array::from_iter_values(
            numbers.map(|number| number.unwrap_or(i64::MAX)),
        ))
    };
    let text = |of: fn(&CutRecord) -> &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(
            cuts.iter().map(|cut| of(cut)),
        ))
    };
    let columns = vec![
        number(|cut| cut.start),
        number(|cut| cut.end),
        text(|cut| &cut.rule),
        text(|cut| cut.kind.word()),
        text(|cut| &cut.text),
    ];
    let structs = StructArray::try_new(fields(), columns, None)?;
    let lengths = rows.iter().map(|row| row.as_ref().map_or(0, Vec::len));
    let nulls: NullBuffer = rows.iter().map(Option::is_some).collect();
    let list = ListArray::try_new(
        element(),
        OffsetBuffer::from_lengths(lengths),
        Arc::new(structs),
        Some(nulls),
    )?;
    Ok(Arc::new(list))
}
