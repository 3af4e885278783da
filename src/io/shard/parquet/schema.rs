//! The schema and the keys of a file that is written from another one.

use crate::io::shard::added::{CUTS_FIELD, ORIGINAL_FIELD};
use crate::io::shard::parquet::cut_column;
use crate::io::shard::parquet::template::Template;
use crate::io::shard::table_form::Extra;
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::{
    ARROW_SCHEMA_META_KEY, ArrowSchemaConverter, encode_arrow_schema, parquet_to_arrow_schema,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::{FileMetaData, KeyValue};
use parquet::schema::types::{Type, TypePtr};
use std::sync::Arc;

/// Where a file that has columns more keeps Arrow's schema as it was, for the way back.
const OLD_SCHEMA_KEY: &str = "dechaff:ARROW:schema";

/// Columns that are added, as far as writing needs their types.
pub(crate) fn extra_fields(extra: Extra) -> Vec<Field> {
    let original = extra
        .original
        .then(|| Field::new(ORIGINAL_FIELD, DataType::Utf8, true));
    let cuts = extra
        .cuts
        .then(|| Field::new(CUTS_FIELD, cut_column::data_type(), true));
    original.into_iter().chain(cuts).collect()
}

/// Columns that are added, as the file's schema has them.
pub(crate) fn extra_types(extra: Extra) -> Result<Vec<TypePtr>, ParquetError> {
    let schema = ArrowSchemaConverter::new().convert(&Schema::new(extra_fields(extra)))?;
    Ok(schema.root_schema().get_fields().to_vec())
}

/// The schema: that of the template itself where no column comes or goes.
pub(crate) fn root(template: &Template, extra: Extra) -> Result<TypePtr, ParquetError> {
    let root = template.schema().root_schema_ptr();
    let added = extra_types(extra)?;
    if added.is_empty() && template.dropped.is_empty() {
        return Ok(root);
    }
    let fields = root.get_fields().iter();
    let kept = fields
        .filter(|field| !template.dropped.contains(&field.name()))
        .cloned();
    let fields = kept.chain(added).collect();
    Ok(Arc::new(
        Type::group_type_builder(root.name())
            .with_fields(fields)
            .build()?,
    ))
}

/// The keys and values of the file. All are those of the template; Arrow's own schema, where there is one, follows
/// the columns that come or go.
pub(crate) fn keys(
    template: &Template,
    extra: Extra,
) -> Result<Option<Vec<KeyValue>>, ParquetError> {
    let metadata = template.metadata().file_metadata();
    let Some(mut keys) = metadata.key_value_metadata().cloned() else {
        return Ok(None);
    };
    let old = keys.iter().position(|pair| pair.key == OLD_SCHEMA_KEY);
    if let Some(at) = old.filter(|_| !template.dropped.is_empty()) {
        let old = keys.remove(at).value;
        set_schema(&mut keys, old);
    } else if extra != Extra::default()
        && let Some(schema) = arrow_schema(metadata)?
    {
        let own = keys.iter().find(|pair| pair.key == ARROW_SCHEMA_META_KEY);
        let old = own.and_then(|pair| pair.value.clone());
        let wider = encode_arrow_schema(&with_extra(&schema, template, extra));
        set_schema(&mut keys, Some(wider));
        keys.push(KeyValue::new(OLD_SCHEMA_KEY.to_owned(), old));
    }
    Ok(Some(keys))
}

fn set_schema(keys: &mut [KeyValue], schema: Option<String>) {
    let own = keys
        .iter_mut()
        .find(|pair| pair.key == ARROW_SCHEMA_META_KEY);
    if let Some(pair) = own {
        pair.value = schema;
    }
}

/// Arrow's schema with the columns that are added.
fn with_extra(schema: &Schema, template: &Template, extra: Extra) -> Schema {
    let text = text_type(schema, template);
    let added = extra_fields(extra).into_iter().map(|field| {
        let is_text = field.name() == ORIGINAL_FIELD;
        let own = is_text.then(|| field.clone().with_data_type(text.clone()));
        own.unwrap_or(field)
    });
    let fields = schema.fields().iter().map(|field| field.as_ref().clone());
    let fields: Vec<Field> = fields.chain(added).collect();
    Schema::new_with_metadata(fields, schema.metadata().clone())
}

/// The schema that Arrow keeps among the keys of a file, if there is one.
pub(crate) fn arrow_schema(metadata: &FileMetaData) -> Result<Option<Schema>, ParquetError> {
    let keys = metadata.key_value_metadata().into_iter().flatten();
    let own: Vec<KeyValue> = keys
        .filter(|pair| pair.key == ARROW_SCHEMA_META_KEY)
        .cloned()
        .collect();
    if own.is_empty() {
        return Ok(None);
    }
    parquet_to_arrow_schema(metadata.schema_descr(), Some(&own)).map(Some)
}

/// Arrow's type of the text.
fn text_type(schema: &Schema, template: &Template) -> DataType {
    let column = template.schema().column(template.text);
    let mut parts = column.path().parts().iter();
    let first = parts
        .next()
        .and_then(|name| schema.field_with_name(name).ok());
    let found = parts.try_fold(first, |field, name| {
        let DataType::Struct(fields) = field?.data_type() else {
            return None;
        };
        Some(
            fields
                .iter()
                .find(|field| field.name() == name)
                .map(AsRef::as_ref),
        )
    });
    found
        .flatten()
        .map_or(DataType::Utf8, |field| field.data_type().clone())
}
