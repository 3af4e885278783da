//! How many of the words that follow a line stand before it as well.
//!
//! Words are cut to their stems, so that inflected forms meet; words of fewer than [`MIN_CHARS`]
//! letters carry grammar rather than a subject and do not count.

use crate::page::Page;
use crate::text::number::wide_number;
use crate::text::stems::stems;

const MIN_CHARS: usize = 4;

/// For each line of a page, how many distinct content words stand after it, and how many of those
/// before it as well.
#[derive(Debug)]
pub(crate) struct WordOverlap {
    after: Vec<usize>,
    shared: Vec<usize>,
}

impl WordOverlap {
    /// Reads the page once. O(n log n) in its words.
    pub(crate) fn new(page: &Page<'_>) -> Self {
        let mut words: Vec<(u64, usize)> = Vec::new();
        for &line in page.filled() {
            words.extend(stems(page.line_text(line), MIN_CHARS).map(|stem| (stem, line)));
        }
        words.sort_unstable();
        let mut changes = Changes::new(page.lines().len());
        for of_word in words.chunk_by(|a, b| a.0 == b.0) {
            changes.count_word(of_word[0].1, of_word[of_word.len() - 1].1);
        }
        changes.into_vocabulary()
    }

    /// The same of lines by themselves, by number.
    pub(crate) fn of_lines(lines: &[&str]) -> Self {
        let mut words: Vec<(u64, usize)> = Vec::new();
        for (line, text) in lines.iter().enumerate() {
            words.extend(stems(text, MIN_CHARS).map(|stem| (stem, line)));
        }
        words.sort_unstable();
        let mut changes = Changes::new(lines.len());
        for of_word in words.chunk_by(|a, b| a.0 == b.0) {
            changes.count_word(of_word[0].1, of_word[of_word.len() - 1].1);
        }
        changes.into_vocabulary()
    }

    /// The share, 0 to 1, of the distinct words after line `index` that stand in a line before
    /// it; 1 where nothing follows.
    pub(crate) fn overlap_after(&self, index: usize) -> f64 {
        match self.after[index] {
            0 => 1.0,
            after => wide_number(self.shared[index]) / wide_number(after),
        }
    }
}

/// How many distinct words begin and end on each line.
struct Changes {
    ends: Vec<usize>,
    opens: Vec<usize>,
    closes: Vec<usize>,
}

impl Changes {
    fn new(lines: usize) -> Self {
        Self {
            ends: vec![0; lines],
            opens: vec![0; lines],
            closes: vec![0; lines],
        }
    }

    fn count_word(&mut self, first_line: usize, last_line: usize) {
        self.ends[last_line] += 1;
        if first_line < last_line {
            self.opens[first_line] += 1;
            self.closes[last_line] += 1;
        }
    }

    fn into_vocabulary(self) -> WordOverlap {
        let mut left: usize = self.ends.iter().sum();
        let mut open = 0;
        let mut vocabulary = WordOverlap {
            after: Vec::new(),
            shared: Vec::new(),
        };
        for line in 0..self.ends.len() {
            left -= self.ends[line];
            open -= self.closes[line];
            vocabulary.after.push(left);
            vocabulary.shared.push(open);
            open += self.opens[line];
        }
        vocabulary
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlap_counts_distinct_words_on_both_sides() {
        let page = Page::new("harvest wheat price\nheading\nwheat price football\nfootball");
        let vocabulary = WordOverlap::new(&page);
        let at = |line| (vocabulary.overlap_after(line) * 3.0).round() / 3.0;
        assert!(
            (at(1) - 2.0 / 3.0).abs() < 1e-9,
            "two of the three: wheat, price, football"
        );
        assert!(
            (vocabulary.overlap_after(2) - 0.0).abs() < 1e-9,
            "football starts on line 2"
        );
        assert!(
            (vocabulary.overlap_after(3) - 1.0).abs() < 1e-9,
            "nothing follows"
        );
    }

    #[test]
    fn fast_counts_equal_the_slow_ones() {
        let text = "alpha beta gamma\n\nbeta delta\nalpha\nomega sigma beta\ndelta omega";
        let page = Page::new(text);
        let vocabulary = WordOverlap::new(&page);
        let words = |range: std::ops::Range<usize>| {
            range
                .flat_map(|line| stems(page.line_text(line), MIN_CHARS))
                .collect::<std::collections::BTreeSet<_>>()
        };
        for line in 0..page.lines().len() {
            let (before, after) = (words(0..line), words(line + 1..page.lines().len()));
            assert_eq!(vocabulary.after[line], after.len(), "line {line}");
            assert_eq!(
                vocabulary.shared[line],
                after.intersection(&before).count(),
                "line {line}"
            );
        }
    }
}
