//! What is left of a page where some of its lines go, scored many times over.

use crate::text::number::wide_number;
use crate::tools::score::kept::Kept;
use crate::tools::score::labels::line_spans;
use crate::tools::score::lines::{LineGrams, Lines};
use crate::tools::score::prf::Prf;
use crate::tools::score::shingles::{GoldShingles, Measure, ShingleTally};
use crate::tools::score::tokens::tokens;

/// A page and its gold text, ready to score sets of the page's lines.
pub(crate) struct LineMasks<'t> {
    gold: GoldShingles<'t>,
    lines: Lines,
    grams: LineGrams,
    /// For each line of the page, its place among those with words.
    with_words: Vec<Option<usize>>,
    words_before: usize,
}

/// What a set of lines is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct MaskScore {
    /// By 4-word shingles.
    pub(crate) shingles: Prf,
    /// Share of gold's words that the page held and the lines do not, 0 to 1.
    pub(crate) lost: f64,
}

impl<'t> LineMasks<'t> {
    /// Indexes both texts. O(n) in bytes.
    pub(crate) fn new(gold: &'t str, page: &str) -> Self {
        let gold = GoldShingles::new(gold);
        let lines = Lines::new(page, &gold);
        let grams = LineGrams::new(&lines, &gold);
        let mut next = 0..lines.len();
        let place = |text: &str| tokens(text).next().and_then(|_| next.next());
        let with_words = line_spans(page).map(|span| &page[span.range()]).map(place);
        let with_words = with_words.collect();
        let words_before = gold.tally(lines.tokens(), Measure::Words).matched;
        Self {
            gold,
            lines,
            grams,
            with_words,
            words_before,
        }
    }

    /// Scores the lines for which `keep` holds, by their place on the page. O(n) in words.
    pub(crate) fn score(&self, keep: impl Fn(usize) -> bool) -> MaskScore {
        let mut kept = vec![false; self.lines.len()];
        for (line, place) in self.with_words.iter().enumerate() {
            if let Some(place) = place {
                kept[*place] = keep(line);
            }
        }
        let left = self.lines.joined(&kept);
        let words = self.gold.tally(&left, Measure::Words).matched;
        let lost = self.words_before.saturating_sub(words);
        let shingles = self.shingles(&left, kept);
        MaskScore {
            shingles: self.gold.prf(shingles, Measure::Shingles),
            lost: wide_number(lost) / wide_number(self.gold.tokens.len().max(1)),
        }
    }

    fn shingles(&self, left: &[u32], kept: Vec<bool>) -> ShingleTally {
        if left.len() < Measure::Shingles.width() {
            return self.gold.tally(left, Measure::Shingles);
        }
        let kept = Kept::new(
            &self.gold,
            &self.lines,
            &self.grams,
            Measure::Shingles,
            kept,
        );
        ShingleTally {
            matched: kept.matched(),
            total: kept.total(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::score::page_score::{Oracle, score_page};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_mask_scores_as_the_text_that_is_left(
            gold in "([abc]{1,2}[ \n]){0,30}",
            page in "([abc]{1,2}[ \n]){0,30}",
            mask in prop::collection::vec(any::<bool>(), 31),
        ) {
            let lines: Vec<&str> = page.lines().collect();
            let left = lines.iter().zip(&mask).filter(|(_, keep)| **keep);
            let left: Vec<&str> = left.map(|(line, _)| *line).collect();
            let whole = score_page(&gold, &page, Some(&left.join("\n")), Oracle::Skip);
            let score = LineMasks::new(&gold, &page).score(|line| mask[line]);
            let after = whole.shingles.after.expect("it was scored");
            prop_assert!((score.shingles.f1 - after.f1).abs() < 1e-12);
            prop_assert!((score.shingles.recall - after.recall).abs() < 1e-12);
            let lost = whole.lost_percent().expect("it was scored") / 100.0;
            prop_assert!((score.lost - lost).abs() < 1e-12);
        }
    }
}
