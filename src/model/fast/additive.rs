//! The tables of a model, laid out so that many lines are looked up at once.
//!
//! All tables have room for sixteen bins of each of two features, so that the place of a cell is one
//! byte: the row's bin and the column's. Sums are made table by table in the order of the model's file,
//! which is also the order in which its plain twin adds, so that both are equal to the bit.

use crate::model::additive::AdditiveModel;
use crate::model::fast::columns::page_columns::Columns;
use crate::model::fast::columns::scale::{Scale, figure_of, scale_of};
use crate::model::feature::Feature;

/// Bins of a feature at most.
const BINS: usize = 16;

/// A model over features of lines.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct CompiledModel {
    bias: f32,
    /// Which features some table looks at.
    pub(crate) wanted: Vec<bool>,
    /// The least counts of each bin but the first, by feature; empty for shares.
    count_edges: Vec<Vec<i32>>,
    /// The same for shares.
    share_edges: Vec<Vec<f32>>,
    tables: Vec<CompiledTable>,
    cells: Vec<[f32; BINS * BINS]>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct CompiledTable {
    row: usize,
    column: usize,
}

/// Lines whose sums are made together.
const LANES: usize = 64;

/// Buffers for scores.
#[derive(Debug, Default)]
pub(crate) struct ModelScratch {
    /// The bins of each wanted feature, one behind the other, with zeros up to whole [`LANES`].
    bins: Vec<Vec<u8>>,
    /// The same as places of rows in a table.
    rows: Vec<Vec<u8>>,
    sums: Vec<f32>,
}

impl CompiledModel {
    /// The model; `None` where a feature has more bins than there is room for.
    pub(crate) fn new(model: &AdditiveModel) -> Option<Self> {
        let features = Feature::ALL.len();
        let mut compiled = Self {
            bias: model.bias,
            wanted: vec![false; features],
            count_edges: vec![Vec::new(); features],
            share_edges: vec![Vec::new(); features],
            ..Self::default()
        };
        for table in &model.tables {
            compiled.wanted[table.first] = true;
            let second = table.second.unwrap_or(table.first);
            compiled.wanted[second] = true;
            compiled.tables.push(CompiledTable {
                row: table.second.map_or(features, |_| table.first),
                column: second,
            });
            let width = model.bin_count(second);
            let mut cells = [0.0; BINS * BINS];
            for (row, own) in table.cells.chunks(width).enumerate() {
                cells
                    .get_mut(row * BINS..row * BINS + width)?
                    .copy_from_slice(own);
            }
            compiled.cells.push(cells);
        }
        for (at, edges) in model.edges.iter().enumerate() {
            if edges.len() >= BINS {
                return None;
            }
            match scale_of(Feature::ALL[at]) {
                Scale::Share => compiled.share_edges[at].clone_from(edges),
                scale => {
                    let whole = edges.iter().map(|&edge| least_count(scale, edge));
                    compiled.count_edges[at] = whole.collect();
                }
            }
        }
        Some(compiled)
    }

    /// The log-odds of each line. O(n) in lines, for each table.
    pub(crate) fn scores(
        &self,
        columns: &Columns,
        len: usize,
        scratch: &mut ModelScratch,
        scores: &mut Vec<f32>,
    ) {
        self.fill_bins(columns, len, scratch);
        let ModelScratch { bins, rows, sums } = scratch;
        sums.clear();
        sums.resize(len.next_multiple_of(LANES), 0.0);
        for (at, sums) in sums.as_chunks_mut().0.iter_mut().enumerate() {
            self.score_some(at, bins, rows, sums);
        }
        scores.clear();
        scores.extend_from_slice(&sums[..len]);
        // The twin adds the bias last.
        for score in scores {
            *score += self.bias;
        }
    }

    fn fill_bins(&self, columns: &Columns, len: usize, scratch: &mut ModelScratch) {
        let features = self.wanted.len();
        let padded = len.next_multiple_of(LANES);
        scratch.bins.resize(features + 1, Vec::new());
        scratch.rows.resize(features + 1, Vec::new());
        // Tables of one feature have one row.
        scratch.rows[features].clear();
        scratch.rows[features].resize(padded, 0);
        let both = scratch.bins.iter_mut().zip(&mut scratch.rows);
        for (at, (bins, rows)) in both.take(features).enumerate() {
            if !self.wanted[at] {
                continue;
            }
            bins.clear();
            bins.resize(padded, 0);
            for &edge in &self.count_edges[at] {
                for (bin, &count) in bins.iter_mut().zip(&columns.counts[at]) {
                    *bin += u8::from(count >= edge);
                }
            }
            for &edge in &self.share_edges[at] {
                for (bin, &share) in bins.iter_mut().zip(&columns.shares[at]) {
                    *bin += u8::from(share >= edge);
                }
            }
            rows.clear();
            rows.extend(bins.iter().map(|bin| bin << 4));
        }
    }

    fn score_some(
        &self,
        chunk: usize,
        bins: &[Vec<u8>],
        rows: &[Vec<u8>],
        sums: &mut [f32; LANES],
    ) {
        for (table, cells) in self.tables.iter().zip(&self.cells) {
            let rows: &[u8; LANES] = &rows[table.row].as_chunks().0[chunk];
            let columns: &[u8; LANES] = &bins[table.column].as_chunks().0[chunk];
            for ((sum, &row), &column) in sums.iter_mut().zip(rows).zip(columns) {
                *sum += cells[usize::from(row | column)];
            }
        }
    }
}

/// The least count whose figure reaches the edge. Figures ascend with their counts.
fn least_count(scale: Scale, edge: f32) -> i32 {
    let (mut low, mut high) = (i64::from(i32::MIN), i64::from(i32::MAX));
    while low < high {
        let middle = low + (high - low) / 2;
        #[expect(clippy::cast_possible_truncation, reason = "it is between two counts")]
        if figure_of(scale, middle as i32) >= edge {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    i32::try_from(low).unwrap_or(i32::MAX)
}
