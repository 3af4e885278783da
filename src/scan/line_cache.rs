//! What was found on the lines of a page, so that it need not be found again.

use crate::page::line::Line;
use crate::scan::rule_match::Found;
use crate::text::span::Span;
use std::ops::Range;

/// What was found on the lines of a page, so that it need not be found again.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// Lines, as spans of the original in order, and which of `finds` are theirs.
    lines: Vec<(Span, Range<usize>)>,
    /// Finds with offsets from their line's start.
    finds: Vec<Found>,
}

impl Memory {
    pub(crate) fn of_line(&self, origin: Span) -> Option<&[Found]> {
        let at = self.lines.partition_point(|(span, _)| *span < origin);
        let (span, finds) = self.lines.get(at)?;
        (*span == origin).then(|| &self.finds[finds.clone()])
    }

    pub(crate) fn remember(&mut self, origin: Span, line: &Line, found: &[Found]) {
        let first = self.finds.len();
        self.finds
            .extend(found.iter().map(|one| one.moved(line.span.start, 0, 0)));
        self.lines.push((origin, first..self.finds.len()));
    }
}
