//! Gold words and shingles as small numbers, and how many of them another text shares.
//!
//! Every figure counts only what gold holds: a word that is not in gold adds to a total and to
//! nothing else, whatever it is. So only the gold text is interned, and all other words share the
//! one id [`ABSENT`].

use crate::tools::score::hash::FoldMap;
use crate::tools::score::prf::Prf;
use crate::tools::score::tokens::tokens;
use std::hash::BuildHasherDefault;

/// Words in a shingle, after Zyte's article-extraction-benchmark.
pub(crate) const WIDTH: usize = 4;

/// The id of every word and every shingle that gold does not hold.
pub(crate) const ABSENT: u32 = u32::MAX;

/// What a text is compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Multiset of 4-word shingles.
    Shingles,
    /// Multiset of words.
    Words,
}

impl Measure {
    /// Words in one gram.
    pub(crate) fn width(self) -> usize {
        match self {
            Self::Shingles => WIDTH,
            Self::Words => 1,
        }
    }

    /// Grams in a text of so many words. A text shorter than a shingle is one short shingle.
    fn total(self, word_count: usize) -> usize {
        match word_count {
            0 => 0,
            count => (count + 1).saturating_sub(self.width()).max(1),
        }
    }
}

/// Grams that two multisets share, and grams in the one that is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ShingleTally {
    pub(crate) matched: usize,
    pub(crate) total: usize,
}

/// The gold text of one page, ready to be compared with.
pub(crate) struct GoldShingles<'t> {
    words: FoldMap<&'t str, u32>,
    /// Ids of 2-, 3- and 4-word grams by [`packed`] words, in one row with the ids of words.
    grams: FoldMap<u128, u32>,
    /// How often gold holds each word and gram, by id.
    pub(crate) counts: Vec<u32>,
    pub(crate) tokens: Vec<u32>,
}

impl<'t> GoldShingles<'t> {
    /// Indexes a gold text: O(n), four table entries a word at most.
    ///
    /// # Panics
    ///
    /// On a text of 2^30 words or more.
    pub(crate) fn new(text: &'t str) -> Self {
        // English has a word every six bytes; a guess too low only grows the tables once more.
        let words = text.len() / 6;
        let mut gold = Self {
            words: FoldMap::with_capacity_and_hasher(words / 2, BuildHasherDefault::default()),
            grams: FoldMap::with_capacity_and_hasher(3 * words, BuildHasherDefault::default()),
            counts: Vec::with_capacity(4 * words),
            tokens: Vec::with_capacity(words),
        };
        for word in tokens(text) {
            let id = *gold
                .words
                .entry(word)
                .or_insert_with(|| next_id(&gold.counts));
            count(&mut gold.counts, id);
            gold.tokens.push(id);
        }
        for window in (2..=WIDTH).flat_map(|width| gold.tokens.windows(width)) {
            let id = *gold
                .grams
                .entry(packed(window))
                .or_insert_with(|| next_id(&gold.counts));
            count(&mut gold.counts, id);
        }
        gold
    }

    /// The ids of a text's words, [`ABSENT`] for words that gold does not hold.
    pub(crate) fn ids(&self, text: &str) -> impl Iterator<Item = u32> {
        tokens(text).map(|word| self.words.get(word).copied().unwrap_or(ABSENT))
    }

    /// The id of a gram of one to four words.
    pub(crate) fn gram(&self, window: &[u32]) -> u32 {
        if let [word] = window {
            return *word;
        }
        if window.contains(&ABSENT) {
            return ABSENT;
        }
        self.grams.get(&packed(window)).copied().unwrap_or(ABSENT)
    }

    /// Grams in gold.
    pub(crate) fn total(&self, measure: Measure) -> usize {
        measure.total(self.tokens.len())
    }

    /// Compares a text, given as ids, with gold.
    pub(crate) fn tally(&self, text: &[u32], measure: Measure) -> ShingleTally {
        let total = measure.total(text.len());
        if text.len() < measure.width() {
            // One short shingle: it matches the same short gold and nothing else.
            let matched = usize::from(!text.is_empty() && text == self.tokens);
            return ShingleTally { matched, total };
        }
        let mut seen = vec![0_u32; self.counts.len()];
        let matched = text
            .windows(measure.width())
            .filter(|window| self.take(&mut seen, self.gram(window)))
            .count();
        ShingleTally { matched, total }
    }

    /// Precision, recall and F1 of a tally.
    pub(crate) fn prf(&self, tally: ShingleTally, measure: Measure) -> Prf {
        Prf::new(tally.matched, tally.total, self.total(measure))
    }

    /// Uses up one gram; true while gold still holds one more of it than was seen.
    fn take(&self, seen: &mut [u32], gram: u32) -> bool {
        if gram == ABSENT {
            return false;
        }
        let gram = gram as usize;
        seen[gram] += 1;
        seen[gram] <= self.counts[gram]
    }
}

fn next_id(counts: &[u32]) -> u32 {
    u32::try_from(counts.len())
        .ok()
        .filter(|&id| id < ABSENT)
        .expect("a page of fewer than 2^30 words")
}

fn count(counts: &mut Vec<u32>, id: u32) {
    if id as usize == counts.len() {
        counts.push(0);
    }
    counts[id as usize] += 1;
}

/// Up to four ids in one number. Ids are raised by one, so that no width looks like another.
fn packed(window: &[u32]) -> u128 {
    window
        .iter()
        .fold(0, |key, &id| (key << 32) | (u128::from(id) + 1))
}
