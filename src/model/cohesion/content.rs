//! The content words of a page, weighted by how rare they are elsewhere.

use crate::model::late::Late;
use crate::page::words::Words;
use crate::text::hash::KeyMap;
use crate::text::number::small;
use crate::text::words::Word;

/// Words that stand in more texts than this weight tells count as grammar: `ln(texts / texts with
/// the word)`, so that 1.5 is a word of every fifth text.
pub(crate) const LEAST_WEIGHT: f32 = 1.5;

/// How rare words are in texts at large.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Background {
    weights: Late<KeyMap<f32>>,
    /// The weight of a word that is not listed.
    unknown: f32,
}

impl Background {
    /// Weights by stem, and the weight of every other word.
    pub(crate) fn new(weights: impl IntoIterator<Item = (u64, f32)>, unknown: f32) -> Self {
        let weights: KeyMap<f32> = weights.into_iter().collect();
        Self::late(move || weights, unknown)
    }

    /// The same with weights that are made when they are first asked for.
    pub(crate) fn late(
        weights: impl FnOnce() -> KeyMap<f32> + Send + 'static,
        unknown: f32,
    ) -> Self {
        Self {
            weights: Late::new(weights),
            unknown,
        }
    }

    /// The inverse document frequency of the word, as a natural logarithm.
    pub(crate) fn weight(&self, stem: u64) -> f32 {
        self.weights.get(&stem).copied().unwrap_or(self.unknown)
    }
}

/// A content word at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ContentWord {
    /// Which word: an index into the words of the page.
    pub(crate) kind: u32,
    /// The rank of its line among the filled lines.
    pub(crate) line: u32,
    /// Whether it stands there as a name does, with a capital inside a sentence.
    pub(crate) is_name: bool,
}

/// The content words of a page: those with a weight of at least [`LEAST_WEIGHT`].
#[derive(Debug, Default)]
pub(crate) struct Content {
    tokens: Vec<ContentWord>,
    /// Where the tokens of each line end.
    ends: Vec<usize>,
    weights: Vec<f32>,
    first: Vec<u32>,
    last: Vec<u32>,
}

impl Content {
    /// Picks them from the words of the page. O(n).
    pub(crate) fn new(words: &Words, background: &Background) -> Self {
        let mut content = Self::default();
        let mut kinds: KeyMap<Option<u32>> = KeyMap::default();
        for line in 0..words.line_count() {
            for word in words.of_line(line) {
                content.push(*word, line, background, &mut kinds);
            }
            content.ends.push(content.tokens.len());
        }
        content
    }

    fn push(
        &mut self,
        word: Word,
        line: usize,
        background: &Background,
        kinds: &mut KeyMap<Option<u32>>,
    ) {
        if !word.is_letters() {
            return;
        }
        let line = small(line);
        let kind = *kinds.entry(word.stem).or_insert_with(|| {
            let weight = background.weight(word.stem);
            (weight >= LEAST_WEIGHT).then(|| {
                self.weights.push(weight);
                self.first.push(line);
                self.last.push(line);
                small(self.weights.len() - 1)
            })
        });
        if let Some(kind) = kind {
            self.last[kind as usize] = line;
            let is_name = word.is_name();
            self.tokens.push(ContentWord {
                kind,
                line,
                is_name,
            });
        }
    }

    /// Every content word, in page order.
    pub(crate) fn tokens(&self) -> &[ContentWord] {
        &self.tokens
    }

    /// Where the content words of the filled line begin among [`Self::tokens`]; for the rank after
    /// the last, where they all end.
    pub(crate) fn start(&self, line: usize) -> usize {
        line.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    /// Filled lines, with those that have no content word.
    pub(crate) fn line_count(&self) -> usize {
        self.ends.len()
    }

    /// The content words of a filled line.
    pub(crate) fn of_line(&self, line: usize) -> &[ContentWord] {
        &self.tokens[self.start(line)..self.ends[line]]
    }

    /// Different content words.
    pub(crate) fn kind_count(&self) -> usize {
        self.weights.len()
    }

    /// The weight of a word.
    pub(crate) fn weight(&self, kind: u32) -> f32 {
        self.weights[kind as usize]
    }

    /// The first and the last line on which a word stands.
    pub(crate) fn reach(&self, kind: u32) -> (u32, u32) {
        (self.first[kind as usize], self.last[kind as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use crate::text::words::words_of;

    #[test]
    fn grammar_does_not_count() {
        let stem = |word: &str| words_of(word)[0].stem;
        let background = Background::new([(stem("the"), 0.1), (stem("river"), 4.0)], 6.0);
        let page = Page::new("The river rose.\n\nA flood: the river of 1999, said Lena");
        let content = Content::new(&Words::new(&page), &background);
        assert_eq!(content.line_count(), 2);
        let of_line = |line| content.of_line(line).iter().map(|token| token.kind);
        assert_eq!(of_line(0).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(
            of_line(1).collect::<Vec<_>>(),
            [2, 0, 3, 4, 5],
            "river is the same"
        );
        assert_eq!(content.reach(0), (0, 1));
        assert!((content.weight(0) - 4.0).abs() < 1e-6 && (content.weight(1) - 6.0).abs() < 1e-6);
        assert!(content.of_line(1)[4].is_name);
        assert_eq!(
            (content.start(0), content.start(1), content.start(2)),
            (0, 2, 7)
        );
    }
}
