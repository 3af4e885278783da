//! The filled lines of a page that are left, in their order, with what depends on what is left.

use crate::model::fast::facts::{ContentToken, LineFacts, PageFacts};
use crate::text::number::small;

/// The lines that are left, by rank.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// For each rank the place of its line among the page's facts.
    pub(crate) facts: Vec<u32>,
    /// Whether a blank line stands before it, or nothing.
    pub(crate) is_apart: Vec<bool>,
    /// Whether blank lines say something of what stands around them.
    pub(crate) blanks_tell: bool,
    /// What the line's shape is.
    pub(crate) is_prose: Vec<bool>,
    pub(crate) is_title: Vec<bool>,
    pub(crate) ends_sentence: Vec<bool>,
    /// Words of the lines before each, and of all.
    pub(crate) words_before: Vec<u32>,
    /// The content words of all lines, and where those of each begin and all end.
    pub(crate) content: Vec<ContentToken>,
    pub(crate) starts: Vec<u32>,
}

impl Rows {
    pub(crate) fn clear(&mut self) {
        self.facts.clear();
        self.is_apart.clear();
        self.is_prose.clear();
        self.is_title.clear();
        self.ends_sentence.clear();
        self.words_before.clear();
        self.content.clear();
        self.starts.clear();
    }

    /// Whether a blank line stands before a line, or nothing, where that says something.
    pub(crate) fn has_blank_before(&self, rank: usize) -> bool {
        self.blanks_tell && self.is_apart.get(rank).is_none_or(|&is_apart| is_apart)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.facts.len()
    }

    /// Fills in what follows from the facts.
    pub(crate) fn gather(&mut self, facts: &PageFacts) {
        let mut words = 0;
        self.words_before.push(0);
        self.starts.push(0);
        for &at in &self.facts {
            let line = &facts.lines[at as usize];
            words += line.words;
            self.words_before.push(words);
            let (from, to) = line.content;
            self.content
                .extend_from_slice(&facts.content[from as usize..to as usize]);
            self.starts.push(small(self.content.len()));
        }
    }

    pub(crate) fn line<'f>(&self, facts: &'f PageFacts, rank: usize) -> &'f LineFacts {
        &facts.lines[self.facts[rank] as usize]
    }

    pub(crate) fn words(&self, rank: usize) -> u32 {
        self.words_before[rank + 1] - self.words_before[rank]
    }

    pub(crate) fn all_words(&self) -> u32 {
        self.words_before[self.len()]
    }

    /// Where the content words of a line stand.
    pub(crate) fn content_of(&self, rank: usize) -> std::ops::Range<usize> {
        self.starts[rank] as usize..self.starts[rank + 1] as usize
    }
}
