//! Cleaning once while somebody looks on: what rules cost, what goes, and whether that is right.

use crate::cli::commands::bench::clock;
use crate::cli::commands::bench::corpus::Corpus;
use crate::cli::commands::bench::truth::LabelFile;
use dechaff::tools::bench::{CleanedFigures, RuleCosts, StageNanos, clean_staged};
use dechaff::tools::stats::page_stats;
use dechaff::tools::synthesize::Truth;
use dechaff::{Cleaned, Cleaner, Page};

/// What was seen.
pub(crate) struct Watched {
    pub(crate) cleaned: CleanedFigures,
    pub(crate) costs: RuleCosts,
    pub(crate) stages: StageNanos,
    pub(crate) truth: Option<Truth>,
}

pub(crate) fn watched(
    corpus: &Corpus,
    cleaner: &Cleaner,
    mut labels: Option<LabelFile>,
) -> anyhow::Result<Watched> {
    let clock = clock::running();
    let mut found = CleanedFigures::default();
    let mut costs = RuleCosts::default();
    for one in &corpus.pages {
        let page = Page::with_meta(&one.text, one.meta.clone());
        let (result, stats) = page_stats(cleaner, &page, &clock);
        found = sum(found, figures(&result));
        costs.add(&stats);
        if let Some(labels) = &mut labels {
            labels.add(&one.id, &one.text, &result)?;
        }
    }
    let truth = labels.map(|labels| labels.finish(corpus.pages.len()));
    Ok(Watched {
        cleaned: found,
        costs,
        stages: stages(corpus, cleaner, &clock),
        truth: truth.transpose()?,
    })
}

/// What the stages take.
fn stages(corpus: &Corpus, cleaner: &Cleaner, clock: &dyn Fn() -> u64) -> StageNanos {
    cleaner.forget_pages();
    let mut all = StageNanos::default();
    for one in &corpus.pages {
        let page = Page::with_meta(&one.text, one.meta.clone());
        all += clean_staged(cleaner, &page, clock).1;
    }
    all
}

/// What of a cleaned page must always be the same.
pub(crate) fn figures(cleaned: &Cleaned<'_>) -> CleanedFigures {
    CleanedFigures {
        cuts: cleaned.cuts.len(),
        words_before: cleaned.words_before,
        words_after: cleaned.words_after,
        bytes_after: cleaned.text.len(),
    }
}

pub(crate) fn sum(one: CleanedFigures, other: CleanedFigures) -> CleanedFigures {
    CleanedFigures {
        cuts: one.cuts + other.cuts,
        words_before: one.words_before + other.words_before,
        words_after: one.words_after + other.words_after,
        bytes_after: one.bytes_after + other.bytes_after,
    }
}
