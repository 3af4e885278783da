//! A readable model: a sum of small tables over one or two binned features.
//!
//! A generalised additive model with pairwise terms, as in Explainable Boosting Machines (Y. Lou,
//! R. Caruana, J. Gehrke, G. Hooker, "Accurate intelligible models with pairwise interactions",
//! KDD 2013).

/// One table: what each bin of a feature, or of two, adds to the sum.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TermTable {
    /// Which features it is over, by their place among the model's.
    pub(crate) first: usize,
    /// The second feature, whose bins follow each other in `cells`.
    pub(crate) second: Option<usize>,
    /// Natural log-odds, row by row.
    pub(crate) cells: Vec<f32>,
}

/// Tables over the same features, and where those are parted.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct AdditiveModel {
    /// The log-odds of a line about which no table says anything.
    pub(crate) bias: f32,
    /// For each feature, the least figure of each bin but the first, ascending.
    pub(crate) edges: Vec<Vec<f32>>,
    /// The tables.
    pub(crate) tables: Vec<TermTable>,
}

/// The bin of a figure: how many edges it reaches.
pub(crate) fn bin(edges: &[f32], figure: f32) -> usize {
    edges.partition_point(|&edge| edge <= figure)
}

impl AdditiveModel {
    /// The log-odds of a row of figures, one a feature. `bins` is a buffer.
    pub(crate) fn score(&self, figures: &[f32], bins: &mut Vec<usize>) -> f32 {
        self.fill_bins(figures, bins);
        let terms = self.tables.iter().map(|table| self.term(table, bins));
        self.bias + terms.sum::<f32>()
    }

    fn fill_bins(&self, figures: &[f32], bins: &mut Vec<usize>) {
        bins.clear();
        let both = self.edges.iter().zip(figures);
        bins.extend(both.map(|(edges, &figure)| bin(edges, figure)));
    }

    fn term(&self, table: &TermTable, bins: &[usize]) -> f32 {
        let row = bins[table.first];
        let at = match table.second {
            Some(second) => row * self.bin_count(second) + bins[second],
            None => row,
        };
        table.cells[at]
    }

    /// How many bins a feature has.
    pub(crate) fn bin_count(&self, feature: usize) -> usize {
        self.edges[feature].len() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_add_up() {
        let tables = AdditiveModel {
            bias: 0.5,
            edges: vec![vec![1.0, 2.0], vec![0.0]],
            tables: vec![
                TermTable {
                    first: 0,
                    second: None,
                    cells: vec![10.0, 20.0, 30.0],
                },
                TermTable {
                    first: 0,
                    second: Some(1),
                    cells: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
                },
            ],
        };
        let score = |figures: &[f32]| tables.score(figures, &mut Vec::new());
        for (figures, expected) in [
            ([0.0, -1.0], 0.5 + 10.0 + 1.0),
            ([1.0, 0.0], 0.5 + 20.0 + 4.0),
            ([9.0, -0.1], 0.5 + 30.0 + 5.0),
        ] {
            assert!((score(&figures) - expected).abs() < 1e-6, "{figures:?}");
        }
        assert_eq!((tables.bin_count(0), tables.bin_count(1)), (3, 2));
    }
}
