//! What the sixty words after a line, and before its end, have in common with the rest of the page.
//!
//! A word of the window after a line counts where it stood before the line: that holds for the lines from the one behind
//! its first until the one on which it stands, as far as their windows reach it. So each word adds its weight to a run
//! of lines, and all windows are told by what begins and what ends on each line: steps are by word, however long
//! the windows are. Sums are of 32-bit weights in 64 bits, so that they are exact in any order.

use crate::model::cohesion::lines::{LEAST_WINDOW, NONE, WINDOW, exact_share};
use crate::model::fast::rows::Rows;

/// Sums over the content words of a page; its buffers are kept from page to page.
#[derive(Debug, Default)]
pub(crate) struct WordWindows {
    /// The weight of the words before each word, and of all.
    before: Vec<f64>,
    /// By line, how much more of its window counts than of that of the line before.
    change: Vec<f64>,
}

impl WordWindows {
    /// Takes the weight of each content word of a page.
    pub(crate) fn read(&mut self, weight: &[f32]) {
        self.before.clear();
        self.before.push(0.0);
        let mut sum = 0.0;
        self.before.extend(weight.iter().map(|&weight| {
            sum += f64::from(weight);
            sum
        }));
    }

    /// For each line: of the next [`WINDOW`] words from it on, the share that stands before it. `first` has for each
    /// word the first line of its kind.
    pub(crate) fn after(
        &mut self,
        rows: &Rows,
        (weight, first): (&[f32], &[u32]),
        shares: &mut Vec<f32>,
    ) {
        self.begin(rows.len());
        let mut reached = 0; // the first line whose window has the word
        for line in 0..rows.len() {
            let words = rows.content_of(line);
            let known = weight[words.clone()].iter().zip(&first[words.clone()]);
            for (at, (&weight, &first)) in words.zip(known) {
                let first = first as usize;
                if first >= line {
                    continue; // it stands here for the first time
                }
                while rows.starts[reached] as usize + WINDOW <= at {
                    reached += 1;
                }
                self.add(reached.max(first + 1), line, weight);
            }
        }
        let all = weight.len();
        let window = |line: usize| {
            let from = rows.starts[line] as usize;
            (from, (from + WINDOW).min(all))
        };
        self.tell(rows.len(), window, shares);
    }

    /// For each line: of the last [`WINDOW`] words up to its end, the share that stands after it. `last` has for each
    /// word the last line of its kind.
    pub(crate) fn up_to_end(
        &mut self,
        rows: &Rows,
        (weight, last): (&[f32], &[u32]),
        shares: &mut Vec<f32>,
    ) {
        self.begin(rows.len());
        let mut past = 0; // the first line whose window begins behind the word
        for line in 0..rows.len() {
            let words = rows.content_of(line);
            let known = weight[words.clone()].iter().zip(&last[words.clone()]);
            for (at, (&weight, &last)) in words.zip(known) {
                let last = last as usize;
                if last <= line {
                    continue; // it does not stand again
                }
                while past < rows.len() && rows.starts[past + 1] as usize <= at + WINDOW {
                    past += 1;
                }
                let past = past.min(last);
                if past > line {
                    self.add(line, past - 1, weight);
                }
            }
        }
        let window = |line: usize| {
            let to = rows.starts[line + 1] as usize;
            (to.saturating_sub(WINDOW), to)
        };
        self.tell(rows.len(), window, shares);
    }

    fn begin(&mut self, lines: usize) {
        self.change.clear();
        self.change.resize(lines + 1, 0.0);
    }

    /// Counts a word in the windows of these lines, if there are any.
    #[inline]
    fn add(&mut self, from: usize, to: usize, weight: f32) {
        if from <= to {
            self.change[from] += f64::from(weight);
            self.change[to + 1] -= f64::from(weight);
        }
    }

    fn tell(&self, lines: usize, window: impl Fn(usize) -> (usize, usize), shares: &mut Vec<f32>) {
        let mut part = 0.0;
        shares.clear();
        shares.extend((0..lines).map(|line| {
            part += self.change[line];
            let (from, to) = window(line);
            if to - from < LEAST_WINDOW {
                return NONE;
            }
            exact_share(part, self.before[to] - self.before[from])
        }));
    }
}
