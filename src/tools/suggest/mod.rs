//! Drafts of rules for what many hosts have in common: share bars, comment forms, lines of law, in any language.
//!
//! ```text
//! rows of counts, host by host -> shapes, hosts as pages -> rows, sorted -> merged -> candidates -> drafts
//!                                       `-> put aside <--------'
//! ```
//!
//! Rows of shapes have the form of [`templates`](crate::tools::templates), one level up: what a page is to a host
//! there, a host is to the crawl here. So they are put aside, merged and judged as those are, and hosts that are
//! mirrors of each other count once.
//!
//! # Example
//!
//! ```
//! use dechaff::tools::suggest::{CommonLines, SuggestLimits, Shapes, draft};
//! use dechaff::tools::templates::Counts;
//! use std::collections::BTreeSet;
//!
//! let mut counts = Counts::default();
//! for host in ["tide", "kettle", "lamp", "goose", "quay"] {
//!     let text = format!("A word on the {host}\nTell your neighbours of this page\nOnly the {host} knows.\n");
//!     counts.add(&format!("{host}.example"), "page", &text);
//! }
//! let mut shapes = Shapes::default();
//! counts.into_rows().for_each(|row| shapes.take(&row));
//! let mut common = CommonLines::new(SuggestLimits::default());
//! shapes.into_rows().for_each(|row| common.take(row));
//! let candidates = common.finish();
//! let drafted = draft(&candidates[0], "mine", &BTreeSet::new()).expect("a draft that passes its tests");
//! assert!(drafted.toml().contains("match.line = [\"Tell your neighbours of this page\"]"));
//! ```

pub(crate) mod candidate;
pub(crate) mod common_lines;
pub(crate) mod drafted;
pub(crate) mod form;
pub(crate) mod pack;
pub(crate) mod shapes;

#[cfg(test)]
mod tests;

pub use crate::tools::suggest::candidate::Candidate;
pub use crate::tools::suggest::common_lines::{CommonLines, SuggestLimits};
pub use crate::tools::suggest::drafted::{DraftedRule, draft};
pub use crate::tools::suggest::pack::{DraftUse, MeasuredDraft, SuggestedPack, suggested_pack};
pub use crate::tools::suggest::shapes::{Shapes, untouched};
