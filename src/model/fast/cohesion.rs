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
    /// By line, the weight of its words.
    whole: Vec<f32>,
    begin: Vec<f64>,
    end: Vec<f64>,
    windows: WordWindows,
}

const NOWHERE: u32 = u32::MAX;

impl Cohesion {
    /// Reads the content words of the lines. O(n).
    pub(crate) fn read(&mut self, rows: &Rows, weights: &[f32]) {
        self.reach(rows, weights.len());
        self.read_lines(rows, weights);
        self.windows(rows);
        self.halves(rows, weights);
        self.near_after(rows);
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
    fn reach(&mut self, rows: &Rows, kinds: usize) {
        fill(&mut self.kind_first, kinds, NOWHERE);
        fill(&mut self.kind_last, kinds, 0);
        for (rank, line) in (0..).zip(0..rows.len()) {
            for token in &rows.content[rows.content_of(line)] {
                let first = &mut self.kind_first[token.kind()];
                *first = (*first).min(rank);
                self.kind_last[token.kind()] = rank;
            }
        }
    }

    /// The first and the last line on which a content word stands; `None` where it is gone.
    pub(crate) fn reach_of(&self, kind: usize) -> Option<(u32, u32)> {
        let first = self.kind_first[kind];
        (first != NOWHERE).then_some((first, self.kind_last[kind]))
    }

    /// Reads the words of each line: where those of its kind stand, and what of it is said before, after, and in the
    /// [`WINDOW`] words before it.
    fn read_lines(&mut self, rows: &Rows, weights: &[f32]) {
        fill(&mut self.kind_seen, weights.len(), NOWHERE);
        for buffer in [&mut self.said_before, &mut self.said_after] {
            buffer.clear();
        }
        self.near_before.clear();
        self.whole.clear();
        for buffer in [&mut self.first, &mut self.last] {
            fill(buffer, rows.content.len(), 0);
        }
        fill(&mut self.weight, rows.content.len(), 0.0);
        for (rank, line) in (0..).zip(0..rows.len()) {
            let range = rows.content_of(line);
            let start = small(range.start);
            let own = &rows.content[range.clone()];
            let figures = self.weight[range.clone()].iter_mut().zip(
                self.first[range.clone()]
                    .iter_mut()
                    .zip(&mut self.last[range]),
            );
            let (mut whole, mut before, mut after, mut near) = (0.0, 0.0, 0.0, 0.0);
            for (token, (own_weight, (own_first, own_last))) in own.iter().zip(figures) {
                let kind = token.kind();
                let (weight, first, last) =
                    (weights[kind], self.kind_first[kind], self.kind_last[kind]);
                (*own_weight, *own_first, *own_last) = (weight, first, last);
                let seen = self.kind_seen[kind];
                let is_near = seen != NOWHERE && seen + small(WINDOW) >= start;
                whole += weight;
                before += only_if(first < rank, weight);
                after += only_if(last > rank, weight);
                near += only_if(is_near, weight);
            }
            for (token, at) in own.iter().zip(start..) {
                self.kind_seen[token.kind()] = at;
            }
            self.whole.push(whole);
            self.said_before.push(share(before, whole));
            self.said_after.push(share(after, whole));
            self.near_before.push(share(near, whole));
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

    /// For each line: the share of its words among the [`WINDOW`] words after it.
    fn near_after(&mut self, rows: &Rows) {
        self.kind_seen.fill(NOWHERE);
        fill(&mut self.near_after, rows.len(), NONE);
        for line in (0..rows.len()).rev() {
            let range = rows.content_of(line);
            let own = &rows.content[range.clone()];
            let limit = small(range.end + WINDOW);
            let is_near = own.iter().map(|token| self.kind_seen[token.kind()] < limit);
            let near = part(&self.weight[range.clone()], is_near);
            self.near_after[line] = share(near, self.whole[line]);
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
            let told = part(&self.weight[range], is_told);
            self.block_share.push(share(told, self.whole[line]));
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
                let worth = self.whole[rank] * share * share;
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
            let said = part(&self.weight[range], in_title);
            self.title_share.push(share(said, self.whole[line]));
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

/// The weight of what counts.
#[inline]
fn part(weights: &[f32], counts: impl Iterator<Item = bool>) -> f32 {
    let mut part = 0.0;
    for (&weight, counts) in weights.iter().zip(counts) {
        part += only_if(counts, weight);
    }
    part
}

/// What part of the whole it is, where there is any.
#[inline]
fn share(part: f32, whole: f32) -> f32 {
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
