//! Rules at work on many pages: samples of their cuts, figures, and what a changed rule changes.

mod change;
mod figures;
mod page;
mod run_figures;
mod sample;
mod together;

pub use change::{Change, ChangeKind, changes};
pub use figures::{ExceptionFigures, FigureBooks, RuleFigures, STATISTICS_VERSION, Statistics};
pub use page::{PageStudy, RuleCount, study};
pub use run_figures::{FigureError, RunFigures};
pub use sample::{Sample, sample_key};
pub use together::{Same, Together};
