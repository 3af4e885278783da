//! The line oracle: the best F1 that deleting whole lines can reach on a page.
//!
//! Which lines to keep is a ratio to maximise, so a greedy pass keeps a line if the share of its
//! grams that gold still wants beats half the F1 aimed at (Dinkelbach, "On nonlinear fractional
//! programming", 1967), then single lines are toggled on the true F1 until nothing helps, twice
//! at most. Step for step what `score.py` does, so that the figures agree; it is a lower bound of
//! the best, exact in most small cases.

use crate::text::number::wide_number;
use crate::tools::score::kept::{Kept, LEAST_GAIN};
use crate::tools::score::lines::{LineGrams, Lines};
use crate::tools::score::prf::Prf;
use crate::tools::score::shingles::{ABSENT, GoldShingles, Measure, ShingleTally};

/// Sweeps over all lines in the climb.
const SWEEPS: usize = 2;

/// What the search found: F1 as searched, the lines kept, and their figures.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Best {
    pub(crate) f1: f64,
    pub(crate) prf: Prf,
    /// Of each line whether it is kept. Gold without a word keeps none, though `prf` is then that
    /// of the whole page, as `score.py` has it.
    pub(crate) keep: Vec<bool>,
}

/// Searches the best lines to keep: O(words) a pass, about ten passes.
pub(crate) fn best_lines(
    gold: &GoldShingles,
    lines: &Lines,
    grams: &LineGrams,
    measure: Measure,
) -> Best {
    if gold.tokens.is_empty() || lines.is_empty() {
        let f1 = wide_number(usize::from(gold.tokens.is_empty() && lines.is_empty()));
        let all = gold.tally(lines.tokens(), measure);
        return Best {
            f1,
            prf: gold.prf(all, measure),
            keep: vec![false; lines.len()],
        };
    }
    let mut search = Search {
        gold,
        lines,
        grams,
        measure,
        tried: Vec::new(),
        best: 0,
        best_f1: -1.0,
    };
    search.guess();
    search.climb()
}

struct Search<'a> {
    gold: &'a GoldShingles<'a>,
    lines: &'a Lines,
    grams: &'a LineGrams,
    measure: Measure,
    /// Sets of kept lines, each once.
    tried: Vec<Vec<bool>>,
    /// Index into `tried`.
    best: usize,
    best_f1: f64,
}

/// Which grams the greedy pass matches lines by.
#[derive(Clone, Copy)]
enum Unit {
    Word,
    /// Four words, or the whole of a shorter line.
    Shingle,
}

impl Search<'_> {
    /// Tries the whole page and up to four greedy choices.
    fn guess(&mut self) {
        let (own, other) = match self.measure {
            Measure::Shingles => (Unit::Shingle, Unit::Word),
            Measure::Words => (Unit::Word, Unit::Shingle),
        };
        self.consider(vec![true; self.lines.len()]);
        let mut aim = 0.95;
        for _ in 0..3 {
            let Some(f1) = self.consider(self.greedy(aim / 2.0, own)) else {
                break;
            };
            if (f1 - aim).abs() < 0.1 {
                break;
            }
            aim = f1.max(0.05);
        }
        self.consider(self.greedy(self.best_f1.max(0.05) / 2.0, other));
    }

    /// The F1 of a set of lines, or `None` if it was tried before.
    fn consider(&mut self, keep: Vec<bool>) -> Option<f64> {
        if self.tried.contains(&keep) {
            return None;
        }
        let f1 = self.prf_of(&keep).f1;
        if f1 > self.best_f1 + LEAST_GAIN {
            self.best_f1 = f1;
            self.best = self.tried.len();
        }
        self.tried.push(keep);
        Some(f1)
    }

    /// Keeps, from the top, each line with more than `threshold` of its grams in what is left of
    /// gold, and takes those grams out of it.
    fn greedy(&self, threshold: f64, unit: Unit) -> Vec<bool> {
        let mut left = self.gold.counts.clone();
        let mut taken = Vec::new();
        let mut keeps = |line| {
            let grams = match unit {
                Unit::Word => self.lines.get(line),
                Unit::Shingle => self.grams.get(line),
            };
            taken.clear();
            taken.extend(grams.iter().copied().filter(|&gram| take(&mut left, gram)));
            let kept = wide_number(taken.len()) > threshold * wide_number(grams.len());
            if !kept {
                for &gram in &taken {
                    left[gram as usize] += 1;
                }
            }
            kept
        };
        (0..self.lines.len()).map(&mut keeps).collect()
    }

    /// Improves the best guess line by line.
    fn climb(&self) -> Best {
        let start = &self.tried[self.best];
        let mut kept = Kept::new(
            self.gold,
            self.lines,
            self.grams,
            self.measure,
            start.clone(),
        );
        let mut f1 = kept.f1();
        if (f1 - self.best_f1).abs() > 0.02 {
            // Fewer words than a shingle: `Kept` has no short shingle.
            return Best {
                f1: self.best_f1,
                prf: self.prf_of(start),
                keep: start.clone(),
            };
        }
        for _ in 0..SWEEPS {
            let reached = kept.sweep(f1);
            if reached <= f1 {
                break;
            }
            f1 = reached;
        }
        Best {
            f1: f1.max(self.best_f1),
            prf: self.prf_of(&kept.keep),
            keep: kept.keep,
        }
    }

    fn prf_of(&self, keep: &[bool]) -> Prf {
        let words = self.lines.word_count(keep);
        let tally = if words < self.measure.width() {
            self.gold.tally(&self.lines.joined(keep), self.measure)
        } else {
            let kept = Kept::new(
                self.gold,
                self.lines,
                self.grams,
                self.measure,
                keep.to_vec(),
            );
            ShingleTally {
                matched: kept.matched(),
                total: kept.total(),
            }
        };
        self.gold.prf(tally, self.measure)
    }
}

/// Takes one gram out of what is left of gold, if it is there.
fn take(left: &mut [u32], gram: u32) -> bool {
    if gram == ABSENT || left[gram as usize] == 0 {
        return false;
    }
    left[gram as usize] -= 1;
    true
}
