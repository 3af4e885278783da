//! What a rule found.

use crate::matchers::found::Match;
use crate::text::span::Span;

/// What a rule found, undecided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The rule's place in load order.
    pub(crate) rule: usize,
    pub(crate) find: Match,
}

impl Found {
    /// The same find with its offsets counted from `from` moved to count from `to`, on `line`.
    pub(crate) fn moved(&self, from: usize, to: usize, line: usize) -> Self {
        let span = self.find.span;
        let find = Match {
            span: Span::new(span.start - from + to, span.end - from + to),
            lines: (line, line),
            evidence: self.find.evidence.clone(),
        };
        Self {
            rule: self.rule,
            find,
        }
    }
}
