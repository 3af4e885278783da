//! Labelled pages that were read for a fit.

use crate::clean::cleaner::Cleaner;
use crate::tools::fit::background::{CountedBackground, count_background};
use crate::tools::fit::fold::fold_of;
use crate::tools::fit::options::{FitOptions, PARTS};
use crate::tools::fit::sample::{FitSample, LabelledPage};
use crate::tools::fit::vocabulary::{LexiconSource, LexiconVocabulary};
use crate::tools::fit::work::{Each, collect};

/// Labelled pages with what was seen of them.
pub(crate) struct FitPages<'p> {
    pub(crate) pages: &'p [LabelledPage],
    pub(crate) options: FitOptions,
    pub(crate) samples: Vec<FitSample>,
    /// The fold of each page.
    pub(crate) folds: Vec<usize>,
    pub(crate) vocabulary: LexiconVocabulary,
    pub(crate) background: CountedBackground,
}

impl<'p> FitPages<'p> {
    /// Reads the pages as `cleaner` weighs them. O(n) in their bytes.
    pub(crate) fn new(
        pages: &'p [LabelledPage],
        cleaner: &Cleaner,
        options: FitOptions,
        each: &Each<'_>,
    ) -> Self {
        let background = count_background(pages, options.background);
        let weights = background.background();
        let read = |at: usize| FitSample::new(&pages[at], cleaner, &weights);
        let samples = collect(each, pages.len(), read);
        let fold = |page: &LabelledPage| fold_of(&page.host, options.folds, options.seed);
        let folds: Vec<usize> = pages.iter().map(fold).collect();
        let vocabulary = LexiconVocabulary::new(&sources(pages, &samples));
        Self {
            pages,
            options,
            samples,
            folds,
            vocabulary,
            background,
        }
    }

    /// The texts whose lines a lexicon is learned from.
    pub(crate) fn sources(&self) -> Vec<LexiconSource<'_>> {
        sources(self.pages, &self.samples)
    }

    /// Which of the [`PARTS`] a page is in.
    pub(crate) fn part(&self, page: usize) -> usize {
        fold_of(&self.pages[page].host, PARTS, self.options.seed ^ 0x5eed)
    }
}

fn sources<'s>(pages: &'s [LabelledPage], samples: &'s [FitSample]) -> Vec<LexiconSource<'s>> {
    let source = |(page, sample): (&'s LabelledPage, &'s FitSample)| LexiconSource {
        host: &page.host,
        id: &page.id,
        text: &page.text,
        pieces: &sample.pieces,
    };
    pages.iter().zip(samples).map(source).collect()
}
