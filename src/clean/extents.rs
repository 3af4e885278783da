//! How far a cut reaches from what was found.

use crate::clean::filled_lines::FilledLines;
use crate::clean::pass_story::PassStory;
use crate::clean::story::lines::StoryLines;
use crate::clean::story::reach::Reach;
use crate::clean::story::shelter::{LEAST_BYTES, is_most};
use crate::clean::story::wrapped::{is_later_piece, sentence_end};
use crate::page::live::rest::Rest;
use crate::rules::effect::Extent;
use crate::rules::rule::Rule;
use crate::scan::found::Found;
use crate::text::span::Span;
use std::cell::{Cell, OnceCell};
use std::ops::RangeInclusive;

/// Reaches of cuts on what is left of a page. The last block is kept: a page of nothing but labels asks for the
/// same one at each of its lines.
pub(crate) struct Extents<'s, 'p> {
    rest: Rest<'p>,
    /// Lines of one block, and its bytes.
    block: Cell<(Lines, Span)>,
    story: &'s PassStory<'p>,
    /// Read when the first rule asks.
    reach: OnceCell<Reach>,
}

/// The first and the last of some lines; none where the first comes after the last.
type Lines = (usize, usize);

const NO_LINES: Lines = (1, 0);

impl<'s, 'p> Extents<'s, 'p> {
    pub(crate) fn new(story: &'s PassStory<'p>) -> Self {
        Self {
            rest: story.rest(),
            block: Cell::new((NO_LINES, Span::new(0, 0))),
            story,
            reach: OnceCell::new(),
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
            Extent::Line if rule.looks_at_whole_pages() => whole(last),
            Extent::Line => whole(self.sentence_end(last)),
            Extent::Rest => Span::new(found.span(rest).start, rest.line_end(last)),
            Extent::Block => self.block(first, last),
            Extent::Section => whole(self.section_end(last)),
            Extent::Tail => match self.end(last, Reach::tail_end) {
                Some(end) => whole(end),
                None => Span::new(start, rest.len_bytes()),
            },
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

    fn lines(&self) -> &'s FilledLines<'p> {
        self.story.lines()
    }

    fn reach(&self) -> &Reach {
        self.reach.get_or_init(|| Reach::read(self.lines()))
    }

    /// The last line of the sentence that was wrapped into a line and those below it.
    fn sentence_end(&self, line: usize) -> usize {
        if !self.rest.is_filled(line) || self.rest.shape(line).ends_sentence() {
            return line;
        }
        let lines = self.lines();
        lines.line(sentence_end(lines, self.rest.rank(line)))
    }

    /// Whether a rule would take a later piece of a wrapped sentence alone.
    pub(crate) fn breaks_sentence(&self, rule: &Rule, found: &Found) -> bool {
        let (line, _) = found.lines();
        rule.remove == Extent::Line
            && !rule.looks_at_whole_pages()
            && self.rest.is_filled(line)
            && is_later_piece(self.lines(), self.rest.rank(line))
    }

    /// The last line of a section: the page's last where no prose ends it.
    fn section_end(&self, line: usize) -> usize {
        let end = self.end(line, Reach::section_end);
        let lines = self.lines();
        let last = || lines.line(lines.count().saturating_sub(1)).max(line);
        end.unwrap_or_else(last)
    }

    /// The last line, from `line` on, that goes where a cut ends before a line of the story.
    fn end(&self, line: usize, first_kept: FirstKept<'p>) -> Option<usize> {
        let (lines, reach) = (self.lines(), self.reach());
        let next = self.rest.rank(line) + usize::from(self.rest.is_filled(line));
        let kept = first_kept(reach, lines, next)?;
        Some(if kept > next {
            lines.line(kept - 1)
        } else {
            line
        })
    }

    /// Whether a cut takes most of the prose that is left.
    pub(crate) fn takes_most(&self, rule: &Rule, span: Span) -> bool {
        if span.len_bytes() < LEAST_BYTES {
            return false;
        }
        let rest = self.rest;
        let (lines, reach) = (self.lines(), self.reach());
        let line = |at: usize| rest.line_at(at).filter(|_| at < rest.len_bytes());
        let rank = |at: usize| line(at).map_or(lines.count(), |line| rest.rank(line));
        is_most(rule, reach, rank(span.start)..rank(span.end), lines.count())
    }
}

/// The first line that stays of those from a rank on.
type FirstKept<'p> = fn(&Reach, &FilledLines<'p>, usize) -> Option<usize>;

fn range(lines: Lines) -> RangeInclusive<usize> {
    lines.0..=lines.1
}

/// The line `count` filled lines after `line`, or the last there is; prose from the second on ends them.
fn follow(rest: Rest<'_>, line: usize, count: usize) -> usize {
    let is_prose = |line: usize| rest.shape(line).is_prose(rest.words(line));
    let step = |line: usize, step: usize| {
        let next = rest.filled_after(line);
        next.filter(|&next| step == 0 || !is_prose(next))
            .ok_or(line)
    };
    (0..count).try_fold(line, step).unwrap_or_else(|last| last)
}
