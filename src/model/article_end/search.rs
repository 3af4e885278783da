//! Where the page's own story ends, as far as that can be told.

use crate::model::article_end::candidates::{EndCandidate, candidates, is_often};
use crate::model::article_end::end_layout::EndLayout;
use crate::model::article_end::figures::say;
use crate::model::cohesion::content::Content;
use crate::model::cohesion::lines::LineCohesion;
use crate::model::fitted::{ArticleEndModel, Model};
use crate::model::rule_signals::RuleSignals;
use crate::model::selection::WeighedLine;
use crate::page::Page;
use crate::page::words::Words;
use crate::text::number::number;

/// The end of a page's own story.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ArticleEnd {
    /// The rank of the first line that is another story's.
    pub(crate) line: usize,
    /// Why, in words: the log-odds that a story ends there, and what spoke for it.
    pub(crate) reasons: Vec<String>,
}

fn layout_of(candidate: &EndCandidate, is_heading: bool) -> EndLayout {
    match () {
        () if is_heading && !is_often(candidate.copies) => EndLayout::Heading,
        () if candidate.is_card => EndLayout::Card,
        () if candidate.copies > 0 || candidate.is_next_item => EndLayout::Part,
        () => EndLayout::Plain,
    }
}

/// The log-odds that the layout of a candidate adds, whose line is a heading or not.
pub(crate) fn layout_bonus(candidate: &EndCandidate, is_heading: bool) -> f32 {
    layout_of(candidate, is_heading).bonus(candidate.most_said)
}

/// The words of the article that a page's weighed lines must be expected to hold before its story ends: as
/// few as the articles have that ends are learned from, but for what is lost of them.
pub(crate) const LEAST_ARTICLE_WORDS: f32 = 100.0;

/// Where a story may end, as far as the lines say.
pub(crate) struct EndPlaces {
    /// For each line, how many words of the article are expected before it.
    article_before: Vec<f32>,
    /// Whether no line goes: what stands around an article speaks of other things, and makes its sections
    /// look like other stories.
    is_clean: bool,
}

impl EndPlaces {
    pub(crate) fn new(lines: &[WeighedLine], goes: &[bool]) -> Self {
        let mut sum = 0.0;
        let article_before = lines.iter().map(|line| {
            let before = sum;
            sum += number(line.words) * line.stays();
            before
        });
        Self {
            article_before: article_before.collect(),
            is_clean: !goes.contains(&true) && !lines.iter().any(WeighedLine::is_cut),
        }
    }

    /// Whether a story may end before a line, with or without a layout that says so.
    fn allow(&self, line: usize, by_layout: bool) -> bool {
        self.article_before[line] >= LEAST_ARTICLE_WORDS && (by_layout || self.is_clean)
    }
}

impl Model {
    /// The first line of those that `places` allow from which on other stories follow, with log-odds of at
    /// least `least`.
    pub(crate) fn find_article_end(
        &self,
        (page, words, content, lines): (&Page<'_>, &Words, &Content, &LineCohesion),
        signals: &RuleSignals,
        places: &EndPlaces,
        least: f32,
    ) -> Option<ArticleEnd> {
        let article_end = self.article_end.as_ref()?;
        let mut bins = Vec::new();
        let openings = article_end.openings.scores(words);
        let candidates = candidates(page, words, content, lines, &article_end.words, &openings);
        candidates.iter().find_map(|candidate| {
            let layout = layout_of(candidate, signals.is_heading(candidate.line));
            let bonus = layout.bonus(candidate.most_said);
            if !places.allow(candidate.line, bonus > 0.0) {
                return None;
            }
            let log_odds = article_end.tables.score(&candidate.figures, &mut bins) + bonus;
            (log_odds >= least).then(|| ArticleEnd {
                line: candidate.line,
                reasons: reasons(article_end, candidate, layout.reason(bonus), log_odds),
            })
        })
    }
}

fn reasons(
    article_end: &ArticleEndModel,
    candidate: &EndCandidate,
    layout: Option<String>,
    log_odds: f32,
) -> Vec<String> {
    let sum = format!("log-odds {log_odds:+.1} that another story begins here");
    let mut reasons = vec![sum];
    reasons.extend(layout);
    reasons.extend(article_end.reasons(&candidate.figures, say));
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::article_end::figures::FIGURES;
    use crate::model::selection::Settled;

    #[test]
    fn parts_of_a_page_are_no_ends_but_headings_and_cards_are() {
        for (is_heading, is_card, copies, is_next_item, expected) in [
            (false, false, 0, false, EndLayout::Plain),
            (false, false, 1, false, EndLayout::Part),
            (false, false, 0, true, EndLayout::Part),
            (false, true, 1, true, EndLayout::Card),
            (true, false, 1, false, EndLayout::Heading),
            (true, false, 2, false, EndLayout::Part),
        ] {
            let candidate = EndCandidate {
                line: 9,
                figures: [0.0; FIGURES.len()],
                is_card,
                copies,
                is_next_item,
                most_said: 0.0,
            };
            assert_eq!(layout_of(&candidate, is_heading), expected);
            let is_refused = layout_bonus(&candidate, is_heading).is_infinite();
            assert_eq!(is_refused, expected == EndLayout::Part, "{expected:?}");
        }
    }

    #[test]
    fn a_story_ends_after_enough_of_it_and_last_of_all_cuts() {
        let line = |smoothed| WeighedLine {
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
            let places = EndPlaces::new(&lines, &[false, false, false, goes_one]);
            assert_eq!(places.allow(rank, by_layout), expected, "{lines:?} {rank}");
            let mut lines = lines;
            lines[3].settled = goes_one.then_some(Settled::Cut);
            let places = EndPlaces::new(&lines, &[false; 4]);
            assert_eq!(
                places.allow(rank, by_layout),
                expected,
                "a rule cuts: {rank}"
            );
        }
    }
}
