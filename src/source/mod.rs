//! Reading pages, and packs that are not trusted: which files there are, and what they hold.

mod decode;
mod rule_files;
mod walk;

pub use decode::{DecodeError, Decoded, EncodingChoice, UnknownEncoding, encode};
pub use rule_files::{RuleFiles, RuleFilesError};
pub(crate) use walk::OWN_FOLDER;
pub use walk::{Entry, Input, PageId, SkipReason, Walk, WalkItem};
