//! One pass over a page that finds every place a rule may speak of.

mod attempt;
mod find;
pub(crate) mod found;
mod labels;
pub(crate) mod line;
pub(crate) mod needles;
mod part;
pub(crate) mod plain;
pub(crate) mod prepared;
pub(crate) mod scanner;
pub(crate) mod templates;
pub(crate) mod why;
