//! Cleans in the plain way: each pass reads what is left as a page of its own.
//!
//! It explains what became of every find, runs rules by themselves, and fits models. On whole pages it is
//! the twin that [`clean::workspace`](crate::clean::workspace) is held equal to.

pub(crate) mod apply;
pub(crate) mod decide;
pub(crate) mod explanation;
pub(crate) mod extents;
pub(crate) mod page_cut;
pub(crate) mod passes;
pub(crate) mod runs;
pub(crate) mod signals;
pub(crate) mod weighed;
