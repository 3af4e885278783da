//! Trees of at most three leaves, grown best-first.

use crate::tools::fit::boost::histogram::{Cell, Columns, Map, Scale, difference};
use crate::tools::fit::boost::options::{BoostOptions, FeaturePair};
use std::collections::BTreeSet;

/// A test of one feature: rows whose bin is at most `threshold` go left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Split {
    pub(crate) feature: usize,
    pub(crate) threshold: u8,
    /// By how much the loss falls, as its second-order expansion has it, twice.
    pub(crate) gain: f64,
    left: Cell,
    right: Cell,
}

impl Split {
    pub(crate) fn side(&self, bin: u8) -> SplitSide {
        if bin <= self.threshold {
            SplitSide::Left
        } else {
            SplitSide::Right
        }
    }

    /// The side with fewer rows.
    fn smaller(&self, scale: &Scale) -> SplitSide {
        if scale.rows(self.left) <= scale.rows(self.right) {
            SplitSide::Left
        } else {
            SplitSide::Right
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum SplitSide {
    Left,
    Right,
}

/// One round's tree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tree {
    pub(crate) root: Split,
    /// The split of one of the root's children.
    pub(crate) second: Option<(SplitSide, Split)>,
    /// What leaves add to the log-odds: those below `second` left and right, then the root's
    /// other child. Without `second` the root's left and right, then nothing.
    pub(crate) values: [f64; 3],
}

impl Tree {
    /// The features tested, the lower one first.
    pub(crate) fn features(&self) -> (usize, Option<usize>) {
        let root = self.root.feature;
        match self.second {
            Some((_, split)) if split.feature != root => {
                (root.min(split.feature), Some(root.max(split.feature)))
            }
            _ => (root, None),
        }
    }

    /// What the tree adds to the log-odds of a row with these bins.
    pub(crate) fn value(&self, bin_of: impl Fn(usize) -> u8) -> f64 {
        let side = self.root.side(bin_of(self.root.feature));
        let leaf = match self.second {
            None => side,
            Some((parent, _)) if parent != side => return self.values[2],
            Some((_, split)) => split.side(bin_of(split.feature)),
        };
        match leaf {
            SplitSide::Left => self.values[0],
            SplitSide::Right => self.values[1],
        }
    }
}

/// What a tree is grown from.
pub(crate) struct Grower<'a> {
    pub(crate) columns: Columns<'a>,
    pub(crate) cells: &'a [Cell],
    pub(crate) scale: Scale,
    pub(crate) options: &'a BoostOptions,
    /// Pairs that trees may test, or `None` for all.
    pub(crate) pairs: Option<&'a BTreeSet<FeaturePair>>,
    pub(crate) map: &'a Map<'a>,
}

impl Grower<'_> {
    /// The tree over `rows`, or `None` if no split gains anything.
    ///
    /// O(rows x features): a histogram of all rows, and one of the smaller child.
    pub(crate) fn grow(&self, rows: &[u32]) -> Option<Tree> {
        let whole = self.columns.histogram(rows, self.cells, self.map);
        let root = self.best_split(&whole, None)?;
        let second = self.second_split(rows, &whole, &root);
        let values = match second {
            None => [self.value(root.left), self.value(root.right), 0.0],
            Some((side, split)) => {
                let other = match side {
                    SplitSide::Left => root.right,
                    SplitSide::Right => root.left,
                };
                [split.left, split.right, other].map(|leaf| self.value(leaf))
            }
        };
        Some(Tree {
            root,
            second,
            values,
        })
    }

    /// The better of the best splits of the root's children.
    fn second_split(
        &self,
        rows: &[u32],
        whole: &[Cell],
        root: &Split,
    ) -> Option<(SplitSide, Split)> {
        let smaller = root.smaller(&self.scale);
        let column = &self.columns.bins[root.feature];
        let of_smaller: Vec<u32> = rows
            .iter()
            .copied()
            .filter(|&row| root.side(column[row as usize]) == smaller)
            .collect();
        let small = self.columns.histogram(&of_smaller, self.cells, self.map);
        let large = difference(whole, &small);
        let (left, right) = match smaller {
            SplitSide::Left => (small, large),
            SplitSide::Right => (large, small),
        };
        let left = self.best_split(&left, Some(root.feature));
        let right = self.best_split(&right, Some(root.feature));
        match (left, right) {
            (Some(left), Some(right)) if left.gain < right.gain => Some((SplitSide::Right, right)),
            (Some(left), _) => Some((SplitSide::Left, left)),
            (None, right) => right.map(|right| (SplitSide::Right, right)),
        }
    }

    /// The split of the largest gain; of equal ones the first.
    fn best_split(&self, histogram: &[Cell], root: Option<usize>) -> Option<Split> {
        let mut best: Option<Split> = None;
        let mut rest = histogram;
        for &feature in self.columns.features {
            let (bins, others) = rest.split_at(self.columns.bin_counts[feature]);
            rest = others;
            if root.is_none_or(|root| self.may_meet(root, feature)) {
                self.splits(feature, bins, &mut best);
            }
        }
        best
    }

    fn may_meet(&self, root: usize, feature: usize) -> bool {
        let pair = (root.min(feature), root.max(feature));
        root == feature || self.pairs.is_none_or(|pairs| pairs.contains(&pair))
    }

    /// Puts the best split of one feature into `best` if it gains more.
    fn splits(&self, feature: usize, bins: &[Cell], best: &mut Option<Split>) {
        let whole = bins.iter().fold(Cell::default(), |sum, bin| sum.plus(*bin));
        let unsplit = self.gain(whole);
        let least_gain = unsplit.abs() * LEAST_GAIN + f64::MIN_POSITIVE;
        let mut left = Cell::default();
        for (bin, threshold) in bins.iter().zip(0..u8::MAX) {
            left = left.plus(*bin);
            let right = whole.minus(left);
            let least = self.options.least_leaf_rows.max(1);
            if self.scale.rows(left) < least {
                continue;
            }
            if self.scale.rows(right) < least {
                break;
            }
            let gain = self.gain(left) + self.gain(right) - unsplit;
            if gain > best.map_or(least_gain, |best| best.gain) {
                *best = Some(Split {
                    feature,
                    threshold,
                    gain,
                    left,
                    right,
                });
            }
        }
    }

    fn gain(&self, cell: Cell) -> f64 {
        Scale::gradient(cell).powi(2) / (self.scale.hessian(cell) + self.options.l2)
    }

    /// The Newton step of a leaf.
    fn value(&self, leaf: Cell) -> f64 {
        let step = -Scale::gradient(leaf) / (self.scale.hessian(leaf) + self.options.l2);
        step * self.options.learning_rate
    }
}

/// Gains below this share of what the unsplit node has are rounding.
const LEAST_GAIN: f64 = 1e-12;
