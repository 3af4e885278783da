//! Where the page's own story ends, as far as that can be told.

use crate::model::article_end::candidates::{Candidate, candidates};
use crate::model::article_end::figures::say;
use crate::model::cohesion::content::Content;
use crate::model::cohesion::lines::LineCohesion;
use crate::model::fitted::{Evidence, StoryTables};
use crate::model::rule_signals::Voices;
use crate::model::selection::Weighed;
use crate::model::strongest::strongest;
use crate::page::Page;
use crate::page::words::Words;
use crate::text::number::number;

/// How much less evidence an end needs where the layout says that there is one, and nothing near says
/// that the story goes on. Chosen on spliced pages of left-out hosts: more finds no more stories, and costs
/// pages that are as they came.
const LAYOUT_BONUS: f32 = 3.5;
/// Up to which share of the next words, and of all the rest, may have been said before for all of it, and
/// from which on there is nothing of it.
const LAYOUT_SAID: (f32, f32) = (0.3, 0.5);

/// The end of a page's own story.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoryEnd {
    /// The rank of the first line that is another story's.
    pub(crate) line: usize,
    /// Why, in words: the log-odds that a story ends there, and what spoke for it.
    pub(crate) reasons: Vec<String>,
}

/// What the layout of a place says of an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// A rule knows the line for a heading of other stories.
    Heading,
    /// A card begins: a title that stands twice, with an age beside it.
    Card,
    /// The line comes again on the page, but for its digits: a template's line (a count of comments, a
    /// label), as digests and threads have it after each of their parts. Or it is the next item of a numbered
    /// list. No story begins with one.
    Part,
    /// Nothing.
    Plain,
}

impl Layout {
    /// Looks at a candidate, whose line is a heading or not.
    fn of(candidate: &Candidate, is_heading: bool) -> Self {
        match () {
            () if is_heading => Self::Heading,
            () if candidate.is_card => Self::Card,
            () if candidate.comes_again || candidate.is_next_item => Self::Part,
            () => Self::Plain,
        }
    }

    /// The log-odds that it adds where `said` of what follows was said before: the more the words go on, the
    /// less the layout says.
    fn bonus(self, said: f32) -> f32 {
        let (all, none) = LAYOUT_SAID;
        match self {
            Self::Heading | Self::Card => {
                LAYOUT_BONUS * ((none - said) / (none - all)).clamp(0.0, 1.0)
            }
            Self::Part => f32::NEG_INFINITY,
            Self::Plain => 0.0,
        }
    }

    fn reason(self, bonus: f32) -> Option<String> {
        let what = match self {
            Self::Heading => "a rule knows the line for a heading of other stories",
            Self::Card => "a card begins here",
            Self::Part | Self::Plain => return None,
        };
        (bonus > 0.0).then(|| format!("{what}: {bonus:+.1}"))
    }
}

/// The log-odds that the layout of a candidate adds, whose line is a heading or not.
pub(crate) fn layout_bonus(candidate: &Candidate, is_heading: bool) -> f32 {
    Layout::of(candidate, is_heading).bonus(candidate.most_said)
}

/// The words of the article that a page's weighed lines must be expected to hold before its story ends: as
/// few as the articles have that ends are learned from, but for what is lost of them.
const LEAST_TOLD: f32 = 100.0;

/// Where a story may end, as far as the lines say.
pub(crate) struct Places {
    /// For each line, how many words of the article are expected before it.
    told: Vec<f32>,
    /// Whether no line goes: what stands around an article speaks of other things, and makes its sections
    /// look like other stories.
    is_clean: bool,
}

impl Places {
    pub(crate) fn new(lines: &[Weighed], goes: &[bool]) -> Self {
        let mut sum = 0.0;
        let told = lines.iter().map(|line| {
            let before = sum;
            sum += number(line.words) * line.stays();
            before
        });
        Self {
            told: told.collect(),
            is_clean: !goes.contains(&true) && !lines.iter().any(Weighed::is_cut),
        }
    }

    /// Whether a story may end before a line, with or without a layout that says so.
    fn allow(&self, line: usize, by_layout: bool) -> bool {
        self.told[line] >= LEAST_TOLD && (by_layout || self.is_clean)
    }
}

impl Evidence {
    /// The first line of those that `places` allow from which on other stories follow, with log-odds of at
    /// least `least`.
    pub(crate) fn story_end(
        &self,
        (page, words, content, lines): (&Page<'_>, &Words, &Content, &LineCohesion),
        voices: &Voices,
        places: &Places,
        least: f32,
    ) -> Option<StoryEnd> {
        let story = self.story.as_ref()?;
        let mut bins = Vec::new();
        let openings = story.openings.scores(words);
        let candidates = candidates(page, words, content, lines, &story.words, &openings);
        candidates.iter().find_map(|candidate| {
            let layout = Layout::of(candidate, voices.is_heading(candidate.line));
            let bonus = layout.bonus(candidate.most_said);
            if !places.allow(candidate.line, bonus > 0.0) {
                return None;
            }
            let log_odds = story.tables.score(&candidate.figures, &mut bins) + bonus;
            (log_odds >= least).then(|| StoryEnd {
                line: candidate.line,
                reasons: reasons(story, candidate, layout.reason(bonus), log_odds),
            })
        })
    }
}

fn reasons(
    story: &StoryTables,
    candidate: &Candidate,
    layout: Option<String>,
    log_odds: f32,
) -> Vec<String> {
    let sum = format!("log-odds {log_odds:+.1} that another story begins here");
    let mut reasons = vec![sum];
    reasons.extend(layout);
    reasons.extend(strongest(&story.tables, &candidate.figures, say));
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::article_end::figures::FIGURES;
    use crate::model::selection::Settled;

    #[test]
    fn the_more_the_words_go_on_the_less_the_layout_says() {
        for (layout, said, expected) in [
            (Layout::Heading, 0.0, LAYOUT_BONUS),
            (Layout::Card, 0.3, LAYOUT_BONUS),
            (Layout::Heading, 0.4, LAYOUT_BONUS / 2.0),
            (Layout::Heading, 0.5, 0.0),
            (Layout::Card, 0.9, 0.0),
            (Layout::Plain, 0.0, 0.0),
        ] {
            let bonus = layout.bonus(said);
            assert!(
                (bonus - expected).abs() < 1e-5,
                "{layout:?} {said}: {bonus}"
            );
            assert_eq!(
                layout.reason(bonus).is_some(),
                expected > 0.0,
                "{layout:?} {said}"
            );
        }
    }

    #[test]
    fn parts_of_a_page_are_no_ends_but_headings_and_cards_are() {
        for (is_heading, is_card, comes_again, is_next_item, expected) in [
            (false, false, false, false, Layout::Plain),
            (false, false, true, false, Layout::Part),
            (false, false, false, true, Layout::Part),
            (false, true, true, true, Layout::Card),
            (true, false, true, false, Layout::Heading),
        ] {
            let candidate = Candidate {
                line: 9,
                figures: [0.0; FIGURES.len()],
                is_card,
                comes_again,
                is_next_item,
                most_said: 0.0,
            };
            assert_eq!(Layout::of(&candidate, is_heading), expected);
            let is_refused = layout_bonus(&candidate, is_heading).is_infinite();
            assert_eq!(is_refused, expected == Layout::Part, "{expected:?}");
        }
    }

    #[test]
    fn a_story_ends_after_enough_of_it_and_last_of_all_cuts() {
        let line = |smoothed| Weighed {
            words: 60,
            own: smoothed,
            smoothed,
            settled: None,
        };
        let article = [line(-6.0), line(-6.0), line(-6.0), line(5.0)];
        let blurb = [line(5.0), line(5.0), line(-6.0), line(-6.0)];
        for (lines, goes_one, rank, by_layout, expected) in [
            (article, false, 1, true, false),
            (article, false, 2, false, true),
            (article, true, 2, false, false),
            (article, true, 2, true, true),
            (blurb, false, 2, true, false),
            (blurb, false, 3, true, false),
        ] {
            let places = Places::new(&lines, &[false, false, false, goes_one]);
            assert_eq!(places.allow(rank, by_layout), expected, "{lines:?} {rank}");
            let mut lines = lines;
            lines[3].settled = goes_one.then_some(Settled::Cut);
            let places = Places::new(&lines, &[false; 4]);
            assert_eq!(
                places.allow(rank, by_layout),
                expected,
                "a rule cuts: {rank}"
            );
        }
    }
}
