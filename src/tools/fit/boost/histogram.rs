//! Sums of gradients by bin.
//!
//! Sums are of integers, so that they are the same in any order and a child's histogram is
//! exactly its parent's less its sibling's.

/// The gradient and Hessian of one row, or their sums over rows, in fixed point; what they are
/// worth only [`Scale`] knows.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Cell {
    gradient: i64,
    /// The number of rows above, the Hessian below.
    rows_hessian: i64,
}

impl Cell {
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            gradient: self.gradient.wrapping_add(other.gradient),
            rows_hessian: self.rows_hessian.wrapping_add(other.rows_hessian),
        }
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self {
            gradient: self.gradient.wrapping_sub(other.gradient),
            rows_hessian: self.rows_hessian.wrapping_sub(other.rows_hessian),
        }
    }
}

/// How numbers become integers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    /// Bits of the Hessian's part of a cell.
    hessian_bits: u32,
    per_hessian: f64,
}

/// Rows whose weights have the mean 1 have gradients that sum up to at most their number, which
/// is below 2^32.
const PER_GRADIENT: f64 = 1_073_741_824.0; // 2^30

/// More rows would leave the Hessian too few bits.
const MAX_ROWS: usize = 1 << 26;

impl Scale {
    /// A scale at which sums over `rows` rows of mean weight 1 do not overflow.
    ///
    /// # Panics
    ///
    /// Panics if there are more than 2^26 rows.
    pub(crate) fn new(rows: usize) -> Self {
        assert!(rows <= MAX_ROWS, "at most 2^26 rows");
        let count_bits = usize::BITS - rows.max(1).leading_zeros();
        let hessian_bits = 63 - count_bits;
        // A row of weight 1 has a Hessian of at most a quarter; one bit is left for rounding.
        let spare = hessian_bits + 1 - count_bits;
        Self {
            hessian_bits,
            per_hessian: 2_f64.powi(spare.cast_signed()),
        }
    }

    /// The cell of one row.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "weights are bounded by the number of rows, which the scale is made for"
    )]
    pub(crate) fn cell(&self, gradient: f64, hessian: f64) -> Cell {
        Cell {
            gradient: (gradient * PER_GRADIENT) as i64,
            rows_hessian: (1 << self.hessian_bits) + (hessian * self.per_hessian + 0.5) as i64,
        }
    }

    pub(crate) fn gradient(cell: Cell) -> f64 {
        float(cell.gradient) / PER_GRADIENT
    }

    pub(crate) fn hessian(&self, cell: Cell) -> f64 {
        float(cell.rows_hessian & ((1 << self.hessian_bits) - 1)) / self.per_hessian
    }

    pub(crate) fn rows(&self, cell: Cell) -> usize {
        usize::try_from(cell.rows_hessian >> self.hessian_bits).expect("a count of rows")
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sums need no more than the 53 bits that they keep"
)]
fn float(number: i64) -> f64 {
    number as f64
}

/// Columns that are summed in one pass: enough to hide how long it takes until a sum that was
/// just stored can be read again.
const LANES: usize = 4;

/// Columns that one call of [`Map`]'s function sums.
const GROUP: usize = 12;

/// Rows whose cells stay in the cache while all lanes of a group read them.
const BLOCK: usize = 2_048;

/// Bins a byte can name, and as many as part two lanes: bins whose addresses differ by a multiple
/// of 4096 bytes would wait for each other.
const LANE_BINS: usize = 256 + 36;

type Lane = [Cell; LANE_BINS];

/// What histograms are made of.
#[derive(Clone, Copy)]
pub(crate) struct Columns<'a> {
    pub(crate) bins: &'a [Vec<u8>],
    pub(crate) bin_counts: &'a [usize],
    /// Those that a histogram covers.
    pub(crate) features: &'a [usize],
}

impl Columns<'_> {
    /// The histogram over `rows`, whose cells are `cells[row]`: bins of the first feature, of the
    /// second and so on. O(rows x features).
    pub(crate) fn histogram(&self, rows: &[u32], cells: &[Cell], map: &Map<'_>) -> Vec<Cell> {
        let groups: Vec<&[usize]> = self.features.chunks(GROUP).collect();
        map(groups.len(), &|index| {
            self.of_group(groups[index], rows, cells)
        })
        .concat()
    }

    fn of_group(&self, features: &[usize], rows: &[u32], cells: &[Cell]) -> Vec<Cell> {
        let mut lanes = vec![[Cell::default(); LANE_BINS]; features.len()];
        for block in rows.chunks(BLOCK) {
            for (features, lanes) in features.chunks(LANES).zip(lanes.chunks_mut(LANES)) {
                match *features {
                    [a, b, c, d] => self.add([a, b, c, d], block, cells, lanes),
                    [a, b, c] => self.add([a, b, c], block, cells, lanes),
                    [a, b] => self.add([a, b], block, cells, lanes),
                    _ => self.add([features[0]], block, cells, lanes),
                }
            }
        }
        let filled = features.iter().zip(&lanes);
        filled
            .flat_map(|(&feature, lane)| &lane[..self.bin_counts[feature]])
            .copied()
            .collect()
    }

    /// The hot loop: adds the cell of each row to a bin of every lane.
    fn add<const N: usize>(
        &self,
        features: [usize; N],
        rows: &[u32],
        cells: &[Cell],
        lanes: &mut [Lane],
    ) {
        let lanes: &mut [Lane; N] = lanes.try_into().expect("a lane for each feature");
        let columns = features.map(|feature| &self.bins[feature][..cells.len()]);
        for &row in rows {
            let row = row as usize;
            let cell = cells[row];
            for (column, lane) in columns.iter().zip(&mut *lanes) {
                let sum = &mut lane[usize::from(column[row])];
                *sum = sum.plus(cell);
            }
        }
    }
}

/// What is left of `whole` without `part`.
pub(crate) fn difference(whole: &[Cell], part: &[Cell]) -> Vec<Cell> {
    let cells = whole.iter().zip(part);
    cells.map(|(whole, part)| whole.minus(*part)).collect()
}

/// Calls a function for 0 up to a count and returns the results in that order. A caller with
/// threads may share the calls among them: sums are of integers, so that the model is the same.
pub(crate) type Map<'m> =
    dyn Fn(usize, &(dyn Fn(usize) -> Vec<Cell> + Sync)) -> Vec<Vec<Cell>> + 'm;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::fit::boost::booster::in_turn;
    use proptest::prelude::*;

    #[test]
    fn a_cell_keeps_its_three_numbers() {
        for rows in [3, 7, 850_000, MAX_ROWS] {
            let scale = Scale::new(rows);
            let cell = scale.cell(-0.75, 0.1875);
            let sum = cell.plus(cell).plus(scale.cell(0.25, 0.0));
            assert!((Scale::gradient(sum) + 1.25).abs() < 1e-6);
            assert!((scale.hessian(sum) - 0.375).abs() < 1e-3, "{rows} rows");
            assert_eq!(scale.rows(sum), 3);
            assert_eq!(sum.minus(cell).minus(cell), scale.cell(0.25, 0.0));
        }
    }

    #[test]
    fn the_largest_sums_fit() {
        // All the weight on one row, which is as large as a Hessian can get.
        for rows in [1, 2, 3, 1_000, MAX_ROWS] {
            let scale = Scale::new(rows);
            let weight = float(i64::try_from(rows).expect("small"));
            let cell = scale.cell(-weight, weight / 4.0);
            assert!((Scale::gradient(cell) + weight).abs() < 1e-6);
            assert!((scale.hessian(cell) - weight / 4.0).abs() < 1e-3);
            assert_eq!(scale.rows(cell), 1);
        }
    }

    proptest! {
        #[test]
        fn lanes_and_groups_change_no_sum(
            bins in prop::collection::vec(prop::collection::vec(0..5_u8, 40), 1..30),
            rows in prop::sample::subsequence((0..40_u32).collect::<Vec<_>>(), 0..40),
        ) {
            let scale = Scale::new(40);
            let cells: Vec<Cell> =
                (0..40).map(|row| scale.cell(f64::from(row) / 64.0, 0.125)).collect();
            let features: Vec<usize> = (0..bins.len()).collect();
            let bin_counts = vec![5; bins.len()];
            let columns = Columns { bins: &bins, bin_counts: &bin_counts, features: &features };
            let mut slow = vec![Cell::default(); 5 * bins.len()];
            for (feature, column) in bins.iter().enumerate() {
                for &row in &rows {
                    let sum = &mut slow[5 * feature + usize::from(column[row as usize])];
                    *sum = sum.plus(cells[row as usize]);
                }
            }
            prop_assert_eq!(columns.histogram(&rows, &cells, &in_turn), slow);
        }
    }
}
