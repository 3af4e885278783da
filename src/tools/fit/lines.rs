//! Fitting what weighs single lines: the lexicon, then the tables.

use crate::model::additive::{self, AdditiveModel, TermTable};
use crate::model::feature::COUNT;
use crate::model::features::row::Row;
use crate::tools::fit::boost::booster::{Rows, boost};
use crate::tools::fit::boost::histogram::Cell;
use crate::tools::fit::boost::options::BoostOptions;
use crate::tools::fit::boost::prune::prune;
use crate::tools::fit::lexicon::{FittedLexicon, LexiconRows, fit_lexicon};
use crate::tools::fit::options::PARTS;
use crate::tools::fit::pages::FitPages;
use crate::tools::fit::sample::FitSample;
use crate::tools::fit::vocabulary::LexiconVocabulary;
use crate::tools::fit::work::{Each, collect};

/// Bins of a feature at most.
const MOST_BINS: usize = 16;

/// Tables over two features at most, so that the file stays one that a person can look through.
pub(crate) const MOST_PAIRS: usize = 150;

/// What was fitted.
pub(crate) struct FittedLines {
    pub(crate) lexicon: FittedLexicon,
    pub(crate) tables: AdditiveModel,
    /// What splits on each feature lowered the loss by.
    pub(crate) gains: Vec<f64>,
}

/// Fits lexicon and tables to the pages at those places.
pub(crate) fn fit_lines(fit: &FitPages<'_>, chosen: &[usize], each: &Each<'_>) -> FittedLines {
    // The parts in turn, then the whole.
    let lexicons = collect(each, PARTS + 1, |left_out| {
        let mut rows = LexiconRows::default();
        for &at in chosen.iter().filter(|&&at| fit.part(at) != left_out) {
            let FitSample {
                pieces,
                is_noise,
                weights,
                ..
            } = &fit.samples[at];
            rows.push(pieces, is_noise, weights, &fit.vocabulary);
        }
        let options = &fit.options;
        fit_lexicon(rows, &fit.vocabulary, options.entries, options.seed)
    });
    let rows = collect(each, chosen.len(), |at| {
        let sample = &fit.samples[chosen[at]];
        scored(sample, &fit.vocabulary, &lexicons[fit.part(chosen[at])])
    });
    let (tables, gains) = fit_tables(fit, chosen, &rows, each);
    let lexicon = lexicons.into_iter().next_back().expect("the whole is one");
    FittedLines {
        lexicon,
        tables,
        gains,
    }
}

/// The rows of a page with what the lexicon says of them.
fn scored(sample: &FitSample, vocabulary: &LexiconVocabulary, lexicon: &FittedLexicon) -> Vec<Row> {
    let score = |line: usize| lexicon.score(sample.pieces.of_line(line), vocabulary);
    let scores: Vec<f32> = (0..sample.len()).map(score).collect();
    let mut rows = sample.rows.clone();
    for (rank, row) in rows.iter_mut().enumerate() {
        row.set_lexicon(&scores, rank);
    }
    rows
}

fn fit_tables(
    fit: &FitPages<'_>,
    chosen: &[usize],
    rows: &[Vec<Row>],
    each: &Each<'_>,
) -> (AdditiveModel, Vec<f64>) {
    let (mut is_noise, mut weights, mut figures) = (Vec::new(), Vec::new(), Vec::new());
    for (&at, rows) in chosen.iter().zip(rows) {
        let sample = &fit.samples[at];
        for (line, row) in rows.iter().enumerate() {
            if let (Some(label), false) = (sample.is_noise[line], sample.is_settled[line]) {
                is_noise.push(label);
                weights.push(sample.weights[line]);
                figures.push(row.figures());
            }
        }
    }
    let options = BoostOptions {
        rounds: fit.options.rounds,
        most_pairs: MOST_PAIRS,
        seed: fit.options.seed,
        ..BoostOptions::default()
    };
    boosted(&figures, COUNT, (&is_noise, &weights), &options, each)
}

/// Fits tables to rows of figures.
pub(crate) fn boosted(
    figures: &[&[f32]],
    features: usize,
    (is_noise, weights): (&[bool], &[f32]),
    options: &BoostOptions,
    each: &Each<'_>,
) -> (AdditiveModel, Vec<f64>) {
    let binned = collect(each, features, |feature| {
        let column: Vec<f32> = figures.iter().map(|row| row[feature]).collect();
        let edges = edges(&column);
        let bin = |&figure: &f32| additive::bin(&edges, figure);
        let bins = column
            .iter()
            .map(|figure| u8::try_from(bin(figure)).expect("few bins"));
        let bins: Vec<u8> = bins.collect();
        (edges, bins)
    });
    let (edges, bins): (Vec<Vec<f32>>, Vec<Vec<u8>>) = binned.into_iter().unzip();
    let bin_counts: Vec<usize> = edges.iter().map(|edges| edges.len() + 1).collect();
    let data = Rows {
        bins: &bins,
        bin_counts: &bin_counts,
        is_noise,
        weights,
    };
    let map = |count: usize, call: &(dyn Fn(usize) -> Vec<Cell> + Sync)| collect(each, count, call);
    let fitted = boost(&data, options, &map);
    let pruned = prune(&fitted.tables, &bin_counts);
    let edges = pruned.thresholds.iter().zip(&edges);
    let edges =
        edges.map(|(kept, edges)| kept.iter().map(|&bin| edges[usize::from(bin)]).collect());
    let round = |cell: &f32| (cell * 1e3).round() / 1e3;
    let tables = pruned.tables.iter().map(|table| TermTable {
        first: table.features.0,
        second: table.features.1,
        cells: table.cells.iter().map(round).collect(),
    });
    #[expect(clippy::cast_possible_truncation, reason = "it is a log-odds")]
    let start = fitted.bias as f32;
    let tables = AdditiveModel {
        bias: start,
        edges: edges.collect(),
        tables: tables.collect(),
    };
    (tables, fitted.gains)
}

/// Where a feature's figures are parted into bins that hold about as many rows each, to three decimals.
fn edges(column: &[f32]) -> Vec<f32> {
    let mut sorted = column.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let mut edges: Vec<f32> = Vec::new();
    for part in 1..MOST_BINS {
        let Some(&figure) = sorted.get(part * sorted.len() / MOST_BINS) else {
            break;
        };
        let edge = (figure * 1e3).round() / 1e3;
        let first = sorted[0];
        if edge > first && edges.last().is_none_or(|last| edge > *last) {
            edges.push(edge);
        }
    }
    edges
}
