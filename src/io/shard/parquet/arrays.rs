//! JSON values as columns.

use crate::io::format::jsonl::spelling::Spelled;
use crate::io::shard::parquet::kind::{Kind, columns};
use crate::io::shard::parquet::pairs::{Pairs, items};
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, ListArray, StringArray, StructArray,
    UInt64Array,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::sync::Arc;

/// A value of a row; none where the row lacks it.
pub(crate) type Value<'r> = Option<&'r RawValue>;

/// A column of values of that kind.
pub(crate) fn array(kind: &Kind, values: &[Value<'_>]) -> Result<ArrayRef, ArrowError> {
    let spelt = values.iter().map(|value| {
        let spelt = value.as_ref()?.get();
        (spelt != "null").then_some(spelt)
    });
    Ok(match (kind, kind.data_type()) {
        (Kind::List(kind), _) => list(kind, spelt)?,
        (Kind::Struct(fields), DataType::Struct(_)) => {
            let objects: Vec<Option<Pairs<'_>>> = spelt.map(|spelt| Pairs::read(spelt?)).collect();
            let columns = columns(fields);
            let arrays = arrays(fields, &objects)?;
            let nulls: NullBuffer = objects.iter().map(Option::is_some).collect();
            Arc::new(StructArray::try_new(columns, arrays, Some(nulls))?)
        }
        (_, DataType::Boolean) => Arc::new(
            spelt
                .map(|spelt| Some(spelt? == "true"))
                .collect::<BooleanArray>(),
        ),
        (_, DataType::Int64) => Arc::new(
            spelt
                .map(|spelt| spelt?.parse().ok())
                .collect::<Int64Array>(),
        ),
        (_, DataType::UInt64) => Arc::new(
            spelt
                .map(|spelt| spelt?.parse().ok())
                .collect::<UInt64Array>(),
        ),
        (_, DataType::Float64) => Arc::new(
            spelt
                .map(|spelt| spelt?.parse().ok())
                .collect::<Float64Array>(),
        ),
        _ => Arc::new(
            spelt
                .map(|spelt| Some(text(spelt?)))
                .collect::<StringArray>(),
        ),
    })
}

/// The columns of objects.
pub(crate) fn arrays(
    fields: &[(String, Kind)],
    objects: &[Option<Pairs<'_>>],
) -> Result<Vec<ArrayRef>, ArrowError> {
    let column = |(name, kind): &(String, Kind)| {
        let values = objects.iter();
        let values: Vec<Value<'_>> = values.map(|object| object.as_ref()?.get(name)).collect();
        array(kind, &values)
    };
    fields.iter().map(column).collect()
}

fn list<'r>(
    kind: &Kind,
    lists: impl Iterator<Item = Option<&'r str>>,
) -> Result<ArrayRef, ArrowError> {
    let lists: Vec<Option<Vec<&RawValue>>> = lists.map(|spelt| items(spelt?)).collect();
    let lengths = lists.iter().map(|list| list.as_ref().map_or(0, Vec::len));
    let offsets = OffsetBuffer::from_lengths(lengths);
    let nulls: NullBuffer = lists.iter().map(Option::is_some).collect();
    let values: Vec<Value<'_>> = lists.into_iter().flatten().flatten().map(Some).collect();
    let values = array(kind, &values)?;
    let list = ListArray::try_new(kind.element(), offsets, values, Some(nulls))?;
    Ok(Arc::new(list))
}

/// A value as text: of a string what it says, of anything else how it is spelt.
fn text(spelt: &str) -> Cow<'_, str> {
    let inner = spelt
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.map_or(Cow::Borrowed(spelt), |inner| {
        Spelled::new(inner).unescape().text
    })
}
