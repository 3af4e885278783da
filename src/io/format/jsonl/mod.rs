//! JSONL: one JSON object a line. Everything here is pure: bytes of a row in, bytes of a row out.

pub(crate) mod field_path;
pub(crate) mod fields;
pub(crate) mod members;
pub(crate) mod prefix;
pub(crate) mod row;
pub(crate) mod spelling;

pub use crate::io::format::jsonl::field_path::FieldPath;
pub use crate::io::format::jsonl::fields::{FieldNames, Fields};
pub use crate::io::format::jsonl::row::{Row, RowError, RowText};
pub use crate::io::format::jsonl::spelling::{Spelled, Style};
