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
    /// By content word.
    kinds: Vec<Kind>,
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

/// Where a content word stands, and how much it weighs: what is asked of it together stands together.
#[derive(Debug, Clone, Copy)]
struct Kind {
    weight: f32,
    /// The first and the last line on which it stands.
    first: u32,
    last: u32,
    /// Where it was seen last, in whatever is counted.
    seen: u32,
    /// On how many lines of the main block it stands; [`IN_TITLE`] once the headline is known, where it stands there.
    count: u32,
}

const NOWHERE: u32 = u32::MAX;
const IN_TITLE: u32 = u32::MAX;

impl Cohesion {
    /// Reads the content words of the lines. O(n).
    pub(crate) fn read(&mut self, rows: &Rows, weights: &[f32]) {
        self.block = main_block((0..rows.len()).map(|rank| rows.words(rank) as usize));
        self.reach(rows, weights);
        if let Some(block) = self.block.clone() {
            self.count_in_block(rows, block);
        }
        self.read_lines(rows);
        self.windows(rows);
        self.halves(rows);
        let block = self.block.clone();
        self.headline = block.and_then(|block| self.headline(rows, &block));
        self.near_after(rows);
        self.dip = self.deepest(rows);
    }

    /// Where each content word begins and ends.
    fn reach(&mut self, rows: &Rows, weights: &[f32]) {
        self.kinds.clear();
        self.kinds.extend(weights.iter().map(|&weight| Kind {
            weight,
            first: NOWHERE,
            last: 0,
            seen: NOWHERE,
            count: 0,
        }));
        for (rank, line) in (0..).zip(0..rows.len()) {
            for token in &rows.content[rows.content_of(line)] {
                let kind = &mut self.kinds[token.kind()];
                kind.first = kind.first.min(rank);
                kind.last = rank;
            }
        }
    }

    /// Counts on how many lines of the block each word stands.
    fn count_in_block(&mut self, rows: &Rows, block: Range<usize>) {
        for line in block {
            for token in &rows.content[rows.content_of(line)] {
                let kind = &mut self.kinds[token.kind()];
                kind.count += u32::from(kind.seen != small(line));
                kind.seen = small(line);
            }
        }
        self.forget_seen();
    }

    fn forget_seen(&mut self) {
        for kind in &mut self.kinds {
            kind.seen = NOWHERE;
        }
    }

    /// The first and the last line on which a content word stands; `None` where it is gone.
    pub(crate) fn reach_of(&self, kind: usize) -> Option<(u32, u32)> {
        let Kind { first, last, .. } = self.kinds[kind];
        (first != NOWHERE).then_some((first, last))
    }

    /// Reads the words of each line: where those of its kind stand, and what of it is said before, after, in the
    /// [`WINDOW`] words before it, and in another line of the block.
    fn read_lines(&mut self, rows: &Rows) {
        for buffer in [
            &mut self.said_before,
            &mut self.said_after,
            &mut self.near_before,
            &mut self.block_share,
            &mut self.whole,
        ] {
            buffer.clear();
        }
        for buffer in [&mut self.first, &mut self.last] {
            fill(buffer, rows.content.len(), 0);
        }
        fill(&mut self.weight, rows.content.len(), 0.0);
        let block = self.block.clone();
        for (rank, line) in (0..).zip(0..rows.len()) {
            let range = rows.content_of(line);
            let start = small(range.start);
            let own = &rows.content[range.clone()];
            let in_block = u32::from(block.as_ref().is_some_and(|block| block.contains(&line)));
            let figures = self.weight[range.clone()].iter_mut().zip(
                self.first[range.clone()]
                    .iter_mut()
                    .zip(&mut self.last[range]),
            );
            let (mut whole, mut before, mut after) = (0.0, 0.0, 0.0);
            let (mut near, mut told) = (0.0, 0.0);
            for (token, (own_weight, (own_first, own_last))) in own.iter().zip(figures) {
                let kind = self.kinds[token.kind()];
                let weight = kind.weight;
                (*own_weight, *own_first, *own_last) = (weight, kind.first, kind.last);
                let is_near = kind.seen != NOWHERE && kind.seen + small(WINDOW) >= start;
                whole += weight;
                before += only_if(kind.first < rank, weight);
                after += only_if(kind.last > rank, weight);
                near += only_if(is_near, weight);
                told += only_if(kind.count > in_block, weight);
            }
            for (token, at) in own.iter().zip(start..) {
                self.kinds[token.kind()].seen = at;
            }
            self.whole.push(whole);
            self.said_before.push(share(before, whole));
            self.said_after.push(share(after, whole));
            self.near_before.push(share(near, whole));
            self.block_share.push(share(told, whole));
        }
        if block.is_none() {
            fill(&mut self.block_share, rows.len(), NONE);
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
    fn halves(&mut self, rows: &Rows) {
        fill(&mut self.begin, rows.len(), 0.0);
        fill(&mut self.end, rows.len(), 0.0);
        let mut total = 0.0;
        for kind in self.kinds.iter().filter(|kind| kind.first != NOWHERE) {
            let weight = f64::from(kind.weight);
            self.begin[kind.first as usize] += weight;
            self.end[kind.last as usize] += weight;
            total += weight;
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

    /// For each line: the share of its words among the [`WINDOW`] words after it, and of those in the headline.
    fn near_after(&mut self, rows: &Rows) {
        self.forget_seen();
        if let Some(title) = self.headline {
            for token in &rows.content[rows.content_of(title)] {
                self.kinds[token.kind()].count = IN_TITLE;
            }
        }
        fill(&mut self.near_after, rows.len(), NONE);
        fill(&mut self.title_share, rows.len(), NONE);
        for line in (0..rows.len()).rev() {
            let range = rows.content_of(line);
            let own = &rows.content[range.clone()];
            let limit = small(range.end + WINDOW);
            let (mut near, mut said) = (0.0, 0.0);
            for token in own {
                let kind = self.kinds[token.kind()];
                near += only_if(kind.seen < limit, kind.weight);
                said += only_if(kind.count == IN_TITLE, kind.weight);
            }
            self.near_after[line] = share(near, self.whole[line]);
            self.title_share[line] = share(said, self.whole[line]);
            for (token, at) in own.iter().zip(range).rev() {
                self.kinds[token.kind()].seen = small(at);
            }
        }
        match self.headline {
            Some(title) => self.title_share[title] = self.block_share[title],
            None => fill(&mut self.title_share, rows.len(), NONE),
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
