//! What rules say of the lines of a page: it feeds the weighing.

use crate::rules::kind::Kind;

/// The strongest thing that a rule says of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RuleSignal {
    /// A protect rule keeps it.
    Protected,
    /// None does.
    Silent,
    /// A rule of low confidence found something on it.
    Low,
    /// A rule of medium confidence did.
    Medium,
    /// A rule cuts it.
    Cut,
}

impl RuleSignal {
    /// As a figure: 0 is silence.
    pub(crate) fn figure(self) -> i32 {
        self as i32 - 1
    }
}

/// What the finds of rules announce of the lines around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    Comments,
    Stories,
    Buttons,
    Author,
    Site,
}

impl Cue {
    /// What a find of that kind announces.
    pub(crate) fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Comment => Some(Self::Comments),
            Kind::Related | Kind::Appended | Kind::Promo | Kind::Ad => Some(Self::Stories),
            Kind::Share | Kind::Newsletter | Kind::Paywall => Some(Self::Buttons),
            Kind::Byline | Kind::Blurb | Kind::Credit | Kind::Metadata => Some(Self::Author),
            Kind::Nav | Kind::Legal | Kind::Layout => Some(Self::Site),
            Kind::Duplicate | Kind::Caption | Kind::Template | Kind::Other => None,
        }
    }
}

/// What rules say of each line that is left, by rank.
#[derive(Debug, Default)]
pub(crate) struct RuleSignals {
    pub(crate) of_line: Vec<RuleSignal>,
    /// Whether a rule knows the line for a heading of other stories, whatever its guards say.
    pub(crate) is_heading: Vec<bool>,
    /// Where cues are given: the rank of the line.
    pub(crate) cues: Vec<(u32, Cue)>,
}

impl RuleSignals {
    /// No rule says anything of so many lines.
    pub(crate) fn reset(&mut self, lines: usize) {
        self.of_line.clear();
        self.of_line.resize(lines, RuleSignal::Silent);
        self.is_heading.clear();
        self.is_heading.resize(lines, false);
        self.cues.clear();
    }
}
