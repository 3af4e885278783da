//! Files: which of them are pages, how their bytes become text, and files that appear whole.

pub mod batch;
pub mod records;
pub mod sink;
pub mod source;
