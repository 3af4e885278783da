//! `summary.json`.

use crate::cli::commands::clean::shard_summary::ShardSummary;
use dechaff::io::batch::RunSummary;
use dechaff::tools::stats::{CutFigures, CutStatistics, Outlier, PlaceFigures};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is written of a run.
pub(crate) fn summary_json(
    run: &RunSummary,
    shards: Option<ShardSummary>,
    statistics: &CutStatistics,
) -> anyhow::Result<String> {
    let file = SummaryFile {
        run,
        shards,
        rule_figures: &statistics.rules,
        hosts: &statistics.hosts,
        outlier_count: statistics.outlier_count,
        outliers: &statistics.outliers,
    };
    Ok(serde_json::to_string_pretty(&file)? + "\n")
}

/// `summary.json`: what rules, hosts and pages lost stands beside the totals. No clock goes into it.
#[derive(Serialize)]
struct SummaryFile<'s> {
    #[serde(flatten)]
    run: &'s RunSummary,
    #[serde(skip_serializing_if = "Option::is_none")]
    shards: Option<ShardSummary>,
    rule_figures: &'s BTreeMap<String, CutFigures>,
    hosts: &'s BTreeMap<String, PlaceFigures>,
    outlier_count: u64,
    outliers: &'s [Outlier],
}
