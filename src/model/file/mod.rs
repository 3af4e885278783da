//! Model files: TOML that is read and checked, and written so that two fits can be compared line
//! by line.

pub(crate) mod compile;
pub(crate) mod fault;
pub(crate) mod figure;
pub(crate) mod read;
pub(crate) mod tables;
pub(crate) mod wire;
pub(crate) mod write;
