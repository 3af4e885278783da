//! Where the page's own story ends, as far as that can be told.

use super::evidence::{Evidence, StoryTables};
use super::shape::number;
use super::voices::Voices;
use crate::Page;
use crate::cohesion::boundary::{Candidate, FIGURES, candidates};
use crate::cohesion::content::Content;
use crate::cohesion::lines::LineCohesion;
use crate::words::Words;

/// How much less evidence an end needs where a heading says that there is one, and nothing near says
/// that the story goes on.
const HEADING_BONUS: f32 = 5.0;
/// What may have been said before at such a heading, of the next words and of all the rest.
const HEADING_SHARE: f32 = 0.25;
/// The share of short lines from which on a page is no text but a dump, with menus that look like the
/// ends of stories: there single lines are weighed, and no ends looked for.
const DUMP_SHARE: f32 = 0.6;
/// Words under which a line is short.
const SHORT_WORDS: usize = 8;

/// The end of a page's own story.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoryEnd {
    /// The rank of the first line that is another story's.
    pub(crate) line: usize,
    /// The log-odds that the story ends here.
    pub(crate) log_odds: f32,
    /// Why, in words.
    pub(crate) reasons: Vec<String>,
}

impl Evidence {
    /// The first line from which on other stories follow, with log-odds of at least `least`.
    pub(super) fn story_end(
        &self,
        (page, words, content, lines): (&Page<'_>, &Words, &Content, &LineCohesion),
        voices: &Voices,
        least: f32,
    ) -> Option<StoryEnd> {
        let story = self.story.as_ref().filter(|_| is_text(page))?;
        let mut bins = Vec::new();
        let openings = story.openings.scores(words);
        for candidate in candidates(page, words, content, lines, &story.words, &openings) {
            let line = candidate.line;
            let log_odds = story.tables.score(&candidate.figures, &mut bins);
            let is_heading = voices.is_heading(line);
            if log_odds + bonus(&candidate, is_heading) >= least {
                let reasons = reasons(story, &candidate, is_heading);
                return Some(StoryEnd {
                    line,
                    log_odds,
                    reasons,
                });
            }
        }
        None
    }
}

/// What is added to the log-odds of a candidate at a heading of other stories.
pub(crate) fn bonus(candidate: &Candidate, is_heading: bool) -> f32 {
    let said = |name: &str| {
        let at = FIGURES.iter().position(|known| *known == name);
        candidate.figures[at.expect("it is a figure")]
    };
    let goes_on = || said("window") >= HEADING_SHARE || said("suffix") >= HEADING_SHARE;
    if is_heading && !goes_on() {
        HEADING_BONUS
    } else {
        0.0
    }
}

/// Whether the page is a text and no dump of a whole page.
pub(crate) fn is_text(page: &Page<'_>) -> bool {
    let lines = page.filled().iter().map(|&line| &page.lines()[line]);
    let short = lines.filter(|line| line.word_count < SHORT_WORDS).count();
    number(short) < DUMP_SHARE * number(page.filled().len())
}

/// The strongest reasons for an end.
fn reasons(story: &StoryTables, candidate: &Candidate, is_heading: bool) -> Vec<String> {
    const MOST: usize = 3;
    let mut terms = story.tables.terms(&candidate.figures);
    terms.sort_by(|a, b| {
        b.log_odds
            .total_cmp(&a.log_odds)
            .then(a.features.cmp(&b.features))
    });
    let say = |figure: usize| {
        let name = FIGURES[figure].replace('_', " ");
        format!("{name} {:.2}", candidate.figures[figure])
    };
    let strongest = terms.iter().filter(|term| term.log_odds > 0.05).take(MOST);
    let mut reasons: Vec<String> = strongest
        .map(|term| {
            let (first, second) = term.features;
            let second = second.map(|second| format!(", {}", say(second)));
            let more = second.unwrap_or_default();
            format!("{}{more}: {:+.1}", say(first), term.log_odds)
        })
        .collect();
    if is_heading {
        reasons.insert(0, "a rule speaks of the heading".to_owned());
    }
    reasons
}
