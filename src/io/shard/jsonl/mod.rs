//! JSONL: one JSON object a line.

pub(crate) mod blocks;
pub(crate) mod fields;
pub(crate) mod restore;
pub(crate) mod rows;
pub(crate) mod spelt;
