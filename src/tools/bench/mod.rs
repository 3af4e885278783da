//! How fast cleaning is, against the least that reading text costs: figures, tables, comparisons.
//!
//! Nothing here looks at a clock: whoever measures hands in [`Sample`]s, and gets a [`BenchReport`] that
//! prints as a table, reads back from JSON and stands beside an older one ([`compare`]).

pub(crate) mod compare;
pub(crate) mod floor;
pub(crate) mod report;
pub(crate) mod row;
pub(crate) mod rule_costs;
pub(crate) mod stages;
pub(crate) mod table;
pub(crate) mod unfiltered;

pub use crate::tools::bench::compare::{CompareError, check_texts, compare};
pub use crate::tools::bench::floor::{count_newlines, hash_lines};
pub use crate::tools::bench::report::{
    BENCH_VERSION, BenchReport, BenchSetup, CleanedFigures, CorpusFigures, KindFigures,
    MemoryFigures,
};
pub use crate::tools::bench::row::{BenchRow, Measured, RowName, RowRatios, Sample};
pub use crate::tools::bench::rule_costs::{RuleCost, RuleCosts};
pub use crate::tools::bench::stages::{StageFigures, StageNanos, clean_staged};
pub use crate::tools::bench::table::table;
pub use crate::tools::bench::unfiltered::{UnfilteredRule, unfiltered_rules, unfiltered_table};

#[cfg(test)]
mod tests;
