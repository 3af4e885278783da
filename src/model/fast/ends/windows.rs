//! What follows a place, word by word.

use crate::model::article_end::figures::Figures;
use crate::model::article_end::word_ratios::{WordRatios, length_class, weight_class};
use crate::model::fast::cohesion::Cohesion;
use crate::model::fast::rows::Rows;
use crate::text::number::small;
use crate::text::number::small_number;
use std::ops::Range;

const WINDOW: usize = 60;
/// Content words after a place that are looked at one by one.
const REACH: usize = 360;
/// Fewer words are no window of their own.
const LEAST_WINDOW: usize = 25;
/// From which weight on a word is rare.
const RARE: f32 = 4.2;

/// Sums over the content words of a page.
#[derive(Debug, Default)]
pub(crate) struct Windows {
    /// By class of words and line: the share of the rest that was said before.
    suffixes: [Vec<f32>; 3],
    names: Vec<f32>,
    said_again: Vec<f32>,
    /// For each content word where its kind stood last before it, from 1, and its class.
    words: Vec<(u32, u8)>,
    /// By kind, where it stood last, from 1.
    seen: Vec<u32>,
    last_name: Vec<u32>,
    /// By class of words, of all words, and of names.
    open: [Open; 5],
}

const NOWHERE: u32 = u32::MAX;

/// Where the cells of each class of words begin.
const CLASSES: [u8; 5] = [0, 2, 4, 6, 8];

/// How much begins on a line, and how much ends there.
#[derive(Debug, Default)]
struct Open {
    begun: Vec<f64>,
    over: Vec<f64>,
}

impl Open {
    fn reset(&mut self, lines: usize) {
        for sums in [&mut self.begun, &mut self.over] {
            sums.clear();
            sums.resize(lines, 0.0);
        }
    }

    fn add(&mut self, (first, last): (u32, u32), weight: f64) {
        self.begun[first as usize] += weight;
        self.over[last as usize] += weight;
    }

    /// For each line: said before it and again from it on, as a share of the rest, or of what stands
    /// before.
    fn shares(&self, none: f32, of_before: bool, shares: &mut Vec<f32>) {
        let all: f64 = self.begun.iter().sum();
        let (mut begun, mut over) = (0.0, 0.0);
        shares.clear();
        for (begins, ends) in self.begun.iter().zip(&self.over) {
            let whole = if of_before { begun } else { all - over };
            let both = begun - over;
            begun += begins;
            over += ends;
            #[expect(clippy::cast_possible_truncation, reason = "a share needs no more")]
            let share = (both / whole) as f32;
            shares.push(if whole > 1e-6 { share } else { none });
        }
    }
}

impl Windows {
    /// Reads the content words of the lines.
    pub(crate) fn read(&mut self, rows: &Rows, cohesion: &Cohesion, weights: &[f32]) {
        let lines = rows.len();
        self.read_words(rows, cohesion, weights.len());
        for open in &mut self.open {
            open.reset(lines);
        }
        let [classes @ .., all, names] = &mut self.open;
        for (kind, &weight) in weights.iter().enumerate() {
            let Some((first, last)) = cohesion.reach_of(kind) else {
                continue;
            };
            let class = usize::from(weight >= 3.5) + usize::from(weight >= 5.5);
            classes[class].add((first, last), f64::from(weight));
            all.add((first, last), f64::from(weight));
            if self.last_name[kind] != NOWHERE {
                names.add((first, self.last_name[kind]), 1.0);
            }
        }
        for (class, suffix) in classes.iter().zip(&mut self.suffixes) {
            class.shares(1.0, false, suffix);
        }
        all.shares(1.0, true, &mut self.said_again);
        names.shares(-0.1, false, &mut self.names);
    }

    /// Reads where words stood before, and where names stand last.
    fn read_words(&mut self, rows: &Rows, cohesion: &Cohesion, kinds: usize) {
        self.seen.clear();
        self.seen.resize(kinds, 0);
        self.last_name.clear();
        self.last_name.resize(kinds, NOWHERE);
        self.words.clear();
        for line in 0..rows.len() {
            for at in rows.content_of(line) {
                let token = rows.content[at];
                if token.is_name() {
                    self.last_name[token.kind()] = small(line);
                }
                let before = std::mem::replace(&mut self.seen[token.kind()], small(at + 1));
                let class = CLASSES[weight_class(cohesion.weight[at])];
                self.words.push((before, class));
            }
        }
    }

    /// Tells what stands in columns.
    pub(crate) fn set_place(&self, line: usize, figures: &mut Figures) {
        figures.suffix_common = self.suffixes[0][line];
        figures.suffix_middle = self.suffixes[1][line];
        figures.suffix_rare = self.suffixes[2][line];
        figures.names_said = self.names[line];
        figures.said_again = self.said_again[line];
    }

    /// Tells what the next thirty words, and the last sixty, share with what stands before.
    pub(crate) fn set_shares(
        (rows, cohesion): (&Rows, &Cohesion),
        line: usize,
        figures: &mut Figures,
    ) {
        let start = rows.starts[line] as usize;
        let near = start..(start + WINDOW / 2).min(rows.content.len());
        figures.window_30 = share(cohesion, near, line);
        let before = start.saturating_sub(WINDOW)..start;
        let from = line_of(rows, before.start, line);
        figures.window_previous = share(cohesion, before, from);
        figures.window_step = figures.window - figures.window_previous;
    }

    /// Tells what the next sixty words speak for.
    pub(crate) fn set_words(
        &self,
        (rows, cohesion): (&Rows, &Cohesion),
        evidence: &WordRatios,
        line: usize,
        figures: &mut Figures,
    ) {
        let start = rows.starts[line] as usize;
        let window = start..(start + WINDOW).min(rows.content.len());
        let sum = self.sum_evidence((rows, cohesion), evidence, line, window, (0.0, 0));
        (figures.evidence_60, figures.kinds) = (sum.0, small_number(small(sum.1)));
    }

    /// Tells all the rest; the words must have been told just before.
    pub(crate) fn set_rest(
        &self,
        (rows, cohesion): (&Rows, &Cohesion),
        evidence: &WordRatios,
        line: usize,
        figures: &mut Figures,
    ) {
        const NEAR: usize = 240;
        let start = rows.starts[line] as usize;
        let end = (start + REACH).min(rows.content.len());
        set_largest(cohesion, line, start..end, figures);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a small count"
        )]
        let before = (figures.evidence_60, figures.kinds as usize);
        let rest = (start + WINDOW).min(end)..(start + NEAR).min(end);
        let (sum, kinds) = self.sum_evidence((rows, cohesion), evidence, line, rest, before);
        figures.evidence_240 = sum;
        figures.evidence_mean = sum / small_number(small(kinds.max(1)));
        let words = cohesion.weight[start..end].iter().copied();
        let words = words.zip(cohesion.first[start..end].iter().copied());
        let rare = words.filter(|&(weight, _)| weight > RARE).take(90);
        figures.rare_said = share_of(rare, line);
        figures.names_near = names_near(rows, cohesion, line);
    }

    /// Adds what the different words of a window speak for, each once a place.
    fn sum_evidence(
        &self,
        (rows, cohesion): (&Rows, &Cohesion),
        evidence: &WordRatios,
        line: usize,
        window: Range<usize>,
        (mut sum, mut kinds): (f32, usize),
    ) -> (f32, usize) {
        let start = rows.starts[line];
        let cells = evidence.cells()[length_class(start as usize)].as_flattened();
        let (words, first) = (&self.words[window.clone()], &cohesion.first[window]);
        for (&(before, class), &first) in words.iter().zip(first) {
            if before > start {
                continue; // it stands between the place and here
            }
            sum += cells[usize::from(class) + usize::from(first < small(line))];
            kinds += 1;
        }
        (sum, kinds)
    }
}

/// The line on which a content word stands, where it stands before `line`; `line` where there is none.
fn line_of(rows: &Rows, at: usize, line: usize) -> usize {
    if at >= rows.starts[line] as usize {
        return line;
    }
    rows.starts.partition_point(|&start| start as usize <= at) - 1
}

/// The share of the words, by weight, that stand before the line.
fn share(cohesion: &Cohesion, window: Range<usize>, line: usize) -> f32 {
    let words = cohesion.weight[window.clone()].iter().copied();
    share_of(words.zip(cohesion.first[window].iter().copied()), line)
}

/// The same of words of these weights that first stand on these lines.
fn share_of(words: impl Iterator<Item = (f32, u32)>, line: usize) -> f32 {
    let line = small(line);
    let (mut said, mut all) = (0.0, 0.0);
    for (weight, first) in words {
        all += weight;
        said += if first < line { weight } else { 0.0 };
    }
    if all > 0.0 { said / all } else { 0.0 }
}

/// The most that any of the next windows has in common with what stands before.
fn set_largest(cohesion: &Cohesion, line: usize, after: Range<usize>, figures: &mut Figures) {
    let (mut from, mut at) = (after.start, 0);
    while from < after.end {
        let window = from..(from + WINDOW).min(after.end);
        if at > 0 && window.len() < LEAST_WINDOW {
            break;
        }
        from = window.end;
        let share = share(cohesion, window, line);
        figures.largest_of_6 = figures.largest_of_6.max(share);
        if at < 3 {
            figures.largest_of_3 = figures.largest_of_6;
        }
        at += 1;
    }
}

/// The share of the names of the next four lines that stand before.
fn names_near(rows: &Rows, cohesion: &Cohesion, line: usize) -> f32 {
    let end = (line + 4).min(rows.len());
    let words = rows.starts[line] as usize..rows.starts[end] as usize;
    let (mut said, mut all) = (0, 0);
    for at in words.take(REACH).filter(|&at| rows.content[at].is_name()) {
        all += 1;
        said += u32::from(cohesion.first[at] < small(line));
    }
    if all >= 2 {
        small_number(said) / small_number(all)
    } else {
        -0.1
    }
}
