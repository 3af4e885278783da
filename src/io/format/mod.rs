//! Formats of shards: how a file is told for what it is, how its bytes are packed, and how a row is read and
//! written again.

pub(crate) mod compression;
pub(crate) mod decompress;
pub(crate) mod detect;
pub(crate) mod foreign;
pub mod item;
pub mod jsonl;
pub(crate) mod mark;
pub(crate) mod names;
pub(crate) mod pack_writer;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
pub(crate) mod pieces;
pub mod tar;
pub mod warc;

pub use crate::io::format::compression::Compression;
pub use crate::io::format::decompress::Decompress;
pub use crate::io::format::detect::{Container, Detected, Format, HEAD_BYTES, detect};
pub use crate::io::format::foreign::Foreign;
pub use crate::io::format::pack_writer::PackWriter;
