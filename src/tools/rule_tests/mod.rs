//! Inline tests of rules.

pub(crate) mod add;
pub(crate) mod draft;
pub(crate) mod run;
