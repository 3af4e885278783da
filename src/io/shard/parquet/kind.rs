//! Of what type a column must be that holds certain JSON values, each as exactly as a column can.

use crate::io::shard::parquet::pairs::{Pairs, items};
use arrow_schema::{DataType, Field, FieldRef, Fields};
use serde_json::value::RawValue;
use std::sync::Arc;

/// Objects and lists within more of them than this stand as text.
const MOST_DEPTH: usize = 12;
/// Objects of more keys than this are no structs: their keys are data.
const MOST_KEYS: usize = 256;
/// Digits that a double keeps.
const FLOAT_DIGITS: usize = 17;
/// Whole numbers up to this are doubles, too.
const MOST_WHOLE: i128 = 1 << 53;

/// What values are, all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// None was seen, but for nulls.
    #[default]
    Nothing,
    Bool,
    /// Whole numbers between these.
    Whole(i128, i128),
    Float,
    /// Strings; whatever is none stands as it is spelt in JSON.
    Text,
    List(Box<Kind>),
    Struct(Vec<(String, Kind)>),
}

impl Kind {
    /// Takes one value more into account. O(n) in its bytes.
    pub(crate) fn add(&mut self, value: &RawValue) {
        self.add_at(value, 0);
    }

    fn add_at(&mut self, value: &RawValue, depth: usize) {
        let spelt = value.get();
        let seen = match spelt.as_bytes().first() {
            Some(b'n') | None => return,
            _ if *self == Self::Text => return,
            Some(b't' | b'f') => Self::Bool,
            Some(b'{') if depth < MOST_DEPTH => return self.add_object(spelt, depth),
            Some(b'[') if depth < MOST_DEPTH => return self.add_list(spelt, depth),
            Some(b'"' | b'{' | b'[') => Self::Text,
            Some(_) => number(spelt),
        };
        *self = match (std::mem::take(self), seen) {
            (Self::Nothing, seen) => seen,
            (Self::Whole(least, most), Self::Whole(low, high)) => {
                whole(least.min(low), most.max(high))
            }
            (Self::Whole(least, most), Self::Float) | (Self::Float, Self::Whole(least, most))
                if -MOST_WHOLE <= least && most <= MOST_WHOLE =>
            {
                Self::Float
            }
            (was, seen) if was == seen => was,
            _ => Self::Text,
        };
    }

    fn add_object(&mut self, spelt: &str, depth: usize) {
        let Some(Pairs(pairs)) = Pairs::read(spelt) else {
            *self = Self::Text;
            return;
        };
        if *self == Self::Nothing {
            *self = Self::Struct(Vec::new());
        }
        let Self::Struct(fields) = self else {
            *self = Self::Text;
            return;
        };
        for (place, (key, value)) in pairs.into_iter().enumerate() {
            // Rows mostly have their keys in one order.
            let is_there = fields.get(place).is_some_and(|(name, _)| *name == key);
            let found = if is_there {
                Some(place)
            } else {
                fields.iter().position(|(name, _)| *name == key)
            };
            let at = found.unwrap_or_else(|| {
                fields.push((key.into_owned(), Self::Nothing));
                fields.len() - 1
            });
            fields[at].1.add_at(value, depth + 1);
        }
        if fields.len() > MOST_KEYS && depth > 0 {
            *self = Self::Text;
        }
    }

    fn add_list(&mut self, spelt: &str, depth: usize) {
        if *self == Self::Nothing {
            *self = Self::List(Box::default());
        }
        match (&mut *self, items(spelt)) {
            (Self::List(kind), Some(values)) => {
                for value in values {
                    kind.add_at(value, depth + 1);
                }
            }
            _ => *self = Self::Text,
        }
    }

    /// The type of a column of such values. What nothing is known of is text, and so is an object without keys,
    /// which Parquet does not have.
    pub(crate) fn data_type(&self) -> DataType {
        match self {
            Self::Bool => DataType::Boolean,
            Self::Whole(_, most) if *most > i128::from(i64::MAX) => DataType::UInt64,
            Self::Whole(..) => DataType::Int64,
            Self::Float => DataType::Float64,
            Self::List(kind) => DataType::List(kind.element()),
            Self::Struct(fields) if !fields.is_empty() => DataType::Struct(columns(fields)),
            Self::Nothing | Self::Text | Self::Struct(_) => DataType::Utf8,
        }
    }

    /// The field of a list's elements.
    pub(crate) fn element(&self) -> FieldRef {
        Arc::new(Field::new("element", self.data_type(), true))
    }
}

/// Columns by their names.
pub(crate) fn columns(fields: &[(String, Kind)]) -> Fields {
    let columns = fields.iter();
    columns
        .map(|(name, kind)| Field::new(name, kind.data_type(), true))
        .collect()
}

/// Whole numbers that one type of column holds, else text.
fn whole(least: i128, most: i128) -> Kind {
    let fits_signed = least >= i128::from(i64::MIN) && most <= i128::from(i64::MAX);
    let fits_unsigned = least >= 0 && most <= i128::from(u64::MAX);
    if fits_signed || fits_unsigned {
        Kind::Whole(least, most)
    } else {
        Kind::Text
    }
}

fn number(spelt: &str) -> Kind {
    if spelt == "-0" {
        return Kind::Float;
    }
    if let Ok(number) = spelt.parse::<i128>() {
        return whole(number, number);
    }
    let mantissa = spelt.split(['e', 'E']).next().unwrap_or(spelt);
    let digits = mantissa.bytes().filter(u8::is_ascii_digit);
    let count = digits.skip_while(|digit| *digit == b'0').count();
    let is_finite = spelt.parse::<f64>().is_ok_and(f64::is_finite);
    if is_finite && count <= FLOAT_DIGITS {
        Kind::Float
    } else {
        Kind::Text
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;

    fn kind(values: &[&str]) -> Kind {
        let mut kind = Kind::default();
        for value in values {
            kind.add(serde_json::from_str(value).unwrap());
        }
        kind
    }

    #[test]
    fn columns_hold_what_they_hold_exactly_and_else_text() {
        let types = |values: &[&str]| kind(values).data_type();
        assert_eq!(types(&["null"]), DataType::Utf8);
        assert_eq!(types(&["1", "null", "-7"]), DataType::Int64);
        assert_eq!(types(&["1", "18446744073709551615"]), DataType::UInt64);
        assert_eq!(types(&["-1", "18446744073709551615"]), DataType::Utf8);
        assert_eq!(types(&["18446744073709551616"]), DataType::Utf8);
        assert_eq!(types(&["1", "0.5", "1.0"]), DataType::Float64);
        assert_eq!(types(&["9007199254740993", "0.5"]), DataType::Utf8);
        assert_eq!(types(&["0.12345678901234567890"]), DataType::Utf8);
        assert_eq!(types(&["1e999"]), DataType::Utf8);
        assert_eq!(types(&["true", "1"]), DataType::Utf8);
        assert_eq!(types(&["{}"]), DataType::Utf8);
        assert_eq!(
            kind(&["[]", "[1]", "[null]"]),
            Kind::List(Box::new(Kind::Whole(1, 1)))
        );
        let both = kind(&[r#"{"a": 1}"#, r#"{"b": "x", "a": null}"#]);
        let fields = vec![
            ("a".to_owned(), Kind::Whole(1, 1)),
            ("b".to_owned(), Kind::Text),
        ];
        assert_eq!(both, Kind::Struct(fields));
        assert_eq!(kind(&[r#"{"a": 1}"#, "[1]"]), Kind::Text);
        assert_eq!(
            kind(&[&format!("{}1{}", "[".repeat(40), "]".repeat(40))])
                .data_type()
                .to_string()
                .matches("List")
                .count(),
            12
        );
    }
}
