//! What was found on the lines of a page, so that it need not be found again.

use crate::page::line::Line;
use crate::scan::plain::rule_match::RuleMatch;
use crate::text::span::Span;
use std::ops::Range;

/// What was found on the lines of a page, so that it need not be found again.
#[derive(Debug, Default)]
pub(crate) struct LineCache {
    /// Lines, as spans of the original in order, and which of `matches` are theirs.
    lines: Vec<(Span, Range<usize>)>,
    /// Finds with offsets from their line's start.
    matches: Vec<RuleMatch>,
}

impl LineCache {
    pub(crate) fn of_line(&self, origin: Span) -> Option<&[RuleMatch]> {
        let at = self.lines.partition_point(|(span, _)| *span < origin);
        let (span, matches) = self.lines.get(at)?;
        (*span == origin).then(|| &self.matches[matches.clone()])
    }

    pub(crate) fn remember(&mut self, origin: Span, line: &Line, found: &[RuleMatch]) {
        let first = self.matches.len();
        self.matches
            .extend(found.iter().map(|one| one.moved(line.span.start, 0, 0)));
        self.lines.push((origin, first..self.matches.len()));
    }
}
