//! Reading pages, and packs that are not trusted: which files there are, and what they hold.

pub(crate) mod broken_utf8;
pub(crate) mod decode;
pub(crate) mod decode_error;
pub(crate) mod entry;
pub(crate) mod host_from;
pub(crate) mod own;
pub(crate) mod probe;
pub(crate) mod rule_files;
pub(crate) mod skip_reason;
pub(crate) mod sniff;
pub(crate) mod walk;

pub use crate::io::source::decode::{Decoded, EncodingChoice, UnknownEncoding, encode};
pub use crate::io::source::decode_error::DecodeError;
pub use crate::io::source::entry::{Entry, PageId, ShardEntry};
pub use crate::io::source::host_from::{HostFrom, HostFromError};
pub use crate::io::source::probe::{ForcedFormat, FormatChoice};
pub use crate::io::source::rule_files::{RuleFiles, RuleFilesError};
pub use crate::io::source::skip_reason::SkipReason;
pub use crate::io::source::sniff::{named_format, refuse_html};
pub use crate::io::source::walk::{Input, Walk, WalkItem};
