//! How far a cut reaches from what was found.

use crate::page::live::Rest;
use crate::rules::effect::Extent;
use crate::rules::rule::Rule;
use crate::scan::found::Found;
use crate::text::span::Span;
use std::cell::Cell;
use std::ops::RangeInclusive;

/// Reaches of cuts on what is left of a page. The last block and the last section are kept: a page of nothing
/// but labels asks for the same one at each of its lines.
pub(crate) struct Extents<'p> {
    rest: Rest<'p>,
    /// Lines of one block, and its bytes.
    block: Cell<(Lines, Span)>,
    /// Lines that end with the same section.
    section: Cell<Lines>,
}

/// The first and the last of some lines; none where the first comes after the last.
type Lines = (usize, usize);

const NO_LINES: Lines = (1, 0);

impl<'p> Extents<'p> {
    pub(crate) fn new(rest: Rest<'p>) -> Self {
        Self {
            rest,
            block: Cell::new((NO_LINES, Span::new(0, 0))),
            section: Cell::new(NO_LINES),
        }
    }

    /// The bytes that go, or stay, where the rule has found something.
    pub(crate) fn of(&self, rule: &Rule, found: &Found) -> Span {
        let rest = self.rest;
        let (first, last) = found.lines();
        let start = rest.start(first);
        let last = follow(rest, last, rule.plus_lines);
        let whole = |last: usize| Span::new(start, rest.full_span(last).end);
        match rule.remove {
            Extent::Match if rule.plus_lines == 0 => found.span(rest),
            Extent::Match => Span::new(found.span(rest).start, rest.full_span(last).end),
            Extent::Line => whole(last),
            Extent::Rest => Span::new(found.span(rest).start, rest.line_end(last)),
            Extent::Block => self.block(first, last),
            Extent::Section => whole(self.section_end(last)),
            Extent::Tail => Span::new(start, rest.len_bytes()),
        }
    }

    fn block(&self, first: usize, last: usize) -> Span {
        let (lines, span) = self.block.get();
        if range(lines).contains(&first) && range(lines).contains(&last) {
            return span;
        }
        let rest = self.rest;
        let before = rest.blank_before(first);
        let after = rest.blank_after(last);
        let start = before.map_or(0, |blank| rest.full_span(blank).end);
        let end = after.map_or(rest.len_bytes(), |blank| rest.start(blank));
        let span = Span::new(start, end);
        let lines = (
            before.map_or(0, |blank| blank + 1),
            after.map_or(usize::MAX, |blank| blank - 1),
        );
        // What reaches over a blank line is no block.
        if rest.blank_after(first) == after {
            self.block.set((lines, span));
        }
        span
    }

    /// The last line that is not blank before the next line of prose.
    fn section_end(&self, line: usize) -> usize {
        let known = self.section.get();
        if range(known).contains(&line) {
            return known.1;
        }
        let rest = self.rest;
        let mut end = line;
        let mut next = rest.filled_after(line);
        while let Some(at) = next {
            if rest.shape(at).is_prose(rest.words(at)) {
                break;
            }
            end = at;
            next = rest.filled_after(at);
        }
        self.section.set((line, end));
        end
    }
}

fn range(lines: Lines) -> RangeInclusive<usize> {
    lines.0..=lines.1
}

/// The line `count` filled lines after `line`, or the last there is.
fn follow(rest: Rest<'_>, line: usize, count: usize) -> usize {
    (0..count)
        .try_fold(line, |line, _| rest.filled_after(line).ok_or(line))
        .unwrap_or_else(|last| last)
}
