//! Inline tests of rules.

#[cfg(feature = "edit")]
pub(crate) mod add;
pub(crate) mod draft;
pub(crate) mod run;

#[cfg(feature = "edit")]
pub use crate::tools::rule_tests::add::{EditError, Edited, add_test};
pub use crate::tools::rule_tests::draft::{TestDraftError, Wish, draft_test};
pub use crate::tools::rule_tests::run::{TestReport, run_tests, run_tests_of};
