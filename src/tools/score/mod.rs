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
//! use dechaff::tools::score::{Oracle, ScoreReport, score_page};
//!
//! let gold = "The mayor opened the new bridge on Monday.";
//! let before = format!("Share this\n{gold}\nSee also: ten more bridges");
//! let page = score_page(gold, &before, Some(gold), Oracle::Search);
//! assert!(page.shingles.before.f1 < 1.0);
//! assert_eq!(page.shingles.after.map(|after| after.f1), Some(1.0));
//!
//! let report = ScoreReport::new(vec![("bridge".to_owned(), page)], 0).expect("one page");
//! assert_eq!(report.summary.shingles.change.and_then(|change| change.headroom_recovered), Some(1.0));
//! ```

pub(crate) mod attribution;
pub(crate) mod escape;
pub(crate) mod hash;
pub(crate) mod json;
pub(crate) mod kept;
pub(crate) mod labels;
pub(crate) mod lines;
pub(crate) mod masks;
pub(crate) mod mersenne_twister;
pub(crate) mod missed;
pub(crate) mod oracle;
pub(crate) mod page_score;
pub(crate) mod prf;
pub(crate) mod shingles;
#[cfg(test)]
pub(crate) mod slow;
pub(crate) mod snippets;
pub(crate) mod summary;
pub(crate) mod table;
pub(crate) mod tokens;

pub use crate::tools::score::attribution::costly::{CostlyCut, costly_cuts, worst_cuts};
pub use crate::tools::score::attribution::{
    Attribution, AttributionRow, Charge, Cost, PageAttribution, attribution,
};
pub use crate::tools::score::json::{json, snippets_json};
pub use crate::tools::score::labels::{LineLabel, label_lines};
pub use crate::tools::score::missed::Missed;
pub use crate::tools::score::page_score::{MeasureScore, Oracle, PageScore, WordCount, score_page};
pub use crate::tools::score::prf::Prf;
pub use crate::tools::score::snippets::{SnippetCounts, SnippetReport, Snippets, SnippetsFound};
pub use crate::tools::score::summary::{
    Damage, Interval, MeasureSummary, ScoreChange, ScoreReport, ScoreSummary,
};
pub use crate::tools::score::table::{markdown, snippets_markdown, snippets_table, table};
pub use crate::tools::score::tokens::{Tokens, tokens};
