//! dechaff removes from scraped text what is not the article, and can put every byte back.
//!
//! It reads a [`Page`], finds noise by rules written in TOML, and returns the clean text with a
//! record of every cut. It only ever deletes: the clean text is a subsequence of the page, and
//! clean text and record together are the page again, byte for byte.
//!
//! ```
//! use dechaff::{Cleaner, Page};
//!
//! let scraped = "The bridge opened on Tuesday.\n\nLeave a Reply\n";
//! let cleaner = Cleaner::shipped();
//! let page = Page::new(scraped);
//! let cleaned = cleaner.clean(&page);
//! let record = cleaned.record("bridge.txt");
//! assert_eq!(record.restore(&cleaned.text)?, scraped);
//! # Ok::<(), dechaff::RestoreError>(())
//! ```
//!
//! The way of a page:
//!
//! ```text
//! page -> scan -> weigh -> decide -> apply      until nothing changes
//!          |        |        |
//!       matchers  model    guards and modes
//! ```
//!
//! Here at the root stands what cleaning needs. What rules are made of is in [`rules`], how they are
//! written in [`rulefile`]; [`tools`] is for those who write rules and fit models, `io` for many
//! pages in files.
//!
//! Features: `cli`, on unless turned off, is the command and turns the others on; `files` is the module
//! `io`; `edit` changes rule files in place (`tools::format`, `tools::rule_tests::add_test`).

pub mod clean;
#[cfg(feature = "files")]
pub mod io;
pub mod matchers;
mod model;
pub mod page;
pub mod record;
pub mod rulefile;
pub mod rules;
mod scan;
mod text;
pub mod tools;
pub mod view;

pub use clean::builder::CleanerBuilder;
pub use clean::cleaned::{Cleaned, Cut, Warning};
pub use clean::cleaner::Cleaner;
pub use clean::finding::Finding;
pub use clean::options::Options;
pub use clean::verdict::Verdict;
pub use model::file::read::ModelError;
pub use model::fitted::Model;
pub use page::line::Line;
pub use page::{Page, PageMeta};
pub use record::{CutRecord, Record, RestoreError};
pub use rulefile::diagnostic::RuleErrors;
pub use rulefile::pack::builder::RulesBuilder;
pub use rulefile::pack_source::PackSource;
pub use rulefile::rules::Rules;
pub use rules::kind::Kind;
pub use rules::mode::{Confidence, Mode};
pub use rules::rule::Rule;
pub use text::span::Span;

/// Pages for tests of the library's inside; the tests of its outside have the same.
#[cfg(test)]
#[path = "../tests/it/common/pages.rs"]
mod test_pages;
