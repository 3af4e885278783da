//! `match.card`: teasers of other stories in a row. O(n) in lines.
//!
//! A card is a title, perhaps at once again, then one to five short lines of which one at least
//! says how old the story is, then perhaps the title once more. Cards that follow each other with
//! nothing but blank lines between make a run.

use super::stamp::is_stamp;
use super::{BuildError, BuildProblem, Built, Detector, Find, PageDetector, excerpt};
use crate::compare::line_key;
use crate::rule::wire::WireCard;
use crate::{Page, Span};

#[derive(Debug)]
struct Card(WireCard);

pub(super) fn build(params: &WireCard) -> Built {
    if params.min == 0 {
        let problem = BuildProblem::OutOfRange {
            what: "min",
            range: "1 or more",
        };
        return Err(vec![BuildError {
            problem,
            span: 0..0,
        }]);
    }
    Ok(Detector::Page(Box::new(Card(params.clone()))))
}

/// The most short lines between a card's title and the next card.
const MAX_SMALL_LINES: usize = 5;

/// How often a card's title may stand again at once: a page of one line must not cost its square.
const MAX_COPIES: usize = 3;

impl PageDetector for Card {
    fn find(&self, page: &Page<'_>, finds: &mut Vec<Find>) {
        let count = page.filled().len();
        let mut at = 0;
        while at < count {
            let (end, cards) = run_of_cards(page, at);
            if cards >= self.0.min {
                finds.push(run_find(page, at, end - 1, cards));
            }
            at = end.max(at + 1);
        }
    }
}

/// Where the run of cards that starts at the `at`-th filled line ends, and how many it holds.
fn run_of_cards(page: &Page<'_>, at: usize) -> (usize, usize) {
    let (mut end, mut cards) = (at, 0);
    while let Some(next) = card_end(page, end) {
        end = next;
        cards += 1;
    }
    (end, cards)
}

fn card_end(page: &Page<'_>, at: usize) -> Option<usize> {
    let line = |rank: usize| {
        page.filled()
            .get(rank)
            .map(|&index| (index, page.lines()[index]))
    };
    let (title, shape) = line(at)?;
    if !shape.is_title() || is_stamp(page.trimmed_text(title)) {
        return None;
    }
    let mut end = at + 1;
    while end - at <= MAX_COPIES
        && line(end).is_some_and(|(index, _)| same_text(page, title, index))
    {
        end += 1;
    }
    let small_from = end;
    let mut stamped = None;
    while let Some((index, shape)) = line(end) {
        let stamp = is_stamp(page.trimmed_text(index));
        let next_title = stamped.is_some() && !stamp && shape.is_title() && has_stamp(page, end);
        if end - small_from == MAX_SMALL_LINES
            || next_title
            || !(stamp || is_small(page, index, shape.word_count))
        {
            break;
        }
        end += 1;
        if stamp {
            stamped = Some(end);
        }
    }
    let mut end = bullets_after(page, stamped?);
    if line(end).is_some_and(|(index, _)| same_text(page, title, index)) {
        end += 1;
    }
    Some(end)
}

/// Whether an age or a date follows within a card's short lines: a short title looks like one of
/// the short lines of the card before it.
fn has_stamp(page: &Page<'_>, title: usize) -> bool {
    page.filled()
        .iter()
        .skip(title + 1)
        .take(MAX_SMALL_LINES + 1)
        .take_while(|&&index| is_small(page, index, page.lines()[index].word_count))
        .any(|&index| is_stamp(page.trimmed_text(index)))
}

/// A source's name repeated behind a bullet belongs to the card above it.
fn bullets_after(page: &Page<'_>, mut at: usize) -> usize {
    while page.filled().get(at).is_some_and(|&index| {
        page.trimmed_text(index).starts_with(['•', '·', '|']) && page.lines()[index].word_count <= 5
    }) {
        at += 1;
    }
    at
}

fn is_small(page: &Page<'_>, index: usize, words: usize) -> bool {
    words <= 5 && !page.trimmed_text(index).ends_with(['.', '!', '?', ':'])
}

fn same_text(page: &Page<'_>, one: usize, other: usize) -> bool {
    let (mut a, mut b) = (String::new(), String::new());
    line_key(page.trimmed_text(one), &mut a);
    line_key(page.trimmed_text(other), &mut b);
    a == b
}

fn run_find(page: &Page<'_>, from: usize, to: usize, cards: usize) -> Find {
    let (first, last) = (page.filled()[from], page.filled()[to]);
    Find {
        span: Span::new(
            page.lines()[first].trimmed.start,
            page.lines()[last].trimmed.end,
        ),
        lines: (first, last),
        evidence: format!(
            "{cards} cards in a row, from \"{}\" on",
            excerpt(page.trimmed_text(first))
        ),
    }
}
