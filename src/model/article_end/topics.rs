//! Whether what a story is about goes on after a place.
//!
//! A story's subjects are the words that it comes back to. They are compared with what follows as
//! vectors of rare words, each by the root of how often it stands there (the Bhattacharyya coefficient of
//! two texts; A. Bhattacharyya, "On a measure of divergence between two statistical populations", 1943).

use crate::model::article_end::figures::Figures;
use crate::model::cohesion::content::{Content, ContentWord};
use crate::text::number::number;

pub(crate) const NEAR: usize = 60;
pub(crate) const FAR: usize = 240;
/// Content words on each side of a place that are compared with each other.
pub(crate) const SIDE: usize = 120;

/// The words up to a place that moves down the page.
pub(crate) struct Topics<'c> {
    content: &'c Content,
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
}

impl<'c> Topics<'c> {
    pub(crate) fn new(content: &'c Content, headline: Option<usize>) -> Self {
        let words = headline.map_or(&[][..], |line| content.of_line(line));
        let mut headline: Vec<u32> = words.iter().map(|token| token.kind).collect();
        headline.sort_unstable();
        headline.dedup();
        Self {
            content,
            read: 0,
            counts: vec![0; content.kind_count()],
            square: 0.0,
            repeated: 0.0,
            headline,
            own: vec![0; content.kind_count()],
        }
    }

    /// Tells of the place before `line`, which is not above the last one.
    pub(crate) fn set(&mut self, figures: &mut Figures, line: usize) {
        let start = self.content.start(line);
        self.read_up_to(start);
        let tokens = self.content.tokens();
        let next = |count: usize| &tokens[start..(start + count).min(tokens.len())];
        (figures.cosine_60, figures.topic_60) = self.compare(next(NEAR));
        (figures.cosine_240, figures.topic_240) = self.compare(next(FAR));
        figures.headline_said = self.headline_said(next(FAR));
        figures.cosine_near = self.sides(&tokens[start.saturating_sub(SIDE)..start], next(SIDE));
    }

    fn weight(&self, kind: u32) -> f64 {
        f64::from(self.content.weight(kind))
    }

    fn read_up_to(&mut self, end: usize) {
        for token in &self.content.tokens()[self.read..end] {
            let weight = self.weight(token.kind);
            let count = &mut self.counts[token.kind as usize];
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
    fn compare(&mut self, next: &[ContentWord]) -> (f32, f32) {
        let square = self.count(next);
        let (mut dot, mut goes_on) = (0.0, 0.0);
        for token in next {
            let kind = token.kind as usize;
            let own = std::mem::take(&mut self.own[kind]);
            if own > 0 {
                let (weight, read) = (self.weight(token.kind), f64::from(self.counts[kind]));
                dot += weight * weight * (read * f64::from(own)).sqrt();
                goes_on += weight * (read - 1.0).max(0.0);
            }
        }
        let cosine = ratio(dot, (self.square * square).sqrt());
        (cosine, ratio(goes_on, self.repeated))
    }

    /// Counts words in `own`; the sum of squares of their vector.
    fn count(&mut self, tokens: &[ContentWord]) -> f64 {
        let mut square = 0.0;
        for token in tokens {
            self.own[token.kind as usize] += 1;
            square += self.weight(token.kind).powi(2);
        }
        square
    }

    /// The cosine of the words on both sides of a place.
    fn sides(&mut self, before: &[ContentWord], after: &[ContentWord]) -> f32 {
        let square = self.count(before);
        let mut dot = 0.0;
        let mut after_square = 0.0;
        let mut counts: Vec<u32> = after.iter().map(|token| token.kind).collect();
        counts.sort_unstable();
        for same in counts.chunk_by(|a, b| a == b) {
            let weight = self.weight(same[0]).powi(2);
            let count = f64::from(number(same.len()));
            after_square += weight * count;
            dot += weight * (count * f64::from(self.own[same[0] as usize])).sqrt();
        }
        for token in before {
            self.own[token.kind as usize] = 0;
        }
        ratio(dot, (square * after_square).sqrt())
    }

    /// The share of the headline's words, by weight, that stand among the words that follow; -0.1 without a
    /// headline.
    fn headline_said(&mut self, next: &[ContentWord]) -> f32 {
        self.count(next);
        let (mut said, mut all) = (0.0, 0.0);
        for &kind in &self.headline {
            let weight = self.weight(kind);
            all += weight;
            if self.own[kind as usize] > 0 {
                said += weight;
            }
        }
        for token in next {
            self.own[token.kind as usize] = 0;
        }
        if all > 0.0 { ratio(said, all) } else { -0.1 }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a share needs no more")]
pub(crate) fn ratio(part: f64, whole: f64) -> f32 {
    if whole > 1e-9 {
        (part / whole) as f32
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::cohesion::content::Background;
    use crate::page::Page;
    use crate::page::words::Words;

    fn figures(text: &str, headline: Option<usize>, line: usize) -> Figures {
        let page = Page::new(text);
        let content = Content::new(&Words::new(&page), &Background::new([], 3.0));
        let mut topics = Topics::new(&content, headline);
        // A place above must not change what is told.
        topics.set(&mut Figures::default(), 1);
        let mut figures = Figures::default();
        topics.set(&mut figures, line);
        figures
    }

    fn close(got: f32, want: f32) -> bool {
        (got - want).abs() < 1e-5
    }

    #[test]
    fn what_goes_on_is_the_same() {
        let same = figures("mill flood\nmill flood\nmill flood", Some(0), 2);
        assert!(close(same.cosine_60, 1.0) && close(same.cosine_near, 1.0));
        assert!(close(same.topic_240, 1.0) && close(same.headline_said, 1.0));
        let other = figures("mill flood\nmill flood\nstriker goal", Some(0), 2);
        assert!(close(other.cosine_240, 0.0) && close(other.cosine_near, 0.0));
        assert!(close(other.topic_60, 0.0) && close(other.headline_said, 0.0));
        assert!(close(
            figures("mill\nflood\ngoal", None, 2).headline_said,
            -0.1
        ));
    }

    #[test]
    fn repeated_words_are_what_a_story_is_about() {
        // "mill" came back twice, "flood" once, "wheel" never.
        let half = figures("mill flood wheel\nmill flood mill\nmill wheel", None, 2);
        assert!(close(half.topic_60, 2.0 / 3.0), "{}", half.topic_60);
        let (read, next) = ((3.0_f32, 2.0_f32, 1.0_f32), (1.0_f32, 1.0_f32));
        let dot = (read.0 * next.0).sqrt() + (read.2 * next.1).sqrt();
        let norms = ((read.0 + read.1 + read.2) * (next.0 + next.1)).sqrt();
        assert!(close(half.cosine_60, dot / norms), "{}", half.cosine_60);
    }
}
