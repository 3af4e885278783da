//! Who makes a cut, and whose finds do not count.

use crate::clean::cleaned::{ARTICLE_END, WEIGHED_LINE};
use crate::rulefile::rules::Rules;
use crate::rules::kind::Kind;
use crate::rules::mode::Confidence;

/// Who makes a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Author {
    /// A rule, by load order.
    Rule(usize),
    /// The weighing of a line, with how sure it is.
    Line(Confidence),
    /// The end of the page's article.
    End,
}

impl Author {
    /// Whether it is a rule that has counts of what a host repeats.
    pub(crate) fn is_counted(self, rules: &Rules) -> bool {
        matches!(self, Self::Rule(rule) if rules.at(rule).host_counts().is_some())
    }

    /// Under which name its cuts go, of which kind they are, and how sure it is.
    pub(crate) fn describe(self, rules: &Rules) -> (&str, Kind, Confidence) {
        match self {
            Self::Rule(rule) => {
                let rule = rules.at(rule);
                (&rule.id, rule.kind, rule.confidence)
            }
            Self::Line(confidence) => (WEIGHED_LINE, Kind::Other, confidence),
            Self::End => (ARTICLE_END, Kind::Appended, Confidence::Medium),
        }
    }
}

/// Whose finds do not count; nobody's by default.
#[derive(Debug, Default, Clone)]
pub(crate) struct Off {
    /// By load order; empty where all count.
    pub(crate) rules: Vec<bool>,
    /// Lines that are weighed.
    pub(crate) lines: bool,
    /// The ends of articles.
    pub(crate) ends: bool,
}

impl Off {
    pub(crate) fn is_off(&self, author: Author) -> bool {
        match author {
            Author::Rule(rule) => self.rules.get(rule).copied().unwrap_or_default(),
            Author::Line(_) => self.lines,
            Author::End => self.ends,
        }
    }
}
