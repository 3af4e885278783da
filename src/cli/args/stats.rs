//! Flags of `stats`.

use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct StatsArgs {
    /// The folder of clean text
    #[arg(value_name = "CLEANED", value_hint = ValueHint::DirPath)]
    pub(crate) cleaned: PathBuf,
    /// The cut records, .jsonl or .jsonl.zst; by default those in CLEANED/_dechaff
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) cuts: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: CutStatsFormat,
    /// Rows of a table, and outliers, that are shown; 0 means all
    #[arg(long, value_name = "N", default_value_t = 15)]
    pub(crate) top: usize,
    /// Show so many cuts of each rule, with the lines around them; for the formats table and json
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) sample: usize,
    /// Draw another sample
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Lines that are shown before and after a cut
    #[arg(long, value_name = "LINES", default_value_t = 1)]
    pub(crate) context: usize,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CutStatsFormat {
    /// Aligned text
    #[default]
    Table,
    /// One JSON object
    Json,
    /// A row for each rule, kind, host, shard and outlier
    Csv,
    /// The records themselves: a JSON object a page, with reasons in words
    Records,
}

impl CutStatsFormat {
    /// Its name.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Records => "records",
        }
    }
}
