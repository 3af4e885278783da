use super::*;
use crate::tools::fit::boost::booster::BoostedTables;
use crate::tools::seeded_rng::SplitMix;

/// Columns of random bins.
fn random_bins(rows: usize, bin_counts: &[usize], seed: u64) -> Vec<Vec<u8>> {
    let mut draws = SplitMix::new(seed);
    let mut bin = |count| u8::try_from(draws.below(count)).expect("few bins");
    bin_counts
        .iter()
        .map(|&count| (0..rows).map(|_| bin(count)).collect())
        .collect()
}

pub(crate) struct Data {
    bins: Vec<Vec<u8>>,
    bin_counts: Vec<usize>,
    is_noise: Vec<bool>,
    weights: Vec<f32>,
}

impl Data {
    pub(crate) fn new(rows: usize, bin_counts: &[usize], is_noise: impl Fn(&[u8]) -> bool) -> Self {
        let bins = random_bins(rows, bin_counts, 3);
        let row = |at| bins.iter().map(|column| column[at]).collect::<Vec<u8>>();
        Self {
            is_noise: (0..rows).map(|at| is_noise(&row(at))).collect(),
            bin_counts: bin_counts.to_vec(),
            weights: vec![1.0; rows],
            bins,
        }
    }

    fn rows(&self) -> Rows<'_> {
        Rows {
            bins: &self.bins,
            bin_counts: &self.bin_counts,
            is_noise: &self.is_noise,
            weights: &self.weights,
        }
    }

    pub(crate) fn fit(&self, options: &BoostOptions) -> BoostedTables {
        boost(&self.rows(), options, &in_turn)
    }

    pub(crate) fn errors(&self, fitted: &BoostedTables) -> usize {
        let scores = fitted.scores(&self.bins, &self.bin_counts);
        let labelled = scores.iter().zip(&self.is_noise);
        labelled
            .filter(|(score, is)| (**score > 0.0) != **is)
            .count()
    }
}

#[test]
fn a_step_of_one_feature_is_found() {
    let data = Data::new(2_000, &[8, 8, 2], |bins| bins[1] > 4);
    let fitted = data.fit(&BoostOptions {
        rounds: 60,
        feature_share: 1.0,
        ..BoostOptions::default()
    });
    assert_eq!(data.errors(&fitted), 0);
    assert!(fitted.gains[1] > 100.0 * fitted.gains[0].max(fitted.gains[2]));
    let step = fitted
        .tables
        .iter()
        .find(|table| table.features == (1, None));
    if let Some(step) = step {
        assert_eq!(step.cells[0].to_bits(), step.cells[4].to_bits());
        assert!(step.cells[4] < step.cells[5]);
    }
}

#[test]
fn a_pair_that_neither_feature_tells_alone_is_learned() {
    let data = Data::new(4_000, &[4, 6, 3], |bins| (bins[0] > 1) != (bins[1] > 2));
    let fitted = data.fit(&BoostOptions {
        feature_share: 1.0,
        ..BoostOptions::default()
    });
    assert_eq!(data.errors(&fitted), 0);
    let pair = fitted
        .tables
        .iter()
        .find(|table| table.features == (0, Some(1)));
    assert_eq!(pair.expect("the pair has a table").cells.len(), 24);
}

#[test]
fn weights_decide_and_rows_of_none_are_left_out() {
    // Each half of the rows says the opposite of the other.
    let mut data = Data::new(2_000, &[4, 2], |bins| (bins[0] > 1) != (bins[1] > 0));
    let of_second = |data: &mut Data, weight: f32| {
        for (weighs, &bin) in data.weights.iter_mut().zip(&data.bins[1]) {
            *weighs = if bin > 0 { weight } else { 2.0 };
        }
        // Without the feature that tells the halves apart.
        let first = Data {
            bins: vec![data.bins[0].clone()],
            bin_counts: vec![4],
            is_noise: data.is_noise.clone(),
            weights: data.weights.clone(),
        };
        let fitted = first.fit(&BoostOptions::default());
        fitted.scores(&[vec![0, 3]], &[4])
    };
    let light = of_second(&mut data, 0.5);
    assert!(light[0] < -0.5 && light[1] > 0.5, "{light:?}");
    let heavy = of_second(&mut data, 8.0);
    assert!(heavy[0] > 0.5 && heavy[1] < -0.5, "{heavy:?}");
    let none = of_second(&mut data, 0.0);
    assert!(none[0] < -4.0 && none[1] > 4.0, "{none:?}");
}

#[test]
fn only_proportions_of_weights_matter() {
    let mut data = Data::new(1_000, &[8, 8], |bins| bins[0] + bins[1] > 7);
    let fitted = data.fit(&BoostOptions::default());
    data.weights = vec![0.25; 1_000];
    assert_eq!(data.fit(&BoostOptions::default()), fitted);
}

#[test]
fn a_seed_gives_its_model_whatever_the_order_of_the_calls() {
    let data = Data::new(1_500, &[5; 30], |bins| bins[3] > 2 || bins[17] == bins[20]);
    let options = |seed| BoostOptions {
        rounds: 40,
        seed,
        ..BoostOptions::default()
    };
    let backwards = |count: usize, call: &(dyn Fn(usize) -> Vec<Cell> + Sync)| {
        let mut made: Vec<_> = (0..count).rev().map(call).collect();
        made.reverse();
        made
    };
    let fitted = data.fit(&options(1));
    assert_eq!(boost(&data.rows(), &options(1), &backwards), fitted);
    assert_ne!(data.fit(&options(2)), fitted);
}

#[test]
fn tables_give_what_the_trees_gave() {
    let data = Data::new(1_500, &[6, 2, 9, 4], |bins| {
        (bins[0] > 2 && bins[2] < 7) || bins[3] == 1
    });
    let (rows, options) = (data.rows(), BoostOptions::default());
    let booster = boosted(&rows, &options, None, &in_turn);
    // These were summed tree by tree.
    let scores = booster.scores.clone();
    let fitted = booster.into_fitted();
    let merged = fitted.scores(&data.bins, &data.bin_counts);
    let largest = scores.iter().zip(&merged).map(|(a, b)| (a - b).abs());
    assert!(largest.fold(0.0, f64::max) < 1e-5);
    assert!(fitted.tables.is_sorted_by(|a, b| a.features < b.features));
    assert!(fitted.tables.iter().any(|table| table.features.1.is_some()));
}

#[test]
fn leaves_have_rows_enough_and_pairs_are_limited() {
    let data = Data::new(1_000, &[16, 6, 6, 6], |bins| {
        bins[0] == 0 || bins[1..].iter().sum::<u8>() > 8
    });
    let options = BoostOptions {
        most_pairs: 2,
        ..BoostOptions::default()
    };
    let fitted = data.fit(&options);
    let pairs = fitted.tables.iter().filter(|t| t.features.1.is_some());
    assert_eq!(pairs.count(), 2);
    let none = BoostOptions {
        least_leaf_rows: 501,
        ..options
    };
    assert_eq!(data.fit(&none).tables, []);
}

#[test]
fn the_pairs_that_buy_most_are_kept() {
    // Features 0 and 1 alone say most, so that the first trees test them; 2 and 3 say the rest together.
    let data = Data::new(4_000, &[8, 8, 4, 4], |bins| {
        bins[0] + bins[1] > 9 || (bins[0] + bins[1] > 4 && (bins[2] > 1) != (bins[3] > 1))
    });
    let options = BoostOptions {
        most_pairs: 1,
        ..BoostOptions::default()
    };
    let pairs: Vec<_> = data
        .fit(&options)
        .tables
        .iter()
        .map(|t| t.features)
        .collect();
    assert!(pairs.contains(&(2, Some(3))), "{pairs:?}");
}

#[test]
fn there_may_be_nothing_to_learn() {
    for data in [
        Data::new(0, &[4], |_| true),
        Data::new(500, &[4, 1], |_| true),
        Data::new(500, &[1], |_| false),
        Data::new(500, &[], |_| false),
    ] {
        let fitted = data.fit(&BoostOptions::default());
        assert!(fitted.bias.abs() > 10.0, "one label only, or no row");
    }
}

#[test]
#[should_panic(expected = "bin 4 of 4")]
fn a_bin_beyond_the_count_is_refused() {
    let mut data = Data::new(10, &[4], |_| true);
    data.bins[0][5] = 4;
    data.fit(&BoostOptions::default());
}
