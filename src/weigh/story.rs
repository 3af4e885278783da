//! Where the page's own story ends, as far as that can be told.

use super::evidence::{Evidence, StoryTables};
use super::reasons::strongest;
use super::voices::Voices;
use crate::Page;
use crate::cohesion::boundary::{Candidate, candidates, say};
use crate::cohesion::content::Content;
use crate::cohesion::lines::LineCohesion;
use crate::words::Words;

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
    /// label), as digests and threads have it after each of their parts. No story begins with one.
    Template,
    /// Nothing.
    Plain,
}

impl Layout {
    /// Looks at a candidate, whose line is a heading or not.
    fn of(candidate: &Candidate, is_heading: bool) -> Self {
        match () {
            () if is_heading => Self::Heading,
            () if candidate.is_card => Self::Card,
            () if candidate.comes_again => Self::Template,
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
            Self::Template => f32::NEG_INFINITY,
            Self::Plain => 0.0,
        }
    }

    fn reason(self, bonus: f32) -> Option<String> {
        let what = match self {
            Self::Heading => "a rule knows the line for a heading of other stories",
            Self::Card => "a card begins here",
            Self::Template | Self::Plain => return None,
        };
        (bonus > 0.0).then(|| format!("{what}: {bonus:+.1}"))
    }
}

/// The log-odds that the layout of a candidate adds, whose line is a heading or not.
pub(crate) fn layout_bonus(candidate: &Candidate, is_heading: bool) -> f32 {
    Layout::of(candidate, is_heading).bonus(candidate.most_said)
}

impl Evidence {
    /// The first line from which on other stories follow, with log-odds of at least `least`.
    pub(super) fn story_end(
        &self,
        (page, words, content, lines): (&Page<'_>, &Words, &Content, &LineCohesion),
        voices: &Voices,
        least: f32,
    ) -> Option<StoryEnd> {
        let story = self.story.as_ref()?;
        let mut bins = Vec::new();
        let openings = story.openings.scores(words);
        let candidates = candidates(page, words, content, lines, &story.words, &openings);
        candidates.iter().find_map(|candidate| {
            let layout = Layout::of(candidate, voices.is_heading(candidate.line));
            let bonus = layout.bonus(candidate.most_said);
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
    use crate::cohesion::boundary::FIGURES;

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
    fn no_story_begins_with_a_line_that_comes_again_but_a_heading_or_a_card() {
        for (is_heading, is_card, comes_again, expected) in [
            (false, false, false, Layout::Plain),
            (false, false, true, Layout::Template),
            (false, true, true, Layout::Card),
            (true, false, true, Layout::Heading),
        ] {
            let candidate = Candidate {
                line: 9,
                figures: [0.0; FIGURES.len()],
                is_card,
                comes_again,
                most_said: 0.0,
            };
            assert_eq!(Layout::of(&candidate, is_heading), expected);
            let is_refused = layout_bonus(&candidate, is_heading).is_infinite();
            assert_eq!(is_refused, expected == Layout::Template, "{expected:?}");
        }
    }
}
