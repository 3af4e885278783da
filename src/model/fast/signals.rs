//! What rules say of the lines of a page that are left: it feeds the weighing.

use crate::model::host_lines::HostLines;
use crate::model::markup_lines::MarkupLines;
use crate::model::rule_signals::{Cue, RuleSignal};

/// What rules say of each line that is left, by rank.
#[derive(Debug, Default)]
pub(crate) struct LineSignals {
    pub(crate) of_line: Vec<RuleSignal>,
    /// Whether a rule knows the line for a heading of other stories, whatever its guards say.
    pub(crate) is_heading: Vec<bool>,
    /// Where cues are given: the rank of the line.
    pub(crate) cues: Vec<(u32, Cue)>,
    /// What was counted of the lines on other pages of the host.
    pub(crate) host: HostLines,
    /// What markup says of the lines, where the page has any.
    pub(crate) markup: MarkupLines,
}

impl LineSignals {
    /// No rule says anything of so many lines.
    pub(crate) fn reset(&mut self, lines: usize) {
        self.of_line.clear();
        self.of_line.resize(lines, RuleSignal::Silent);
        self.is_heading.clear();
        self.is_heading.resize(lines, false);
        self.cues.clear();
        self.host.clear();
        self.markup.clear();
    }
}
