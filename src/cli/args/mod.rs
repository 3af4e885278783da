//! The command line: every flag, with the text that `--help`, the man page and completions show.

pub(crate) mod bench;
pub(crate) mod command;
pub(crate) mod common;
pub(crate) mod fit;
pub(crate) mod generate;
pub(crate) mod label;
pub(crate) mod learn;
pub(crate) mod rules;
pub(crate) mod score;
pub(crate) mod stats;
