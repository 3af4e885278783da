//! A page's whole way: scan, weigh, decide, apply, until nothing changes.

pub(crate) mod author;
pub(crate) mod builder;
pub(crate) mod by;
pub(crate) mod cleaned;
pub(crate) mod cleaner;
pub(crate) mod decide;
pub(crate) mod extents;
pub(crate) mod filled_lines;
pub(crate) mod finding;
pub(crate) mod finished;
pub(crate) mod guards;
pub(crate) mod language;
pub(crate) mod line_memo;
pub(crate) mod lines;
pub(crate) mod options;
pub(crate) mod pages;
pub(crate) mod pass_story;
pub(crate) mod plain;
pub(crate) mod reading;
pub(crate) mod said;
pub(crate) mod signals;
pub(crate) mod stage_clock;
pub(crate) mod story;
#[cfg(feature = "files")]
pub(crate) mod uncut;
pub(crate) mod verdict;
pub(crate) mod viewed;
pub(crate) mod workspace;

pub use crate::clean::cleaned::{ARTICLE_END, WEIGHED_LINE};
pub use crate::clean::options::{MAX_PAGE_BYTES, MAX_PASSES};
