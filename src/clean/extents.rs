//! How far a cut reaches from what was found.

use crate::clean::pages::LineMarks;
use crate::clean::story::lines::StoryLines;
use crate::clean::story::looks::LineLooks;
use crate::clean::story::reach::Reach;
use crate::clean::story::shelter::{LEAST_BYTES, is_most};
use crate::clean::story::wrapped::{is_later_piece, sentence_end};
use crate::model::weigh::MOST_LINES;
use crate::page::live::rest::Rest;
use crate::page::table::Shape;
use crate::rules::effect::Extent;
use crate::rules::rule::Rule;
use crate::scan::found::Found;
use crate::text::number::small;
use crate::text::span::Span;
use crate::view::line_markup::PageMarkup;
use std::cell::{Cell, OnceCell};
use std::ops::RangeInclusive;

/// Reaches of cuts on what is left of a page. The last block is kept: a page of nothing but labels asks for the
/// same one at each of its lines.
pub(crate) struct Extents<'p> {
    rest: Rest<'p>,
    /// Lines of one block, and its bytes.
    block: Cell<(Lines, Span)>,
    lines: &'p FilledLines<'p>,
    /// Read when the first rule asks.
    reach: OnceCell<Reach>,
}

/// The filled lines of what is left, by rank.
pub(crate) struct FilledLines<'p> {
    rest: Rest<'p>,
    lines: Vec<u32>,
    /// The words and the shape of each.
    shapes: Vec<(u32, Shape)>,
    /// Their texts without white space at the ends, unless they are too many to keep.
    texts: Vec<&'p str>,
    /// What is known of lines by their text.
    marks: &'p LineMarks,
    markup: Option<&'p PageMarkup>,
}

impl<'p> FilledLines<'p> {
    pub(crate) fn of(rest: Rest<'p>, marks: &'p LineMarks, markup: Option<&'p PageMarkup>) -> Self {
        let count = rest.filled_count();
        let keeps_texts = count <= MOST_LINES;
        let mut own = Self {
            rest,
            lines: Vec::with_capacity(count),
            shapes: Vec::with_capacity(count),
            texts: Vec::with_capacity(if keeps_texts { count } else { 0 }),
            marks,
            markup,
        };
        for line in rest.filled() {
            own.lines.push(small(line));
            own.shapes.push((small(rest.words(line)), rest.shape(line)));
            if keeps_texts {
                own.texts.push(rest.trimmed_text(line));
            }
        }
        own
    }

    pub(crate) fn line(&self, rank: usize) -> usize {
        self.lines[rank] as usize
    }
}

impl StoryLines for FilledLines<'_> {
    fn full_span(&self, rank: usize) -> Span {
        self.rest.full_span(self.line(rank))
    }

    fn trimmed_span(&self, rank: usize) -> Span {
        self.rest.trimmed_span(self.line(rank))
    }

    fn ends_sentence(&self, rank: usize) -> bool {
        self.shapes[rank].1.ends_sentence()
    }

    fn is_heading(&self, rank: usize) -> bool {
        self.shapes[rank].1.is_heading(self.words(rank))
    }

    fn is_code(&self, rank: usize) -> bool {
        self.marks.code.binary_search(&self.lines[rank]).is_ok()
    }

    #[inline]
    fn looks(&self, rank: usize) -> LineLooks {
        self.marks.looks[self.line(rank)]
    }

    fn is_links(&self, rank: usize) -> bool {
        self.markup
            .is_some_and(|markup| markup.is_menu(self.line(rank)))
    }

    fn is_item(&self, rank: usize) -> bool {
        self.markup
            .is_some_and(|markup| markup.is_item(self.line(rank)))
    }

    fn is_apart(&self, rank: usize) -> bool {
        let line = self.line(rank);
        rank > 0 && self.rest.before(line) != Some(self.line(rank - 1))
    }

    fn count(&self) -> usize {
        self.lines.len()
    }

    #[inline]
    fn text(&self, rank: usize) -> &str {
        let kept = self.texts.get(rank).copied();
        kept.unwrap_or_else(|| self.rest.trimmed_text(self.line(rank)))
    }

    fn words(&self, rank: usize) -> usize {
        self.shapes[rank].0 as usize
    }

    fn is_prose(&self, rank: usize) -> bool {
        self.shapes[rank].1.is_prose(self.words(rank))
    }
}

/// The first and the last of some lines; none where the first comes after the last.
type Lines = (usize, usize);

const NO_LINES: Lines = (1, 0);

impl<'p> Extents<'p> {
    pub(crate) fn new(lines: &'p FilledLines<'p>) -> Self {
        Self {
            rest: lines.rest,
            block: Cell::new((NO_LINES, Span::new(0, 0))),
            lines,
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

    fn reach(&self) -> &Reach {
        self.reach.get_or_init(|| Reach::read(self.lines))
    }

    /// The last line of the sentence that was wrapped into a line and those below it.
    fn sentence_end(&self, line: usize) -> usize {
        if !self.rest.is_filled(line) || self.rest.shape(line).ends_sentence() {
            return line;
        }
        self.lines
            .line(sentence_end(self.lines, self.rest.rank(line)))
    }

    /// Whether a rule would take a later piece of a wrapped sentence alone.
    pub(crate) fn breaks_sentence(&self, rule: &Rule, found: &Found) -> bool {
        let (line, _) = found.lines();
        rule.remove == Extent::Line
            && !rule.looks_at_whole_pages()
            && self.rest.is_filled(line)
            && is_later_piece(self.lines, self.rest.rank(line))
    }

    /// The last line of a section: the page's last where no prose ends it.
    fn section_end(&self, line: usize) -> usize {
        let end = self.end(line, Reach::section_end);
        let lines = self.lines;
        let last = || lines.line(lines.count().saturating_sub(1)).max(line);
        end.unwrap_or_else(last)
    }

    /// The last line, from `line` on, that goes where a cut ends before a line of the story.
    fn end(&self, line: usize, first_kept: FirstKept<'p>) -> Option<usize> {
        let (lines, reach) = (self.lines, self.reach());
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
        let (lines, reach) = (self.lines, self.reach());
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
