//! What speaks loudest for a cut, in words.

use crate::model::additive::{AdditiveModel, TermTable, bin};
use crate::text::number::number;

/// Reasons that are told of a cut.
pub(crate) const MOST: usize = 4;

/// Weaker reasons are none.
pub(crate) const LEAST: f32 = 0.05;

/// Of how many features with the greatest sums it is asked what their figures are beside others.
const ASKED: usize = 2 * MOST;

/// The features that speak loudest for a cut, as `say` tells of each and its figure, and by how much; strongest
/// first. O(n) in tables.
///
/// Each is told by what its figure adds beside the mean of those that it could have, all else on the line
/// being as it is: a sum alone may be positive for a figure that speaks against, since others of its feature
/// speak against more, or since it shares tables with features that speak for.
pub(crate) fn strongest(
    tables: &AdditiveModel,
    means: &TableMeans,
    figures: &[f32],
    say: impl Fn(usize, f32) -> String,
) -> Vec<String> {
    let mut asked = means.contributions(tables, figures);
    asked.retain(|one| one.sum >= LEAST);
    asked.sort_by(|a, b| b.sum.total_cmp(&a.sum).then(a.feature.cmp(&b.feature)));
    asked.truncate(ASKED);
    asked.retain(|one| one.more >= LEAST);
    asked.sort_by(|a, b| b.more.total_cmp(&a.more).then(a.feature.cmp(&b.feature)));
    let reason = |one: &Contribution| {
        let what = say(one.feature, figures[one.feature]);
        format!("{what}: {:+.1}", one.more)
    };
    asked.iter().take(MOST).map(reason).collect()
}

/// What a feature adds to a sum.
struct Contribution {
    feature: usize,
    /// Its own table, and half of each that it shares.
    sum: f32,
    /// The same, less the mean over its bins.
    more: f32,
}

/// For each table the means of its cells over the bins of one of its features, by the other's bin: first over
/// those of its first feature, then over those of its second.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TableMeans(Vec<[Vec<f32>; 2]>);

impl TableMeans {
    /// O(n) in the cells of the tables.
    pub(crate) fn of(tables: &AdditiveModel) -> Self {
        let means = |table: &TermTable| {
            let width = table.second.map_or(1, |second| tables.bin_count(second));
            let rows = table.cells.chunks(width);
            let height = number(rows.len());
            let mut over_first = vec![0.0; width];
            for row in rows.clone() {
                over_first
                    .iter_mut()
                    .zip(row)
                    .for_each(|(sum, cell)| *sum += cell);
            }
            for sum in &mut over_first {
                *sum /= height;
            }
            let mean = |row: &[f32]| row.iter().sum::<f32>() / number(width);
            [over_first, rows.map(mean).collect()]
        };
        Self(tables.tables.iter().map(means).collect())
    }

    fn contributions(&self, tables: &AdditiveModel, figures: &[f32]) -> Vec<Contribution> {
        let both = tables.edges.iter().zip(figures);
        let bins: Vec<usize> = both.map(|(edges, &figure)| bin(edges, figure)).collect();
        let none = |feature| Contribution {
            feature,
            sum: 0.0,
            more: 0.0,
        };
        let mut all: Vec<Contribution> = (0..bins.len()).map(none).collect();
        let mut add = |feature: usize, cell: f32, mean: f32| {
            let one = &mut all[feature];
            one.sum += cell;
            one.more += cell - mean;
        };
        for (table, [over_first, over_second]) in tables.tables.iter().zip(&self.0) {
            let row = bins[table.first];
            match table.second {
                Some(second) => {
                    let column = bins[second];
                    let half = table.cells[row * over_first.len() + column] / 2.0;
                    add(table.first, half, over_first[column] / 2.0);
                    add(second, half, over_second[row] / 2.0);
                }
                None => add(table.first, table.cells[row], over_first[0]),
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let means = TableMeans::of(&tables);
        let found = strongest(&tables, &means, &[1.0, 1.0, 1.0], |at, figure| {
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
        let means = TableMeans::of(&tables);
        let found = |figures: &[f32]| strongest(&tables, &means, figures, |at, _| at.to_string());
        assert_eq!(found(&[1.0, 0.0]), [""; 0]);
        assert_eq!(found(&[0.0, 0.0]), ["0: +0.5"]);
        assert_eq!(found(&[1.0, 1.0]), ["1: +0.8", "0: +0.2"]);
    }
}
