//! Fitting evidence to labelled pages: tables, lexicon, background and thresholds.
//!
//! Pages come in pairs: the text that an extractor made, and the article that a person marked in it.
//! What is learned is judged on pages of hosts that it was not learned from. Everything is
//! deterministic for a seed, whatever the number of threads: random choices follow from the seed, and
//! sums that threads share are sums of integers.

pub(crate) mod background;
pub(crate) mod boost;
pub(crate) mod ended;
pub(crate) mod ends;
pub(crate) mod fold;
pub(crate) mod lexicon;
pub(crate) mod lines;
pub(crate) mod logistic;
pub(crate) mod openings;
pub(crate) mod outcomes;
pub(crate) mod sample;
pub(crate) mod splitmix;
pub(crate) mod stories;
pub(crate) mod thresholds;
pub(crate) mod vocabulary;
pub(crate) mod weights;
pub(crate) mod work;
pub(crate) mod worth;

pub use crate::fit::sample::LabelledPage;
pub use crate::fit::work::Each;

use crate::clean::cleaner::Cleaner;
use crate::fit::background::count_background;
use crate::fit::ended::Ended;
use crate::fit::ends::choose_ends;
use crate::fit::fold::fold_of;
use crate::fit::lines::{FittedLines, fit_lines};
use crate::fit::sample::Sample;
use crate::fit::stories::fit_stories;
use crate::fit::thresholds::{Ends, Unseen};
use crate::fit::vocabulary::{Source, Vocabulary};
use crate::fit::work::collect;
use crate::model::feature::Feature;
use crate::model::file::write::{Draft, DraftLexicon, DraftStory};
use crate::model::fitted::Evidence;
use crate::model::thresholds::Caution;
use crate::rules::mode::Mode;
use crate::splice::Layout;
use std::sync::Arc;

/// Parts of the pages whose lexicon scores come from the other parts: the tables must see a lexicon as
/// it is on pages that it does not know.
const PARTS: usize = 3;

/// The modes, from the most careful on.
const MODES: [Mode; 3] = [Mode::Careful, Mode::Balanced, Mode::Thorough];

/// How evidence is fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct FitOptions {
    /// The language of the pages, in two letters.
    pub language: String,
    /// Parts into which hosts are divided: each is judged by what was learned from the others.
    pub folds: usize,
    /// Which random choices are made.
    pub seed: u64,
    /// Entries of the lexicon.
    pub entries: usize,
    /// Trees that are merged into tables.
    pub rounds: usize,
    /// Words of the background.
    pub background: usize,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            language: "en".to_owned(),
            folds: 3,
            seed: 1,
            entries: 3000,
            rounds: 600,
            background: 3000,
        }
    }
}

/// What a fit makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The text of an evidence file.
    pub text: String,
    /// What each feature of lines buys: its share, 0 to 1, of what all splits lowered the loss by; the
    /// greatest first.
    pub gains: Vec<(&'static str, f64)>,
}

/// An article with other stories after it.
#[derive(Debug, Clone, Copy)]
pub struct Spliced<'f> {
    /// The place of the labelled page whose article it is.
    pub page: usize,
    /// How the others are joined to it.
    pub layout: Layout,
    /// All of it.
    pub text: &'f str,
    /// The article.
    pub article: &'f str,
}

/// How careful each mode is.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds([Caution; 3]);

impl Default for Thresholds {
    /// Those of the shipped evidence, for fits that nothing judges.
    fn default() -> Self {
        let shipped = Evidence::shipped();
        Self(MODES.map(|mode| *shipped.caution(mode)))
    }
}

impl Thresholds {
    /// The evidence with these thresholds.
    pub fn of(&self, evidence: &Evidence) -> Evidence {
        evidence.with_cautions(self.0)
    }
}

/// Labelled pages that were read for a fit.
pub struct Fit<'p> {
    pages: &'p [LabelledPage],
    options: FitOptions,
    samples: Vec<Sample>,
    ended: Vec<Ended>,
    folds: Vec<usize>,
    vocabulary: Vocabulary,
    background: background::Counted,
}

impl<'p> Fit<'p> {
    /// Reads the pages as `cleaner` weighs them. O(n) in their bytes.
    ///
    /// # Panics
    ///
    /// Panics if `options.folds` is 0.
    pub fn new(
        pages: &'p [LabelledPage],
        cleaner: &Cleaner,
        options: FitOptions,
        each: &Each<'_>,
    ) -> Self {
        let background = count_background(pages, options.background);
        let weights = background.background();
        let read = |at: usize| Sample::new(&pages[at], cleaner, &weights);
        let samples = collect(each, pages.len(), read);
        let fold = |page: &LabelledPage| fold_of(&page.host, options.folds, options.seed);
        let folds: Vec<usize> = pages.iter().map(fold).collect();
        let vocabulary = Vocabulary::new(&sources(pages, &samples));
        let mut fit = Self {
            pages,
            options,
            samples,
            ended: Vec::new(),
            folds,
            vocabulary,
            background,
        };
        fit.ended = Ended::all(&fit, cleaner, each);
        fit
    }

    /// The spliced pages that ends of stories are learned from.
    pub fn spliced(&self) -> Vec<Spliced<'_>> {
        let spliced = self.ended.iter().filter_map(|one| {
            Some(Spliced {
                page: one.page,
                layout: one.layout?,
                text: one.text(),
                article: one.own_story(),
            })
        });
        spliced.collect()
    }

    /// Which of the [`PARTS`] a page is in.
    fn part(&self, page: usize) -> usize {
        fold_of(&self.pages[page].host, PARTS, self.options.seed ^ 0x5eed)
    }

    /// The fold of a page, by its place among the pages.
    pub fn fold(&self, page: usize) -> usize {
        self.folds[page]
    }

    /// The thresholds that do best on pages that the evidence was not learned from: `folds` holds what
    /// was learned without each fold; `cleaner` must have evidence, whichever, so that it hears all rules.
    /// Costs some ten cleanings of every page.
    ///
    /// # Panics
    ///
    /// Panics if `folds` has fewer entries than the options have folds.
    pub fn thresholds(
        &self,
        cleaner: &Cleaner,
        folds: &[Arc<Evidence>],
        each: &Each<'_>,
    ) -> Thresholds {
        let background = self.background.background();
        let cuts = collect(each, self.ended.len(), |at| {
            let page = &self.ended[at];
            let story = folds[self.folds[page.page]].story();
            story
                .map(|story| page.cuts(story, &background))
                .unwrap_or_default()
        });
        let shipped = || Thresholds::default().0.map(|caution| caution.story);
        let least = choose_ends(self.pages, &self.ended, &cuts).unwrap_or_else(shipped);
        let past = self.story_ends(&cuts, least);
        let unseen = Unseen {
            pages: self.pages,
            cleaner,
            folds,
            fold_of: &self.folds,
            each,
        };
        Thresholds(unseen.thresholds(&Ends { least, past }))
    }

    /// For each labelled page and mode, the rank of the first line past the end of its story.
    fn story_ends(&self, cuts: &[Vec<ended::Cut>], least: [f32; 3]) -> Vec<[usize; 3]> {
        let mut past = vec![[usize::MAX; 3]; self.pages.len()];
        for (one, cuts) in self.ended.iter().zip(cuts) {
            if one.layout.is_none() {
                let end = |least| cuts.iter().find(|cut| cut.log_odds >= least);
                past[one.page] = least.map(|least| end(least).map_or(usize::MAX, |cut| cut.line));
            }
        }
        past
    }

    /// Fits evidence to the pages that `learns` says yes to, by place, and writes it with `header` above
    /// it. O(rounds x lines x features): a minute for the texts of a thousand pages by nine extractors, on
    /// two cores.
    pub fn evidence(
        &self,
        learns: impl Fn(usize) -> bool,
        thresholds: &Thresholds,
        header: &str,
        each: &Each<'_>,
    ) -> Fitted {
        let story = fit_stories(self, &self.ended, &learns, each);
        let chosen: Vec<usize> = (0..self.samples.len()).filter(|&at| learns(at)).collect();
        let FittedLines {
            lexicon,
            tables,
            gains,
        } = fit_lines(self, &chosen, each);
        let draft = Draft {
            language: self.options.language.clone(),
            modes: thresholds.0,
            coupling: 0.5,
            line: tables,
            story: Some(DraftStory {
                openings: DraftLexicon {
                    bias: story.tables.openings.bias(),
                    entries: story.openings,
                },
                words: story.tables.words,
                tables: story.tables.tables,
            }),
            lexicon: DraftLexicon {
                bias: lexicon.bias,
                entries: self
                    .vocabulary
                    .entries(&sources(self.pages, &self.samples), &lexicon),
            },
            unknown: self.background.unknown,
            background: self.background.words.clone(),
        };
        Fitted {
            text: draft.print(header),
            gains: shares(&gains),
        }
    }
}

fn sources<'s>(pages: &'s [LabelledPage], samples: &'s [Sample]) -> Vec<Source<'s>> {
    let source = |(page, sample): (&'s LabelledPage, &'s Sample)| Source {
        host: &page.host,
        id: &page.id,
        text: &page.text,
        pieces: &sample.pieces,
    };
    pages.iter().zip(samples).map(source).collect()
}

/// The share of each feature in the sum of gains.
fn shares(gains: &[f64]) -> Vec<(&'static str, f64)> {
    let all: f64 = gains.iter().sum();
    let share = |gain: &f64| gain / all.max(f64::MIN_POSITIVE);
    let mut shares: Vec<_> = Feature::NAMES
        .iter()
        .copied()
        .zip(gains.iter().map(share))
        .collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    shares
}

/// A figure as it is written, with three decimals.
fn rounded(figure: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "it has three decimals")]
    let rounded = ((figure * 1e3).round() / 1e3) as f32;
    rounded
}
