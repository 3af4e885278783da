//! Reading pages: which files there are, and what text their bytes hold.

mod decode;
mod walk;

pub use decode::{DecodeError, Decoded, EncodingChoice, UnknownEncoding, encode};
pub(crate) use walk::OWN_FOLDER;
pub use walk::{Entry, Input, PageId, SkipReason, Walk, WalkItem};
