//! How many words of gold a cleaned page lacks, and how many of those some text would bring back.

use super::WordCount;
use super::shingles::{ABSENT, Gold};
use std::collections::BTreeMap;

/// The words of gold that a cleaned page lacks.
///
/// A cut stands for the words that would come back if it alone were undone. So gold words that
/// stand elsewhere in the cleaned page as often as gold has them are not missed.
///
/// # Example
///
/// ```
/// use dechaff::score::Missed;
///
/// let missed = Missed::new("The bridge opened on Monday.", "The bridge opened");
/// assert_eq!(missed.words_in(["on Monday. Share this"]).in_gold, 2);
/// ```
pub struct Missed<'t> {
    gold: Gold<'t>,
    /// How many of each gold word the page lacks, by id.
    lacking: Vec<u32>,
}

impl std::fmt::Debug for Missed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Missed").finish_non_exhaustive()
    }
}

impl<'t> Missed<'t> {
    /// What `after`, a cleaned page, lacks of `gold`. O(n) in the bytes of both.
    ///
    /// # Panics
    ///
    /// On a gold text of 2^30 words or more.
    pub fn new(gold: &'t str, after: &str) -> Self {
        let gold = Gold::new(gold);
        let mut lacking = gold.counts.clone();
        for word in gold.ids(after).filter(|&word| word != ABSENT) {
            let left = &mut lacking[word as usize];
            *left = left.saturating_sub(1);
        }
        Self { gold, lacking }
    }

    /// The words of these texts, and how many of them gold would have back.
    pub fn words_in<'p>(&self, texts: impl IntoIterator<Item = &'p str>) -> WordCount {
        let mut back: BTreeMap<u32, u32> = BTreeMap::new();
        let mut count = WordCount {
            total: 0,
            in_gold: 0,
        };
        for word in texts.into_iter().flat_map(|text| self.gold.ids(text)) {
            count.total += 1;
            if word != ABSENT {
                let seen = back.entry(word).or_default();
                *seen += 1;
                count.in_gold += usize::from(*seen <= self.lacking[word as usize]);
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_the_page_still_has_is_not_missed() {
        let missed = Missed::new("Rain fell. Rain fell.", "Rain fell. Rain fell.");
        assert_eq!(missed.words_in(["Rain fell."]).in_gold, 0);
        let missed = Missed::new("Rain fell. Rain fell.", "Rain fell.");
        let both = missed.words_in(["Rain fell.", "Rain fell."]);
        assert_eq!((both.total, both.in_gold), (4, 2));
    }
}
