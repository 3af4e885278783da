//! Which lines of a page are the same.

use crate::model::fast::facts::PageFacts;
use crate::model::fast::rows::Rows;

/// Which lines are the same as others, and which but for their digits.
#[derive(Debug, Default)]
pub(crate) struct Copies {
    /// For each line, how many copies stand before it, how many after, and how far off the last is.
    pub(crate) before: Vec<u32>,
    pub(super) after: Vec<u32>,
    pub(super) distance: Vec<u32>,
    /// For each line, how many others are of the same words but for digits.
    pub(crate) alike: Vec<u32>,
    /// For each different line of the page how many stand before, and the last.
    counts: Vec<(u32, u32)>,
}

impl Copies {
    pub(crate) fn read(&mut self, facts: &PageFacts, rows: &Rows) {
        let lines = || rows.facts.iter().map(|&at| &facts.lines[at as usize]);
        self.begin(facts);
        for line in lines() {
            self.counts[line.alike_number as usize].0 += 1;
        }
        let others = lines().map(|line| self.counts[line.alike_number as usize].0 - 1);
        self.alike.clear();
        self.alike.extend(others);
        self.begin(facts);
        self.before.clear();
        self.distance.clear();
        for (rank, line) in (0..).zip(lines()) {
            let (count, last) = &mut self.counts[line.number as usize];
            self.before.push(*count);
            self.distance
                .push(if *count == 0 { 0 } else { rank - *last });
            (*count, *last) = (*count + 1, rank);
        }
        let both = lines().zip(&self.before);
        let after = both.map(|(line, before)| self.counts[line.number as usize].0 - 1 - before);
        self.after.clear();
        self.after.extend(after);
    }

    fn begin(&mut self, facts: &PageFacts) {
        self.counts.clear();
        self.counts.resize(facts.lines.len(), (0, 0));
    }
}
