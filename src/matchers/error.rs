//! What can be wrong with what a matcher is given.

use crate::matchers::re::PatternError;

/// Why a matcher could not be compiled.
#[derive(Debug)]
pub(crate) struct MatcherError {
    pub(crate) problem: Problem,
    /// Which of the phrases it is about; `None` where it is about the matcher as a whole.
    pub(crate) phrase: Option<usize>,
}

/// What is wrong with a matcher's value.
#[derive(Debug)]
pub(crate) enum Problem {
    /// A list of phrases with nothing in it.
    NoPhrase,
    /// A phrase that begins with white space or is empty.
    EmptyPhrase,
    /// A line of a template that could find nothing.
    EmptyLine,
    /// A phrase longer than the cap.
    TooLong { len_bytes: usize, cap_bytes: usize },
    /// A number that is out of its range.
    OutOfRange {
        what: &'static str,
        range: &'static str,
    },
    /// A regular expression that cannot be used.
    Pattern(PatternError),
}

impl From<Problem> for MatcherError {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            phrase: None,
        }
    }
}
