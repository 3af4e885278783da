//! Cuts of the page at hand, and who makes them.

use crate::clean::author::Author;
use crate::clean::verdict::Verdict;
use crate::text::span::{Span, SpanSet};

/// A span of the page at hand that goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageCut {
    pub(crate) span: Span,
    /// To whom it is booked.
    pub(crate) author: Author,
    /// Every other rule that would have cut some of the same bytes, in load order.
    pub(crate) also: Vec<usize>,
    pub(crate) evidence: Vec<String>,
}

/// What was decided about the finds of a page.
#[derive(Debug)]
pub(crate) struct Decision {
    /// The cuts in page order, apart from each other.
    pub(crate) cuts: Vec<PageCut>,
    /// A verdict a find.
    pub(crate) verdicts: Vec<Verdict>,
    /// The bytes that protect rules keep.
    pub(crate) protected: SpanSet,
    /// The bytes that rules of level `keep` keep: they go as part of something larger alone.
    pub(crate) kept: SpanSet,
}
