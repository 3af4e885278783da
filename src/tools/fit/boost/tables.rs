//! Trees summed up as tables.

use crate::tools::fit::boost::tree::Tree;
use std::collections::BTreeMap;

/// What one feature, or two together, add to the log-odds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FittedTable {
    /// The feature, or two of which the first is the lower.
    pub(crate) features: (usize, Option<usize>),
    /// One for each bin of the first feature times each bin of the second, which runs faster.
    pub(crate) cells: Vec<f32>,
}

impl FittedTable {
    /// Bins of the second feature; 1 if there is none.
    pub(crate) fn stride(&self, bin_counts: &[usize]) -> usize {
        self.features.1.map_or(1, |second| bin_counts[second])
    }

    /// Adds to each row's score what the table has for its bins.
    #[cfg(test)]
    pub(crate) fn add_to(&self, scores: &mut [f64], bins: &[Vec<u8>], bin_counts: &[usize]) {
        let stride = self.stride(bin_counts);
        let (first, second) = self.features;
        for (row, score) in scores.iter_mut().enumerate() {
            let column = second.map_or(0, |second| usize::from(bins[second][row]));
            let cell = usize::from(bins[first][row]) * stride + column;
            *score += f64::from(self.cells[cell]);
        }
    }
}

/// The sums so far. Cells that no tree told apart are equal to the bit, since they were given the
/// same values in the same order; pruning relies on it.
#[derive(Default)]
pub(crate) struct MergedTables(BTreeMap<(usize, Option<usize>), Vec<f64>>);

impl MergedTables {
    pub(crate) fn add(&mut self, tree: &Tree, bin_counts: &[usize]) {
        let features = tree.features();
        let (first, second) = features;
        let stride = second.map_or(1, |second| bin_counts[second]);
        let cells = self
            .0
            .entry(features)
            .or_insert_with(|| vec![0.0; bin_counts[first] * stride]);
        for (index, cell) in cells.iter_mut().enumerate() {
            *cell += tree.value(|feature| {
                let bin = if feature == first {
                    index / stride
                } else {
                    index % stride
                };
                u8::try_from(bin).expect("at most 256 bins")
            });
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "24 bits are more than the data tell"
    )]
    pub(crate) fn into_fitted(self) -> Vec<FittedTable> {
        let tables = self.0.into_iter();
        tables
            .map(|(features, cells)| FittedTable {
                features,
                cells: cells.into_iter().map(|cell| cell as f32).collect(),
            })
            .collect()
    }
}
