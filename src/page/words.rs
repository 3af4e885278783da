//! The words of a page, read once for everything that weighs it.

use crate::page::Page;
use crate::text::hash::{KeyMap, joined};
use crate::text::words::{Word, read};

/// The words of every filled line of a page, in order.
#[derive(Debug, Default)]
pub(crate) struct Words {
    words: Vec<Word>,
    /// Where the words of each filled line end in `words`.
    ends: Vec<usize>,
}

impl Words {
    /// Reads the page once. O(n) in bytes.
    pub(crate) fn new(page: &Page<'_>) -> Self {
        let mut all = Self::default();
        for &line in page.filled() {
            read(page.trimmed_text(line), &mut all.words);
            all.ends.push(all.words.len());
        }
        all
    }

    /// Filled lines.
    pub(crate) fn line_count(&self) -> usize {
        self.ends.len()
    }

    /// The words of all lines.
    #[cfg(test)]
    pub(crate) fn all(&self) -> &[Word] {
        &self.words
    }

    /// The words of the filled line of that rank, from 0.
    pub(crate) fn of_line(&self, rank: usize) -> &[Word] {
        let start = rank.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.words[start..self.ends[rank]]
    }

    /// For each line, how many others have the same words, all digits alike. O(n) in words.
    pub(crate) fn alike(&self) -> Vec<usize> {
        let key = |rank: usize| joined(self.of_line(rank).iter().map(|word| word.key));
        let keys: Vec<u64> = (0..self.line_count()).map(key).collect();
        let mut counts: KeyMap<usize> = KeyMap::default();
        for &key in &keys {
            *counts.entry(key).or_default() += 1;
        }
        keys.iter().map(|key| counts[key] - 1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_their_own_words() {
        let page = Page::new("one two\n\nthree\n---\n");
        let words = Words::new(&page);
        let counts: Vec<usize> = (0..words.line_count())
            .map(|rank| words.of_line(rank).len())
            .collect();
        assert_eq!(counts, [2, 1, 0]);
        assert_eq!(words.all().len(), 3);
    }
}
