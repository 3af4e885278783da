//! Which columns of a file are its fields.

use crate::io::format::jsonl::fields::{FieldNames, Fields};
use parquet::basic::{ConvertedType, LogicalType, Type};
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor};

/// A key of rows beside their fields: how deep a value that is null is null, where structs stand around it.
pub(crate) const LEVEL_KEY: &str = "dechaff_level";

/// What a column holds, where it may be a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Strings.
    Text,
    /// Whole numbers; whether they have a sign.
    Numbers { signed: bool },
}

/// The fields of a file.
///
/// # Errors
///
/// Where none of its columns holds texts: what to do, in words.
pub(crate) fn fields_of(schema: &SchemaDescriptor, names: &FieldNames) -> Result<Fields, String> {
    let is = |name: &str, numbers: bool| {
        find(schema, name).is_some_and(|(_, holds)| holds == Holds::Text || numbers)
    };
    Fields::of_columns(names, |name| is(name, false), |name| is(name, true)).ok_or_else(|| {
        let texts = schema
            .columns()
            .iter()
            .filter(|column| holds(column) == Some(Holds::Text));
        let texts: Vec<String> = texts.map(|column| column.path().string()).collect();
        let what = match &names.text {
            Some(name) => format!("`{name}` is no column of strings"),
            None => "no column has a usual name of a text".to_owned(),
        };
        match texts.as_slice() {
            [] => format!("{what}, and there is no other column of strings"),
            texts => format!(
                "{what}; give --text-field with one of: {}",
                texts.join(", ")
            ),
        }
    })
}

/// The column of a field, by its place among the leaves of the schema. A column whose own name has dots wins over
/// structs, as a key of a JSON row does.
pub(crate) fn find(schema: &SchemaDescriptor, path: &str) -> Option<(usize, Holds)> {
    let columns = schema.columns().iter().enumerate();
    let named = columns.filter(|(_, column)| column.path().string() == path);
    let (leaf, column) = named.min_by_key(|(_, column)| column.path().parts().len())?;
    Some((leaf, holds(column)?))
}

/// What a column holds. One within a list is no field: a row has many of its values.
fn holds(column: &ColumnDescriptor) -> Option<Holds> {
    if column.max_rep_level() > 0 {
        return None;
    }
    let logical = column.logical_type_ref();
    let unsigned = matches!(
        column.converted_type(),
        ConvertedType::UINT_8
            | ConvertedType::UINT_16
            | ConvertedType::UINT_32
            | ConvertedType::UINT_64
    );
    match (column.physical_type(), logical, column.converted_type()) {
        (Type::BYTE_ARRAY, Some(LogicalType::String), _)
        | (Type::BYTE_ARRAY, None, ConvertedType::UTF8) => Some(Holds::Text),
        (Type::INT32 | Type::INT64, None | Some(LogicalType::Integer(_)), converted)
            if is_integer(converted) =>
        {
            Some(Holds::Numbers { signed: !unsigned })
        }
        _ => None,
    }
}

/// Whether it is no date, time or decimal.
fn is_integer(converted: ConvertedType) -> bool {
    use ConvertedType as C;
    matches!(
        converted,
        C::NONE
            | C::INT_8
            | C::INT_16
            | C::INT_32
            | C::INT_64
            | C::UINT_8
            | C::UINT_16
            | C::UINT_32
            | C::UINT_64
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;
    use parquet::schema::parser::parse_message_type;
    use std::sync::Arc;

    fn schema(columns: &str) -> SchemaDescriptor {
        let text = format!("message m {{ {columns} }}");
        SchemaDescriptor::new(Arc::new(parse_message_type(&text).unwrap()))
    }

    #[test]
    fn fields_are_columns_of_strings_and_ids_whole_numbers_too() {
        let found = schema(
            "optional int64 id (INTEGER(64, false)); optional binary text (JSON);
             optional binary content (UTF8); optional binary raw;
             optional group tags (LIST) { repeated group list { optional binary body (STRING); } }
             optional group metadata { required binary url (STRING); optional int32 language (DATE); }",
        );
        let fields = fields_of(&found, &FieldNames::default()).unwrap();
        assert_eq!(
            fields.words(),
            "text in `content`, id in `id`, url in `metadata.url`"
        );
        assert_eq!(
            find(&found, "id"),
            Some((0, Holds::Numbers { signed: false }))
        );
        let names = |text: &str| FieldNames {
            text: Some(text.to_owned()),
            ..FieldNames::default()
        };
        let why = fields_of(&found, &names("raw")).unwrap_err();
        assert_eq!(
            why,
            "`raw` is no column of strings; give --text-field with one of: content, metadata.url"
        );
        assert!(fields_of(&found, &names("metadata.url")).is_ok());
        assert!(fields_of(&schema("optional int32 text;"), &FieldNames::default()).is_err());
    }
}
