//! Tools for those who write rules and fit models.

pub(crate) mod format;
pub(crate) mod review;
pub(crate) mod rule_tests;
