//! The commands, a file or folder each.

pub(crate) mod bench;
pub(crate) mod check;
pub(crate) mod clean;
pub(crate) mod config_show;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod fit;
pub(crate) mod generate;
pub(crate) mod label;
pub(crate) mod learn;
pub(crate) mod manual;
pub(crate) mod restore;
pub(crate) mod rules;
pub(crate) mod score;
pub(crate) mod stats;
