//! How much goes where a rule matches.

use crate::page::Page;
use crate::page::line::Line;
use crate::rules::effect::Extent;
use crate::rules::rule::Rule;
use crate::scan::plain::rule_match::RuleMatch;
use crate::text::span::Span;
use std::cell::OnceCell;

/// The lines of a page that bound blocks and sections, read when the first rule asks, so that a
/// page full of headings is not walked once for each.
pub(crate) struct Extents<'p, 't> {
    page: &'p Page<'t>,
    blank: OnceCell<Vec<usize>>,
    prose: OnceCell<Vec<usize>>,
}

impl<'p, 't> Extents<'p, 't> {
    pub(crate) fn new(page: &'p Page<'t>) -> Self {
        Self {
            page,
            blank: OnceCell::new(),
            prose: OnceCell::new(),
        }
    }

    /// The bytes that go, or stay, where the rule has found something.
    pub(crate) fn of(&self, rule: &Rule, found: &RuleMatch) -> Span {
        let page = self.page;
        let (first, last) = found.matched.lines;
        let start = page.full_span(first).start;
        let last = follow(page, last, rule.plus_lines);
        let whole = |last: usize| Span::new(start, page.full_span(last).end);
        match rule.remove {
            Extent::Match if rule.plus_lines == 0 => found.matched.span,
            Extent::Match => Span::new(found.matched.span.start, page.full_span(last).end),
            Extent::Line => whole(last),
            Extent::Rest => Span::new(found.matched.span.start, page.lines()[last].span.end),
            Extent::Block => self.block(first, last),
            Extent::Section => whole(self.section_end(last)),
            Extent::Tail => Span::new(start, page.text().len()),
        }
    }

    fn block(&self, first: usize, last: usize) -> Span {
        let blank = self.blank.get_or_init(|| self.lines(Line::is_blank));
        let before = blank.partition_point(|&line| line < first);
        let after = blank.partition_point(|&line| line <= last);
        let from = before.checked_sub(1).map_or(0, |at| blank[at] + 1);
        let to = blank.get(after).copied();
        let to = to.unwrap_or(self.page.lines().len());
        Span::new(
            self.page.full_span(from).start,
            self.page.full_span(to - 1).end,
        )
    }

    /// The last line that is not blank before the next line of prose.
    fn section_end(&self, line: usize) -> usize {
        let prose = self.prose.get_or_init(|| self.lines(Line::is_prose));
        let end = match prose.get(prose.partition_point(|&prose| prose <= line)) {
            Some(&next) => self.page.filled_before(next),
            None => self.page.filled().last().copied(),
        };
        end.map_or(line, |end| end.max(line))
    }

    fn lines(&self, wanted: fn(&Line) -> bool) -> Vec<usize> {
        let lines = self.page.lines();
        (0..lines.len())
            .filter(|&line| wanted(&lines[line]))
            .collect()
    }
}

/// The line `count` filled lines after `line`, or the last there is.
pub(crate) fn follow(page: &Page<'_>, line: usize, count: usize) -> usize {
    let shape = &page.lines()[line];
    let next = shape.rank + usize::from(!shape.is_blank());
    let rest = &page.filled()[next..];
    match count.min(rest.len()) {
        0 => line,
        steps => rest[steps - 1],
    }
}
