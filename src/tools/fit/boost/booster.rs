//! Gradient boosting of a generalised additive model with pairwise terms.
//!
//! The model is a sum of tables, each over the bins of one feature or of two, which is as fast to
//! apply as it is easy to print (Lou, Caruana, Gehrke and Hooker, "Accurate intelligible models
//! with pairwise interactions", 2013). It is fitted by boosting (Friedman, "Greedy function
//! approximation", 2001) trees of at most three leaves, which test one feature or two, by Newton
//! steps on the logistic loss (Chen and Guestrin, "`XGBoost`", 2016).

use crate::text::number::wide_number;
use crate::tools::fit::boost::histogram::{Cell, Columns, Map, Scale};
use crate::tools::fit::boost::options::{BoostOptions, FeaturePair};
use crate::tools::fit::boost::tables::{FittedTable, MergedTables};
use crate::tools::fit::boost::tree::{Grower, Tree};
use crate::tools::fit::weights::{Weights, log_odds, probability};
use crate::tools::seeded_rng::SplitMix;
use std::collections::{BTreeMap, BTreeSet};

/// What is learned from.
pub(crate) struct Rows<'d> {
    /// For each feature the bin of every row.
    pub(crate) bins: &'d [Vec<u8>],
    /// How many bins a feature has, 1 to 256.
    pub(crate) bin_counts: &'d [usize],
    /// The label of each row.
    pub(crate) is_noise: &'d [bool],
    /// How much each row counts; only proportions matter, and rows of weight 0 are left out.
    pub(crate) weights: &'d [f32],
}

/// The [`Map`] that makes one call after the other.
#[cfg(test)]
pub(crate) fn in_turn(count: usize, call: &(dyn Fn(usize) -> Vec<Cell> + Sync)) -> Vec<Vec<Cell>> {
    (0..count).map(call).collect()
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BoostedTables {
    /// The log-odds of a row before any table.
    pub(crate) bias: f64,
    /// At most one table for each feature and for each pair, by features.
    pub(crate) tables: Vec<FittedTable>,
    /// For each feature, by how much splits on it lowered the loss, twice.
    pub(crate) gains: Vec<f64>,
}

impl BoostedTables {
    /// The log-odds that each row is noise. O(rows x tables).
    #[cfg(test)]
    pub(crate) fn scores(&self, bins: &[Vec<u8>], bin_counts: &[usize]) -> Vec<f64> {
        let rows = bins.first().map_or(0, Vec::len);
        let mut scores = vec![self.bias; rows];
        for table in &self.tables {
            table.add_to(&mut scores, bins, bin_counts);
        }
        scores
    }
}

/// Fits a model. O(rounds x rows x features) with a constant of about a nanosecond, twice where pairs are
/// limited: as in Lou and others, those are chosen first.
///
/// # Panics
///
/// Panics if the columns of `rows` differ in length, a bin is not below its feature's count, a
/// weight is negative, there are more than 2^26 rows, or `l2` is not above 0.
pub(crate) fn boost(rows: &Rows<'_>, options: &BoostOptions, map: &Map<'_>) -> BoostedTables {
    let mut booster = boosted(rows, options, None, map);
    if booster.pairs.len() > options.most_pairs {
        let strongest = strongest(&booster.pairs, options.most_pairs);
        booster = boosted(rows, options, Some(strongest), map);
    }
    booster.into_fitted()
}

/// A booster after all rounds, whose trees test no pairs but those `allowed`, or any.
pub(crate) fn boosted<'a>(
    rows: &'a Rows<'a>,
    options: &'a BoostOptions,
    allowed: Option<BTreeSet<FeaturePair>>,
    map: &Map<'_>,
) -> Booster<'a> {
    let mut booster = Booster::new(rows, options, allowed);
    for _ in 0..options.rounds {
        booster.round(map);
    }
    booster
}

/// The pairs of the largest gains; of equal ones the first.
pub(crate) fn strongest(gains: &BTreeMap<FeaturePair, f64>, count: usize) -> BTreeSet<FeaturePair> {
    let mut ranked: Vec<(FeaturePair, f64)> =
        gains.iter().map(|(&pair, &gain)| (pair, gain)).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked
        .into_iter()
        .take(count)
        .map(|(pair, _)| pair)
        .collect()
}

pub(crate) struct Booster<'a> {
    rows: &'a Rows<'a>,
    options: &'a BoostOptions,
    weights: Weights,
    scale: Scale,
    draws: SplitMix,
    bias: f64,
    /// The log-odds of every live row with all trees so far.
    scores: Vec<f64>,
    cells: Vec<Cell>,
    /// Pairs that trees may test, or `None` for all.
    allowed: Option<BTreeSet<FeaturePair>>,
    /// By how much the second splits of trees over a pair lowered the loss, twice.
    pairs: BTreeMap<FeaturePair, f64>,
    tables: MergedTables,
    gains: Vec<f64>,
}

impl<'a> Booster<'a> {
    fn new(
        rows: &'a Rows<'a>,
        options: &'a BoostOptions,
        allowed: Option<BTreeSet<FeaturePair>>,
    ) -> Self {
        check(rows, options);
        let weights = Weights::new(rows.weights);
        let bias = log_odds(weights.share(rows.is_noise));
        Self {
            rows,
            options,
            scale: Scale::new(weights.live.len()),
            weights,
            draws: SplitMix::new(options.seed),
            bias,
            scores: vec![bias; rows.is_noise.len()],
            cells: vec![Cell::default(); rows.is_noise.len()],
            allowed,
            pairs: BTreeMap::new(),
            tables: MergedTables::default(),
            gains: vec![0.0; rows.bins.len()],
        }
    }

    fn round(&mut self, map: &Map<'_>) {
        let drawn = self.draw_rows();
        let features = self.draw_features();
        self.derive(&drawn);
        let grower = Grower {
            columns: Columns {
                bins: self.rows.bins,
                bin_counts: self.rows.bin_counts,
                features: &features,
            },
            cells: &self.cells,
            scale: self.scale,
            options: self.options,
            pairs: self.allowed.as_ref(),
            map,
        };
        // Another draw may still find a split where this one has none.
        if let Some(tree) = grower.grow(&drawn) {
            self.add(&tree);
        }
    }

    fn draw_rows(&mut self) -> Vec<u32> {
        let (draws, share) = (&mut self.draws, self.options.row_share);
        let live = self.weights.live.iter().copied();
        live.filter(|_| draws.chance(share)).collect()
    }

    /// Some of the features that can be split, ascending.
    fn draw_features(&mut self) -> Vec<usize> {
        let counts = self.rows.bin_counts;
        let mut features: Vec<usize> = (0..counts.len()).filter(|&at| counts[at] > 1).collect();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a small count"
        )]
        let count = (wide_number(features.len()) * self.options.feature_share).ceil() as usize;
        self.draws.shuffle(&mut features);
        features.truncate(count);
        features.sort_unstable();
        features
    }

    /// The derivatives of the loss at the rows drawn.
    fn derive(&mut self, drawn: &[u32]) {
        for &row in drawn {
            let row = row as usize;
            let (weight, p) = (self.weights.of_row[row], probability(self.scores[row]));
            let label = f64::from(u8::from(self.rows.is_noise[row]));
            self.cells[row] = self
                .scale
                .cell(weight * (p - label), weight * p * (1.0 - p));
        }
    }

    fn add(&mut self, tree: &Tree) {
        let bins = self.rows.bins;
        for &row in &self.weights.live {
            let row = row as usize;
            self.scores[row] += tree.value(|feature| bins[feature][row]);
        }
        self.gains[tree.root.feature] += tree.root.gain;
        if let Some((_, split)) = tree.second {
            self.gains[split.feature] += split.gain;
            if let (first, Some(second)) = tree.features() {
                *self.pairs.entry((first, second)).or_default() += split.gain;
            }
        }
        self.tables.add(tree, self.rows.bin_counts);
    }

    fn into_fitted(self) -> BoostedTables {
        BoostedTables {
            bias: self.bias,
            tables: self.tables.into_fitted(),
            gains: self.gains,
        }
    }
}

fn check(rows: &Rows<'_>, options: &BoostOptions) {
    let count = rows.is_noise.len();
    assert_eq!(rows.weights.len(), count, "a weight for each row");
    assert_eq!(
        rows.bins.len(),
        rows.bin_counts.len(),
        "a count for each feature"
    );
    for (column, &bin_count) in rows.bins.iter().zip(rows.bin_counts) {
        assert_eq!(column.len(), count, "a bin for each row");
        assert!((1..=256).contains(&bin_count), "1 to 256 bins");
        let highest = column.iter().copied().max().map_or(0, usize::from);
        assert!(highest < bin_count, "bin {highest} of {bin_count}");
    }
    assert!(options.l2 > 0.0, "l2 is above 0");
}

#[cfg(test)]
mod tests;
