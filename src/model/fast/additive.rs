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

/// Where the bins stand by which a cell is found, among those of all features.
#[derive(Debug, Clone, Copy, PartialEq)]
struct CompiledTable {
    row: u8,
    column: u8,
}

/// Lines whose sums are made together: their bins of a feature are one word of the machine.
const LANES: usize = 8;

/// A byte for each of some lines.
type Lanes = [u8; LANES];

/// The bins of some lines, by feature; behind them there is room that stays 0.
type Bins = [Lanes; ROOM];

/// More than there are features.
const ROOM: usize = 128;

const _: () = assert!(Feature::ALL.len() < ROOM);

/// Buffers for scores.
#[derive(Debug, Default)]
pub(crate) struct ModelScratch {
    /// The bins of one feature, line by line.
    column: Vec<u8>,
    /// For each [`LANES`] lines their bins; no line's are 0.
    bins: Vec<Bins>,
    /// For some lines the places of their cells, table by table.
    places: Vec<Lanes>,
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
                row: u8::try_from(table.second.map_or(features, |_| table.first)).ok()?,
                column: u8::try_from(second).ok()?,
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
        let groups = len.div_ceil(LANES);
        for bins in &scratch.bins[..groups] {
            self.find_cells(bins, &mut scratch.places);
            // The twin adds the bias last.
            let sums = self.sums(&scratch.places).map(|sum| sum + self.bias);
            let left = (len - scores.len()).min(LANES);
            scores.extend_from_slice(&sums[..left]);
        }
    }

    fn fill_bins(&self, columns: &Columns, len: usize, scratch: &mut ModelScratch) {
        let groups = len.div_ceil(LANES);
        if scratch.bins.len() < groups {
            scratch.bins.resize(groups, [[0; LANES]; ROOM]);
        }
        // What no table looks at stays as it is.
        for at in (0..self.wanted.len()).filter(|&at| self.wanted[at]) {
            let column = &mut scratch.column;
            column.clear();
            column.resize(groups * LANES, 0);
            add_reached(&self.count_edges[at], &columns.counts[at], column);
            add_reached(&self.share_edges[at], &columns.shares[at], column);
            for (bins, own) in scratch.bins.iter_mut().zip(column.as_chunks().0) {
                bins[at] = *own;
            }
        }
    }

    /// Finds the cells of some lines, table by table.
    fn find_cells(&self, bins: &Bins, places: &mut Vec<Lanes>) {
        let of = |feature: u8| u64::from_le_bytes(bins[usize::from(feature) % ROOM]);
        places.resize(self.tables.len(), [0; LANES]);
        for (place, table) in places.iter_mut().zip(&self.tables) {
            // Bins are below 16, so that none reaches into the next line's byte.
            *place = (of(table.row) << 4 | of(table.column)).to_le_bytes();
        }
    }

    /// The sums of all tables for some lines: of two at once, since of more compilers make vectors, which costs
    /// twice as much where each number is looked up by itself.
    fn sums(&self, places: &[Lanes]) -> [f32; LANES] {
        let mut sums = [0.0; LANES];
        for (one, pair) in (0..).step_by(2).zip(sums.as_chunks_mut::<2>().0) {
            let (sum, other) = self.two_sums(places, (one, one + 1));
            *pair = [sum, other];
        }
        sums
    }

    #[inline(never)]
    fn two_sums(&self, places: &[Lanes], (one, other): (usize, usize)) -> (f32, f32) {
        let (mut sum, mut other_sum) = (0.0, 0.0);
        for (place, cells) in places.iter().zip(&self.cells) {
            sum += cells[usize::from(place[one % LANES])];
            other_sum += cells[usize::from(place[other % LANES])];
        }
        (sum, other_sum)
    }
}

/// Adds to each figure's bin how many of the edges it reaches.
fn add_reached<T: Copy + PartialOrd>(edges: &[T], figures: &[T], bins: &mut [u8]) {
    // Figures of the page, and those of rules that found nothing, are the same on all lines.
    if let Some(first) = figures.first()
        && figures.iter().all(|figure| figure == first)
    {
        let reached = edges.iter().map(|edge| u8::from(first >= edge)).sum::<u8>();
        for bin in bins {
            *bin += reached;
        }
        return;
    }
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
