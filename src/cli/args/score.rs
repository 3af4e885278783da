//! The flags of `dechaff score`.

use crate::cli::args::common::RuleArgs;
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ScoreArgs {
    /// Folder of gold texts, in files or shards, or one shard (with --snippets, of <id>.json files with "with" and "without" lists)
    #[arg(long, value_name = "DIR")]
    pub(crate) gold: PathBuf,
    /// Folder of the pages as they came, or one shard
    #[arg(long, value_name = "DIR")]
    pub(crate) before: PathBuf,
    /// Folder of the cleaned pages, or one shard
    #[arg(long, value_name = "DIR")]
    pub(crate) after: Option<PathBuf>,
    /// Score only the pages listed in FILE, one "id" or "set/id" a line, set being GOLD's name
    #[arg(long, value_name = "FILE")]
    pub(crate) ids: Option<PathBuf>,
    /// Score by snippets that must stay or go instead of whole gold texts
    #[arg(long, conflicts_with = "worst")]
    pub(crate) snippets: bool,
    /// Name the N pages whose F1 fell most and the N whose F1 rose most; with cut records, show the
    /// N cuts that lost most of gold, in context
    #[arg(long, value_name = "N", default_value_t = 0, requires = "after")]
    pub(crate) worst: usize,
    /// Say what each rule or kind removed and lost, and how F1 would change if it alone were off:
    /// the pages are cleaned again by the rules, options and evidence that made the records, which
    /// must be given as to `clean`. A page costs one cleaning, and one more for each that cut on it
    #[arg(
        long,
        value_enum,
        value_name = "WHOM",
        requires = "after",
        conflicts_with = "snippets"
    )]
    pub(crate) by: Option<ScoreBy>,
    /// The cut records, .jsonl or .jsonl.zst; by default those in AFTER/_dechaff, where there are any
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "after")]
    pub(crate) cuts: Option<PathBuf>,
    /// Leave out the line oracle and the headroom
    #[arg(long, conflicts_with = "snippets")]
    pub(crate) no_oracle: bool,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: ScoreFormat,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScoreBy {
    /// A row for each rule
    Rule,
    /// A row for each kind
    Kind,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScoreFormat {
    /// Aligned text
    #[default]
    Table,
    /// Markdown tables
    Markdown,
    /// One JSON object
    Json,
}
