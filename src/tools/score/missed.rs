//! How many words of gold a cleaned page lacks, and how many of those some text would bring back.

use crate::tools::score::attribution::Deficit;
use crate::tools::score::page_score::WordCount;
use crate::tools::score::shingles::{ABSENT, GoldShingles};
use std::collections::BTreeMap;

/// The words of gold that a cleaned page lacks.
///
/// A cut stands for the words that would come back if it alone were undone. So gold words that
/// stand elsewhere in the cleaned page as often as gold has them are not missed.
///
/// # Example
///
/// ```
/// use dechaff::tools::score::Missed;
///
/// let missed = Missed::new("The bridge opened on Monday.", "The bridge opened");
/// assert_eq!(missed.words_in(["on Monday. Share this"]).in_gold, 2);
/// ```
pub struct Missed<'t> {
    gold: GoldShingles<'t>,
    deficit: Deficit,
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
        let gold = GoldShingles::new(gold);
        let after: Vec<u32> = gold.ids(after).collect();
        let deficit = Deficit::new(&gold, &after);
        Self { gold, deficit }
    }

    /// The words of these texts, and how many of them gold would have back.
    pub fn words_in<'p>(&self, texts: impl IntoIterator<Item = &'p str>) -> WordCount {
        let words = texts.into_iter().flat_map(|text| self.gold.ids(text));
        let cost = self.deficit.cost(words);
        WordCount {
            total: cost.noise_words + cost.gold_words,
            in_gold: cost.gold_words,
        }
    }

    /// How many gold words each of these texts stands for, where all of them went: together as
    /// many as [`Self::words_in`] says of all. A word that several texts hold is given to the one
    /// that holds the most gold for its length, since the others are likely noise that shares a
    /// common word with it.
    pub fn shared_out(&self, texts: &[&str]) -> Vec<usize> {
        let mut order: Vec<(WordCount, usize)> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| (self.words_in([*text]), at))
            .collect();
        // Most gold for its length first; of two shares a/b and c/d, a*d tells against c*b. What has no
        // words has no gold either.
        let words = |count: &WordCount| count.total.max(1);
        order.sort_by(|(one, at), (other, after)| {
            let (a, b) = (one.in_gold * words(other), other.in_gold * words(one));
            b.cmp(&a).then(at.cmp(after))
        });
        let mut left: BTreeMap<u32, u32> = BTreeMap::new();
        let mut shares = vec![0; texts.len()];
        for (_, at) in order {
            let words = self.gold.ids(texts[at]).filter(|&word| word != ABSENT);
            for word in words {
                let lacking = left
                    .entry(word)
                    .or_insert(self.deficit.lacking[word as usize]);
                if *lacking > 0 {
                    *lacking -= 1;
                    shares[at] += 1;
                }
            }
        }
        shares
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

    #[test]
    fn a_shared_word_is_given_to_the_text_that_is_gold() {
        let gold = "Tide at the full, they tried again.";
        let missed = Missed::new(gold, "");
        let cuts = ["Tide at Port Ellery: 1.4 m", gold];
        assert_eq!(missed.words_in([cuts[0]]).in_gold, 2);
        assert_eq!(missed.shared_out(&cuts), [0, 7]);
        assert_eq!(missed.shared_out(&[cuts[0], cuts[0]]), [2, 0]);
        assert_eq!(missed.words_in(cuts).in_gold, 7);
    }

    #[test]
    fn texts_without_words_share_in_nothing() {
        let missed = Missed::new("Rain fell on the old harbour.", "");
        let texts = [
            "* * *",
            "Rain or shine",
            "Snow",
            "Rain fell",
            "-",
            "harbour",
            "Home",
        ];
        let many: Vec<&str> = texts.iter().copied().cycle().take(70).collect();
        let shares = missed.shared_out(&many);
        assert_eq!(shares[..7], [0, 0, 0, 2, 0, 1, 0]);
        assert_eq!(shares.iter().sum::<usize>(), 3);
    }
}
