//! Logistic regression with L2 regularisation over sparse rows of words.
//!
//! Fitted by dual coordinate descent (Yu, Huang and Lin, "Dual coordinate descent methods for
//! logistic regression and maximum entropy models", 2011), which has no learning rate to choose:
//! each step solves exactly for one row. The objective is that of scikit-learn's `SGDClassifier`
//! for `log_loss`: the weighted mean of the rows' losses plus `alpha` / 2 times the squared norm,
//! but that the intercept is regularised as well, which over many rows is next to nothing.

use crate::text::number::wide_number;
use crate::tools::fit::weights::{Weights, log_odds, probability};
use crate::tools::seeded_rng::SplitMix;

/// What is learned from: rows in compressed form.
pub(crate) struct SparseRows<'d> {
    /// Where the features of each row begin in `columns`, and at last where those of the last end.
    pub(crate) starts: &'d [usize],
    /// The features of all rows, each at most once in a row.
    pub(crate) columns: &'d [u32],
    /// How many features each row had before unknown ones were dropped. Those that are left have
    /// the value 1 / sqrt of it.
    pub(crate) lengths: &'d [u32],
    /// The label of each row.
    pub(crate) is_noise: &'d [bool],
    /// How much each row counts; only proportions matter, and rows of weight 0 are left out.
    pub(crate) weights: &'d [f32],
}

impl SparseRows<'_> {
    fn features(&self, row: usize) -> &[u32] {
        &self.columns[self.starts[row]..self.starts[row + 1]]
    }

    /// The value of each feature that `row` has.
    fn value(&self, row: usize) -> f64 {
        1.0 / f64::from(self.lengths[row].max(1)).sqrt()
    }
}

/// How coefficients are fitted.
#[derive(Debug, Clone)]
pub(crate) struct LogisticOptions {
    /// The strength of the regularisation, above 0.
    pub(crate) alpha: f64,
    /// Passes over all rows.
    pub(crate) epochs: usize,
    pub(crate) seed: u64,
}

impl Default for LogisticOptions {
    fn default() -> Self {
        Self {
            alpha: 5e-6,
            epochs: 5,
            seed: 1,
        }
    }
}

/// A fitted regression: the log-odds of a row is `intercept` plus the coefficients of its
/// features times their value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Logistic {
    pub(crate) coefficients: Vec<f32>,
    pub(crate) intercept: f64,
}

/// Fits coefficients for the features 0 up to `feature_count`. O(epochs x entries).
///
/// # Panics
///
/// Panics if a feature is not below `feature_count`, the slices are not of one row count, a
/// weight is negative, or `alpha` is not above 0.
pub(crate) fn fit_logistic(
    rows: &SparseRows<'_>,
    feature_count: usize,
    options: &LogisticOptions,
) -> Logistic {
    let count = rows.is_noise.len();
    assert_eq!(
        rows.starts.len(),
        count + 1,
        "a start for each row, and an end"
    );
    assert_eq!(rows.lengths.len(), count, "a length for each row");
    assert_eq!(rows.weights.len(), count, "a weight for each row");
    assert!(options.alpha > 0.0, "alpha is above 0");
    let weights = Weights::new(rows.weights);
    let mut order = weights.live.clone();
    let mut descent = Descent::new(rows, &weights, feature_count, options.alpha);
    let mut draws = SplitMix::new(options.seed);
    for _ in 0..options.epochs {
        draws.shuffle(&mut order);
        for &row in &order {
            descent.step(row as usize);
        }
    }
    descent.into_logistic()
}

/// Coefficients as sums over rows: each row adds its pull times its value to those it has.
struct Descent<'a> {
    rows: &'a SparseRows<'a>,
    coefficients: Vec<f64>,
    intercept: f64,
    /// For each row its dual variable, of the sign of its label.
    pulls: Vec<f64>,
    /// For each row the largest size of its pull.
    limits: Vec<f64>,
}

impl<'a> Descent<'a> {
    /// Starts where the intercept alone would explain the labels.
    fn new(rows: &'a SparseRows<'a>, weights: &Weights, feature_count: usize, alpha: f64) -> Self {
        let scale = 1.0 / (alpha * wide_number(weights.live.len().max(1)));
        let prior = log_odds(weights.share(rows.is_noise));
        let mut descent = Self {
            rows,
            coefficients: vec![0.0; feature_count],
            intercept: 0.0,
            pulls: vec![0.0; rows.is_noise.len()],
            limits: weights.of_row.iter().map(|weight| weight * scale).collect(),
        };
        for &row in &weights.live {
            let row = row as usize;
            let sign = descent.sign(row);
            descent.pull(row, sign * descent.limits[row] * probability(-sign * prior));
        }
        descent
    }

    fn sign(&self, row: usize) -> f64 {
        if self.rows.is_noise[row] { 1.0 } else { -1.0 }
    }

    /// Gives `row` the pull that is best while those of all others stay.
    fn step(&mut self, row: usize) {
        let features = self.rows.features(row);
        let value = self.rows.value(row);
        let sum: f64 = features
            .iter()
            .map(|&feature| self.coefficients[feature as usize])
            .sum();
        let sign = self.sign(row);
        let margin = sign * (sum * value + self.intercept);
        let square = value * value * wide_number(features.len()) + 1.0;
        // The best margin m has m = without + square * limit * probability(-m), where `without`
        // is the margin if the row had no pull.
        let reach = square * self.limits[row];
        let without = margin - square * self.pulls[row].abs();
        let share = probability(-best_margin(without, reach, margin));
        self.pull(row, sign * self.limits[row] * share);
    }

    /// Sets the pull of `row`, and the coefficients to what follows.
    fn pull(&mut self, row: usize, pull: f64) {
        let change = pull - self.pulls[row];
        self.pulls[row] = pull;
        self.intercept += change;
        let change = change * self.rows.value(row);
        for &feature in self.rows.features(row) {
            self.coefficients[feature as usize] += change;
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "24 bits are more than the data tell"
    )]
    fn into_logistic(self) -> Logistic {
        Logistic {
            coefficients: self.coefficients.into_iter().map(|c| c as f32).collect(),
            intercept: self.intercept,
        }
    }
}

/// The m for which m = `without` + `reach` * probability(-m): Newton's method from `guess`, with a
/// bisection where it would leave the bounds that are known or comes nearer too slowly, as between
/// two places that send it to each other (after `rtsafe` of Numerical Recipes, 9.4).
fn best_margin(without: f64, reach: f64, guess: f64) -> f64 {
    let (mut low, mut high) = (without, without + reach);
    let mut margin = guess.clamp(low, high);
    let mut moved = high - low;
    for _ in 0..MARGIN_STEPS {
        let share = probability(-margin);
        let excess = margin - without - reach * share;
        if excess > 0.0 {
            high = margin;
        } else {
            low = margin;
        }
        let step = excess / (1.0 + reach * share * (1.0 - share));
        if step.abs() < MARGIN_ERROR {
            return margin - step;
        }
        let newton = margin - step;
        let next = if newton > low && newton < high && step.abs() <= moved / 2.0 {
            newton
        } else {
            f64::midpoint(low, high)
        };
        moved = (next - margin).abs();
        margin = next;
    }
    margin
}

/// Two or three steps are the rule; each of the others at least halves the bounds or the step.
const MARGIN_STEPS: usize = 40;

/// How near a margin is near enough; Newton's last step makes it nearer still.
const MARGIN_ERROR: f64 = 1e-4;

/// The `count` features of the largest |coefficient| x sqrt(frequency), of equal ones the first;
/// ascending. O(n log n).
pub(crate) fn select_top(coefficients: &[f32], frequencies: &[f64], count: usize) -> Vec<u32> {
    let mut ranked: Vec<(f64, u32)> = coefficients
        .iter()
        .zip(frequencies)
        .map(|(coefficient, frequency)| f64::from(coefficient.abs()) * frequency.sqrt())
        .zip(0..)
        .collect();
    ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.truncate(count);
    let mut features: Vec<u32> = ranked.into_iter().map(|(_, feature)| feature).collect();
    features.sort_unstable();
    features
}

#[cfg(test)]
mod tests;
