//! Tools for those who write rules and fit models.

pub(crate) mod active_rules;
pub(crate) mod draft;
pub mod fit;
pub(crate) mod format;
pub(crate) mod mutants;
pub(crate) mod review;
pub(crate) mod rule_tests;
pub mod score;
pub(crate) mod seeded_rng;
pub mod stats;
pub(crate) mod synthesize;
