//! Parquet files as shards.
//!
//! Only the text and the columns of id, url and language are decoded. A file is written from the one that was read:
//! the text anew, and every other column as the bytes that it was, so that nothing of it can change, whatever its type.

pub(crate) mod arrays;
pub(crate) mod compare;
pub(crate) mod cut_column;
pub(crate) mod fault;
pub(crate) mod kind;
pub(crate) mod made;
pub(crate) mod pairs;
pub(crate) mod rows;
pub(crate) mod schema;
pub(crate) mod side;
pub(crate) mod spill;
pub(crate) mod template;
pub(crate) mod whole;
pub(crate) mod write;
