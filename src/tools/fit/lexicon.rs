//! Fitting a lexicon: which pieces of lines tell what a line is.

use crate::model::lexicon::{Lexicon, share};
use crate::tools::fit::logistic::{
    Logistic, LogisticOptions, SparseRows, fit_logistic, select_top,
};
use crate::tools::fit::vocabulary::{LexiconVocabulary, Pieces};

/// A fitted lexicon, by the numbers of its pieces.
#[derive(Debug, Clone)]
pub(crate) struct FittedLexicon {
    pub(crate) bias: f32,
    /// Numbers of pieces, ascending, and their weights.
    pub(crate) weights: Vec<(u32, f32)>,
}

impl FittedLexicon {
    /// The score of a line of those pieces.
    pub(crate) fn score(&self, pieces: &[u64], vocabulary: &LexiconVocabulary) -> f32 {
        let weight = |key: &u64| {
            let number = vocabulary.number(*key)?;
            let at = self.weights.binary_search_by_key(&number, |entry| entry.0);
            Some(self.weights[at.ok()?].1)
        };
        let sum: f32 = pieces.iter().filter_map(weight).sum();
        self.bias + sum * share(pieces.len())
    }

    /// The same, to look lines up in.
    pub(crate) fn lexicon(&self, vocabulary: &LexiconVocabulary) -> Lexicon {
        let weights = self.weights.iter();
        let weights = weights.map(|&(number, weight)| (vocabulary.key(number), weight));
        Lexicon::new(weights, self.bias)
    }
}

/// Fits a lexicon of at most `entries` in two steps: all pieces, then those that matter.
pub(crate) fn fit_lexicon(
    mut all: LexiconRows,
    vocabulary: &LexiconVocabulary,
    entries: usize,
    seed: u64,
) -> FittedLexicon {
    let wide = LogisticOptions {
        alpha: 2e-5,
        seed,
        ..LogisticOptions::default()
    };
    let first = fit_logistic(&all.rows(), vocabulary.len(), &wide);
    let frequencies = all.frequencies(vocabulary.len());
    let kept = select_top(&first.coefficients, &frequencies, entries);
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

/// Labelled lines as sparse rows.
#[derive(Default)]
pub(crate) struct LexiconRows {
    starts: Vec<usize>,
    columns: Vec<u32>,
    lengths: Vec<u32>,
    labels: Vec<bool>,
    weights: Vec<f32>,
}

impl LexiconRows {
    /// Adds the lines of a text that are labelled, each with its weight.
    pub(crate) fn push(
        &mut self,
        pieces: &Pieces,
        labels: &[Option<bool>],
        weights: &[f32],
        vocabulary: &LexiconVocabulary,
    ) {
        for (line, label) in labels.iter().enumerate() {
            let Some(label) = *label else {
                continue;
            };
            let pieces = pieces.of_line(line);
            self.starts.push(self.columns.len());
            self.columns
                .extend(pieces.iter().filter_map(|&key| vocabulary.number(key)));
            self.lengths
                .push(u32::try_from(pieces.len()).expect("a line has few pieces"));
            self.labels.push(label);
            self.weights.push(weights[line]);
        }
    }

    fn rows(&mut self) -> SparseRows<'_> {
        if self.starts.len() == self.labels.len() {
            self.starts.push(self.columns.len());
        }
        SparseRows {
            starts: &self.starts,
            columns: &self.columns,
            lengths: &self.lengths,
            is_noise: &self.labels,
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
        for row in 0..old.labels.len() {
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
        self.labels = old.labels;
        self.weights = old.weights;
    }
}
