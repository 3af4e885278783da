//! Rules drafted from a line of a page.

pub(crate) mod kind;
pub(crate) mod name;
pub(crate) mod noise_box;
pub(crate) mod pattern;
pub(crate) mod rule;
pub(crate) mod sample;
pub(crate) mod shape;
pub(crate) mod spec;

pub use crate::tools::draft::rule::{DraftError, Example, MustStay, RuleDraft, draft_rule};
