//! How evidence does on pages that it was not learned from.

use crate::cli::commands::fit::read::Corpus;
use dechaff::tools::fit::Spliced;
use dechaff::tools::score::{Oracle, PageScore, ScoreReport, WordCount, score_page};
use dechaff::tools::synthesize::Layout;
use dechaff::view::{Format, shown};
use dechaff::{Cleaner, Mode, Model, Page};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

/// Cleaners by fold and mode, and what they made of the pages that they do not know.
pub(crate) struct ModelJudge<F> {
    cleaners: Vec<[Cleaner; 3]>,
    fold: F,
}

/// The figures of each page, in each mode.
pub(crate) struct JudgedModel(Vec<[PageScore; 3]>);

impl<F: Fn(usize) -> usize + Sync> ModelJudge<F> {
    /// Cleaners of every fold; `fold` says which fold a page must be judged by.
    pub(crate) fn new(
        cleaner_in: impl Fn(Mode) -> anyhow::Result<Cleaner>,
        folds: &[Arc<Model>],
        fold: F,
    ) -> anyhow::Result<Self> {
        let mut cleaners = Vec::new();
        for evidence in folds {
            let cleaner = |mode| -> anyhow::Result<Cleaner> {
                Ok(cleaner_in(mode)?.with_model(Some(Arc::clone(evidence))))
            };
            cleaners.push([
                cleaner(Mode::Careful)?,
                cleaner(Mode::Balanced)?,
                cleaner(Mode::Thorough)?,
            ]);
        }
        Ok(Self { cleaners, fold })
    }

    /// Cleans and scores every page of the corpus.
    pub(crate) fn pages(&self, corpus: &Corpus) -> JudgedModel {
        let score = |at: usize| {
            let page = &corpus.pages[at];
            let shown = Page::with_meta(&page.text, page.meta());
            self.scores(at, &page.gold, &shown, Oracle::Search)
        };
        JudgedModel((0..corpus.pages.len()).into_par_iter().map(score).collect())
    }

    /// Cleans and scores spliced pages.
    pub(crate) fn spliced(&self, pages: &[Spliced<'_>]) -> JudgedModel {
        let score = |page: &Spliced<'_>| {
            self.scores(page.page, page.article, &Page::new(page.text), Oracle::Skip)
        };
        JudgedModel(pages.par_iter().map(score).collect())
    }

    /// The figures of a text, made of the page at that place, in each mode: of Markdown what it shows is compared.
    fn scores(&self, at: usize, gold: &str, page: &Page<'_>, oracle: Oracle) -> [PageScore; 3] {
        let before = shown(page.text(), Format::Auto);
        let mut best = None;
        self.cleaners[(self.fold)(at)].each_ref().map(|cleaner| {
            let cleaned = cleaner.clean(page);
            let after = shown(&cleaned.text, cleaned.format);
            // The best that lines can do is the same in every mode.
            let search = if best.is_none() { oracle } else { Oracle::Skip };
            let mut score = score_page(gold, &before, Some(&after), search);
            score.shingles.oracle = *best.get_or_insert(score.shingles.oracle);
            score
        })
    }
}

impl JudgedModel {
    /// F1 by shingles of the clean text, as a mean of pages and modes.
    pub(crate) fn mean_f1(&self) -> f64 {
        let f1 = |score: &PageScore| score.shingles.after.unwrap_or(score.shingles.before).f1;
        let of_page = |scores: &[PageScore; 3]| scores.iter().map(f1).sum::<f64>() / 3.0;
        self.0.iter().map(of_page).sum::<f64>() / number(self.0.len().max(1))
    }

    /// By how much recall fell in careful mode, as a mean of pages.
    pub(crate) fn careful_loss(&self) -> f64 {
        let loss = |scores: &[PageScore; 3]| {
            let shingles = scores[Mode::Careful as usize].shingles;
            let after = shingles.after.unwrap_or(shingles.before);
            shingles.before.recall - after.recall
        };
        self.0.iter().map(loss).sum::<f64>() / number(self.0.len().max(1))
    }
}

/// The table of what was found of spliced stories and lost of articles, in Markdown.
pub(crate) fn print_spliced(
    corpus: &Corpus,
    pages: &[Spliced<'_>],
    judged: &JudgedModel,
) -> String {
    let mut out = "\nspliced stories: words found / words of articles lost\n\n".to_owned();
    let _ = writeln!(
        out,
        "| articles | layout | pages | careful | balanced | thorough |"
    );
    let _ = writeln!(out, "| --- | --- | ---: | ---: | ---: | ---: |");
    let folder_of = |page: &Spliced<'_>| corpus.pages[page.page].gold_folder();
    let folders: BTreeSet<&str> = pages.iter().map(folder_of).collect();
    for folder in folders {
        for &layout in Layout::ALL {
            let own = pages.iter().zip(&judged.0);
            let own = own.filter(|(page, _)| page.layout == layout && folder_of(page) == folder);
            let scores: Vec<_> = own.map(|(_, scores)| scores).collect();
            let _ = write!(out, "| {folder} | {layout} | {} |", scores.len());
            for mode in 0..3 {
                let tally = SplicedTally::new(scores.iter().map(|scores| &scores[mode]));
                let _ = write!(out, " {:.1} % / {:.2} % |", tally.found, tally.lost);
            }
            out.push('\n');
        }
    }
    out
}

/// What was found of other stories, of all their words, and lost of articles, as a mean of pages; in per
/// cent.
struct SplicedTally {
    found: f64,
    lost: f64,
}

impl SplicedTally {
    fn new<'s>(scores: impl Iterator<Item = &'s PageScore>) -> Self {
        let (mut noise, mut left, mut lost, mut pages) = (0, 0, 0.0, 0);
        for score in scores {
            noise += score.before.noise();
            left += score.after.map_or(0, WordCount::noise);
            lost += score.lost_percent().unwrap_or_default();
            pages += 1;
        }
        Self {
            found: 100.0 * number(noise - left) / number(noise.max(1)),
            lost: lost / number(pages.max(1)),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "words and pages are counted")]
fn number(count: usize) -> f64 {
    count as f64
}

/// The table of a judgement, in Markdown.
pub(crate) fn print(corpus: &Corpus, judged: &JudgedModel) -> String {
    let mut out = String::new();
    for (at, mode) in Mode::ALL.iter().enumerate() {
        let _ = write!(
            out,
            "\n{mode}\n\n| folder | pages | F1 before | F1 after | F1 gain | recall loss | headroom recovered | damage5 | gutted |\n"
        );
        let _ = writeln!(
            out,
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        );
        for folder in &corpus.folders {
            let scores = folder
                .pages
                .clone()
                .map(|page| (String::new(), judged.0[page][at]));
            let Some(report) = ScoreReport::new(scores.collect(), 0) else {
                continue;
            };
            let summary = &report.summary.shingles;
            let Some(change) = &summary.change else {
                continue;
            };
            let headroom = 100.0 * change.headroom_recovered.unwrap_or_default();
            let (damage, gutted) = report.summary.damage.map_or((0.0, 0), |damage| {
                (damage.damage5_percent, damage.pages_gutted)
            });
            let _ = writeln!(
                out,
                "| {} | {} | {:.3} | {:.3} | {:+.4} | {:.4} | {headroom:.1} % | {damage:.2} % | {gutted} |",
                folder.name,
                folder.pages.len(),
                summary.before.f1,
                summary.before.f1 + change.gain,
                change.gain,
                change.recall_loss,
            );
        }
    }
    out
}
