//! dechaff removes from scraped text what is not the article, and can put every byte back.
//!
//! It reads a [`Page`], finds noise by rules written in TOML, and returns the clean text with a
//! record of every cut. It only ever deletes: the clean text is a subsequence of the page, and
//! clean text and record together are the page again, byte for byte.
//!
//! ```
//! use dechaff::{Cleaner, Page, Record};
//!
//! let scraped = "The bridge opened on Tuesday.\n\nLeave a Reply\n";
//! let cleaner = Cleaner::shipped();
//! let page = Page::new(scraped);
//! let cleaned = cleaner.clean(&page);
//! let record = Record::new("bridge.txt", &page, &cleaned, &cleaner);
//! assert_eq!(record.restore(&cleaned.text)?, scraped);
//! # Ok::<(), dechaff::RestoreError>(())
//! ```
//!
//! The way of a page, and the modules it leads through:
//!
//! ```text
//! page -> scan -> decide -> apply        clean runs them until nothing changes
//!          |        |
//!        detect   guards                 what a rule finds; when it may speak
//! ```

mod clean;
pub mod io;
mod matchers;
mod model;
mod page;
mod record;
mod rulefile;
mod rules;
mod scan;
mod text;
pub mod tools;

pub use clean::cleaned::{ARTICLE_END, Cleaned, Cut, WEIGHED_LINE, Warning};
pub use clean::cleaner::Cleaner;
pub use clean::finding::Finding;
pub use clean::options::Options;
pub use clean::passes::MAX_PASSES;
pub use clean::verdict::Verdict;
pub use matchers::phrases::phrases_in;
pub use model::file::read::ModelError;
pub use model::fitted::Model;
pub use page::language::LANG_SAMPLE_BYTES;
pub use page::line::{LONG_WORDS, Line, PROSE_WORDS, TITLE_WORDS};
pub use page::{Page, PageMeta};
pub use record::{CutRecord, RECORD_VERSION, Record, RestoreError};
pub use rulefile::check::rule_check::RuleCheck;
pub use rulefile::code::{Code, Severity};
pub use rulefile::config::file::{CONFIG_NAME, ConfigFile};
pub use rulefile::config::packs::{PackFrom, PackRef};
pub use rulefile::config::placed::Placed;
pub use rulefile::diagnostic::{Diagnostic, RuleErrors};
pub use rulefile::exception::{Exception, ExceptionKind};
pub use rulefile::lint::subject::RuleActivity;
pub use rulefile::marks::marked_text;
pub use rulefile::pack::builder::RulesBuilder;
pub use rulefile::pack::load::pack_hash;
pub use rulefile::pack_source::PackSource;
pub use rulefile::rules::Rules;
pub use rulefile::schema::{config_schema, rules_schema};
pub use rulefile::selector::Selector;
pub use rulefile::shipped::{shipped_pack, shipped_pack_names, shipped_packs};
pub use rules::effect::{Extent, Level, Polarity};
pub use rules::guard::Neighbour;
pub use rules::inline_test::RuleTests;
pub use rules::inline_test::{Fate, RuleTest, TestOutcome};
pub use rules::kind::Kind;
pub use rules::mode::Confidence;
pub use rules::mode::Mode;
pub use rules::rule::{Origin, Rule};
pub use text::span::Span;
pub use tools::active_rules::ActiveRules;
pub use tools::draft::rule::{DraftError, Example, MustStay, RuleDraft, draft_rule};
pub use tools::format::format_rules;
pub use tools::mutants::mutant::{Mutant, mutants_of};
pub use tools::mutants::place::mutant_places;
pub use tools::review::{Concern, PackReview, ReviewNote, ReviewedOverride, review_pack};
pub use tools::rule_tests::add::{EditError, Edited, add_test};
pub use tools::rule_tests::draft::{TestDraftError, Wish, draft_test};
pub use tools::rule_tests::run::{TestReport, run_tests, run_tests_of};
pub use tools::synthesize::{Draws, Layout, Story, splice};

/// Pages for tests of the library's inside; the tests of its outside have the same.
#[cfg(test)]
#[path = "../tests/it/common/pages.rs"]
mod test_pages;
