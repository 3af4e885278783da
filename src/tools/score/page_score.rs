//! Two texts of a page, before and after cleaning, against its gold text.

use crate::text::number::wide_number;
use crate::tools::score::lines::{LineGrams, Lines};
use crate::tools::score::oracle::best_lines;
use crate::tools::score::prf::Prf;
use crate::tools::score::shingles::{GoldShingles, Measure};

/// Whether the line oracle is searched, which takes most of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oracle {
    /// Search the best lines to keep.
    Search,
    /// Leave the oracle and the headroom out.
    Skip,
}

/// The figures of one page by one measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasureScore {
    /// The page as it came.
    pub before: Prf,
    /// The page with the best lines kept. F1 is never below that of the page as it came.
    pub oracle: Option<Prf>,
    /// The cleaned page.
    pub after: Option<Prf>,
}

/// The figures of one page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageScore {
    /// Words in gold.
    pub gold_words: usize,
    /// Words in the page as it came, and how many of them gold holds.
    pub before: WordCount,
    /// The same of the cleaned page.
    pub after: Option<WordCount>,
    /// By 4-word shingles.
    pub shingles: MeasureScore,
    /// By single words.
    pub words: MeasureScore,
}

/// Words in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordCount {
    /// All of them.
    pub total: usize,
    /// Those that gold holds too, each as often as gold does at most.
    pub in_gold: usize,
}

impl WordCount {
    /// Words that gold does not hold.
    pub fn noise(self) -> usize {
        self.total - self.in_gold
    }
}

impl PageScore {
    /// Per cent of gold's words that the page held and the cleaned page has lost.
    pub fn lost_percent(&self) -> Option<f64> {
        let lost = self.before.in_gold.saturating_sub(self.after?.in_gold);
        Some(100.0 * wide_number(lost) / wide_number(self.gold_words.max(1)))
    }
}

/// Scores one page, and its cleaned text if there is one, against gold.
///
/// Lines end at `\n`, `\r\n` or `\r`. O(n) in bytes: about ten passes over the words for the
/// oracle of each measure, one otherwise.
///
/// # Panics
///
/// On a gold text of 2^30 words or more.
pub fn score_page(gold: &str, before: &str, after: Option<&str>, oracle: Oracle) -> PageScore {
    let gold = GoldShingles::new(gold);
    let lines = Lines::new(before, &gold);
    let grams = (oracle == Oracle::Search).then(|| LineGrams::new(&lines, &gold));
    let after: Option<Vec<u32>> = after.map(|text| gold.ids(text).collect());
    let measure = |measure| measure_score(&gold, &lines, grams.as_ref(), after.as_deref(), measure);
    PageScore {
        gold_words: gold.tokens.len(),
        before: word_count(&gold, lines.tokens()),
        after: after.as_deref().map(|text| word_count(&gold, text)),
        shingles: measure(Measure::Shingles),
        words: measure(Measure::Words),
    }
}

pub(crate) fn measure_score(
    gold: &GoldShingles,
    lines: &Lines,
    grams: Option<&LineGrams>,
    after: Option<&[u32]>,
    measure: Measure,
) -> MeasureScore {
    let prf = |text: &[u32]| gold.prf(gold.tally(text, measure), measure);
    let before = prf(lines.tokens());
    let oracle = grams.map(|grams| {
        let best = best_lines(gold, lines, grams, measure);
        Prf {
            f1: best.f1.max(before.f1),
            ..best.prf
        }
    });
    MeasureScore {
        before,
        oracle,
        after: after.map(prf),
    }
}

pub(crate) fn word_count(gold: &GoldShingles, text: &[u32]) -> WordCount {
    let tally = gold.tally(text, Measure::Words);
    WordCount {
        total: tally.total,
        in_gold: tally.matched,
    }
}
