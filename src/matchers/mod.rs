//! Matchers: built-in code behind the keys of `match`.
//!
//! A matcher says where something stands; whether it goes is decided later. Matchers of lines look
//! at one line at a time and only where one of their needles was seen; matchers of pages run once a
//! page. They take their own parameters ([`rules`](crate::rules)) and know nothing of rule files.

pub(crate) mod compiled;
pub(crate) mod compiled_rule;
pub(crate) mod error;
pub(crate) mod found;
pub(crate) mod guards;
pub(crate) mod pages;
pub(crate) mod phrases;
pub(crate) mod re;
pub(crate) mod regex;
pub(crate) mod traits;

pub use crate::matchers::phrases::phrases_in;
