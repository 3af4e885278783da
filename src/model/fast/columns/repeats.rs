//! What lines have in common with others by their text.

use crate::model::fast::columns::counts::{FAR, index, whole};
use crate::model::fast::columns::page_columns::{Columns, Sources};
use crate::model::feature::Feature;

/// Lines on each side that are near.
const NEAR: usize = 6;

impl Columns {
    pub(super) fn fill_repeats(&mut self, from: Sources<'_>, is: impl Fn(Feature) -> bool) {
        use Feature as F;
        let Sources { facts, rows, .. } = from;
        self.copies.read(facts, rows);
        let copies = std::mem::take(&mut self.copies);
        if is(F::CopiesBefore) {
            self.count(
                F::CopiesBefore,
                copies.before.iter().map(|&count| whole(count.min(4))),
            );
        }
        if is(F::CopiesAfter) {
            self.count(
                F::CopiesAfter,
                copies.after.iter().map(|&count| whole(count.min(4))),
            );
        }
        if is(F::CopyDistance) {
            let far = copies
                .distance
                .iter()
                .map(|&lines| index((lines as usize).min(FAR)));
            self.count(F::CopyDistance, far);
        }
        if is(F::Alike) {
            self.count(
                F::Alike,
                copies.alike.iter().map(|&count| whole(count.min(8))),
            );
        }
        if is(F::AlikeNear) {
            self.fill_near(F::AlikeNear, copies.alike.iter().map(|&count| count > 0));
        }
        if is(F::NumbersNear) {
            let lines = rows.facts.iter().map(|&at| &facts.lines[at as usize]);
            self.fill_near(F::NumbersNear, lines.map(|line| line.has_number));
        }
        self.copies = copies;
    }

    /// For each line, for how many of those near it something holds.
    pub(super) fn fill_near(&mut self, feature: Feature, holds: impl Iterator<Item = bool>) {
        let mut before = std::mem::take(&mut self.before);
        before.clear();
        before.push(0);
        let mut count = 0;
        before.extend(holds.map(|holds| {
            count += u32::from(holds);
            count
        }));
        let len = before.len() - 1;
        let near =
            |rank: usize| before[(rank + 1 + NEAR).min(len)] - before[rank.saturating_sub(NEAR)];
        self.count(feature, (0..len).map(|rank| whole(near(rank))));
        self.before = before;
    }
}
