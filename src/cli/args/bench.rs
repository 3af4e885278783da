//! The arguments of `bench`.

use crate::cli::args::common::{InputArgs, RuleArgs};
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use std::num::NonZeroUsize;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct BenchArgs {
    #[command(subcommand)]
    pub(crate) command: Option<BenchCommand>,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// How often everything is measured, in turns; a figure is the median
    #[arg(long, value_name = "N", default_value = "3")]
    pub(crate) rounds: NonZeroUsize,
    /// How many rules the table names, the slowest first; the JSON has all
    #[arg(long, value_name = "N", default_value_t = 15)]
    pub(crate) top: usize,
    /// Also show precision and recall by kind, by labels as `gen crawl` writes them
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) labels: Option<PathBuf>,
    /// Put ratios to an older report beside the figures: the JSON of `bench` over the same texts
    #[arg(long, value_name = "OLD.json", value_hint = ValueHint::FilePath)]
    pub(crate) compare: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: BenchFormat,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    /// Name the rules that look at every line, since no literal says where they could match
    Rules(BenchRulesArgs),
}

#[derive(Debug, Args)]
pub(crate) struct BenchRulesArgs {
    /// How they are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: BenchFormat,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum BenchFormat {
    /// For people
    #[default]
    Table,
    /// One JSON object
    Json,
}
