//! What a rule found.

use crate::matchers::found::Match;
use crate::text::span::Span;

/// What a rule found, undecided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuleMatch {
    /// The rule's place in load order.
    pub(crate) rule: usize,
    pub(crate) matched: Match,
}

impl RuleMatch {
    /// The same find with its offsets counted from `from` moved to count from `to`, on `line`.
    pub(crate) fn moved(&self, from: usize, to: usize, line: usize) -> Self {
        let span = self.matched.span;
        let matched = Match {
            span: Span::new(span.start - from + to, span.end - from + to),
            lines: (line, line),
            evidence: self.matched.evidence.clone(),
        };
        Self {
            rule: self.rule,
            matched,
        }
    }
}
