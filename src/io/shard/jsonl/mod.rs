//! JSONL: one JSON object a line.

pub(crate) mod blocks;
pub(crate) mod fields;
pub(crate) mod long_row;
pub(crate) mod restore;
pub(crate) mod row_cleaner;
pub(crate) mod rows;
pub(crate) mod spelt;
pub(crate) mod written;
