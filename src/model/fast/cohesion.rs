//! How much each line of a page has in common with the rest of it.
//!
//! Shares are of weight: rare words count more. The figures are those that the project's first
//! experiments found to tell noise from article; `docs/evidence.md` names what each is worth.

use crate::model::cohesion::lines::{NONE, WINDOW, main_block, ratio};
use crate::model::fast::rows::Rows;
use crate::model::fast::word_windows::WordWindows;
use crate::page::line::TITLE_WORDS;
use crate::text::number::small;
use std::ops::Range;

/// How much of a page's lines is said elsewhere on the page. By rank.
#[derive(Debug, Default)]
pub(crate) struct Cohesion {
    /// Share of the line's words that stand in a line before it.
    pub(crate) said_before: Vec<f32>,
    /// Share of the line's words that stand in a line after it.
    pub(crate) said_after: Vec<f32>,
    /// Of the next [`WINDOW`] words from the line on, the share that stands before it.
    pub(crate) window_after: Vec<f32>,
    /// Of the last [`WINDOW`] words up to the line's end, the share that stands after it.
    pub(crate) window_before: Vec<f32>,
    /// Of the different words from the line on, the share that stands before it.
    pub(crate) suffix: Vec<f32>,
    /// Of the different words up to the line's end, the share that stands after it.
    pub(crate) prefix: Vec<f32>,
    /// Share of the line's words among the [`WINDOW`] words before it.
    pub(crate) near_before: Vec<f32>,
    /// Share of the line's words among the [`WINDOW`] words after it.
    pub(crate) near_after: Vec<f32>,
    /// Share of the line's words in other lines of the main block.
    pub(crate) block_share: Vec<f32>,
    /// Share of the line's words in the line that looks like the headline.
    pub(crate) title_share: Vec<f32>,
    /// The main block: the run of lines with the most words in long lines.
    pub(crate) block: Option<Range<usize>>,
    /// The line that looks like the headline: at the top of the block or above it, and told there.
    pub(crate) headline: Option<usize>,
    /// The least of `suffix` + `window_after` on the page, and where.
    pub(crate) dip: Option<(f32, usize)>,
    /// By content word: the first and the last line on which it stands, and places of other sorts.
    kind_first: Vec<u32>,
    kind_last: Vec<u32>,
    kind_count: Vec<u32>,
    kind_seen: Vec<u32>,
    /// By content word where it stands: its weight, and the first and last line of its kind.
    pub(crate) weight: Vec<f32>,
    pub(crate) first: Vec<u32>,
    pub(crate) last: Vec<u32>,
    begin: Vec<f64>,
    end: Vec<f64>,
    windows: WordWindows,
}

const NOWHERE: u32 = u32::MAX;

impl Cohesion {
    /// Reads the content words of the lines. O(n).
    pub(crate) fn read(&mut self, rows: &Rows, weights: &[f32]) {
        self.reach(rows, weights);
        self.shares_of_lines(rows);
        self.windows(rows);
        self.halves(rows, weights);
        self.near(rows, weights);
        self.block = main_block((0..rows.len()).map(|rank| rows.words(rank) as usize));
        if let Some(block) = self.block.clone() {
            self.in_block(rows, &block, weights);
            self.headline = self.headline(rows, &block);
            self.title_shares(rows);
        } else {
            fill(&mut self.block_share, rows.len(), NONE);
            fill(&mut self.title_share, rows.len(), NONE);
            self.headline = None;
        }
        self.dip = self.deepest(rows);
    }

    /// Where each content word begins and ends.
    fn reach(&mut self, rows: &Rows, weights: &[f32]) {
        fill(&mut self.kind_first, weights.len(), NOWHERE);
        fill(&mut self.kind_last, weights.len(), 0);
        for (rank, line) in (0..).zip(0..rows.len()) {
            for token in &rows.content[rows.content_of(line)] {
                let first = &mut self.kind_first[token.kind()];
                *first = (*first).min(rank);
                self.kind_last[token.kind()] = rank;
            }
        }
        self.weight.clear();
        self.first.clear();
        self.last.clear();
        for token in &rows.content {
            self.weight.push(weights[token.kind()]);
            self.first.push(self.kind_first[token.kind()]);
            self.last.push(self.kind_last[token.kind()]);
        }
    }

    /// The first and the last line on which a content word stands; `None` where it is gone.
    pub(crate) fn reach_of(&self, kind: usize) -> Option<(u32, u32)> {
        let first = self.kind_first[kind];
        (first != NOWHERE).then_some((first, self.kind_last[kind]))
    }

    fn shares_of_lines(&mut self, rows: &Rows) {
        self.said_before.clear();
        self.said_after.clear();
        for (rank, line) in (0..).zip(0..rows.len()) {
            let range = rows.content_of(line);
            let weight = &self.weight[range.clone()];
            let before = self.first[range.clone()].iter().map(|&first| first < rank);
            let after = self.last[range].iter().map(|&last| last > rank);
            self.said_before.push(share(weight, before));
            self.said_after.push(share(weight, after));
        }
    }

    fn windows(&mut self, rows: &Rows) {
        let Self {
            windows,
            weight,
            first,
            last,
            window_after,
            window_before,
            ..
        } = self;
        windows.read(weight);
        windows.after(rows, (weight, first), window_after);
        windows.up_to_end(rows, (weight, last), window_before);
    }

    /// For each line: of the different words from it on, the share that stands before it; of those
    /// up to its end, the share that stands after it. Sums of so few weights are exact.
    fn halves(&mut self, rows: &Rows, weights: &[f32]) {
        fill(&mut self.begin, rows.len(), 0.0);
        fill(&mut self.end, rows.len(), 0.0);
        let mut total = 0.0;
        for (kind, &weight) in weights.iter().enumerate() {
            if self.kind_first[kind] != NOWHERE {
                let weight = f64::from(weight);
                self.begin[self.kind_first[kind] as usize] += weight;
                self.end[self.kind_last[kind] as usize] += weight;
                total += weight;
            }
        }
        self.suffix.clear();
        self.prefix.clear();
        let (mut open, mut over) = (0.0, 0.0);
        for (begin, end) in self.begin.iter().zip(&self.end) {
            self.suffix.push(ratio(open - over, total - over));
            open += begin;
            over += end;
            self.prefix.push(ratio(open - over, open));
        }
    }

    /// For each line: the share of its words among the [`WINDOW`] words before it, and after it.
    fn near(&mut self, rows: &Rows, weights: &[f32]) {
        fill(&mut self.kind_seen, weights.len(), NOWHERE);
        self.near_before.clear();
        for line in 0..rows.len() {
            let range = rows.content_of(line);
            let own = &rows.content[range.clone()];
            let start = small(range.start);
            let is_near = own.iter().map(|token| {
                let seen = self.kind_seen[token.kind()];
                seen != NOWHERE && seen + small(WINDOW) >= start
            });
            self.near_before
                .push(share(&self.weight[range.clone()], is_near));
            for (token, at) in own.iter().zip(start..) {
                self.kind_seen[token.kind()] = at;
            }
        }
        self.kind_seen.fill(NOWHERE);
        fill(&mut self.near_after, rows.len(), NONE);
        for line in (0..rows.len()).rev() {
            let range = rows.content_of(line);
            let own = &rows.content[range.clone()];
            let limit = small(range.end + WINDOW);
            let is_near = own.iter().map(|token| self.kind_seen[token.kind()] < limit);
            self.near_after[line] = share(&self.weight[range.clone()], is_near);
            for (token, at) in own.iter().zip(range).rev() {
                self.kind_seen[token.kind()] = small(at);
            }
        }
    }

    /// For each line, the share of its words that stand in another line of the block.
    fn in_block(&mut self, rows: &Rows, block: &Range<usize>, weights: &[f32]) {
        fill(&mut self.kind_count, weights.len(), 0);
        self.kind_seen.fill(NOWHERE);
        for line in block.clone() {
            for token in &rows.content[rows.content_of(line)] {
                let seen = &mut self.kind_seen[token.kind()];
                if std::mem::replace(seen, small(line)) != small(line) {
                    self.kind_count[token.kind()] += 1;
                }
            }
        }
        self.block_share.clear();
        for line in 0..rows.len() {
            let range = rows.content_of(line);
            let own = u32::from(block.contains(&line));
            let tokens = rows.content[range.clone()].iter();
            let is_told = tokens.map(|token| self.kind_count[token.kind()] > own);
            self.block_share
                .push(share(&self.weight[range.clone()], is_told));
        }
    }

    /// The line at the top of the block, or above it, that shares the most with it.
    fn headline(&self, rows: &Rows, block: &Range<usize>) -> Option<usize> {
        const TOP_LINES: usize = 3;
        const LEAST_SHARE: f32 = 0.4;
        let mut best = (0.0, None);
        let shares = self.block_share.iter().enumerate();
        for (rank, &share) in shares.take(block.start + TOP_LINES) {
            if (3..=TITLE_WORDS).contains(&(rows.words(rank) as usize)) && share >= LEAST_SHARE {
                let weight: f32 = self.weight[rows.content_of(rank)].iter().sum();
                let worth = weight * share * share;
                if worth > best.0 {
                    best = (worth, Some(rank));
                }
            }
        }
        best.1
    }

    fn title_shares(&mut self, rows: &Rows) {
        let Some(title) = self.headline else {
            fill(&mut self.title_share, rows.len(), NONE);
            return;
        };
        self.kind_seen.fill(NOWHERE);
        for token in &rows.content[rows.content_of(title)] {
            self.kind_seen[token.kind()] = 0;
        }
        self.title_share.clear();
        for line in 0..rows.len() {
            let range = rows.content_of(line);
            let tokens = rows.content[range.clone()].iter();
            let in_title = tokens.map(|token| self.kind_seen[token.kind()] == 0);
            self.title_share
                .push(share(&self.weight[range.clone()], in_title));
        }
        self.title_share[title] = self.block_share[title];
    }

    /// The line from which on the page has the least in common with what stands before.
    fn deepest(&self, rows: &Rows) -> Option<(f32, usize)> {
        let all = self.weight.len();
        let fits = |line: &usize| {
            let before = rows.starts[*line] as usize;
            before >= 40 && all - before >= 15 && self.window_after[*line] >= 0.0
        };
        (0..rows.len())
            .filter(fits)
            .map(|line| (self.suffix[line] + self.window_after[line], line))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
    }
}

/// The share, by weight, of what counts.
#[inline]
fn share(weights: &[f32], counts: impl Iterator<Item = bool>) -> f32 {
    let (mut part, mut whole) = (0.0, 0.0);
    for (&weight, counts) in weights.iter().zip(counts) {
        whole += weight;
        part += only_if(counts, weight);
    }
    if whole > 0.0 { part / whole } else { NONE }
}

/// The weight, or 0, without a branch.
#[inline]
fn only_if(counts: bool, weight: f32) -> f32 {
    f32::from_bits(weight.to_bits() & 0_u32.wrapping_sub(u32::from(counts)))
}

fn fill<T: Copy>(buffer: &mut Vec<T>, len: usize, value: T) {
    buffer.clear();
    buffer.resize(len, value);
}
