//! How much each line of a page has in common with the rest of it.
//!
//! Shares are of weight: rare words count more (`content`). The figures are those that the project's
//! first experiments found to tell noise from article; `docs/evidence.md` names what each is worth.

use crate::model::cohesion::content::{Content, ContentWord};
use crate::page::Page;
use crate::page::line::TITLE_WORDS;
use std::ops::Range;

/// Content words of a window: what a reader sees of a text at a glance.
pub(crate) const WINDOW: usize = 60;
/// Fewer content words than this are no window.
pub(crate) const LEAST_WINDOW: usize = 8;
/// A share of nothing.
pub(crate) const NONE: f32 = -0.1;

/// Words from which a line adds to the main block.
const BLOCK_WORDS: usize = 12;
/// What a shorter line takes from it, less its words up to [`FREE_WORDS`].
const GAP: i64 = 8;
const FREE_WORDS: usize = 4;

/// How much of a page's lines is said elsewhere on the page. By rank of filled lines.
#[derive(Debug, Default)]
pub(crate) struct LineCohesion {
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
}

impl LineCohesion {
    /// Reads the content words of the page. O(n), with [`WINDOW`] steps a line.
    pub(crate) fn new(page: &Page<'_>, content: &Content) -> Self {
        let words = page
            .filled()
            .iter()
            .map(|&line| page.lines()[line].word_count);
        let block = main_block(words);
        let shares = Shares { content };
        let (suffix, prefix) = shares.halves();
        let (near_before, near_after) = shares.near();
        let mut all = Self {
            said_before: shares.of_lines(|line, token| content.reach(token.kind).0 < line),
            said_after: shares.of_lines(|line, token| content.reach(token.kind).1 > line),
            window_after: shares.windows_after(),
            window_before: shares.windows_before(),
            suffix,
            prefix,
            near_before,
            near_after,
            ..Self::default()
        };
        if let Some(block) = &block {
            let in_block = shares.in_block(block);
            let title = headline(page, block, &shares, &in_block);
            all.title_share = shares.title_shares(title, &in_block);
            all.block_share = in_block;
            all.headline = title;
        } else {
            all.title_share = vec![NONE; content.line_count()];
            all.block_share = vec![NONE; content.line_count()];
        }
        all.block = block;
        all.dip = all.deepest(content);
        all
    }

    /// The line from which on the page has the least in common with what stands before.
    fn deepest(&self, content: &Content) -> Option<(f32, usize)> {
        let all = content.tokens().len();
        let fits = |line: &usize| {
            let before = content.start(*line);
            before >= 40 && all - before >= 15 && self.window_after[*line] >= 0.0
        };
        let depth = |line| self.suffix[line] + self.window_after[line];
        let lines = (0..content.line_count()).filter(fits);
        lines
            .map(|line| (depth(line), line))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
    }
}

/// The run of lines whose long lines, less the short ones, have the most words: the maximum segment
/// sum (Kadane; J. Bentley, "Programming Pearls", 1984). `None` where no line is long.
pub(crate) fn main_block(words: impl Iterator<Item = usize>) -> Option<Range<usize>> {
    let (mut best, mut found) = (0, None);
    let (mut sum, mut start) = (0_i64, 0);
    for (rank, words) in words.enumerate() {
        if sum <= 0 {
            (sum, start) = (0, rank);
        }
        sum += if words >= BLOCK_WORDS {
            signed(words)
        } else {
            signed(words.min(FREE_WORDS)) - GAP
        };
        if sum > best {
            (best, found) = (sum, Some(start..rank + 1));
        }
    }
    found
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX / 2)
}

/// The line at the top of the block, or above it, that shares the most with it.
fn headline(
    page: &Page<'_>,
    block: &Range<usize>,
    shares: &Shares<'_>,
    in_block: &[f32],
) -> Option<usize> {
    const TOP_LINES: usize = 3;
    const LEAST_SHARE: f32 = 0.4;
    let mut best = (0.0, None);
    for (rank, &share) in in_block.iter().enumerate().take(block.start + TOP_LINES) {
        let words = page.lines()[page.filled()[rank]].word_count;
        if (3..=TITLE_WORDS).contains(&words) && share >= LEAST_SHARE {
            let score = shares.weight_of(rank) * share * share;
            if score > best.0 {
                best = (score, Some(rank));
            }
        }
    }
    best.1
}

struct Shares<'c> {
    content: &'c Content,
}

impl Shares<'_> {
    fn weight_of(&self, line: usize) -> f32 {
        let tokens = self.content.of_line(line).iter();
        tokens.map(|token| self.content.weight(token.kind)).sum()
    }

    /// The share of the tokens for which `counts` holds.
    fn share(&self, tokens: &[ContentWord], mut counts: impl FnMut(&ContentWord) -> bool) -> f32 {
        let (mut part, mut whole) = (0.0, 0.0);
        for token in tokens {
            let weight = self.content.weight(token.kind);
            whole += weight;
            if counts(token) {
                part += weight;
            }
        }
        if whole > 0.0 { part / whole } else { NONE }
    }

    /// The same, of sums that are exact in any order.
    fn window_share(&self, tokens: &[ContentWord], counts: impl Fn(&ContentWord) -> bool) -> f32 {
        let weight = |token: &ContentWord| f64::from(self.content.weight(token.kind));
        let part = tokens.iter().filter(|token| counts(token)).map(weight);
        exact_share(part.sum(), tokens.iter().map(weight).sum())
    }

    fn of_lines(&self, counts: impl Fn(u32, &ContentWord) -> bool) -> Vec<f32> {
        (0..self.content.line_count())
            .map(|line| {
                self.share(self.content.of_line(line), |token| {
                    counts(token.line, token)
                })
            })
            .collect()
    }

    fn windows_after(&self) -> Vec<f32> {
        let tokens = self.content.tokens();
        let window = |line: usize| {
            let from = self.content.start(line);
            let window = &tokens[from..(from + WINDOW).min(tokens.len())];
            let said = |token: &ContentWord| (self.content.reach(token.kind).0 as usize) < line;
            (window.len() >= LEAST_WINDOW).then(|| self.window_share(window, said))
        };
        let lines = 0..self.content.line_count();
        lines.map(|line| window(line).unwrap_or(NONE)).collect()
    }

    fn windows_before(&self) -> Vec<f32> {
        let tokens = self.content.tokens();
        let window = |line: usize| {
            let to = self.content.start(line + 1);
            let window = &tokens[to.saturating_sub(WINDOW)..to];
            let said = |token: &ContentWord| self.content.reach(token.kind).1 as usize > line;
            (window.len() >= LEAST_WINDOW).then(|| self.window_share(window, said))
        };
        let lines = 0..self.content.line_count();
        lines.map(|line| window(line).unwrap_or(NONE)).collect()
    }

    /// For each line: of the different words from it on, the share that stands before it; of those
    /// up to its end, the share that stands after it.
    fn halves(&self) -> (Vec<f32>, Vec<f32>) {
        let lines = self.content.line_count();
        // Where words begin and end, by weight; a word that ends where it begins is on no two sides.
        let (mut begin, mut end) = (vec![0.0_f64; lines], vec![0.0_f64; lines]);
        let mut total = 0.0;
        for kind in 0..self.content.kind_count() {
            #[expect(clippy::cast_possible_truncation, reason = "kinds are counted in u32")]
            let kind = kind as u32;
            let (first, last) = self.content.reach(kind);
            let weight = f64::from(self.content.weight(kind));
            begin[first as usize] += weight;
            end[last as usize] += weight;
            total += weight;
        }
        let (mut open, mut over) = (0.0, 0.0);
        let (mut suffix, mut prefix) = (Vec::with_capacity(lines), Vec::with_capacity(lines));
        for line in 0..lines {
            suffix.push(ratio(open - over, total - over));
            open += begin[line];
            over += end[line];
            prefix.push(ratio(open - over, open));
        }
        (suffix, prefix)
    }

    /// For each line: the share of its words among the [`WINDOW`] words before it, and after it.
    fn near(&self) -> (Vec<f32>, Vec<f32>) {
        let lines = self.content.line_count();
        let mut seen: Vec<Option<usize>> = vec![None; self.content.kind_count()];
        let mut before = Vec::with_capacity(lines);
        for line in 0..lines {
            let start = self.content.start(line);
            let tokens = self.content.of_line(line);
            let near = |token: &ContentWord| {
                seen[token.kind as usize].is_some_and(|at| at + WINDOW >= start)
            };
            before.push(self.share(tokens, near));
            for (at, token) in tokens.iter().enumerate() {
                seen[token.kind as usize] = Some(start + at);
            }
        }
        seen.fill(None);
        let mut after = vec![NONE; lines];
        for line in (0..lines).rev() {
            let (start, end) = (self.content.start(line), self.content.start(line + 1));
            let tokens = self.content.of_line(line);
            let near =
                |token: &ContentWord| seen[token.kind as usize].is_some_and(|at| at < end + WINDOW);
            after[line] = self.share(tokens, near);
            for (at, token) in tokens.iter().enumerate().rev() {
                seen[token.kind as usize] = Some(start + at);
            }
        }
        (before, after)
    }

    /// For each line, the share of its words that stand in another line of the block.
    fn in_block(&self, block: &Range<usize>) -> Vec<f32> {
        let mut lines_with = vec![(0_u32, u32::MAX); self.content.kind_count()];
        for line in block.clone() {
            for token in self.content.of_line(line) {
                let (count, last) = &mut lines_with[token.kind as usize];
                if std::mem::replace(last, token.line) != token.line {
                    *count += 1;
                }
            }
        }
        self.of_lines(|line, token| {
            let own = u32::from(block.contains(&(line as usize)));
            lines_with[token.kind as usize].0 > own
        })
    }

    fn title_shares(&self, title: Option<usize>, in_block: &[f32]) -> Vec<f32> {
        let Some(title) = title else {
            return vec![NONE; self.content.line_count()];
        };
        let mut in_title = vec![false; self.content.kind_count()];
        for token in self.content.of_line(title) {
            in_title[token.kind as usize] = true;
        }
        let mut shares = self.of_lines(|_, token| in_title[token.kind as usize]);
        shares[title] = in_block[title];
        shares
    }
}

/// A part of a whole; [`NONE`] of nothing.
#[expect(clippy::cast_possible_truncation, reason = "a share needs no more")]
pub(crate) fn exact_share(part: f64, whole: f64) -> f32 {
    if whole > 0.0 {
        (part / whole) as f32
    } else {
        NONE
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a share needs no more")]
pub(crate) fn ratio(part: f64, whole: f64) -> f32 {
    if whole > 1e-6 {
        (part / whole) as f32
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cohesion::content::Background;
    use crate::page::words::Words;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn cohesion(text: &str) -> (LineCohesion, Content) {
        let page = Page::new(text);
        let content = Content::new(&Words::new(&page), &Background::new([], 2.0));
        (LineCohesion::new(&page, &content), content)
    }

    fn close(got: f32, want: f32) -> bool {
        (got - want).abs() < 1e-5
    }

    #[test]
    fn lines_know_what_was_said() {
        let (lines, _) = cohesion("wheat harvest\nwheat price\nfootball match\n1999");
        assert!(close(lines.said_before[1], 0.5) && close(lines.said_after[0], 0.5));
        assert!(close(lines.said_before[2], 0.0) && close(lines.said_before[3], NONE));
        assert!(close(lines.near_before[1], 0.5) && close(lines.near_after[0], 0.5));
        assert!(
            close(lines.suffix[1], 0.25),
            "wheat of wheat, price, football, match"
        );
        assert!(close(lines.prefix[0], 0.5), "wheat of wheat, harvest");
    }

    #[test]
    fn the_block_is_where_the_long_lines_are() {
        let long = "the mill by the river ground wheat for nine villages until the flood came";
        let text = format!(
            "Home\nNews\nThe mill and the flood\n{long}\n{long}\nShare\n{long}\nmore\nother\n"
        );
        let (lines, _) = cohesion(&text);
        assert_eq!(lines.block, Some(3..7));
        assert!(
            lines.block_share[2] > 0.4,
            "the title's words are in the block"
        );
        assert!(close(lines.title_share[2], lines.block_share[2]));
        assert!(lines.title_share[3] > 0.0 && close(lines.title_share[8], 0.0));
        assert_eq!(cohesion("a few words\n").0.block, None);
    }

    proptest! {
        #[test]
        fn halves_equal_the_slow_ones(text in "([a-f]{2}[ \n]){0,40}") {
            let (lines, content) = cohesion(&text);
            let kinds = |range: std::ops::Range<usize>| -> BTreeSet<u32> {
                range.flat_map(|line| content.of_line(line)).map(|token| token.kind).collect()
            };
            let count = content.line_count();
            for line in 0..count {
                let (before, from) = (kinds(0..line), kinds(line..count));
                let (upto, after) = (kinds(0..line + 1), kinds(line + 1..count));
                let number = |count: usize| f64::from(u32::try_from(count).expect("few words"));
                let share = |part: usize, whole: usize| ratio(number(part), number(whole));
                let suffix = share(from.intersection(&before).count(), from.len());
                let prefix = share(upto.intersection(&after).count(), upto.len());
                prop_assert!(close(lines.suffix[line], suffix), "line {}", line);
                prop_assert!(close(lines.prefix[line], prefix), "line {}", line);
            }
        }
    }
}
