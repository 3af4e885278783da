//! Reading pages, and packs that are not trusted: which files there are, and what they hold.

pub(crate) mod decode;
pub(crate) mod probe;
pub(crate) mod rule_files;
pub(crate) mod walk;

pub use crate::io::source::decode::{
    DecodeError, Decoded, EncodingChoice, UnknownEncoding, encode,
};
pub use crate::io::source::probe::{ForcedFormat, FormatChoice};
pub use crate::io::source::rule_files::{RuleFiles, RuleFilesError};
pub use crate::io::source::walk::{Entry, Input, PageId, ShardEntry, SkipReason, Walk, WalkItem};
