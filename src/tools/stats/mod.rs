//! Rules at work on many pages: samples of their cuts, figures, and what a changed rule changes.

pub(crate) mod change;
pub(crate) mod figures;
pub(crate) mod page;
pub(crate) mod run_figures;
pub(crate) mod sample;
pub(crate) mod together;

pub use crate::record::statistics::{
    CUT_STATISTICS_VERSION, CutFigures, CutStatistics, Outlier, PlaceFigures,
};
pub use crate::tools::stats::change::{CutChange, CutChangeKind, changes};
pub use crate::tools::stats::figures::{
    ExceptionFigures, FigureBooks, RuleFigures, STATISTICS_VERSION, Statistics,
};
pub use crate::tools::stats::page::{PageStats, RuleCount, page_stats};
pub use crate::tools::stats::run_figures::{FigureError, RunFigures};
pub use crate::tools::stats::sample::{Sample, sample_key};
pub use crate::tools::stats::together::{Same, Together};
