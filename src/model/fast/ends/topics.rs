//! Whether what an article is about goes on after a place.
//!
//! An article's subjects are the words that it comes back to. They are compared with what follows as
//! vectors of rare words, each by the root of how often it stands there (the Bhattacharyya coefficient of
//! two texts; A. Bhattacharyya, "On a measure of divergence between two statistical populations", 1943).

use crate::model::article_end::figures::Figures;
use crate::model::article_end::topics::{FAR, NEAR, SIDE, ratio};
use crate::model::fast::facts::ContentToken;
use crate::model::fast::rows::Rows;
use crate::text::number::small;

/// The words up to a place that moves down the page.
#[derive(Debug, Default)]
pub(crate) struct Topics {
    /// How many content words stand before the place.
    read: usize,
    /// How often each word stands there.
    counts: Vec<u32>,
    /// The sum of squares of the vector that they make.
    square: f64,
    /// What each word that came back weighs, times how often it did, summed.
    repeated: f64,
    headline: Vec<u32>,
    /// How often each word stands in the words at hand; all 0 between two uses.
    own: Vec<u32>,
    kinds: Vec<u32>,
}

impl Topics {
    /// Begins at the top of a page.
    pub(crate) fn begin(&mut self, rows: &Rows, weights: &[f32], headline: Option<usize>) {
        for counts in [&mut self.counts, &mut self.own] {
            counts.clear();
            counts.resize(weights.len(), 0);
        }
        (self.read, self.square, self.repeated) = (0, 0.0, 0.0);
        self.headline.clear();
        if let Some(line) = headline {
            let words = rows.content[rows.content_of(line)].iter();
            self.headline.extend(words.map(|token| small(token.kind())));
            self.headline.sort_unstable();
            self.headline.dedup();
        }
    }

    /// Tells of the place before `line`, which is not above the last one.
    pub(crate) fn set(&mut self, rows: &Rows, weights: &[f32], line: usize, figures: &mut Figures) {
        let start = rows.starts[line] as usize;
        let tokens = &rows.content;
        self.read_up_to(tokens, weights, start);
        let next = |count: usize| &tokens[start..(start + count).min(tokens.len())];
        (figures.cosine_60, figures.topic_60) = self.compare(next(NEAR), weights);
        (figures.cosine_240, figures.topic_240) = self.compare(next(FAR), weights);
        figures.headline_said = self.headline_said(next(FAR), weights);
        let before = &tokens[start.saturating_sub(SIDE)..start];
        figures.cosine_near = self.sides(before, next(SIDE), weights);
    }

    fn read_up_to(&mut self, tokens: &[ContentToken], weights: &[f32], end: usize) {
        for token in &tokens[self.read..end] {
            let weight = f64::from(weights[token.kind()]);
            let count = &mut self.counts[token.kind()];
            if *count > 0 {
                self.repeated += weight;
            }
            *count += 1;
            self.square += weight * weight;
        }
        self.read = end;
    }

    /// The cosine of what was read and of the words that follow, and the share of what was repeated that
    /// stands among them.
    fn compare(&mut self, next: &[ContentToken], weights: &[f32]) -> (f32, f32) {
        let square = self.count(next, weights);
        let (mut dot, mut goes_on) = (0.0, 0.0);
        for token in next {
            let own = std::mem::take(&mut self.own[token.kind()]);
            if own > 0 {
                let weight = f64::from(weights[token.kind()]);
                let read = f64::from(self.counts[token.kind()]);
                dot += weight * weight * (read * f64::from(own)).sqrt();
                goes_on += weight * (read - 1.0).max(0.0);
            }
        }
        let cosine = ratio(dot, (self.square * square).sqrt());
        (cosine, ratio(goes_on, self.repeated))
    }

    /// Counts words in `own`; the sum of squares of their vector.
    fn count(&mut self, tokens: &[ContentToken], weights: &[f32]) -> f64 {
        let mut square = 0.0;
        for token in tokens {
            self.own[token.kind()] += 1;
            square += f64::from(weights[token.kind()]).powi(2);
        }
        square
    }

    /// The cosine of the words on both sides of a place.
    fn sides(&mut self, before: &[ContentToken], after: &[ContentToken], weights: &[f32]) -> f32 {
        let square = self.count(before, weights);
        let (mut dot, mut after_square) = (0.0, 0.0);
        self.kinds.clear();
        self.kinds
            .extend(after.iter().map(|token| small(token.kind())));
        self.kinds.sort_unstable();
        for same in self.kinds.chunk_by(|a, b| a == b) {
            let weight = f64::from(weights[same[0] as usize]).powi(2);
            let count = f64::from(small(same.len()));
            after_square += weight * count;
            dot += weight * (count * f64::from(self.own[same[0] as usize])).sqrt();
        }
        for token in before {
            self.own[token.kind()] = 0;
        }
        ratio(dot, (square * after_square).sqrt())
    }

    /// The share of the headline's words, by weight, that stand among the words that follow; -0.1 without a
    /// headline.
    fn headline_said(&mut self, next: &[ContentToken], weights: &[f32]) -> f32 {
        self.count(next, weights);
        let (mut said, mut all) = (0.0, 0.0);
        for &kind in &self.headline {
            let weight = f64::from(weights[kind as usize]);
            all += weight;
            if self.own[kind as usize] > 0 {
                said += weight;
            }
        }
        for token in next {
            self.own[token.kind()] = 0;
        }
        if all > 0.0 { ratio(said, all) } else { -0.1 }
    }
}
