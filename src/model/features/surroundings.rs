//! What stands around a line.

use crate::model::feature::Feature;
use crate::model::features::row::Row;
use crate::page::Page;
use crate::page::line::Line;
use crate::page::words::Words;
use crate::text::hash::KeyMap;
use crate::text::number::number;
use std::ops::Range;

/// Distances in lines that are told apart.
const FAR: usize = 40;
/// Words under which a line counts as short.
const SHORT_WORDS: usize = 8;
/// Lines on each side that are near.
const NEAR: usize = 6;

/// Counts over a page's filled lines.
pub(crate) struct Surroundings<'p, 't> {
    page: &'p Page<'t>,
    /// Words in the filled lines before each, and in all.
    words_before: Vec<usize>,
    /// For each line, how many copies stand before it, how many after, and how far off the last is.
    copies: Vec<(usize, usize, usize)>,
    /// For each line, how many others are of the same words but for digits.
    alike: Vec<usize>,
    /// Before each line and in all: lines that others are like, and short ones with a number.
    alike_before: Vec<usize>,
    numbers_before: Vec<usize>,
    since_prose: Vec<usize>,
    to_prose: Vec<usize>,
    prose_share: f32,
    short_share: f32,
}

impl<'p, 't> Surroundings<'p, 't> {
    pub(crate) fn new(page: &'p Page<'t>, words: &Words) -> Self {
        let alike = words.alike();
        let has_number = |rank: usize| {
            let words = words.of_line(rank);
            words.len() <= SHORT_WORDS && words.iter().any(|word| word.is_number())
        };
        let lines: Vec<&Line> = page
            .filled()
            .iter()
            .map(|&line| &page.lines()[line])
            .collect();
        let mut words_before = vec![0];
        for line in &lines {
            words_before.push(words_before[words_before.len() - 1] + line.word_count);
        }
        let prose: Vec<bool> = lines.iter().map(|line| line.is_prose()).collect();
        let prose_words: usize = lines
            .iter()
            .filter(|line| line.is_prose())
            .map(|line| line.word_count)
            .sum();
        let short = lines.iter().filter(|line| line.word_count < SHORT_WORDS);
        let mut to_prose = since(prose.iter().rev());
        to_prose.reverse();
        Self {
            page,
            words_before,
            copies: copies(page.line_hashes()),
            alike_before: counted(alike.iter().map(|&others| others > 0)),
            numbers_before: counted((0..words.line_count()).map(has_number)),
            alike,
            since_prose: since(prose.iter()),
            to_prose,
            prose_share: number(prose_words) / number(page.word_count().max(1)),
            short_share: number(short.count()) / number(lines.len().max(1)),
        }
    }

    pub(crate) fn set(&self, row: &mut Row, rank: usize) {
        let count = self.page.filled().len();
        let all = self.words(0, count);
        let own = self.words(rank, rank + 1);
        row.set(Feature::Words, number(own));
        row.set(Feature::Rank, number(rank.min(FAR)));
        row.set(Feature::RankFromEnd, number((count - 1 - rank).min(FAR)));
        row.set(
            Feature::Place,
            number(self.words_before[rank]) / number(all.max(1)),
        );
        row.set(Feature::WordsBefore, log(self.words_before[rank]));
        row.set(Feature::WordsAfter, log(all - self.words_before[rank + 1]));
        row.set(
            Feature::WordsInFiveBefore,
            log(self.words(rank.saturating_sub(5), rank)),
        );
        row.set(
            Feature::WordsInTenBefore,
            log(self.words(rank.saturating_sub(10), rank)),
        );
        row.set(
            Feature::WordsInFiveAfter,
            log(self.words(rank + 1, rank + 6)),
        );
        row.set(
            Feature::WordsInTenAfter,
            log(self.words(rank + 1, rank + 11)),
        );
        let previous = rank.checked_sub(1).map(|before| self.words(before, rank));
        let next = (rank + 1 < count).then(|| self.words(rank + 1, rank + 2));
        row.set(Feature::PreviousWords, previous.map_or(-1.0, number));
        row.set(Feature::NextWords, next.map_or(-1.0, number));
        row.set(Feature::PageWords, log(all));
        row.set(Feature::PageLines, log(count));
        row.set(Feature::PageProse, self.prose_share);
        row.set(Feature::PageShort, self.short_share);
        row.set(Feature::ProseBefore, number(self.since_prose[rank]));
        row.set(Feature::ProseAfter, number(self.to_prose[rank]));
        self.set_blanks(row, rank);
        let (before, after, distance) = self.copies[rank];
        row.set(Feature::CopiesBefore, number(before.min(4)));
        row.set(Feature::CopiesAfter, number(after.min(4)));
        row.set(Feature::CopyDistance, number(distance.min(FAR)));
        row.set(Feature::Alike, number(self.alike[rank].min(8)));
        let near = |before: &[usize]| {
            let end = (rank + 1 + NEAR).min(count);
            number(before[end] - before[rank.saturating_sub(NEAR)])
        };
        row.set(Feature::AlikeNear, near(&self.alike_before));
        row.set(Feature::NumbersNear, near(&self.numbers_before));
    }

    fn set_blanks(&self, row: &mut Row, rank: usize) {
        let filled = self.page.filled();
        let apart = |one: Option<&usize>, other: Option<&usize>| match (one, other) {
            _ if !self.page.blanks_tell() => 0.0,
            (Some(one), Some(other)) => f32::from(u8::from(other - one > 1)),
            _ => 1.0,
        };
        let own = filled.get(rank);
        let before = rank.checked_sub(1).and_then(|before| filled.get(before));
        row.set(Feature::BlankBefore, apart(before, own));
        row.set(Feature::BlankAfter, apart(own, filled.get(rank + 1)));
    }

    /// Words in a range of filled lines, cut off at the page's end.
    fn words(&self, from: usize, to: usize) -> usize {
        let last = self.words_before.len() - 1;
        self.words_before[to.min(last)] - self.words_before[from.min(last)]
    }
}

/// For each line, how many lines ago the last one of prose was, at most [`FAR`].
fn since<'p>(prose: impl Iterator<Item = &'p bool>) -> Vec<usize> {
    let mut ago = FAR;
    let step = |&is_prose: &bool| {
        let own = ago;
        ago = if is_prose { 0 } else { (ago + 1).min(FAR) };
        own
    };
    prose.map(step).collect()
}

/// How many hold before each place, and in all.
fn counted(holds: impl Iterator<Item = bool>) -> Vec<usize> {
    let mut before = vec![0];
    for (at, holds) in holds.enumerate() {
        before.push(before[at] + usize::from(holds));
    }
    before
}

fn copies(hashes: &[u64]) -> Vec<(usize, usize, usize)> {
    // How many stand above, and the rank of the last.
    let mut seen: KeyMap<(usize, usize)> = KeyMap::default();
    let mut copies = Vec::with_capacity(hashes.len());
    for (rank, &hash) in hashes.iter().enumerate() {
        let (count, last) = seen.entry(hash).or_insert((0, rank));
        copies.push((*count, 0, rank - *last));
        (*count, *last) = (*count + 1, rank);
    }
    for (&hash, (before, after, _)) in hashes.iter().zip(&mut copies) {
        *after = seen[&hash].0 - 1 - *before;
    }
    copies
}

/// The logarithm of a count of words.
fn log(count: usize) -> f32 {
    number(count).ln_1p()
}

/// How many lines `rank` stands after `line`, at most [`FAR`] either way.
pub(crate) fn distance(rank: usize, line: usize) -> f32 {
    if rank >= line {
        number((rank - line).min(FAR))
    } else {
        -number((line - rank).min(FAR))
    }
}

impl Surroundings<'_, '_> {
    /// Where the line stands to the main block of the page.
    pub(crate) fn set_block(&self, row: &mut Row, block: &Range<usize>, rank: usize) {
        let (first, end) = (block.start, block.end);
        let (lines, words) = if rank < first {
            (distance(rank, first), -log(self.words(rank + 1, first)))
        } else if rank >= end {
            (distance(rank + 1, end), log(self.words(end, rank + 1)))
        } else {
            (0.0, 0.0)
        };
        row.set(Feature::BlockLines, lines);
        row.set(Feature::BlockWords, words);
        row.set(Feature::InBlock, f32::from(u8::from(block.contains(&rank))));
        let all = self.words(0, self.words_before.len());
        row.set(
            Feature::BlockOfPage,
            number(self.words(first, end)) / number(all.max(1)),
        );
    }
}
