//! Precision, recall and F1.

use crate::text::number::wide_number;

/// Precision, recall and F1 of one text, each 0..=1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Prf {
    /// Share of the text that is in gold.
    pub precision: f64,
    /// Share of gold that is in the text.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

impl Prf {
    /// All three are 1 if the text and gold are both empty, and 0 if one of them is.
    pub(crate) fn new(matched: usize, in_text: usize, in_gold: usize) -> Self {
        if in_text == 0 && in_gold == 0 {
            return Self {
                precision: 1.0,
                recall: 1.0,
                f1: 1.0,
            };
        }
        let share = |of: usize| {
            if of == 0 {
                0.0
            } else {
                wide_number(matched) / wide_number(of)
            }
        };
        let f1 = 2.0 * wide_number(matched) / wide_number(in_text + in_gold);
        Self {
            precision: share(in_text),
            recall: share(in_gold),
            f1,
        }
    }
}
