//! Rules at work on many pages: samples of their cuts, figures, and what a changed rule changes.

pub(crate) mod change;
pub(crate) mod figures;
pub(crate) mod page;
pub(crate) mod run_figures;
pub(crate) mod sample;
pub(crate) mod together;

pub use crate::study::change::{Change, ChangeKind, changes};
pub use crate::study::figures::{
    ExceptionFigures, FigureBooks, RuleFigures, STATISTICS_VERSION, Statistics,
};
pub use crate::study::page::{PageStudy, RuleCount, study};
pub use crate::study::run_figures::{FigureError, RunFigures};
pub use crate::study::sample::{Sample, sample_key};
pub use crate::study::together::{Same, Together};
