use super::*;
use proptest::prelude::*;

pub(crate) struct Data {
    starts: Vec<usize>,
    pub(crate) columns: Vec<u32>,
    lengths: Vec<u32>,
    is_noise: Vec<bool>,
    weights: Vec<f32>,
}

impl Data {
    fn new(rows: &[(&[u32], bool)]) -> Self {
        let mut data = Self {
            starts: vec![0],
            columns: Vec::new(),
            lengths: Vec::new(),
            is_noise: Vec::new(),
            weights: vec![1.0; rows.len()],
        };
        for (features, is_noise) in rows {
            data.columns.extend(*features);
            data.starts.push(data.columns.len());
            data.lengths
                .push(u32::try_from(features.len()).expect("few"));
            data.is_noise.push(*is_noise);
        }
        data
    }

    /// Rows of words of which low ones tell of noise, with some chance in the labels.
    pub(crate) fn random(rows: usize, words: usize, length: usize) -> Self {
        let mut draws = SplitMix::new(11);
        let rows: Vec<(Vec<u32>, bool)> = (0..rows)
            .map(|_| {
                let below = if draws.chance(0.5) { words } else { words / 2 };
                let mut features: Vec<u32> = (0..=draws.below(length))
                    .map(|_| u32::try_from(draws.below(below)).expect("few"))
                    .collect();
                features.sort_unstable();
                features.dedup();
                let low = features
                    .iter()
                    .filter(|&&f| (f as usize) < words / 3)
                    .count();
                (
                    features.clone(),
                    draws.chance(if 2 * low > features.len() { 0.9 } else { 0.2 }),
                )
            })
            .collect();
        let borrowed: Vec<(&[u32], bool)> = rows
            .iter()
            .map(|(features, is)| (features.as_slice(), *is))
            .collect();
        Self::new(&borrowed)
    }

    fn rows(&self) -> SparseRows<'_> {
        SparseRows {
            starts: &self.starts,
            columns: &self.columns,
            lengths: &self.lengths,
            is_noise: &self.is_noise,
            weights: &self.weights,
        }
    }

    pub(crate) fn fit(&self, features: usize, alpha: f64, epochs: usize) -> Logistic {
        let options = LogisticOptions {
            alpha,
            epochs,
            seed: 1,
        };
        fit_logistic(&self.rows(), features, &options)
    }

    fn scores(&self, fitted: &Logistic) -> Vec<f64> {
        let rows = self.rows();
        let score = |row| {
            let features = rows.features(row).iter();
            let sum: f64 = features
                .map(|&f| f64::from(fitted.coefficients[f as usize]))
                .sum();
            sum * rows.value(row) + fitted.intercept
        };
        (0..self.is_noise.len()).map(score).collect()
    }
}

/// What `fit_logistic` approaches, by gradient descent over all rows at once.
#[expect(clippy::cast_possible_truncation, reason = "coefficients are f32")]
fn slow_twin(data: &Data, features: usize, alpha: f64) -> Logistic {
    let rows = data.rows();
    let weights = Weights::new(&data.weights);
    let mut fitted = Logistic {
        coefficients: vec![0.0; features],
        intercept: 0.0,
    };
    for _ in 0..20_000 {
        let mut gradient = vec![0.0; features];
        let mut of_intercept = 0.0;
        for (row, score) in data.scores(&fitted).into_iter().enumerate() {
            let label = f64::from(u8::from(data.is_noise[row]));
            let error = weights.of_row[row] * (probability(score) - label)
                / wide_number(weights.live.len());
            of_intercept += error;
            for &feature in rows.features(row) {
                gradient[feature as usize] += error * rows.value(row);
            }
        }
        fitted.intercept -= of_intercept + alpha * fitted.intercept;
        for (coefficient, gradient) in fitted.coefficients.iter_mut().zip(gradient) {
            let step = gradient + alpha * f64::from(*coefficient);
            *coefficient = (f64::from(*coefficient) - step) as f32;
        }
    }
    fitted
}

#[test]
fn what_can_be_told_apart_is() {
    let data = Data::new(&[
        (&[0, 1], true),
        (&[0, 2, 3], true),
        (&[1, 2], false),
        (&[3], false),
        (&[], false),
    ]);
    let fitted = data.fit(4, 1e-4, 50);
    for (score, is) in data.scores(&fitted).iter().zip(&data.is_noise) {
        assert_eq!(*score > 0.0, *is, "{fitted:?}");
    }
    assert!(fitted.coefficients[0] > 1.0);
}

#[test]
fn the_optimum_is_that_of_the_slow_twin() {
    let mut data = Data::random(300, 12, 5);
    for (at, weight) in data.weights.iter_mut().enumerate() {
        *weight = [0.5, 1.0, 3.0, 0.0][at % 4];
    }
    for length in &mut data.lengths {
        *length += 1;
    }
    for alpha in [0.003, 0.05] {
        let (fast, slow) = (data.fit(12, alpha, 60), slow_twin(&data, 12, alpha));
        let pairs = fast.coefficients.iter().zip(&slow.coefficients);
        for (fast, slow) in pairs {
            assert!(
                (fast - slow).abs() < 0.02 * slow.abs() + 1e-3,
                "{fast} {slow}"
            );
        }
        assert!((fast.intercept - slow.intercept).abs() < 0.01);
    }
}

#[test]
fn a_few_epochs_over_many_rows_are_enough() {
    let data = Data::random(40_000, 2_000, 20);
    let (few, many) = (data.fit(2_000, 1e-4, 5), data.fit(2_000, 1e-4, 60));
    let pairs = few.coefficients.iter().zip(&many.coefficients);
    let square = |sum: f32, x: f32| sum + x * x;
    let off = pairs.map(|(few, many)| few - many).fold(0.0, square).sqrt();
    let norm = many.coefficients.iter().copied().fold(0.0, square).sqrt();
    assert!(off < 0.02 * norm, "{off} of {norm}");
}

#[test]
fn regularisation_shrinks() {
    let data = Data::random(500, 20, 6);
    let norm = |alpha| {
        let fitted = data.fit(20, alpha, 40);
        fitted.coefficients.iter().map(|c| c * c).sum::<f32>()
    };
    let norms = [1e-4, 1e-3, 1e-2, 1e-1].map(norm);
    assert!(norms.is_sorted_by(|a, b| *a > 1.2 * b), "{norms:?}");
}

#[test]
fn a_weight_is_as_good_as_a_repeated_row() {
    let mut data = Data::random(200, 10, 4);
    let rows = data.rows();
    let repeated: Vec<(&[u32], bool)> = (0..200)
        .flat_map(|row| vec![(rows.features(row), data.is_noise[row]); row % 4])
        .collect();
    let repeated = Data::new(&repeated).fit(10, 0.01, 100);
    let weight = |row: u8| f32::from(row % 4) * 10.0;
    data.weights = (0..200).map(weight).collect();
    // The mean is over rows of some weight, so that the weights are those of the repeated.
    let weighted = data.fit(10, 0.01, 100);
    let pairs = weighted.coefficients.iter().zip(&repeated.coefficients);
    for (weighted, repeated) in pairs {
        assert!((weighted - repeated).abs() < 1e-3, "{weighted} {repeated}");
    }
    data.weights = vec![1.0; 200];
    assert!((data.fit(10, 0.01, 100).coefficients[0] - repeated.coefficients[0]).abs() > 0.01);
}

#[test]
fn a_seed_gives_its_coefficients_and_no_rows_give_none() {
    let data = Data::random(400, 30, 6);
    assert_eq!(data.fit(30, 1e-3, 2), data.fit(30, 1e-3, 2));
    let other = LogisticOptions {
        alpha: 1e-3,
        epochs: 2,
        seed: 2,
    };
    assert_ne!(
        data.fit(30, 1e-3, 2),
        fit_logistic(&data.rows(), 30, &other)
    );
    assert_eq!(Data::new(&[]).fit(2, 1e-3, 2).coefficients, [0.0, 0.0]);
}

#[test]
fn the_top_is_by_size_and_frequency_then_by_number() {
    let coefficients = [0.5, -3.0, 1.0, -1.0, 2.0, 1.0];
    let frequencies = [100.0, 1.0, 4.0, 4.0, 0.0, 4.0];
    assert_eq!(select_top(&coefficients, &frequencies, 3), [0, 1, 2]);
    assert_eq!(select_top(&coefficients, &frequencies, 4), [0, 1, 2, 3]);
    assert_eq!(select_top(&coefficients, &frequencies, 0), [0; 0]);
    assert_eq!(select_top(&coefficients, &frequencies, 9).len(), 6);
}

/// How far `best_margin` is from the root of its equation, to the first order.
fn margin_error(without: f64, reach: f64, guess: f64) -> f64 {
    let margin = best_margin(without, reach, guess);
    let slope = 1.0 + reach * probability(margin) * probability(-margin);
    let excess = margin - without - reach * probability(-margin);
    (excess / slope).abs()
}

#[test]
fn the_best_margin_is_found_where_newton_goes_to_and_fro() {
    let error = margin_error(-2.777_893_393_491_347, 2_123.517_616_534_846, -45.3);
    assert!(error < 1e-3, "off by {error}");
}

proptest! {
    #[test]
    fn the_best_margin_solves_its_equation(
        without in -30.0..30.0_f64, reach in 0.0..5_000.0_f64, guess in -50.0..50.0_f64,
    ) {
        let error = margin_error(without, reach, guess);
        prop_assert!(error < 1e-3, "off by {error}");
    }
}
