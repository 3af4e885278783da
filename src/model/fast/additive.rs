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

/// Lines whose sums are made together: their bins of a feature are one word of the machine.
const LANES: usize = 8;

/// A byte for each of some lines.
type Lanes = [u8; LANES];

/// Buffers for scores.
#[derive(Debug, Default)]
pub(crate) struct ModelScratch {
    /// The bins of one feature, line by line.
    column: Vec<u8>,
    /// For each [`LANES`] lines the bins of every feature, one behind the other; no line's are 0.
    bins: Vec<Lanes>,
    /// The same as places of rows in a table, and behind them the row of tables of one feature.
    rows: Vec<Lanes>,
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
        scores.clear();
        let features = self.wanted.len();
        let bins = scratch.bins.chunks_exact(features.max(1));
        for (bins, rows) in bins.zip(scratch.rows.chunks_exact(features + 1)) {
            // The twin adds the bias last.
            let sums = self.sums(bins, rows).map(|sum| sum + self.bias);
            let left = (len - scores.len()).min(LANES);
            scores.extend_from_slice(&sums[..left]);
        }
        scores.resize(len, self.bias); // a model of no features
    }

    fn fill_bins(&self, columns: &Columns, len: usize, scratch: &mut ModelScratch) {
        let (features, groups) = (self.wanted.len(), len.div_ceil(LANES));
        scratch.bins.clear();
        scratch.bins.resize(groups * features, [0; LANES]);
        scratch.rows.clear();
        scratch.rows.resize(groups * (features + 1), [0; LANES]);
        for at in (0..features).filter(|&at| self.wanted[at]) {
            let column = &mut scratch.column;
            column.clear();
            column.resize(groups * LANES, 0);
            add_reached(&self.count_edges[at], &columns.counts[at], column);
            add_reached(&self.share_edges[at], &columns.shares[at], column);
            for (group, bins) in column.as_chunks().0.iter().enumerate() {
                scratch.bins[group * features + at] = *bins;
            }
        }
        let rows = scratch.rows.chunks_exact_mut(features + 1);
        for (rows, bins) in rows.zip(scratch.bins.chunks_exact(features.max(1))) {
            for (row, bin) in rows.iter_mut().zip(bins) {
                *row = bin.map(|bin| bin << 4);
            }
        }
    }

    /// The sums of all tables for some lines.
    fn sums(&self, bins: &[Lanes], rows: &[Lanes]) -> [f32; LANES] {
        let mut sums = [0.0; LANES];
        for (table, cells) in self.tables.iter().zip(&self.cells) {
            let row = u64::from_le_bytes(rows[table.row]);
            let places = row | u64::from_le_bytes(bins[table.column]);
            for (sum, place) in sums.iter_mut().zip(places.to_le_bytes()) {
                *sum += cells[usize::from(place)];
            }
        }
        sums
    }
}

/// Adds to each figure's bin how many of the edges it reaches.
fn add_reached<T: Copy + PartialOrd>(edges: &[T], figures: &[T], bins: &mut [u8]) {
    for &edge in edges {
        for (bin, &figure) in bins.iter_mut().zip(figures) {
            *bin += u8::from(figure >= edge);
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
