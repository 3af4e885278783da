//! One pass over a page that finds every place a rule may speak of.

pub(crate) mod line_cache;
pub(crate) mod needles;
pub(crate) mod prepared;
pub(crate) mod rule_match;
pub(crate) mod scanner;
pub(crate) mod watch;
