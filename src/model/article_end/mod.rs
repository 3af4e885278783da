//! Where a page's own article may end: for each place, how much of what follows was already spoken
//! of before it, and what the layout looks like there.
//!
//! The figures are those of M. Hearst's topic segmentation ("`TextTiling`: segmenting text into
//! multi-paragraph subtopic passages", 1997) with words weighted by how rare they are, and
//! log-likelihood ratios of seen and unseen words. Tables over them are fitted (`fit`).

pub(crate) mod candidates;
pub(crate) mod end_layout;
pub(crate) mod figures;
pub(crate) mod items;
pub(crate) mod layout;
pub(crate) mod most;
pub(crate) mod search;
pub(crate) mod topics;
pub(crate) mod windows;
pub(crate) mod word_ratios;
