//! What a rule does where it matches: how much of the page, and whether that goes.

use crate::rules::worded::worded_enum;

worded_enum! {
    /// How much goes where a rule matches.
    pub enum Extent {
        /// The whole line (or lines) that the match stands on.
        Line = "line",
        /// The match alone; in a regex the group `cut`, where it has one.
        Match = "match",
        /// From the match's start to the line's end.
        Rest = "rest",
        /// Every line up to the blank lines around the match.
        Block = "block",
        /// The line and all that follows, up to the next line of prose.
        Section = "section",
        /// The line and all that follows, to the page's end.
        Tail = "tail",
    }
}

worded_enum! {
    /// What a rule's matches lead to.
    pub enum Level {
        /// Nothing: the rule does not run.
        Off = "off",
        /// A finding in `check` and `explain`, never a cut.
        Flag = "flag",
        /// The opposite of a cut: what the rule would cut stays, unless it goes as part of something larger.
        Keep = "keep",
        /// A cut.
        On = "on",
    }
}

impl Extent {
    /// What goes, in words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Line => "the whole line",
            Self::Match => "what matched, and no more",
            Self::Rest => "from what matched to the line's end",
            Self::Block => "every line up to the blank lines around it",
            Self::Section => "the line and all that follows, up to the next line of prose",
            Self::Tail => "the line and all that follows, to the page's end",
        }
    }
}

/// Whether a rule removes what it matches or keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// What it matches may go.
    Cut,
    /// What it matches stays, whatever other rules say.
    Protect,
}
