//! How close a cleaned page comes to the article that a person marked.
//!
//! The Rust twin of `score.py` of the benchmark: the same figures, some sixty times faster.
//! Everything here takes text and returns figures or text; pairing files is up to the caller.
//!
//! A page is compared with its gold text by two multisets, of 4-word shingles and of words. Its
//! upper bound is the *line oracle*: the best F1 that deleting whole lines can reach. Over pages,
//! figures are plain means, with 95 % bootstrap intervals.
//!
//! # Example
//!
//! ```
//! use dechaff::score::{Oracle, Report, score_page};
//!
//! let gold = "The mayor opened the new bridge on Monday.";
//! let before = format!("Share this\n{gold}\nSee also: ten more bridges");
//! let page = score_page(gold, &before, Some(gold), Oracle::Search);
//! assert!(page.shingles.before.f1 < 1.0);
//! assert_eq!(page.shingles.after.map(|after| after.f1), Some(1.0));
//!
//! let report = Report::new(vec![("bridge".to_owned(), page)], 0).expect("one page");
//! assert_eq!(report.summary.shingles.change.and_then(|change| change.headroom_recovered), Some(1.0));
//! ```

pub(crate) mod account;
pub(crate) mod escape;
pub(crate) mod hash;
pub(crate) mod json;
pub(crate) mod kept;
pub(crate) mod labels;
pub(crate) mod lines;
pub(crate) mod masks;
pub(crate) mod missed;
pub(crate) mod oracle;
pub(crate) mod shingles;
#[cfg(test)]
pub(crate) mod slow;
pub(crate) mod snippets;
pub(crate) mod summary;
pub(crate) mod table;
pub(crate) mod tokens;
pub(crate) mod twister;

pub use crate::score::account::costly::{CostlyCut, costly_cuts, worst_cuts};
pub use crate::score::account::{Account, AccountRow, Charge, Cost, PageAccount, account};
pub use crate::score::json::{json, snippets_json};
pub use crate::score::labels::{LineLabel, label_lines};
pub use crate::score::missed::Missed;
pub use crate::score::snippets::{Found, SnippetCounts, SnippetReport, Snippets};
pub use crate::score::summary::{Change, Damage, Interval, MeasureSummary, Report, Summary};
pub use crate::score::table::{markdown, snippets_markdown, snippets_table, table};
pub use crate::score::tokens::{Tokens, tokens};

use crate::score::lines::{LineGrams, Lines};
use crate::score::oracle::best_lines;
use crate::score::shingles::{Gold, Measure};
use crate::text::number::wide_number;

/// Whether the line oracle is searched, which takes most of the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oracle {
    /// Search the best lines to keep.
    Search,
    /// Leave the oracle and the headroom out.
    Skip,
}

/// Precision, recall and F1 of one text, each 0..=1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Prf {
    /// Share of the text that is in gold.
    pub precision: f64,
    /// Share of gold that is in the text.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

impl Prf {
    /// All three are 1 if the text and gold are both empty, and 0 if one of them is.
    fn new(matched: usize, in_text: usize, in_gold: usize) -> Self {
        if in_text == 0 && in_gold == 0 {
            return Self {
                precision: 1.0,
                recall: 1.0,
                f1: 1.0,
            };
        }
        let share = |of: usize| {
            if of == 0 {
                0.0
            } else {
                wide_number(matched) / wide_number(of)
            }
        };
        let f1 = 2.0 * wide_number(matched) / wide_number(in_text + in_gold);
        Self {
            precision: share(in_text),
            recall: share(in_gold),
            f1,
        }
    }
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
    let gold = Gold::new(gold);
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

fn measure_score(
    gold: &Gold,
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

fn word_count(gold: &Gold, text: &[u32]) -> WordCount {
    let tally = gold.tally(text, Measure::Words);
    WordCount {
        total: tally.total,
        in_gold: tally.matched,
    }
}
