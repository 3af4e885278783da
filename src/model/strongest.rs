//! What speaks loudest for a cut, in words.

use crate::model::additive::{AdditiveModel, bin};
use crate::text::number::number;

/// Reasons that are told of a cut.
pub(crate) const MOST: usize = 4;

/// Weaker reasons are none.
pub(crate) const LEAST: f32 = 0.05;

/// Of how many features with the greatest sums it is asked what their figures are beside others.
const ASKED: usize = 2 * MOST;

/// The features that speak loudest for a cut, as `say` tells of each and its figure, and by how much; strongest
/// first.
///
/// Each is told by what its figure adds beside the mean of those that it could have, all else on the line
/// being as it is: a sum alone may be positive for a figure that speaks against, since others of its feature
/// speak against more, or since it shares tables with features that speak for.
pub(crate) fn strongest(
    tables: &AdditiveModel,
    figures: &[f32],
    say: impl Fn(usize, f32) -> String,
) -> Vec<String> {
    let sums = tables.by_feature(figures).into_iter().enumerate();
    let mut asked: Vec<(usize, f32)> = sums.filter(|(_, sum)| *sum >= LEAST).collect();
    let by_strength = |a: &(usize, f32), b: &(usize, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    asked.sort_by(by_strength);
    let beside = |&(feature, _): &(usize, f32)| (feature, beside_others(tables, figures, feature));
    let mut told: Vec<(usize, f32)> = asked.iter().take(ASKED).map(beside).collect();
    told.retain(|(_, more)| *more >= LEAST);
    told.sort_by(by_strength);
    let reason = |&(feature, more): &(usize, f32)| {
        let what = say(feature, figures[feature]);
        format!("{what}: {more:+.1}")
    };
    told.iter().take(MOST).map(reason).collect()
}

/// What a feature's figure adds beside the mean over the bins of its feature. Tables that it shares count half,
/// as in [`AdditiveModel::by_feature`].
fn beside_others(tables: &AdditiveModel, figures: &[f32], feature: usize) -> f32 {
    let place = |feature: usize| bin(&tables.edges[feature], figures[feature]);
    let mut bins = vec![0.0; tables.bin_count(feature)];
    for table in &tables.tables {
        let row = table.second.map_or(1, |second| tables.bin_count(second));
        let (from, step, share) = match table.second {
            None if table.first == feature => (0, 1, 1.0),
            Some(second) if table.first == feature => (place(second), row, 0.5),
            Some(second) if second == feature => (place(table.first) * row, 1, 0.5),
            _ => continue,
        };
        for (at, sum) in bins.iter_mut().enumerate() {
            *sum += share * table.cells[from + at * step];
        }
    }
    let mean = bins.iter().sum::<f32>() / number(bins.len());
    bins[place(feature)] - mean
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::additive::TermTable;

    #[test]
    fn the_loudest_features_are_told_first() {
        let table = |first, second, cells: &[f32]| TermTable {
            first,
            second,
            cells: cells.to_vec(),
        };
        let tables = AdditiveModel {
            bias: 0.0,
            edges: vec![vec![1.0], vec![1.0], vec![1.0]],
            tables: vec![
                table(0, None, &[-1.0, 0.5]),
                table(1, None, &[-1.0, 1.5]),
                table(1, Some(2), &[0.0, 0.0, 0.0, -0.8]),
            ],
        };
        let found = strongest(&tables, &[1.0, 1.0, 1.0], |at, figure| {
            format!("{at} is {figure}")
        });
        assert_eq!(
            found,
            ["1 is 1: +1.0", "0 is 1: +0.8"],
            "the third speaks against"
        );
    }

    #[test]
    fn a_figure_that_speaks_less_than_others_is_not_told() {
        let tables = AdditiveModel {
            bias: 0.0,
            edges: vec![vec![1.0], vec![1.0]],
            tables: vec![
                TermTable {
                    first: 0,
                    second: None,
                    cells: vec![1.5, 0.5],
                },
                TermTable {
                    first: 0,
                    second: Some(1),
                    cells: vec![0.0, 0.0, 0.0, 3.0],
                },
            ],
        };
        let found = |figures: &[f32]| strongest(&tables, figures, |at, _| at.to_string());
        assert_eq!(found(&[1.0, 0.0]), [""; 0]);
        assert_eq!(found(&[0.0, 0.0]), ["0: +0.5"]);
        assert_eq!(found(&[1.0, 1.0]), ["1: +0.8", "0: +0.2"]);
    }
}
