//! Parquet: which columns hold texts, and the rows of those columns as lines of JSON, in which form all shards are
//! cleaned. All other columns are never decoded: a file is written again with their bytes as they are.

pub(crate) mod columns;
pub(crate) mod leaf;
pub(crate) mod nest;
pub(crate) mod rows;
