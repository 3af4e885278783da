//! Fitting what weighs single lines: the lexicon, then the tables.

use super::Fit;
use super::boost::prune::prune;
use super::boost::{BoostOptions, Cell, Rows, boost};
use super::fold::fold_of;
use super::logistic::{Logistic, LogisticOptions, SparseRows, fit_logistic, select_top};
use super::sample::Sample;
use super::vocabulary::{FittedLexicon, Vocabulary};
use super::work::{Each, collect};
use crate::weigh::lexicon::share;
use crate::weigh::tables::{Table, Tables};
use crate::weigh::{COUNT, Row};

/// Bins of a feature at most.
const MOST_BINS: usize = 32;
/// Parts of the pages whose lexicon scores come from the other parts: the tables must see the lexicon
/// as it is on pages that it does not know.
const PARTS: usize = 3;

/// What was fitted.
pub(super) struct FittedLines {
    pub(super) lexicon: FittedLexicon,
    pub(super) tables: Tables,
    /// What splits on each feature lowered the loss by.
    pub(super) gains: Vec<f64>,
}

/// Fits lexicon and tables to the pages at those places.
pub(super) fn fit_lines(fit: &Fit<'_>, chosen: &[usize], each: &Each<'_>) -> FittedLines {
    let part = |at: usize| fold_of(&fit.pages[at].host, PARTS, fit.options.seed ^ 0x5eed);
    // The parts in turn, then the whole.
    let lexicons = collect(each, PARTS + 1, |left_out| {
        let own = chosen.iter().copied().filter(|&at| part(at) != left_out);
        fit_lexicon(fit, &own.collect::<Vec<_>>())
    });
    let rows = collect(each, chosen.len(), |at| {
        let sample = &fit.samples[chosen[at]];
        scored(sample, &fit.vocabulary, &lexicons[part(chosen[at])])
    });
    let (tables, gains) = fit_tables(fit, chosen, &rows, each);
    let lexicon = lexicons.into_iter().next_back().expect("the whole is one");
    FittedLines {
        lexicon,
        tables,
        gains,
    }
}

/// Fits the lexicon in two steps: all pieces, then those that matter.
fn fit_lexicon(fit: &Fit<'_>, chosen: &[usize]) -> FittedLexicon {
    let mut all = Sparse::default();
    for &at in chosen {
        all.push(&fit.samples[at], &fit.vocabulary);
    }
    let seed = fit.options.seed;
    let wide = LogisticOptions {
        alpha: 2e-5,
        seed,
        ..LogisticOptions::default()
    };
    let first = fit_logistic(&all.rows(), fit.vocabulary.len(), &wide);
    let frequencies = all.frequencies(fit.vocabulary.len());
    let kept = select_top(&first.coefficients, &frequencies, fit.options.entries);
    all.keep(&kept);
    let narrow = LogisticOptions {
        seed,
        ..LogisticOptions::default()
    };
    let Logistic {
        coefficients,
        intercept,
    } = fit_logistic(&all.rows(), kept.len(), &narrow);
    let rounded = coefficients
        .iter()
        .map(|weight| (weight * 1e3).round() / 1e3);
    #[expect(clippy::cast_possible_truncation, reason = "it has three decimals")]
    let bias = ((intercept * 1e3).round() / 1e3) as f32;
    FittedLexicon {
        bias,
        weights: kept.into_iter().zip(rounded).collect(),
    }
}

/// Lines as sparse rows.
#[derive(Default)]
struct Sparse {
    starts: Vec<usize>,
    columns: Vec<u32>,
    lengths: Vec<u32>,
    is_noise: Vec<bool>,
    weights: Vec<f32>,
}

impl Sparse {
    fn push(&mut self, sample: &Sample, vocabulary: &Vocabulary) {
        for line in 0..sample.len() {
            let Some(is_noise) = sample.is_noise[line] else {
                continue;
            };
            let pieces = sample.pieces_of(line);
            self.starts.push(self.columns.len());
            self.columns
                .extend(pieces.iter().filter_map(|&key| vocabulary.number(key)));
            self.lengths
                .push(u32::try_from(pieces.len()).expect("a line has few pieces"));
            self.is_noise.push(is_noise);
            self.weights.push(sample.weights[line]);
        }
    }

    fn rows(&mut self) -> SparseRows<'_> {
        if self.starts.len() == self.is_noise.len() {
            self.starts.push(self.columns.len());
        }
        SparseRows {
            starts: &self.starts,
            columns: &self.columns,
            lengths: &self.lengths,
            is_noise: &self.is_noise,
            weights: &self.weights,
        }
    }

    /// How often each piece stands in a line, by weight.
    fn frequencies(&self, count: usize) -> Vec<f64> {
        let mut frequencies = vec![0.0; count];
        for (row, weight) in self.weights.iter().enumerate() {
            for &column in &self.columns[self.starts[row]..self.starts[row + 1]] {
                frequencies[column as usize] += f64::from(*weight);
            }
        }
        frequencies
    }

    /// Leaves the other columns out and numbers those that stay anew.
    fn keep(&mut self, kept: &[u32]) {
        let old = std::mem::take(self);
        for row in 0..old.is_noise.len() {
            self.starts.push(self.columns.len());
            let own = &old.columns[old.starts[row]..old.starts[row + 1]];
            let numbers = own
                .iter()
                .filter_map(|column| kept.binary_search(column).ok());
            self.columns
                .extend(numbers.map(|at| u32::try_from(at).expect("a column")));
        }
        self.starts.push(self.columns.len());
        self.lengths = old.lengths;
        self.is_noise = old.is_noise;
        self.weights = old.weights;
    }
}

/// The rows of a page with what the lexicon says of them.
fn scored(sample: &Sample, vocabulary: &Vocabulary, lexicon: &FittedLexicon) -> Vec<Row> {
    let weight = |key: &u64| {
        let number = vocabulary.number(*key)?;
        let at = lexicon
            .weights
            .binary_search_by_key(&number, |entry| entry.0);
        Some(lexicon.weights[at.ok()?].1)
    };
    let score = |line: usize| {
        let pieces = sample.pieces_of(line);
        let sum: f32 = pieces.iter().filter_map(weight).sum();
        lexicon.bias + sum * share(pieces.len())
    };
    let scores: Vec<f32> = (0..sample.len()).map(score).collect();
    let mut rows = sample.rows.clone();
    for (rank, row) in rows.iter_mut().enumerate() {
        row.set_lexicon(&scores, rank);
    }
    rows
}

fn fit_tables(
    fit: &Fit<'_>,
    chosen: &[usize],
    rows: &[Vec<Row>],
    each: &Each<'_>,
) -> (Tables, Vec<f64>) {
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
        seed: fit.options.seed,
        ..BoostOptions::default()
    };
    boosted(&figures, COUNT, (&is_noise, &weights), &options, each)
}

/// Fits tables to rows of figures.
pub(super) fn boosted(
    figures: &[&[f32]],
    features: usize,
    (is_noise, weights): (&[bool], &[f32]),
    options: &BoostOptions,
    each: &Each<'_>,
) -> (Tables, Vec<f64>) {
    let binned = collect(each, features, |feature| {
        let column: Vec<f32> = figures.iter().map(|row| row[feature]).collect();
        let edges = edges(&column);
        let bin = |&figure: &f32| crate::weigh::tables::bin(&edges, figure);
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
    let tables = pruned.tables.iter().map(|table| Table {
        first: table.features.0,
        second: table.features.1,
        cells: table.cells.iter().map(round).collect(),
    });
    #[expect(clippy::cast_possible_truncation, reason = "it is a log-odds")]
    let start = fitted.bias as f32;
    let tables = Tables {
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
