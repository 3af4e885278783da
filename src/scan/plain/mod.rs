//! Finds in the plain way: rule by rule, with all that is to be said of each.
//!
//! It explains finds and runs rules by themselves. On whole pages it is the twin that the scanner of
//! [`scan::scanner`](crate::scan::scanner) is held equal to.

pub(crate) mod line_cache;
pub(crate) mod rule_match;
pub(crate) mod scanner;
pub(crate) mod watch;
