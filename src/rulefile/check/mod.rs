//! From the wire to [`Rule`]s, with every error of a file at once.

pub(crate) mod adjustment;
pub(crate) mod file;
pub(crate) mod guards;
pub(crate) mod loose;
pub(crate) mod names;
pub(crate) mod problems;
pub(crate) mod rule;
pub(crate) mod rule_check;
pub(crate) mod size;
pub(crate) mod values;
