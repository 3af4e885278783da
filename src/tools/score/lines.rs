//! The lines of a page as ids of words and grams.

use crate::tools::score::shingles::{ABSENT, GoldShingles, WIDTH};
use std::ops::Range;

/// The lines that hold at least one word. Others change no figure.
#[derive(Default)]
pub(crate) struct Lines {
    tokens: Vec<u32>,
    /// Where each line ends in `tokens`.
    ends: Vec<usize>,
}

impl Lines {
    /// Splits at `\n` and at `\r`: Python reads text with all three line ends as `\n`, and the
    /// empty line that this sees in `\r\n` has no word.
    pub(crate) fn new(text: &str, gold: &GoldShingles) -> Self {
        let mut lines = Self::default();
        for line in text.split(['\n', '\r']) {
            lines.tokens.extend(gold.ids(line));
            if lines.tokens.len() > lines.ends.last().copied().unwrap_or(0) {
                lines.ends.push(lines.tokens.len());
            }
        }
        lines
    }

    /// The words of all lines.
    pub(crate) fn tokens(&self) -> &[u32] {
        &self.tokens
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The words of one line.
    pub(crate) fn get(&self, line: usize) -> &[u32] {
        &self.tokens[self.range(line)]
    }

    /// Words in the lines kept.
    pub(crate) fn word_count(&self, keep: &[bool]) -> usize {
        self.kept(keep).map(<[u32]>::len).sum()
    }

    /// The words of the lines kept, as one text.
    pub(crate) fn joined(&self, keep: &[bool]) -> Vec<u32> {
        self.kept(keep).flatten().copied().collect()
    }

    fn kept(&self, keep: &[bool]) -> impl Iterator<Item = &[u32]> {
        (0..self.len())
            .filter(|&line| keep[line])
            .map(|line| self.get(line))
    }

    fn range(&self, line: usize) -> Range<usize> {
        let start = if line == 0 { 0 } else { self.ends[line - 1] };
        start..self.ends[line]
    }
}

/// The grams inside each line: its shingles, or the whole line where it is shorter than one.
pub(crate) struct LineGrams {
    grams: Vec<u32>,
    ends: Vec<usize>,
}

impl LineGrams {
    /// Looks every gram up once: O(words).
    pub(crate) fn new(lines: &Lines, gold: &GoldShingles) -> Self {
        let mut found = Self {
            grams: Vec::with_capacity(lines.tokens.len()),
            ends: Vec::with_capacity(lines.len()),
        };
        for line in 0..lines.len() {
            let line = lines.get(line);
            found.grams.extend(
                line.windows(line.len().min(WIDTH))
                    .map(|window| gold.gram(window)),
            );
            found.ends.push(found.grams.len());
        }
        found
    }

    /// The grams of one line.
    pub(crate) fn get(&self, line: usize) -> &[u32] {
        let start = if line == 0 { 0 } else { self.ends[line - 1] };
        &self.grams[start..self.ends[line]]
    }
}

/// The few words before or after a line: as many as a gram reaches over a line end.
#[derive(Clone, Copy)]
pub(crate) struct Context {
    words: [u32; WIDTH - 1],
    len: usize,
    reach: usize,
}

impl Context {
    /// No words yet, and room for `reach` of them.
    pub(crate) fn new(reach: usize) -> Self {
        Self {
            words: [ABSENT; WIDTH - 1],
            len: 0,
            reach,
        }
    }

    pub(crate) fn words(&self) -> &[u32] {
        &self.words[..self.len]
    }

    /// The last words of this context and the line after it.
    pub(crate) fn then(self, line: &[u32]) -> Self {
        let from_line = &line[line.len().saturating_sub(self.reach)..];
        let room = self.reach - from_line.len();
        let own = &self.words()[self.len.saturating_sub(room)..];
        Self::of(own, from_line, self.reach)
    }

    /// The first words of a line and this context after it.
    pub(crate) fn after(self, line: &[u32]) -> Self {
        let from_line = &line[..line.len().min(self.reach)];
        let room = self.reach - from_line.len();
        let own = &self.words()[..self.len.min(room)];
        Self::of(from_line, own, self.reach)
    }

    fn of(first: &[u32], second: &[u32], reach: usize) -> Self {
        let mut context = Self::new(reach);
        for &word in first.iter().chain(second) {
            context.words[context.len] = word;
            context.len += 1;
        }
        context
    }
}
