//! What speaks loudest for a cut, in words.

use crate::model::additive::AdditiveModel;

/// Reasons that are told of a cut.
pub(crate) const MOST: usize = 4;

/// Weaker reasons are none.
pub(crate) const LEAST: f32 = 0.05;

/// The features that speak loudest for a cut, as `say` tells of each and its figure, and what it adds;
/// strongest first.
pub(crate) fn strongest(
    tables: &AdditiveModel,
    figures: &[f32],
    say: impl Fn(usize, f32) -> String,
) -> Vec<String> {
    let sums = tables.by_feature(figures).into_iter().enumerate();
    let mut sums: Vec<(usize, f32)> = sums.filter(|(_, sum)| *sum >= LEAST).collect();
    sums.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let reason = |&(feature, sum): &(usize, f32)| {
        let what = say(feature, figures[feature]);
        format!("{what}: {sum:+.1}")
    };
    sums.iter().take(MOST).map(reason).collect()
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
            ["1 is 1: +1.1", "0 is 1: +0.5"],
            "the third speaks against"
        );
    }
}
