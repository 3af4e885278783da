//! Tools for those who write rules and fit models.

pub mod active_rules;
pub mod bench;
pub mod draft;
pub mod fit;
#[cfg(feature = "edit")]
pub mod format;
pub mod mutants;
pub mod review;
pub mod rule_tests;
pub mod score;
pub(crate) mod seeded_rng;
pub mod stats;
pub mod suggest;
pub mod synthesize;
pub mod templates;
