//! Inline tests of rules: running them, making them from cuts, adding them to files.

pub(crate) mod add;
