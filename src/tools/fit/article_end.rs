//! Fitting where a page's own story ends: on articles with other stories spliced to them, and on pages
//! as they are.

use crate::model::article_end::figures::FIGURES;
use crate::model::article_end::word_ratios::{WordRatios, count_words};
use crate::model::cohesion::content::Background;
use crate::model::fitted::ArticleEndModel;
use crate::model::lexicon::Slot;
use crate::text::number::number;
use crate::tools::fit::boost::options::BoostOptions;
use crate::tools::fit::ended::Ended;
use crate::tools::fit::lines::{MOST_PAIRS, boosted};
use crate::tools::fit::openings::Openings;
use crate::tools::fit::pages::FitPages;
use crate::tools::fit::work::{Each, collect};
use std::sync::OnceLock;

/// Trees that are merged into the tables.
const ROUNDS: usize = 800;
/// How much dearer it is to end a story on a page as it is where it goes on: there the cut costs an
/// article, while spliced pages are made to be cut.
const REAL_PLACES: f32 = 2.0;
/// How many content words after a cut are counted for the evidence of words.
type Counts = [[[f64; 2]; 5]; 5];

/// What was fitted.
pub(crate) struct FittedArticleEnd {
    pub(crate) tables: ArticleEndModel,
    /// The entries of the lexicon of openings, as they are written.
    pub(crate) openings: Vec<(Slot, String, f32)>,
}

/// Fits the tables of ends to the pages that `learns` says yes to, by the place of the labelled page that
/// they were made of.
pub(crate) fn fit_article_end(
    fit: &FitPages<'_>,
    ended: &[Ended],
    learns: impl Fn(usize) -> bool,
    each: &Each<'_>,
) -> FittedArticleEnd {
    let background = fit.background.background();
    let own: Vec<&Ended> = ended.iter().filter(|one| learns(one.page)).collect();
    let words = WordRatios::new(word_cells(&own, &background, each));
    let openings = Openings::new(fit, &learns, each);
    let read = collect(each, own.len(), |at| {
        let lexicon = openings.without(fit.part(own[at].page));
        own[at].candidates(&background, &words, lexicon)
    });
    let (mut figures, mut labels, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    let balance = balance(&own);
    for (one, candidates) in own.iter().zip(&read) {
        let known = candidates
            .iter()
            .filter_map(|one_of| Some((one_of, one.label(one_of.line)?)));
        let known: Vec<_> = known.collect();
        let own = balance[usize::from(one.layout.is_some())];
        let dear = if one.layout.is_some() {
            1.0
        } else {
            REAL_PLACES
        };
        let share = dear * own / number(known.len().max(1)).sqrt();
        for (candidate, label) in known {
            figures.push(&candidate.figures[..]);
            labels.push(label);
            weights.push(if label { own } else { share });
        }
    }
    let options = BoostOptions {
        rounds: ROUNDS,
        most_pairs: MOST_PAIRS,
        seed: fit.options.seed,
        ..BoostOptions::default()
    };
    let (tables, _) = boosted(&figures, FIGURES.len(), (&labels, &weights), &options, each);
    FittedArticleEnd {
        tables: ArticleEndModel {
            tables,
            means: OnceLock::new(),
            words,
            openings: openings.whole().clone(),
        },
        openings: openings.entries(fit),
    }
}

/// What a page counts that is as it is, and one that was spliced, so that both sorts count alike.
fn balance(pages: &[&Ended]) -> [f32; 2] {
    let spliced = pages.iter().filter(|one| one.layout.is_some()).count();
    let real = pages.len() - spliced;
    [1.0 / number(real.max(1)), 1.0 / number(spliced.max(1))]
}

/// The log-likelihood ratios of seen and unseen words after the end of a story, and inside one.
fn word_cells(pages: &[&Ended], background: &Background, each: &Each<'_>) -> [[[f32; 2]; 5]; 5] {
    const PRIOR: f64 = 3.0;
    const PLACES: usize = 6;
    let counted = collect(each, pages.len(), |at| {
        let page = pages[at];
        let (mut other, mut same) = (Counts::default(), Counts::default());
        if page.layout.is_none() {
            return (other, same);
        }
        let (_, _, content) = page.read(background);
        let all = content.line_count();
        let end = page.end.unwrap_or(all);
        if end < all {
            count_words(&content, end, all, &mut other);
        }
        for place in 1..=PLACES {
            count_words(
                &content,
                (end * place / (PLACES + 1)).max(1),
                end,
                &mut same,
            );
        }
        (other, same)
    });
    let mut cells = [[[0.0; 2]; 5]; 5];
    for (length, row) in cells.iter_mut().enumerate() {
        for (class, pair) in row.iter_mut().enumerate() {
            let sum = |pick: fn(&(Counts, Counts)) -> &Counts, seen: usize| {
                let counts = counted.iter().map(|both| pick(both)[length][class][seen]);
                counts.sum::<f64>() + PRIOR
            };
            let share = |pick: fn(&(Counts, Counts)) -> &Counts, seen: usize| {
                sum(pick, seen) / (sum(pick, 0) + sum(pick, 1))
            };
            for (seen, cell) in pair.iter_mut().enumerate() {
                let ratio = share(|both| &both.0, seen) / share(|both| &both.1, seen);
                *cell = rounded(ratio.ln());
            }
        }
    }
    cells
}

/// A figure as it is written, with three decimals.
fn rounded(figure: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "it has three decimals")]
    let rounded = ((figure * 1e3).round() / 1e3) as f32;
    rounded
}
