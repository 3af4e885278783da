//! The fields of rows that are made of what has none: the one place where it is said how they are called.

use crate::io::format::jsonl::field_path::FieldPath;
use crate::io::format::jsonl::fields::Fields;
use serde::Serialize;
use std::collections::BTreeMap;

/// A page as a row.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct RowFields<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lang: Option<&'r str>,
    pub(crate) text: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) headers: Option<&'r BTreeMap<String, String>>,
}

impl RowFields<'_> {
    /// Adds it as a line of JSON.
    pub(crate) fn push(&self, to: &mut Vec<u8>) {
        serde_json::to_writer(&mut *to, self).expect("plain data is JSON, and memory takes it");
        to.push(b'\n');
    }

    /// The fields of such rows.
    pub(crate) fn fields() -> Fields {
        Fields {
            id: Some(FieldPath::new("id")),
            url: Some(FieldPath::new("url")),
            lang: Some(FieldPath::new("lang")),
            ..Fields::of_text("text")
        }
    }
}
