//! One pass over a page that finds every place a rule may speak of.

pub(crate) mod found;
pub(crate) mod needles;
pub(crate) mod plain;
pub(crate) mod prepared;
pub(crate) mod scanner;
pub(crate) mod templates;
pub(crate) mod why;
