//! The model: how likely each line of a page is noise, which lines its expected F1 is best without,
//! and where the page's own article ends.
//!
//! A line's log-odds are a sum of small tables over its features; the tables, the lexicon and the
//! thresholds are data, fitted on labelled pages, and every cut can say which features spoke for it.

pub(crate) mod additive;
pub(crate) mod article_end;
pub(crate) mod chain;
pub(crate) mod cohesion;
pub(crate) mod fast;
pub(crate) mod feature;
pub(crate) mod features;
pub(crate) mod file;
pub(crate) mod fitted;
pub(crate) mod host_lines;
pub(crate) mod host_threads;
pub(crate) mod late;
pub(crate) mod lexicon;
pub(crate) mod markup_lines;
pub(crate) mod page_features;
pub(crate) mod reasons;
pub(crate) mod rule_signals;
pub(crate) mod selection;
pub(crate) mod settled;
pub(crate) mod side_tables;
pub(crate) mod strongest;
pub(crate) mod thresholds;
pub(crate) mod weigh;
