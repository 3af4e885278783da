//! The features of one line.

use crate::model::feature::{COUNT, Feature};

/// The lines whose score in the lexicon a line knows: three before, itself, three after.
pub(crate) const LEXICON_REACH: usize = 3;

/// The features of one line, by [`Feature`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row([f32; COUNT]);

impl Row {
    pub(crate) fn new() -> Self {
        Self([0.0; COUNT])
    }

    /// The figure itself.
    #[cfg(test)]
    pub(crate) fn get(&self, feature: Feature) -> f32 {
        self.0[feature as usize]
    }

    pub(crate) fn set(&mut self, feature: Feature, figure: f32) {
        self.0[feature as usize] = figure;
    }

    /// All figures, in the order of [`Feature::ALL`].
    pub(crate) fn figures(&self) -> &[f32] {
        &self.0
    }

    /// Sets what the lexicon says of the lines around the line of that rank.
    pub(crate) fn set_lexicon(&mut self, scores: &[f32], rank: usize) {
        let first = Feature::LexiconBefore3 as usize;
        for step in 0..=2 * LEXICON_REACH {
            let line = (rank + step).checked_sub(LEXICON_REACH);
            let score = line.and_then(|line| scores.get(line));
            self.0[first + step] = score.copied().unwrap_or_default();
        }
    }
}
