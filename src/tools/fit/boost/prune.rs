//! Bins that no table tells apart, merged.

use crate::tools::fit::boost::tables::FittedTable;

/// Tables over no more bins than they need.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pruned {
    /// For each feature the old bins, ascending, after which a new bin begins. A row's new bin is
    /// the number of these that are below its old one.
    pub(crate) thresholds: Vec<Vec<u8>>,
    /// The tables over the new bins, of which a feature has one more than thresholds.
    pub(crate) tables: Vec<FittedTable>,
}

/// Merges neighbouring bins whose cells are equal in all `tables`; no row's score changes. A
/// feature of no table is left with one bin. O(cells).
pub(crate) fn prune(tables: &[FittedTable], bin_counts: &[usize]) -> Pruned {
    let mut differ: Vec<Vec<bool>> = bin_counts
        .iter()
        .map(|&count| vec![false; count - 1])
        .collect();
    for table in tables {
        mark(table, bin_counts, &mut differ);
    }
    let thresholds: Vec<Vec<u8>> = differ
        .iter()
        .map(|differ| (0..=u8::MAX).zip(differ))
        .map(|bins| {
            bins.filter(|(_, differ)| **differ)
                .map(|(bin, _)| bin)
                .collect()
        })
        .collect();
    let tables = tables
        .iter()
        .map(|table| shrunken(table, bin_counts, &thresholds))
        .collect();
    Pruned { thresholds, tables }
}

/// Marks the bins that differ from their upper neighbour in `table`.
fn mark(table: &FittedTable, bin_counts: &[usize], differ: &mut [Vec<bool>]) {
    let stride = table.stride(bin_counts);
    let same = |a: &f32, b: &f32| a.to_bits() == b.to_bits();
    let lines: Vec<&[f32]> = table.cells.chunks(stride).collect();
    for (differ, pair) in differ[table.features.0].iter_mut().zip(lines.windows(2)) {
        *differ |= !pair[0].iter().zip(pair[1]).all(|(a, b)| same(a, b));
    }
    if let Some(second) = table.features.1 {
        for line in lines {
            for (differ, pair) in differ[second].iter_mut().zip(line.windows(2)) {
                *differ |= !same(&pair[0], &pair[1]);
            }
        }
    }
}

/// The table with one old bin for each new one.
fn shrunken(table: &FittedTable, bin_counts: &[usize], thresholds: &[Vec<u8>]) -> FittedTable {
    let firsts = |feature: usize| {
        let after = thresholds[feature].iter().map(|&bin| usize::from(bin) + 1);
        std::iter::once(0).chain(after)
    };
    let stride = table.stride(bin_counts);
    let rows = firsts(table.features.0);
    let cells = rows
        .flat_map(|row| {
            let columns = table.features.1.map_or(vec![0], |at| firsts(at).collect());
            let cells = columns.into_iter();
            cells.map(move |column| table.cells[row * stride + column])
        })
        .collect();
    FittedTable {
        features: table.features,
        cells,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::fit::boost::booster::BoostedTables;
    use proptest::prelude::*;

    fn pruned_bins(bins: &[Vec<u8>], thresholds: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let new = |bin: u8, thresholds: &[u8]| {
            u8::try_from(thresholds.iter().filter(|&&t| t < bin).count()).expect("fewer bins")
        };
        let columns = bins.iter().zip(thresholds);
        columns
            .map(|(column, thresholds)| column.iter().map(|&bin| new(bin, thresholds)).collect())
            .collect()
    }

    #[test]
    fn equal_neighbours_are_merged_if_no_table_parts_them() {
        let tables = [
            FittedTable {
                features: (0, None),
                cells: vec![1.0, 1.0, 2.0, 2.0],
            },
            FittedTable {
                features: (0, Some(2)),
                cells: vec![5.0, 5.0, 6.0, 5.0, 5.0, 6.0, 5.0, 5.0, 6.0, 5.0, 5.0, 7.0],
            },
        ];
        let pruned = prune(&tables, &[4, 9, 3]);
        assert_eq!(pruned.thresholds, [vec![1, 2], vec![], vec![1]]);
        assert_eq!(pruned.tables[0].cells, [1.0, 2.0, 2.0]);
        assert_eq!(pruned.tables[1].cells, [5.0, 6.0, 5.0, 6.0, 5.0, 7.0]);
    }

    proptest! {
        #[test]
        fn pruning_changes_no_score(
            one in prop::collection::vec(0..2_u8, 4),
            pair in prop::collection::vec(0..2_u8, 4 * 3),
            other in prop::collection::vec(0..2_u8, 3 * 5),
            rows in prop::collection::vec((0..4_u8, 0..3_u8, 0..5_u8), 1..30),
        ) {
            let table = |features, cells: &[u8]| FittedTable {
                features,
                cells: cells.iter().map(|&cell| f32::from(cell)).collect(),
            };
            let bin_counts = [4, 3, 5];
            let fitted = BoostedTables {
                bias: 0.5,
                tables: vec![
                    table((0, None), &one),
                    table((0, Some(1)), &pair),
                    table((1, Some(2)), &other),
                ],
                gains: Vec::new(),
            };
            let bins = [
                rows.iter().map(|row| row.0).collect(),
                rows.iter().map(|row| row.1).collect(),
                rows.iter().map(|row| row.2).collect::<Vec<u8>>(),
            ];
            let Pruned { thresholds, tables } = prune(&fitted.tables, &bin_counts);
            let new_counts: Vec<usize> = thresholds.iter().map(|of| of.len() + 1).collect();
            let new_bins = pruned_bins(&bins, &thresholds);
            let small = BoostedTables { tables, ..fitted.clone() };
            prop_assert_eq!(
                small.scores(&new_bins, &new_counts),
                fitted.scores(&bins, &bin_counts)
            );
            let again = prune(&small.tables, &new_counts);
            prop_assert_eq!(&again.tables, &small.tables, "nothing is left to merge");
        }
    }
}
