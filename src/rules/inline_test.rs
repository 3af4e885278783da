//! Inline tests of rules: small pages of which it is marked what must go.

use crate::text::span::{Span, SpanSet};
use crate::view::format::Format;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A rule's inline test, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTest {
    /// The page without its marks.
    pub text: String,
    /// In which format it is.
    pub format: Format,
    /// The line of the rule file on which the test starts, from 1.
    pub line: usize,
    pub(crate) marked: SpanSet,
}

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestOutcome {
    /// What was marked went, and nothing else.
    Passed,
    /// Something went that is not marked, and nothing was missed.
    Noisy,
    /// Something marked stayed, and nothing else went.
    Missing,
    /// Something marked stayed and something else went.
    WrongSpan,
}

impl TestOutcome {
    /// The word for it on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Noisy => "noisy",
            Self::Missing => "missing",
            Self::WrongSpan => "wrong span",
        }
    }
}

/// What should and what did become of a piece of a test's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It stays, as it should.
    Stays,
    /// It went, as it should.
    Goes,
    /// It went and should stay.
    Noisy,
    /// It stays and should go.
    Missing,
}

impl RuleTest {
    /// Whether the test says that something must go.
    pub fn expects_cut(&self) -> bool {
        !self.marked.spans().is_empty()
    }

    /// Whether the test says that something more than white space must stay.
    pub(crate) fn expects_kept(&self) -> bool {
        let whole = Span::new(0, self.text.len());
        let kept = self.marked.missing(whole);
        kept.iter()
            .any(|span| !self.text[span.range()].trim().is_empty())
    }

    /// Compares what went with what is marked. Newlines do not count: a line that goes takes its
    /// own along, and the marks need not say so.
    pub(crate) fn judge(&self, cut: &SpanSet) -> TestOutcome {
        let fates = || (0..self.text.len()).map(|at| self.fate(at, cut));
        let noisy = fates().any(|fate| fate == Fate::Noisy);
        let missing = fates().any(|fate| fate == Fate::Missing);
        match (noisy, missing) {
            (false, false) => TestOutcome::Passed,
            (true, false) => TestOutcome::Noisy,
            (false, true) => TestOutcome::Missing,
            (true, true) => TestOutcome::WrongSpan,
        }
    }

    /// Whether what went is what is marked, as [`Self::judge`] sees it.
    pub(crate) fn passes(&self, cut: &SpanSet) -> bool {
        let mut fates = (0..self.text.len()).map(|at| self.fate(at, cut));
        fates.all(|fate| matches!(fate, Fate::Stays | Fate::Goes))
    }

    fn fate(&self, at: usize, cut: &SpanSet) -> Fate {
        if matches!(self.text.as_bytes()[at], b'\n' | b'\r') {
            return Fate::Stays;
        }
        let one = Span::new(at, at + 1);
        match (cut.covers(one), self.marked.covers(one)) {
            (true, true) => Fate::Goes,
            (true, false) if !self.is_end_space(at) => Fate::Noisy,
            (false, true) => Fate::Missing,
            _ => Fate::Stays,
        }
    }

    /// The text in pieces of one fate each, in order; together they are the text.
    pub(crate) fn pieces(&self, cut: &SpanSet) -> Vec<(Fate, String)> {
        let mut pieces: Vec<(Fate, String)> = Vec::new();
        for (at, c) in self.text.char_indices() {
            let fate = self.fate(at, cut);
            match pieces.last_mut() {
                Some((last, text)) if *last == fate => text.push(c),
                _ => pieces.push((fate, c.to_string())),
            }
        }
        pieces
    }

    /// Whether only white space lies between byte `at` and a newline on one of its sides: it goes
    /// with its line, whether it was marked or not.
    fn is_end_space(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let blank = |b: &u8| b.is_ascii_whitespace();
        let newline = |b: Option<&u8>| b.is_none_or(|b| matches!(b, b'\n' | b'\r'));
        blank(&bytes[at])
            && (newline(bytes[at..].iter().find(|b| !matches!(b, b' ' | b'\t')))
                || newline(
                    bytes[..at]
                        .iter()
                        .rev()
                        .find(|b| !matches!(b, b' ' | b'\t')),
                ))
    }
}

/// The inline tests of a rule. Those of a shipped one are read when they are first asked for:
/// cleaning needs none, and they are most of the packs' text.
#[derive(Debug, Clone)]
pub struct RuleTests {
    read: OnceLock<Vec<RuleTest>>,
    later: Option<LaterTests>,
}

/// How tests are read that are left out at first.
#[derive(Debug, Clone)]
pub(crate) struct LaterTests {
    /// Reads the tests of the rule of that id in the file of that name.
    pub(crate) read: ReadTests,
    pub(crate) file: Arc<str>,
    pub(crate) rule: String,
}

/// Reads the tests of a rule: by the file's name and the rule's id.
pub(crate) type ReadTests = fn(file: &str, rule: &str) -> Vec<RuleTest>;

impl RuleTests {
    /// Tests that are read when they are first asked for.
    pub(crate) fn later(later: LaterTests) -> Self {
        Self {
            read: OnceLock::new(),
            later: Some(later),
        }
    }
}

impl From<Vec<RuleTest>> for RuleTests {
    fn from(tests: Vec<RuleTest>) -> Self {
        Self {
            read: tests.into(),
            later: None,
        }
    }
}

impl Deref for RuleTests {
    type Target = [RuleTest];

    fn deref(&self) -> &[RuleTest] {
        let read = |later: &LaterTests| (later.read)(&later.file, &later.rule);
        let later = || self.later.as_ref().map_or_else(Vec::new, read);
        self.read.get_or_init(later)
    }
}

impl<'t> IntoIterator for &'t RuleTests {
    type Item = &'t RuleTest;
    type IntoIter = std::slice::Iter<'t, RuleTest>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, spans: &[(usize, usize)]) -> RuleTest {
        let spans = spans.iter().map(|&(start, end)| Span::new(start, end));
        RuleTest {
            text: text.to_owned(),
            format: Format::Auto,
            line: 1,
            marked: spans.collect(),
        }
    }

    #[test]
    fn pieces_name_every_fate() {
        let test = marked("keep\ngone and missed", &[(5, 9), (14, 20)]);
        let cut: SpanSet = [Span::new(0, 9)].into_iter().collect();
        let piece = |fate, text: &str| (fate, text.to_owned());
        assert_eq!(
            test.pieces(&cut),
            [
                piece(Fate::Noisy, "keep"),
                piece(Fate::Stays, "\n"),
                piece(Fate::Goes, "gone"),
                piece(Fate::Stays, " and "),
                piece(Fate::Missing, "missed"),
            ]
        );
    }

    #[test]
    fn outcomes() {
        let test = marked("keep\ngo\nstay", &[(5, 7)]);
        let judge = |spans: &[(usize, usize)]| {
            let cut = spans.iter().map(|&(a, b)| Span::new(a, b)).collect();
            let outcome = test.judge(&cut);
            assert_eq!(test.passes(&cut), outcome == TestOutcome::Passed);
            outcome
        };
        assert_eq!(judge(&[(5, 8)]), TestOutcome::Passed);
        assert_eq!(judge(&[]), TestOutcome::Missing);
        assert_eq!(judge(&[(0, 8)]), TestOutcome::Noisy);
        assert_eq!(judge(&[(0, 4)]), TestOutcome::WrongSpan);
    }
}
