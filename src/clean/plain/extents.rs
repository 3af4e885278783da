//! How much goes where a rule matches.

use crate::clean::story::code::reads_as_code;
use crate::clean::story::lines::StoryLines;
use crate::clean::story::reach::Reach;
use crate::clean::story::shelter::{LEAST_BYTES, is_most};
use crate::clean::story::wrapped::{is_later_piece, sentence_end};
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
    reach: OnceCell<Reach>,
}

/// The filled lines of a page, by rank.
#[derive(Clone, Copy)]
pub(crate) struct PageLines<'p, 't>(pub(crate) &'p Page<'t>);

impl PageLines<'_, '_> {
    fn line(&self, rank: usize) -> &Line {
        &self.0.lines()[self.0.filled()[rank]]
    }
}

impl StoryLines for PageLines<'_, '_> {
    fn full_span(&self, rank: usize) -> Span {
        self.0.full_span(self.0.filled()[rank])
    }

    fn trimmed_span(&self, rank: usize) -> Span {
        self.line(rank).trimmed
    }

    fn ends_sentence(&self, rank: usize) -> bool {
        self.line(rank).sentence_end
    }

    fn is_heading(&self, rank: usize) -> bool {
        self.line(rank).is_heading()
    }

    fn is_code(&self, rank: usize) -> bool {
        reads_as_code(self.text(rank))
    }

    fn is_links(&self, rank: usize) -> bool {
        let markup = self.0.markup();
        markup.is_some_and(|markup| markup.is_menu(self.0.filled()[rank]))
    }

    fn is_item(&self, rank: usize) -> bool {
        let markup = self.0.markup();
        markup.is_some_and(|markup| markup.is_item(self.0.filled()[rank]))
    }

    fn is_apart(&self, rank: usize) -> bool {
        let filled = self.0.filled();
        rank > 0 && filled[rank] != filled[rank - 1] + 1
    }

    fn count(&self) -> usize {
        self.0.filled().len()
    }

    fn text(&self, rank: usize) -> &str {
        self.0.trimmed_text(self.0.filled()[rank])
    }

    fn words(&self, rank: usize) -> usize {
        self.line(rank).word_count
    }

    fn is_prose(&self, rank: usize) -> bool {
        self.line(rank).is_prose()
    }
}

impl<'p, 't> Extents<'p, 't> {
    pub(crate) fn new(page: &'p Page<'t>) -> Self {
        Self {
            page,
            blank: OnceCell::new(),
            reach: OnceCell::new(),
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
            Extent::Line if rule.looks_at_whole_pages() => whole(last),
            Extent::Line => whole(self.sentence_end(last)),
            Extent::Rest => Span::new(found.matched.span.start, page.lines()[last].span.end),
            Extent::Block => self.block(first, last),
            Extent::Section => whole(self.section_end(last)),
            Extent::Tail => match self.end(last, Reach::tail_end) {
                Some(end) => whole(end),
                None => Span::new(start, page.text().len()),
            },
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

    /// The last line of a section: the page's last where no prose ends it.
    fn section_end(&self, line: usize) -> usize {
        let end = self.end(line, Reach::section_end);
        let last = self.page.filled().last();
        end.unwrap_or_else(|| last.map_or(line, |&last| last.max(line)))
    }

    /// The last line of the sentence that was wrapped into a line and those below it.
    fn sentence_end(&self, line: usize) -> usize {
        let own = &self.page.lines()[line];
        if own.is_blank() || own.sentence_end {
            return line;
        }
        self.page.filled()[sentence_end(&PageLines(self.page), own.rank)]
    }

    /// Whether a rule would take a later piece of a wrapped sentence alone.
    pub(crate) fn breaks_sentence(&self, rule: &Rule, found: &RuleMatch) -> bool {
        let own = &self.page.lines()[found.matched.lines.0];
        let is_line = rule.remove == Extent::Line && !rule.looks_at_whole_pages();
        is_line && !own.is_blank() && is_later_piece(&PageLines(self.page), own.rank)
    }

    fn reach(&self) -> &Reach {
        self.reach
            .get_or_init(|| Reach::read(&PageLines(self.page)))
    }

    /// The last line, from `line` on, that goes where a cut ends before a line of the story.
    fn end(
        &self,
        line: usize,
        first_kept: fn(&Reach, &PageLines<'p, 't>, usize) -> Option<usize>,
    ) -> Option<usize> {
        let own = &self.page.lines()[line];
        let next = own.rank + usize::from(!own.is_blank());
        let kept = first_kept(self.reach(), &PageLines(self.page), next)?;
        Some(if kept > next {
            self.page.filled()[kept - 1]
        } else {
            line
        })
    }

    /// Whether a cut takes most of the page's prose.
    pub(crate) fn takes_most(&self, rule: &Rule, span: Span) -> bool {
        let page = self.page;
        let all = page.filled().len();
        let rank = |at: usize| {
            if at < page.text().len() {
                page.lines()[page.line_at(at)].rank
            } else {
                all
            }
        };
        span.len_bytes() >= LEAST_BYTES
            && is_most(rule, self.reach(), rank(span.start)..rank(span.end), all)
    }

    fn lines(&self, wanted: fn(&Line) -> bool) -> Vec<usize> {
        let lines = self.page.lines();
        (0..lines.len())
            .filter(|&line| wanted(&lines[line]))
            .collect()
    }
}

/// The line `count` filled lines after `line`, or the last there is; prose from the second on ends them.
pub(crate) fn follow(page: &Page<'_>, line: usize, count: usize) -> usize {
    let shape = &page.lines()[line];
    let next = shape.rank + usize::from(!shape.is_blank());
    let rest = &page.filled()[next..];
    let is_prose = |line: &usize| page.lines()[*line].is_prose();
    let further = rest.iter().skip(1).position(is_prose);
    let most = further.map_or(rest.len(), |prose| prose + 1);
    match count.min(most) {
        0 => line,
        steps => rest[steps - 1],
    }
}
