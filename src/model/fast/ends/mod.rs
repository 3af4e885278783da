//! Where a page's own article may end: for each place, how much of what follows was already spoken of
//! before it, and what the layout looks like there.
//!
//! The figures are those of M. Hearst's topic segmentation ("`TextTiling`: segmenting text into
//! multi-paragraph subtopic passages", 1997) with words weighted by how rare they are, and
//! log-likelihood ratios of seen and unseen words. A place is looked at in three steps: what is known
//! without looking at words, the next sixty words, all the rest. After each, tables say how much the
//! steps to come can add at most; a place that cannot reach what is asked is left.

pub(crate) mod bounds;
pub(crate) mod finder;
mod layout;
mod topics;
mod windows;
