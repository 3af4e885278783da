//! What became of a match.

use crate::rules::mode::Confidence;

/// What became of a find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was cut, whole or in part.
    Cut,
    /// It keeps what it matched.
    Protects,
    /// A guard said no: which, and why.
    Guarded(String),
    /// Its confidence is below what the mode asks for.
    TooWeak(Confidence),
    /// Its rule only flags.
    Flagged,
    /// A protect rule keeps all of it.
    Protected,
    /// The page's own story stays: its headline, a line of code or of a table, or most of its prose.
    Sheltered,
    /// The evidence does not suffice for what the mode asks.
    Outweighed,
}

/// How sure log-odds are, in the words of rules.
pub(crate) fn confidence(log_odds: f32) -> Confidence {
    match log_odds {
        5.0.. => Confidence::High,
        2.5.. => Confidence::Medium,
        _ => Confidence::Low,
    }
}
