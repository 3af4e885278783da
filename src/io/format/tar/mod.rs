//! tar: entries behind headers of 512 bytes, with what POSIX and GNU put in front of them. Everything here is pure.

pub(crate) mod entry;
pub(crate) mod header;
pub(crate) mod pax;

pub use crate::io::format::tar::entry::Tar;
pub use crate::io::format::tar::header::Header;
