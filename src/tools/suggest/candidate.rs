//! A line or a shape that many hosts have.

use crate::rules::mode::Confidence;
use crate::text::line_key::Vary;

/// What of a line its shape is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CandidateShape {
    /// The line, but for what varies.
    Line(Vary),
    /// More than could be kept of a line: its start.
    Long,
    /// How the line begins: so much of the text.
    Start(String),
}

/// A line or a shape that many hosts have, and that no rule cuts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub(crate) text: String,
    pub(crate) shape: CandidateShape,
    pub(crate) confidence: Confidence,
    /// How many hosts have it, of which mirrors count once.
    pub(crate) hosts: u32,
    /// Its words on all pages.
    pub(crate) words: u64,
    /// What stands before and after it, where many hosts have that as well.
    pub(crate) around: (Option<String>, Option<String>),
}

impl Candidate {
    /// A text of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many hosts have it.
    pub fn hosts(&self) -> u32 {
        self.hosts
    }
}
