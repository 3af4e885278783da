//! A page of which nothing is cut: what a record says of it beside its cuts.

use crate::clean::cleaned::Cleaned;
use crate::clean::cleaner::Cleaner;
use crate::clean::reading::Reading;
use crate::page::Page;
use std::sync::Arc;

impl Cleaner {
    /// The page as [`Self::clean`] would read it, uncut; words are not counted. O(n) in bytes: no rule
    /// looks at it.
    pub(crate) fn uncut<'t>(&self, page: &Page<'t>) -> Cleaned<'t> {
        Cleaned {
            text: String::new(),
            cuts: Vec::new(),
            warnings: Vec::new(),
            words_before: 0,
            words_after: 0,
            own_words: 0,
            format: Reading::first(page, self).format(),
            is_viewed: false,
            original: page.text(),
            meta: page.meta().clone(),
            by: Arc::clone(self.named()),
        }
    }
}
