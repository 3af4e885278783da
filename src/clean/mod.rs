//! A page's whole way: scan, decide, apply, until nothing changes.

pub(crate) mod apply;
pub(crate) mod cleaned;
pub(crate) mod cleaner;
pub(crate) mod decide;
pub(crate) mod explanation;
pub(crate) mod extents;
pub(crate) mod finding;
pub(crate) mod options;
pub(crate) mod page_cut;
pub(crate) mod passes;
pub(crate) mod signals;
pub(crate) mod verdict;
pub(crate) mod weighed;

pub use crate::clean::cleaned::{ARTICLE_END, WEIGHED_LINE};
pub use crate::clean::passes::MAX_PASSES;
