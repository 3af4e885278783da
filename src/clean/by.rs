//! By what a page is cleaned.

use crate::clean::author::Off;
use crate::clean::cleaned::CleanedBy;
use crate::clean::said::Said;
use crate::clean::stage_clock::{Stage, StageClock};
use crate::model::fitted::Model;
use crate::rulefile::rules::Rules;
use crate::rules::mode::Mode;
use crate::scan::scanner::Scanner;
use std::sync::Arc;

/// What a page is cleaned by.
#[derive(Clone, Copy)]
pub(crate) struct By<'c> {
    pub(crate) rules: &'c Rules,
    pub(crate) scanner: &'c Scanner,
    pub(crate) evidence: Option<&'c Model>,
    pub(crate) mode: Mode,
    pub(crate) max_removed_share: f64,
    pub(crate) off: &'c Off,
    pub(crate) said: Said,
    /// Who asks how long it takes.
    pub(crate) clock: Option<&'c StageClock<'c>>,
    /// What records name.
    pub(crate) named: &'c Arc<CleanedBy>,
}

impl By<'_> {
    /// Tells the clock that a stage is over.
    pub(crate) fn over(&self, stage: Stage) {
        if let Some(clock) = self.clock {
            clock.over(stage);
        }
    }
}
