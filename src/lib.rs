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

mod apply;
pub mod batch;
mod clean;
mod cohesion;
mod compare;
mod decide;
mod detect;
mod draft;
mod edges;
mod firing;
pub mod fit;
mod mutants;
mod page;
mod provenance;
mod rule;
mod scan;
pub mod score;
pub mod sink;
pub mod source;
mod span;
mod splice;
pub mod study;
mod trial;
mod weigh;
mod words;

pub use clean::{Cleaned, Cleaner, Cut, Finding, MAX_PASSES, Options, STORY, WEIGHED, Warning};
pub use decide::Verdict;
pub use draft::{Draft, DraftError, Example, MustStay, draft_rule};
pub use firing::Firing;
pub use mutants::{Mutant, mutant_places, mutants_of};
pub use page::{LANG_SAMPLE_BYTES, LONG_WORDS, Line, PROSE_WORDS, Page, PageMeta, TITLE_WORDS};
pub use provenance::{CutRecord, RECORD_VERSION, Record, RestoreError};
pub use rule::{
    CONFIG_NAME, Code, Concern, Confidence, ConfigFile, Diagnostic, EditError, Edited, Exception,
    ExceptionKind, Extent, Fate, Fired, Kind, Level, Mode, Neighbour, Origin, PackFrom, PackRef,
    PackReview, PackSource, Placed, Polarity, ReviewNote, ReviewedOverride, Rule, RuleCheck,
    RuleErrors, RuleTest, RuleTests, Rules, RulesBuilder, Selector, Severity, TestOutcome,
    add_test, config_schema, format_rules, pack_hash, review_pack, rules_schema, shipped_pack,
    shipped_pack_names, shipped_packs,
};
pub use span::Span;
pub use splice::{Draws, Layout, Story, splice};
pub use trial::{TestDraftError, TestReport, Wish, draft_test, run_tests, run_tests_of};
pub use weigh::{Evidence, EvidenceError};
