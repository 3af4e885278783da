//! How tables are boosted.

/// How a model is fitted.
#[derive(Debug, Clone)]
pub(crate) struct BoostOptions {
    /// Trees at most.
    pub(crate) rounds: usize,
    /// The share of its Newton step that a tree takes.
    pub(crate) learning_rate: f64,
    /// Rows of a leaf at least, each counted once whatever its weight.
    pub(crate) least_leaf_rows: usize,
    /// What is added to the Hessian of a leaf; above 0.
    pub(crate) l2: f64,
    /// The share of the rows that a round draws.
    pub(crate) row_share: f64,
    /// The share of the features that a round draws.
    pub(crate) feature_share: f64,
    /// Pairs of features that may have a table: those that buy most where all may. With a limit a fit
    /// takes twice as long.
    pub(crate) most_pairs: usize,
    pub(crate) seed: u64,
}

impl Default for BoostOptions {
    fn default() -> Self {
        Self {
            rounds: 300,
            learning_rate: 0.1,
            least_leaf_rows: 60,
            l2: 1.0,
            row_share: 0.8,
            feature_share: 0.6,
            most_pairs: usize::MAX,
            seed: 1,
        }
    }
}

/// Two features, the lower one first.
pub(crate) type FeaturePair = (usize, usize);
