//! Differences held against gold texts.

use crate::cli::commands::rules::diff::summary::GoldWords;
use dechaff::tools::score::Missed;
use dechaff::tools::stats::CutChange;
use dechaff::{Cleaned, Page, Span};

/// How many words go now, and how many stay now.
pub(crate) fn words_of(text: &str, changes: &[CutChange]) -> (usize, usize) {
    let words = |spans: &[Span]| -> usize {
        let texts = spans.iter().map(|span| &text[span.range()]);
        texts.map(|text| Page::new(text).word_count()).sum()
    };
    let add = |(goes, stays), change: &CutChange| {
        (
            goes + words(&change.goes_now),
            stays + words(&change.stays_now),
        )
    };
    changes.iter().fold((0, 0), add)
}

/// How much of the differences of a page is gold.
pub(crate) struct GoldJudge {
    /// Of each difference.
    pub(crate) each: Vec<GoldWords>,
    pub(crate) all: GoldWords,
}

impl GoldJudge {
    pub(crate) fn new(
        gold: &str,
        text: &str,
        changes: &[CutChange],
        [old, new]: [&Cleaned<'_>; 2],
    ) -> Self {
        let (lacked, lacks) = (Missed::new(gold, &old.text), Missed::new(gold, &new.text));
        let of = |changes: &[CutChange]| {
            let texts = |spans: fn(&CutChange) -> &[Span]| {
                let spans = changes.iter().flat_map(spans);
                spans.map(|span| &text[span.range()]).collect::<Vec<_>>()
            };
            GoldWords {
                lost: lacks.words_in(texts(|one| &one.goes_now)).in_gold,
                regained: lacked.words_in(texts(|one| &one.stays_now)).in_gold,
            }
        };
        Self {
            each: changes.chunks(1).map(of).collect(),
            all: of(changes),
        }
    }
}
