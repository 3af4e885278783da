//! Fills all columns.

use crate::model::fast::columns::page_columns::{Columns, Sources};
use crate::model::feature::Feature;

impl Columns {
    /// Fills the columns of the features that `wanted` names. O(n) in lines.
    pub(crate) fn fill(&mut self, from: Sources<'_>, wanted: &[bool]) {
        let is = |feature: Feature| wanted[feature as usize];
        self.fill_shapes(from, is);
        self.fill_places(from, is);
        self.fill_words_near(from.rows, is);
        self.fill_repeats(from, is);
        self.fill_prose(from, is);
        self.fill_block(from, is);
        self.fill_cohesion(from, is);
        self.fill_lexicon(from, is);
        self.fill_signals(from, is);
        self.fill_cues(from, is);
    }
}
