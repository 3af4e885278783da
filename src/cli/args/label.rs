//! The flags of `dechaff label`.

use crate::cli::args::common::InputArgs;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct LabelArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Gold texts: GOLD/<id>/gold.txt or GOLD/<id>.txt for the page <id>.txt, or rows of shards, by their ids
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) gold: PathBuf,
    /// Write the labels to this file, which appears whole at the end; by default to standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// How labels are written
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: LabelFormat,
    /// Leave the text of the lines out
    #[arg(long)]
    pub(crate) no_text: bool,
    /// Read this configuration instead of the dechaff.toml found upward from the input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    pub(crate) config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, help_heading = "Input", conflicts_with = "config")]
    pub(crate) no_config: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LabelFormat {
    /// One JSON object a line
    #[default]
    Jsonl,
    /// Columns parted by tabs, under their names; tabs, ends of lines and backslashes are escaped
    Tsv,
}
