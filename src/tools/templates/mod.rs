//! Templates: the lines that a host repeats on its pages. Counted over a crawl, and written as a pack of rules
//! for a person to review.
//!
//! ```text
//! pages -> counts -> rows, sorted -> merged -> lines that a host repeats -> pack
//!                      `-> file <-----'
//! ```
//!
//! Counts of two parts of a crawl merge to those of both, exactly and in any order: each figure of a line is a
//! sum, a least, a greatest, or the least few of a set. So a crawl may be counted in shards, anywhere, and the
//! result is the same at any number of threads.
//!
//! # Example
//!
//! ```
//! use dechaff::tools::templates::{Acceptance, Counts, TemplateWriter};
//!
//! let mut counts = Counts::default();
//! for (id, story) in [("a", "Rain fell."), ("b", "Snow fell."), ("c", "Hail fell.")] {
//!     let text = format!("Tide Tables Home\n{story}\n");
//!     counts.add("tide.example", id, &text);
//! }
//! let mut writer = TemplateWriter::new("templates", Acceptance::default());
//! counts.into_rows().for_each(|row| writer.take(row));
//! assert!(writer.finish().toml.contains("Tide Tables Home"));
//! ```

pub(crate) mod accept;
pub(crate) mod counts;
pub(crate) mod different;
pub(crate) mod files;
pub(crate) mod grouped;
pub(crate) mod host;
pub(crate) mod host_pages;
pub(crate) mod known_lines;
pub(crate) mod learned_host;
pub(crate) mod line_count;
pub(crate) mod merge;
pub(crate) mod pack;
pub(crate) mod page_lines;
pub(crate) mod pages;
pub(crate) mod row;
pub(crate) mod rule_text;
pub(crate) mod tests_of;

#[cfg(test)]
mod tests;

pub use crate::tools::templates::accept::Acceptance;
pub use crate::tools::templates::counts::{CountedHost, Counts};
pub use crate::tools::templates::learned_host::{HostLearner, LearnedHost};
pub use crate::tools::templates::merge::{MergeError, Merged, Rows, rows_of};
pub use crate::tools::templates::pack::{LearnedPack, TemplateWriter};
pub use crate::tools::templates::row::{Row, RowError, push_header, push_row};
