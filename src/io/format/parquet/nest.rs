//! A column of texts as an array, with the structs that stand around it.

use arrow_array::{ArrayRef, StringArray, StructArray};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, Field, Fields};
use parquet::basic::Repetition;
use parquet::errors::ParquetError;
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};
use std::sync::Arc;

/// A text column and what stands around it, from the outside in.
#[derive(Debug, Clone)]
pub(crate) struct Nest {
    parts: Vec<(String, bool)>,
    /// The type of the outermost part, with nothing in it but what leads to the text.
    pub(crate) root: TypePtr,
}

impl Nest {
    pub(crate) fn new(schema: &SchemaDescriptor, leaf: usize) -> Result<Self, ParquetError> {
        let mut parts = Vec::new();
        let path = schema.column(leaf).path().parts().to_vec();
        let root = prune(&schema.get_column_root_ptr(leaf), &path[1..], &mut parts)?;
        Ok(Self { parts, root })
    }

    /// The field in Arrow's terms, as far as writing needs it.
    pub(crate) fn field(&self) -> Field {
        let mut parts = self.parts.iter().rev();
        let mut field: Option<Field> = None;
        for (name, is_optional) in &mut parts {
            let inner = match field.take() {
                None => DataType::Utf8,
                Some(field) => DataType::Struct(Fields::from(vec![field])),
            };
            field = Some(Field::new(name, inner, *is_optional));
        }
        field.expect("a path has a part")
    }

    /// Texts as an array; of those that are null, how deep they are.
    pub(crate) fn array(&self, texts: &[Result<String, i16>]) -> Result<ArrayRef, ParquetError> {
        let values = texts.iter().map(|text| text.as_deref().ok());
        let mut array: ArrayRef = Arc::new(values.collect::<StringArray>());
        let mut field = self.field();
        let mut types = Vec::new();
        while let DataType::Struct(inner) = field.data_type().clone() {
            let child = inner[0].as_ref().clone();
            types.push((inner, field.is_nullable()));
            field = child;
        }
        let mut level: i16 = types
            .iter()
            .map(|(_, is_optional)| i16::from(*is_optional))
            .sum();
        for (inner, is_optional) in types.into_iter().rev() {
            let is_there = |text: &Result<String, i16>| match text {
                Ok(_) => true,
                Err(depth) => *depth >= level,
            };
            let nulls = is_optional.then(|| texts.iter().map(is_there).collect::<NullBuffer>());
            let nested = StructArray::try_new(inner, vec![array], nulls);
            array = Arc::new(nested.map_err(|error| ParquetError::ArrowError(error.to_string()))?);
            level -= i16::from(is_optional);
        }
        Ok(array)
    }
}

/// A type with nothing in it but what leads along a path.
fn prune(
    of: &TypePtr,
    path: &[String],
    parts: &mut Vec<(String, bool)>,
) -> Result<TypePtr, ParquetError> {
    let info = of.get_basic_info();
    parts.push((
        info.name().to_owned(),
        info.repetition() == Repetition::OPTIONAL,
    ));
    let Some((first, rest)) = path.split_first() else {
        return Ok(Arc::clone(of));
    };
    let missing = || ParquetError::General(format!("`{first}` is not in the schema"));
    let inner = of
        .get_fields()
        .iter()
        .find(|field| field.name() == first)
        .ok_or_else(missing)?;
    let group = Type::group_type_builder(info.name())
        .with_repetition(info.repetition())
        .with_converted_type(info.converted_type())
        .with_logical_type(info.logical_type_ref().cloned())
        .with_id(info.has_id().then(|| info.id()))
        .with_fields(vec![prune(inner, rest, parts)?]);
    Ok(Arc::new(group.build()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;
    use arrow_array::Array as _;
    use parquet::schema::parser::parse_message_type;

    #[test]
    fn a_text_is_null_as_deep_as_it_was() {
        let schema = "message m {
            optional group a { required group b { optional group c {
                optional int32 n; optional binary text (STRING); } } } }";
        let schema = SchemaDescriptor::new(Arc::new(parse_message_type(schema).unwrap()));
        let nest = Nest::new(&schema, 1).unwrap();
        assert_eq!(
            nest.root.get_fields()[0].get_fields()[0].get_fields().len(),
            1
        );
        let array = nest
            .array(&[Ok("x".to_owned()), Err(0), Err(1), Err(2)])
            .unwrap();
        let a = array.as_any().downcast_ref::<StructArray>().unwrap();
        let b = a.column(0).as_any().downcast_ref::<StructArray>().unwrap();
        let c = b.column(0).as_any().downcast_ref::<StructArray>().unwrap();
        let nulls = |array: &dyn arrow_array::Array| -> Vec<bool> {
            (0..4).map(|row| array.is_null(row)).collect()
        };
        assert_eq!(nulls(a), [false, true, false, false]);
        assert_eq!(b.nulls(), None, "it is required");
        assert_eq!(nulls(c), [false, true, true, false]);
        assert_eq!(nulls(c.column(0)), [false, true, true, true]);
    }
}
