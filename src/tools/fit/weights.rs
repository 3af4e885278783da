//! Weights of rows.

use crate::text::number::wide_number;

/// The rows that count, and what all rows weigh when the mean of those is 1.
pub(crate) struct Weights {
    /// Rows of a weight above 0, ascending.
    pub(crate) live: Vec<u32>,
    /// A weight for every row.
    pub(crate) of_row: Vec<f64>,
}

impl Weights {
    /// Scales `weights`; O(n).
    ///
    /// # Panics
    ///
    /// Panics if a weight is negative or no number, or if there are more than `u32::MAX` rows.
    pub(crate) fn new(weights: &[f32]) -> Self {
        assert!(
            weights.iter().all(|w| w.is_finite() && *w >= 0.0),
            "weights are numbers from 0 up"
        );
        let rows = u32::try_from(weights.len()).expect("at most u32::MAX rows");
        let live: Vec<u32> = (0..rows)
            .filter(|&row| weights[row as usize] > 0.0)
            .collect();
        let sum: f64 = weights.iter().map(|&weight| f64::from(weight)).sum();
        let scale = if live.is_empty() {
            0.0
        } else {
            wide_number(live.len()) / sum
        };
        let of_row = weights.iter().map(|&w| f64::from(w) * scale).collect();
        Self { live, of_row }
    }

    /// The weighted share of the live rows for which `label` is true; 0 without rows.
    pub(crate) fn share(&self, label: &[bool]) -> f64 {
        let labelled = self.of_row.iter().zip(label).filter(|&(_, &is)| is);
        labelled.map(|(weight, _)| weight).sum::<f64>() / wide_number(self.live.len().max(1))
    }
}

/// The log-odds of a share, which is kept off 0 and 1 so that they stay finite.
pub(crate) fn log_odds(share: f64) -> f64 {
    let share = share.clamp(1e-6, 1.0 - 1e-6);
    (share / (1.0 - share)).ln()
}

/// The logistic function, the inverse of [`log_odds`].
pub(crate) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_no_weight_do_not_count_for_the_mean() {
        let weights = Weights::new(&[2.0, 0.0, 6.0]);
        assert_eq!(weights.live, [0, 2]);
        assert_eq!(weights.of_row, [0.5, 0.0, 1.5]);
        assert!((weights.share(&[false, true, true]) - 0.75).abs() < 1e-12);
        assert!(Weights::new(&[0.0]).share(&[true]).abs() < 1e-12);
    }

    #[test]
    fn log_odds_and_probability_are_inverse() {
        for share in [0.01, 0.5, 0.9] {
            assert!((probability(log_odds(share)) - share).abs() < 1e-12);
        }
        assert!(log_odds(1.0).is_finite());
    }
}
