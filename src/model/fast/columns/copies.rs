//! Which lines of a page are the same.

use crate::model::fast::facts::PageFacts;
use crate::model::fast::rows::Rows;
use crate::text::keys::KeyTable;
use crate::text::number::small;

/// Which lines are the same as others, and which but for their digits.
#[derive(Debug, Default)]
pub(crate) struct Copies {
    /// For each line, how many copies stand before it, how many after, and how far off the last is.
    pub(super) before: Vec<u32>,
    pub(super) after: Vec<u32>,
    pub(super) distance: Vec<u32>,
    /// For each line, how many others are of the same words but for digits.
    pub(crate) alike: Vec<u32>,
    /// For each line the number of its text among the different ones.
    pub(super) group: Vec<u32>,
    pub(super) counts: Vec<(u32, u32)>,
    pub(super) numbers: KeyTable<u32>,
}

impl Copies {
    pub(crate) fn read(&mut self, facts: &PageFacts, rows: &Rows) {
        self.group_by(rows, |at| facts.lines[at].alike);
        self.alike.clear();
        self.alike.extend(
            self.group
                .iter()
                .map(|&group| self.counts[group as usize].0 - 1),
        );
        self.numbers.clear();
        self.before.clear();
        self.distance.clear();
        self.after.clear();
        self.group.clear();
        self.counts.clear();
        for (rank, &at) in (0..).zip(&rows.facts) {
            let group = number_of(
                &mut self.numbers,
                &mut self.counts,
                facts.lines[at as usize].hash,
            );
            let (count, last) = &mut self.counts[group as usize];
            self.before.push(*count);
            self.distance
                .push(if *count == 0 { 0 } else { rank - *last });
            (*count, *last) = (*count + 1, rank);
            self.group.push(group);
        }
        for (group, before) in self.group.iter().zip(&self.before) {
            self.after.push(self.counts[*group as usize].0 - 1 - before);
        }
    }

    fn group_by(&mut self, rows: &Rows, key: impl Fn(usize) -> u64) {
        self.numbers.clear();
        self.group.clear();
        self.counts.clear();
        for &at in &rows.facts {
            let group = number_of(&mut self.numbers, &mut self.counts, key(at as usize));
            self.counts[group as usize].0 += 1;
            self.group.push(group);
        }
    }
}

/// The number of a key among the different ones.
fn number_of(numbers: &mut KeyTable<u32>, counts: &mut Vec<(u32, u32)>, key: u64) -> u32 {
    let entry = numbers.entry(key);
    if *entry == 0 {
        counts.push((0, 0));
        *entry = small(counts.len());
    }
    *entry - 1
}
