//! What was found on a page, and what became of it.

use crate::clean::verdict::Verdict;
use crate::page::Page;
use crate::text::span::Span;

/// What a rule found on a page and what became of it, for `explain`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule, `pack/id`.
    pub rule: String,
    /// The first of the matched bytes that lie together in the original.
    pub span: Span,
    /// The lines of the original that the match touches, from 0; first and last.
    pub lines: (usize, usize),
    /// Why it was found, in words.
    pub evidence: String,
    /// What became of it.
    pub verdict: Verdict,
}

pub(crate) fn finding(
    page: &Page<'_>,
    id: &str,
    spans: &[Span],
    evidence: String,
    verdict: Verdict,
) -> Option<Finding> {
    let (first, last) = (spans.first()?, spans.last()?);
    let last_byte = last.end.saturating_sub(1).max(first.start);
    Some(Finding {
        rule: id.to_owned(),
        span: *first,
        lines: (page.line_at(first.start), page.line_at(last_byte)),
        evidence,
        verdict,
    })
}
