//! `match.card`: teasers of other stories in a row. O(n) in lines.
//!
//! A card is a title, perhaps at once again, then one to five short lines of which one at least
//! says how old the story is, then perhaps the title once more. Cards that follow each other with
//! nothing but blank lines between make a run. Where bodies are asked for, a card whose title
//! stands more than once may end with a paragraph.

use crate::matchers::error::{MatcherError, Problem};
use crate::matchers::found::{Match, excerpt};
use crate::matchers::pages::stamp::is_stamp;
use crate::matchers::traits::PageMatcher;
use crate::page::Page;
use crate::rules::params::CardParams;
use crate::text::compare::same_line;
use crate::text::span::Span;

#[derive(Debug)]
pub(crate) struct Card(CardParams);

impl Card {
    /// Refuses runs of no card.
    pub(crate) fn new(params: &CardParams) -> Result<Self, MatcherError> {
        if params.min == 0 {
            let problem = Problem::OutOfRange {
                what: "min",
                range: "1 or more",
            };
            return Err(problem.into());
        }
        Ok(Self(params.clone()))
    }
}

/// The most short lines between a card's title and the next card.
pub(crate) const MAX_SMALL_LINES: usize = 5;

/// The most copies of a title at the head of a card.
pub(crate) const MAX_TITLE_COPIES: usize = 2;

impl PageMatcher for Card {
    fn find(&self, page: &Page<'_>, found: &mut Vec<Match>) {
        let reader = CardReader {
            lines: page,
            body: self.0.body,
        };
        reader.for_runs(self.0.min, |from, to, cards| {
            found.push(run_find(page, from, to, cards));
        });
    }
}

/// The lines of a page, as cards are read off them: by rank, blank ones left out.
pub(crate) trait CardLines {
    /// How many there are.
    fn count(&self) -> usize;
    /// A line without white space at its ends; empty behind the last.
    fn text(&self, rank: usize) -> &str;
    fn words(&self, rank: usize) -> usize;
    fn is_title(&self, rank: usize) -> bool;
    fn is_prose(&self, rank: usize) -> bool;
    /// Whether it is nothing but an age or a date.
    fn is_stamp(&self, rank: usize) -> bool;
    /// Whether a card may begin there at all: a no saves a look.
    fn may_begin(&self, _rank: usize) -> bool {
        true
    }
}

impl CardLines for &Page<'_> {
    fn count(&self) -> usize {
        self.filled().len()
    }

    fn text(&self, rank: usize) -> &str {
        let line = self.filled().get(rank);
        line.map_or("", |&line| self.trimmed_text(line))
    }

    fn words(&self, rank: usize) -> usize {
        let line = self.filled().get(rank);
        line.map_or(0, |&line| self.lines()[line].word_count)
    }

    fn is_title(&self, rank: usize) -> bool {
        let line = self.filled().get(rank);
        line.is_some_and(|&line| self.lines()[line].is_title())
    }

    fn is_prose(&self, rank: usize) -> bool {
        let line = self.filled().get(rank);
        line.is_some_and(|&line| self.lines()[line].is_prose())
    }

    fn is_stamp(&self, rank: usize) -> bool {
        is_stamp(self.text(rank))
    }
}

/// Reads cards off a page.
pub(crate) struct CardReader<L> {
    pub(crate) lines: L,
    /// Whether a paragraph may end a card.
    pub(crate) body: bool,
}

impl<L: CardLines> CardReader<L> {
    /// Calls `found` with the first and the last rank of each run of at least `least` cards, and how many it
    /// holds. O(n) in lines.
    pub(crate) fn for_runs(&self, least: usize, mut found: impl FnMut(usize, usize, usize)) {
        let mut at = 0;
        while at < self.lines.count() {
            let (end, cards) = self.run_of_cards(at);
            if cards >= least {
                found(at, end - 1, cards);
            }
            at = end.max(at + 1);
        }
    }

    /// Where the run of cards that starts at rank `at` ends, and how many it holds.
    fn run_of_cards(&self, at: usize) -> (usize, usize) {
        let (mut end, mut cards) = (at, 0);
        while let Some(next) = self.card_end(end) {
            end = next;
            cards += 1;
        }
        (end, cards)
    }

    fn card_end(&self, title: usize) -> Option<usize> {
        let lines = &self.lines;
        if !lines.may_begin(title) || !lines.is_title(title) || lines.is_stamp(title) {
            return None;
        }
        let small_from = self.after_copies(title, title + 1);
        let stamped = self.after_stamp(small_from)?;
        let bullets = self.after_bullets(stamped);
        let end = self.after_copies(title, bullets);
        let copies = (small_from - title - 1) + (end - bullets);
        let has_body = self.body && copies > 0 && self.lines.is_prose(end);
        Some(end + usize::from(has_body))
    }

    /// The rank after the copies of the title that stand at `at`.
    fn after_copies(&self, title: usize, at: usize) -> usize {
        let copies = (at..at + MAX_TITLE_COPIES)
            .take_while(|&rank| same_line(self.lines.text(title), self.lines.text(rank)));
        at + copies.count()
    }

    /// The rank after the last stamp among the short lines that stand at `at`.
    fn after_stamp(&self, at: usize) -> Option<usize> {
        let mut stamped = None;
        for rank in at..at + MAX_SMALL_LINES {
            if self.lines.is_stamp(rank) {
                stamped = Some(rank + 1);
            } else if !self.is_small(rank) || (stamped.is_some() && self.starts_card(rank)) {
                break;
            }
        }
        stamped
    }

    /// Whether the short line could as well be the title of the next card: an age or a date
    /// follows it.
    fn starts_card(&self, rank: usize) -> bool {
        self.lines.is_title(rank)
            && (rank + 1..=rank + 1 + MAX_SMALL_LINES)
                .take_while(|&rank| self.lines.is_stamp(rank) || self.is_small(rank))
                .any(|rank| self.lines.is_stamp(rank))
    }

    /// A source's name repeated behind a bullet belongs to the card above it.
    fn after_bullets(&self, at: usize) -> usize {
        let bullets = (at..at + MAX_SMALL_LINES).take_while(|&rank| {
            self.lines.text(rank).starts_with(['•', '·', '|']) && self.lines.words(rank) <= 5
        });
        at + bullets.count()
    }

    fn is_small(&self, rank: usize) -> bool {
        let text = self.lines.text(rank);
        !text.is_empty() && self.lines.words(rank) <= 5 && !text.ends_with(['.', '!', '?', ':'])
    }
}

fn run_find(page: &Page<'_>, from: usize, to: usize, cards: usize) -> Match {
    let (first, last) = (page.filled()[from], page.filled()[to]);
    Match {
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
