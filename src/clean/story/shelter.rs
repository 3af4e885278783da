//! What stays of a page whatever single rules and weighed lines say.

use crate::clean::story::cells::cell_lines;
use crate::clean::story::code::{code_lines, headings_among_code};
use crate::clean::story::contents::contents_lines;
use crate::clean::story::entries::{blocks, entry_lines};
use crate::clean::story::headline::headline;
use crate::clean::story::lines::StoryLines;
use crate::clean::story::lists::{example_lines, list_lines};
use crate::clean::story::numbering::Numbering;
use crate::clean::story::reach::Reach;
use crate::clean::story::sections::section_headings;
use crate::clean::story::table::table_lines;
use crate::model::cohesion::lines::main_block;
use crate::rules::effect::Extent;
use crate::rules::matcher::Matcher;
use crate::rules::rule::Rule;
use crate::text::compare::same_line;
use crate::text::span::{Span, SpanSet};
use std::ops::Range;

/// The least words of prose that one cut of a rule may not take if they are most of the page's.
const MOST_OF: usize = 100;

/// A page of fewer words of prose is a list.
const LITTLE_PROSE: usize = 50;

/// Cuts of fewer bytes are not most of anything.
pub(crate) const LEAST_BYTES: usize = 400;

/// What stays of a page, in its bytes.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Sheltered {
    headline: Option<Headline>,
    /// The lines before it that say the same.
    copies: Vec<Span>,
    /// Lines that go as part of something larger alone.
    pub(crate) lines: SpanSet,
    /// Those of them that are set as a text is: headings over it, and entries.
    headings: SpanSet,
    numbering: Numbering,
    /// Whether no rule may take most of the prose.
    pub(crate) keeps_prose: bool,
}

/// Where the headline is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Headline {
    /// With what ends the line.
    line: Span,
    /// Without white space.
    text: Span,
    words: Vec<Span>,
}

impl Headline {
    fn of(lines: &impl StoryLines, rank: usize) -> Self {
        let text = lines.trimmed_span(rank);
        let own = lines.text(rank);
        let at = |word: &str| word.as_ptr() as usize - own.as_ptr() as usize;
        let words = own.split_whitespace();
        Self {
            line: lines.full_span(rank),
            text,
            words: words
                .map(|word| Span::new(at(word), at(word) + word.len()).shifted(text.start))
                .collect(),
        }
    }
}

impl Sheltered {
    /// Reads a page. O(n) in its text.
    pub(crate) fn of(lines: &impl StoryLines) -> Self {
        let mut kept = vec![false; lines.count()];
        code_lines(lines, &mut kept);
        let mut headings = vec![false; lines.count()];
        headings_among_code(lines, &kept, &mut headings);
        table_lines(lines, &mut kept);
        cell_lines(lines, &mut kept);
        list_lines(lines, &mut kept);
        example_lines(lines, &mut kept);
        contents_lines(lines, &mut kept);
        let block = main_block((0..lines.count()).map(|rank| lines.words(rank)));
        let story_end = block.as_ref().map_or(0, |block| block.end);
        let blocks = blocks(lines);
        entry_lines(lines, &blocks, story_end, &mut headings);
        section_headings(lines, &blocks, story_end, &mut headings);
        for (kept, is) in kept.iter_mut().zip(&headings) {
            *kept |= is;
        }
        let ranks = |marked: &[bool]| -> SpanSet {
            let ranks = (0..marked.len()).filter(|&rank| marked[rank]);
            ranks.map(|rank| lines.full_span(rank)).collect()
        };
        let headline = block.and_then(|block| headline(lines, block));
        let copies = headline.map(|headline| copies_before(lines, headline));
        Self {
            headline: headline.map(|rank| Headline::of(lines, rank)),
            copies: copies.unwrap_or_default(),
            lines: ranks(&kept),
            headings: ranks(&headings),
            numbering: Numbering::of(lines),
            keeps_prose: true,
        }
    }

    /// Whether a cut would take nothing but what stays.
    pub(crate) fn covers(&self, span: Span) -> bool {
        let is_headline = |own: &Headline| holds(span, own.text) && holds(own.line, span);
        self.lines.covers(span) || self.headline.as_ref().is_some_and(is_headline)
    }

    /// Whether a rule would take all that follows a line that stays: it is no heading of something else.
    pub(crate) fn bears(&self, rule: &Rule, line: Span) -> bool {
        matches!(rule.remove, Extent::Tail | Extent::Section) && begins(&self.headings, line)
    }

    /// What evidence takes of the page's end: a list in which it begins stays. None where it begins with a heading of
    /// the text, where a numbered list goes on, or where more stays below, as in the last sections of a manual.
    pub(crate) fn past_list(&self, end: Span) -> Option<Span> {
        if begins(&self.headings, end) || self.numbering.goes_on(end.start) {
            return None;
        }
        if !begins(&self.lines, end) {
            return Some(end);
        }
        let spans = self.lines.spans();
        let next = spans.partition_point(|own| own.start <= end.start);
        let start = spans[next - 1].end;
        (next == spans.len() && start < end.end).then(|| Span::new(start, end.end))
    }

    /// The span that a rule takes for that of one copy of a line: where it is the headline, the copy before.
    pub(crate) fn other_copy(&self, rule: &Rule, span: Span) -> Span {
        let is_repeat =
            matches!(rule.matcher, Matcher::Duplicate(_)) && rule.remove == Extent::Line;
        let is_headline = self.headline.as_ref().is_some_and(|own| own.line == span);
        match self.copies.last() {
            Some(&copy) if is_repeat && is_headline => copy,
            _ => span,
        }
    }

    /// Leaves the headline where all cuts together take it whole.
    pub(crate) fn spare<C: Clone>(
        &self,
        mut cuts: Vec<C>,
        span: impl Fn(&mut C) -> &mut Span,
    ) -> Vec<C> {
        let Some(headline) = &self.headline else {
            return cuts;
        };
        let taken: SpanSet = cuts.iter_mut().map(|cut| *span(cut)).collect();
        if !headline.words.iter().all(|&word| taken.covers(word)) {
            return cuts;
        }
        let stays = SpanSet::from_iter([headline.line]);
        let mut spared = Vec::with_capacity(cuts.len());
        for mut cut in cuts {
            for piece in stays.missing(*span(&mut cut)) {
                *span(&mut cut) = piece;
                spared.push(cut.clone());
            }
        }
        spared
    }
}

/// The lines before a headline that are the same.
fn copies_before(lines: &impl StoryLines, headline: usize) -> Vec<Span> {
    let (text, words) = (lines.text(headline), lines.words(headline));
    let is_copy = |&rank: &usize| lines.words(rank) == words && same_line(lines.text(rank), text);
    let copies = (0..headline).filter(is_copy);
    copies.map(|rank| lines.full_span(rank)).collect()
}

/// Whether the line in which a span begins is of a set.
fn begins(lines: &SpanSet, span: Span) -> bool {
    !span.is_empty() && lines.covers(Span::new(span.start, span.start + 1))
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Whether a rule would take most of the prose that a page has on some of its lines. Cards are stories each, so that
/// the longest of them counts. Of a page that has no prose, such as a list, all words count.
pub(crate) fn is_most(rule: &Rule, reach: &Reach, ranks: Range<usize>, all: usize) -> bool {
    if reach.prose_words(0..all) < LITTLE_PROSE {
        let taken = reach.words(ranks);
        return taken >= MOST_OF && 2 * taken > reach.words(0..all);
    }
    let taken = match rule.matcher {
        Matcher::Card(_) => reach.longest_row(ranks),
        _ => reach.prose_words(ranks),
    };
    taken >= MOST_OF && 2 * taken > reach.prose_words(0..all)
}
