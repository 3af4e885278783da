//! Fitting a model: what is learned, from which pages, and how it is written.

use crate::clean::cleaner::Cleaner;
use crate::model::feature::Feature;
use crate::model::file::write::{ArticleEndText, LexiconText, ModelText};
use crate::model::fitted::Model;
use crate::model::thresholds::Thresholds;
use crate::tools::fit::article_end::fit_article_end;
use crate::tools::fit::ended::{EndCut, Ended};
use crate::tools::fit::ends::choose_ends;
use crate::tools::fit::lines::{FittedLines, fit_lines};
use crate::tools::fit::options::{FitOptions, MODES};
use crate::tools::fit::pages::FitPages;
use crate::tools::fit::sample::LabelledPage;
use crate::tools::fit::thresholds::{Ends, Unseen};
use crate::tools::fit::work::{Each, collect};
use crate::tools::synthesize::splice::Layout;
use std::sync::Arc;

/// What a fit makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The text of a model file.
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
pub struct ModeThresholds([Thresholds; 3]);

impl Default for ModeThresholds {
    /// Those of the shipped model, for fits that nothing judges.
    fn default() -> Self {
        let shipped = Model::shipped();
        Self(MODES.map(|mode| *shipped.thresholds(mode)))
    }
}

impl ModeThresholds {
    /// The model with these thresholds.
    pub fn of(&self, model: &Model) -> Model {
        model.with_thresholds(self.0)
    }
}

/// Labelled pages that were read for a fit, and pages that were made of them.
pub struct Fit<'p> {
    read: FitPages<'p>,
    ended: Vec<Ended>,
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
        let read = FitPages::new(pages, cleaner, options, each);
        let ended = Ended::all(&read, cleaner, each);
        Self { read, ended }
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

    /// The fold of a page, by its place among the pages.
    pub fn fold(&self, page: usize) -> usize {
        self.read.folds[page]
    }

    /// The thresholds that do best on pages that the model was not learned from: `folds` holds what
    /// was learned without each fold; `cleaner` must have a model, whichever, so that it hears all rules.
    /// Costs some ten cleanings of every page.
    ///
    /// # Panics
    ///
    /// Panics if `folds` has fewer entries than the options have folds.
    pub fn thresholds(
        &self,
        cleaner: &Cleaner,
        folds: &[Arc<Model>],
        each: &Each<'_>,
    ) -> ModeThresholds {
        let background = self.read.background.background();
        let cuts = collect(each, self.ended.len(), |at| {
            let page = &self.ended[at];
            let article_end = folds[self.read.folds[page.page]].article_end();
            article_end
                .map(|article_end| page.cuts(article_end, &background))
                .unwrap_or_default()
        });
        let shipped = || {
            ModeThresholds::default()
                .0
                .map(|thresholds| thresholds.article_end)
        };
        let least = choose_ends(self.read.pages, &self.ended, &cuts).unwrap_or_else(shipped);
        let past = self.story_ends(&cuts, least);
        let unseen = Unseen {
            pages: self.read.pages,
            cleaner,
            folds,
            fold_of: &self.read.folds,
            each,
        };
        ModeThresholds(unseen.thresholds(&Ends { least, past }))
    }

    /// For each labelled page and mode, the rank of the first line past the end of its story.
    fn story_ends(&self, cuts: &[Vec<EndCut>], least: [f32; 3]) -> Vec<[usize; 3]> {
        let mut past = vec![[usize::MAX; 3]; self.read.pages.len()];
        for (one, cuts) in self.ended.iter().zip(cuts) {
            if one.layout.is_none() {
                let end = |least| cuts.iter().find(|cut| cut.log_odds >= least);
                past[one.page] = least.map(|least| end(least).map_or(usize::MAX, |cut| cut.line));
            }
        }
        past
    }

    /// Fits a model to the pages that `learns` says yes to, by place, and writes it with `header` above
    /// it. O(rounds x lines x features): a minute for the texts of a thousand pages by nine extractors, on
    /// two cores.
    pub fn learn(
        &self,
        learns: impl Fn(usize) -> bool,
        thresholds: &ModeThresholds,
        header: &str,
        each: &Each<'_>,
    ) -> Fitted {
        let article_end = fit_article_end(&self.read, &self.ended, &learns, each);
        let chosen: Vec<usize> = (0..self.read.samples.len())
            .filter(|&at| learns(at))
            .collect();
        let FittedLines {
            lexicon,
            tables,
            gains,
        } = fit_lines(&self.read, &chosen, each);
        // Plain pages of many hosts tell nothing of them.
        let aside = Arc::clone(&Model::shipped().fast);
        let draft = ModelText {
            markup: aside.markup.clone(),
            host: aside.host.clone(),
            language: self.read.options.language.clone(),
            modes: thresholds.0,
            coupling: 0.5,
            line: tables,
            article_end: Some(ArticleEndText {
                openings: LexiconText {
                    bias: article_end.tables.openings.bias(),
                    entries: article_end.openings,
                },
                words: article_end.tables.words,
                tables: article_end.tables.tables,
            }),
            lexicon: LexiconText {
                bias: lexicon.bias,
                entries: self.read.vocabulary.entries(&self.read.sources(), &lexicon),
            },
            unknown: self.read.background.unknown,
            background: self.read.background.words.clone(),
        };
        Fitted {
            text: draft.print(header),
            gains: shares(&gains),
        }
    }
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
