//! What a matcher found.

use crate::text::span::Span;

/// Where a matcher found what it looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    /// The match itself, in bytes of the page.
    pub(crate) span: Span,
    /// The first and the last line that the match touches.
    pub(crate) lines: (usize, usize),
    /// Why it was found, in words.
    pub(crate) evidence: String,
}

/// The first words of `text`, for evidence that names a place on the page.
pub(crate) fn excerpt(text: &str) -> String {
    const CHARS: usize = 48;
    let mut chars = text.trim().chars();
    let mut start: String = chars.by_ref().take(CHARS).collect();
    if chars.next().is_some() {
        start.push('…');
    }
    start
}
