//! WARC, and WET, which is WARC with records of plain text. Everything here is pure.

pub(crate) mod digest;
pub(crate) mod head;
pub(crate) mod record;

pub use crate::io::format::warc::head::Head;
pub use crate::io::format::warc::record::Warc;
