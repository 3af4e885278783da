//! Finds where the article of a page ends.

use crate::model::article_end::candidates::{LEAST_PROSE, MOST_CANDIDATES, is_often};
use crate::model::article_end::end_layout::EndLayout;
use crate::model::article_end::figures::FIGURES;
use crate::model::article_end::figures::{Figures, say};
use crate::model::article_end::search::LEAST_ARTICLE_WORDS;
use crate::model::article_end::word_ratios::{LEAST_AFTER, LEAST_BEFORE};
use crate::model::fast::cohesion::Cohesion;
use crate::model::fast::columns::copies::Copies;
use crate::model::fast::ends::bounds::{EndModel, Known};
use crate::model::fast::ends::layout::PageLayout;
use crate::model::fast::ends::topics::Topics;
use crate::model::fast::ends::windows::Windows;
use crate::model::fast::facts::PageFacts;
use crate::model::fast::rows::Rows;
use crate::model::fast::signals::LineSignals;
use crate::model::fitted::Model;
use crate::text::number::{small, small_number};

/// The end of an article.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ArticleEnd {
    /// The rank of the first line that is another story's.
    pub(crate) line: usize,
    /// By [`FIGURES`].
    pub(crate) figures: [f32; FIGURES.len()],
    pub(crate) layout: EndLayout,
    pub(crate) bonus: f32,
    pub(crate) log_odds: f32,
}

impl ArticleEnd {
    /// Why, in words: the log-odds that a story ends there, and what spoke for it.
    pub(crate) fn say(&self, evidence: &Model) -> Vec<String> {
        let sum = format!(
            "log-odds {:+.1} that another story begins here",
            self.log_odds
        );
        let mut reasons = vec![sum];
        reasons.extend(self.layout.reason(self.bonus));
        if let Some(story) = &evidence.article_end {
            reasons.extend(story.reasons(&self.figures, say));
        }
        reasons
    }
}

/// What is asked of a page.
pub(crate) struct Question<'p> {
    pub(crate) facts: &'p PageFacts,
    pub(crate) rows: &'p Rows,
    pub(crate) cohesion: &'p Cohesion,
    pub(crate) signals: &'p LineSignals,
    pub(crate) copies: &'p Copies,
    /// The weight of each content word.
    pub(crate) weights: &'p [f32],
    /// For each line, how many words of the article are expected before it.
    pub(crate) expected: &'p [f32],
    /// Whether no line goes: what stands around an article speaks of other things, and makes its sections
    /// look like other stories.
    pub(crate) is_clean: bool,
    /// The log-odds that are needed.
    pub(crate) least: f32,
}

/// Finds ends; its buffers are kept from page to page.
#[derive(Debug, Default)]
pub(crate) struct EndFinder {
    layout: PageLayout,
    windows: Windows,
    topics: Topics,
    places: Vec<usize>,
    /// By line.
    depths: Vec<f32>,
    /// A place by its depth, as a number that orders as the depth does, and its line behind it.
    by_depth: Vec<u64>,
    ranks: Vec<u32>,
    medians: Vec<f32>,
    bins: Vec<usize>,
}

/// What the page says of all of its places.
struct PageOfPlaces {
    count: usize,
    window: f32,
    least: f32,
}

impl EndFinder {
    /// The first place from which on other stories follow. O(n log n) in lines, with at most 360 steps for
    /// each place that may be one, of which there are at most [`MOST_CANDIDATES`].
    pub(crate) fn find(&mut self, model: &EndModel, page: &Question<'_>) -> Option<ArticleEnd> {
        self.find_places(page);
        let may_be = self
            .places
            .iter()
            .any(|&line| page.expected[line] >= LEAST_ARTICLE_WORDS);
        if !may_be {
            return None;
        }
        self.layout.read(page.facts, page.rows, page.copies);
        let allowed = self
            .places
            .iter()
            .any(|&line| self.allowed(page, line).is_some());
        if !allowed {
            return None;
        }
        let all = self.rank_places(page);
        self.windows.read(page.rows, page.cohesion, page.weights);
        self.topics
            .begin(page.rows, page.weights, page.cohesion.headline);
        let places = std::mem::take(&mut self.places);
        let found = places.iter().find_map(|&line| {
            let (layout, bonus) = self.allowed(page, line)?;
            self.weigh(model, page, &all, line, layout, bonus)
        });
        self.places = places;
        found
    }

    /// The layout of a place and what it adds, where an article may end there.
    fn allowed(&self, page: &Question<'_>, line: usize) -> Option<(EndLayout, f32)> {
        if page.expected[line] < LEAST_ARTICLE_WORDS {
            return None;
        }
        let alike = page.copies.alike[line];
        let layout = match () {
            () if page.signals.is_heading[line] && !is_often(alike as usize) => EndLayout::Heading,
            () if PageLayout::is_card(page.facts, page.rows, line) => EndLayout::Card,
            () if alike > 0 || self.layout.is_next_item(line) => EndLayout::Part,
            () => EndLayout::Plain,
        };
        let bonus = layout.bonus(most_said(page, line));
        let is_allowed = layout != EndLayout::Part && (bonus > 0.0 || page.is_clean);
        is_allowed.then_some((layout, bonus))
    }

    /// The places that have enough before and behind them.
    fn find_places(&mut self, page: &Question<'_>) {
        let rows = page.rows;
        let all = rows.starts[rows.len()];
        // An article that ends above the page's main block is none: a notice, a teaser.
        let block = page.cohesion.block.as_ref().map_or(0, |block| block.start);
        let told = first_told(rows).max(block + 1).max(1);
        self.places.clear();
        self.places.extend((told..rows.len()).filter(|&line| {
            let before = rows.starts[line];
            before as usize >= LEAST_BEFORE && (all - before) as usize >= LEAST_AFTER
        }));
    }

    /// Ranks the places by how little they have in common with what stands before.
    fn rank_places(&mut self, page: &Question<'_>) -> PageOfPlaces {
        let both = page.cohesion.suffix.iter().zip(&page.cohesion.window_after);
        self.depths.clear();
        self.depths
            .extend(both.map(|(suffix, window)| suffix + window));
        let depths = &self.depths;
        let key = |&line: &usize| u64::from(order_of(depths[line])) << 32 | line as u64;
        self.by_depth.clear();
        self.by_depth.extend(self.places.iter().map(key));
        self.by_depth.sort_unstable();
        self.ranks.clear();
        self.ranks.resize(page.rows.len(), 0);
        for (rank, &key) in (0..).zip(&self.by_depth) {
            self.ranks[line_of(key)] = rank;
        }
        let ranks = &self.ranks;
        self.places
            .retain(|&line| (ranks[line] as usize) < MOST_CANDIDATES);
        self.medians.clear();
        let windows = self
            .places
            .iter()
            .map(|&line| page.cohesion.window_after[line]);
        self.medians.extend(windows);
        let middle = self.medians.len() / 2;
        let (_, window, _) = self.medians.select_nth_unstable_by(middle, f32::total_cmp);
        PageOfPlaces {
            count: self.by_depth.len(),
            window: *window,
            least: self.depths[line_of(self.by_depth[0])],
        }
    }

    /// Weighs a place, as far as it may be the end.
    fn weigh(
        &mut self,
        model: &EndModel,
        page: &Question<'_>,
        all: &PageOfPlaces,
        line: usize,
        layout: EndLayout,
        bonus: f32,
    ) -> Option<ArticleEnd> {
        let Question {
            facts,
            rows,
            cohesion,
            ..
        } = *page;
        let mut figures = self.figures_of_place(page, all, line);
        self.windows.set_place(line, &mut figures);
        self.layout.set(facts, rows, line, &mut figures);
        let needed = page.least - bonus;
        let mut place = model.unknown();
        if !model.may_reach(Known::Place, &figures.in_order(), &mut place, needed) {
            return None;
        }
        Windows::set_shares((rows, cohesion), line, &mut figures);
        if !model.may_reach(Known::Shares, &figures.in_order(), &mut place, needed) {
            return None;
        }
        self.windows
            .set_words((rows, cohesion), &model.words, line, &mut figures);
        if !model.may_reach(Known::Words, &figures.in_order(), &mut place, needed) {
            return None;
        }
        self.windows
            .set_rest((rows, cohesion), &model.words, line, &mut figures);
        if !model.may_reach(Known::Rest, &figures.in_order(), &mut place, needed) {
            return None;
        }
        self.topics.set(rows, page.weights, line, &mut figures);
        let figures = figures.in_order();
        let log_odds = model.tables.score(&figures, &mut self.bins) + bonus;
        (log_odds >= page.least).then_some(ArticleEnd {
            line,
            figures,
            layout,
            bonus,
            log_odds,
        })
    }

    fn figures_of_place(&self, page: &Question<'_>, all: &PageOfPlaces, line: usize) -> Figures {
        let Question {
            facts,
            rows,
            cohesion,
            ..
        } = *page;
        let before = rows.starts[line];
        let after = rows.starts[rows.len()] - before;
        let opening = |line: usize| rows.line(facts, line).opening;
        let rank = self.ranks[line];
        Figures {
            suffix: cohesion.suffix[line],
            window: cohesion.window_after[line],
            line_said: cohesion.said_before[line],
            words_before: small_number(before).ln_1p(),
            words_after: small_number(after).ln_1p(),
            share_after: small_number(after) / small_number(before + after),
            rank: small_number(rank.min(20)),
            rank_share: small_number(rank) / small_number(small(all.count)),
            dip: dip(&self.depths, line),
            page_window: all.window,
            page_least: all.least,
            content_share: small_number(before + after) / small_number(rows.all_words().max(1)),
            opening: opening(line),
            opening_next: if line + 1 < rows.len() {
                opening(line + 1)
            } else {
                0.0
            },
            ..Figures::default()
        }
    }
}

/// What was said before of the next words, or of all the rest: the greater share.
fn most_said(page: &Question<'_>, line: usize) -> f32 {
    page.cohesion.window_after[line].max(page.cohesion.suffix[line])
}

/// A number that orders as figures do by `f32::total_cmp`.
fn order_of(figure: f32) -> u32 {
    let bits = figure.to_bits();
    bits ^ if bits >> 31 == 1 { u32::MAX } else { 1 << 31 }
}

/// The line of a place by depth.
fn line_of(key: u64) -> usize {
    usize::try_from(key & u64::from(u32::MAX)).expect("lines are counted in 32 bits")
}

/// The rank of the first line before which [`LEAST_PROSE`] words of prose stand.
fn first_told(rows: &Rows) -> usize {
    let mut words = 0;
    for rank in 0..rows.len() {
        if words as usize >= LEAST_PROSE {
            return rank;
        }
        words += if rows.is_prose[rank] {
            rows.words(rank)
        } else {
            0
        };
    }
    usize::MAX
}

/// How far the depth falls below that of the three lines on each side.
fn dip(depths: &[f32], line: usize) -> f32 {
    let least = |range: std::ops::Range<usize>| depths[range].iter().copied().reduce(f32::min);
    let above = least(line.saturating_sub(3)..line);
    let below = least(line + 1..(line + 4).min(depths.len()));
    let side = |least: Option<f32>| (least.unwrap_or(2.0) - depths[line]).clamp(0.0, 2.0);
    side(above) + side(below)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_order_as_figures_do(a in any::<f32>(), b in any::<f32>()) {
            prop_assert_eq!(order_of(a).cmp(&order_of(b)), a.total_cmp(&b));
        }
    }
}
