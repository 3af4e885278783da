//! Matchers that look at more than one line.

pub(crate) mod appended;
pub(crate) mod blank_run;
pub(crate) mod card;
pub(crate) mod comment_gaps;
pub(crate) mod comment_words;
pub(crate) mod comments;
pub(crate) mod duplicate;
pub(crate) mod overlap;
pub(crate) mod slug;
pub(crate) mod stamp;
pub(crate) mod stamp_pattern;
pub(crate) mod template;
pub(crate) mod truncated;
