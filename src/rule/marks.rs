//! Inline tests: a small page in which `[-...-]` marks what must go.

use crate::text::span::Span;
use crate::text::span::SpanSet;

/// A rule's inline test, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTest {
    /// The page without its marks.
    pub text: String,
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

const OPEN: &str = "[-";
const CLOSE: &str = "-]";

/// Why a test cannot be read, with the byte of its text where that shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkError {
    NotClosed(usize),
    NotOpened(usize),
}

impl RuleTest {
    /// Reads a test. A text of several lines loses the indentation that all its lines share.
    pub(crate) fn read(raw: &str, line: usize) -> Result<Self, MarkError> {
        let source = dedent(raw);
        let mut text = String::with_capacity(source.len());
        let mut marked = SpanSet::default();
        let mut rest = source.as_str();
        while let Some(open) = rest.find(OPEN) {
            let at = source.len() - rest.len() + open;
            reject_close(&rest[..open], at - open)?;
            text.push_str(&rest[..open]);
            let inside = &rest[open + OPEN.len()..];
            let close = inside.find(CLOSE).ok_or(MarkError::NotClosed(at))?;
            marked.insert(Span::new(text.len(), text.len() + close));
            text.push_str(&inside[..close]);
            rest = &inside[close + CLOSE.len()..];
        }
        reject_close(rest, source.len() - rest.len())?;
        text.push_str(rest);
        Ok(Self { text, line, marked })
    }

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

    /// The text with marks around `cut`, as the test would be written if that were right.
    pub(crate) fn mark(&self, cut: &SpanSet) -> String {
        let mut out = String::new();
        let mut from = 0;
        for span in cut.spans() {
            let body = self.text[span.range()].trim_end_matches(['\n', '\r']);
            out.push_str(&self.text[from..span.start]);
            out.push_str(OPEN);
            out.push_str(body);
            out.push_str(CLOSE);
            from = span.start + body.len();
        }
        out.push_str(&self.text[from..]);
        out
    }

    /// The test's text with its own marks.
    pub fn marked_text(&self) -> String {
        self.mark(&self.marked)
    }
}

fn reject_close(text: &str, offset: usize) -> Result<(), MarkError> {
    match text.find(CLOSE) {
        Some(at) => Err(MarkError::NotOpened(offset + at)),
        None => Ok(()),
    }
}

fn dedent(raw: &str) -> String {
    if !raw.contains('\n') {
        return raw.to_owned();
    }
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let shared = raw
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(indent)
        .min()
        .unwrap_or(0);
    let mut out = String::with_capacity(raw.len());
    for line in raw.split_inclusive('\n') {
        out.push_str(
            line.get(shared..)
                .unwrap_or_else(|| line.trim_start_matches([' ', '\t'])),
        );
    }
    // The last line of a `"""` string that stands on its own is only its indentation.
    if let Some((body, last)) = out.rsplit_once('\n')
        && last.trim().is_empty()
    {
        out.truncate(body.len());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans() {
        let test = RuleTest::read("He left.[- More-]", 1).expect("the marks pair");
        assert_eq!(test.text, "He left. More");
        assert_eq!(test.marked.spans(), [Span::new(8, 13)]);
        assert_eq!(test.marked_text(), "He left.[- More-]");
    }

    #[test]
    fn indentation_that_all_lines_share_goes() {
        let test = RuleTest::read("  One\n\n    two\n  [-three-]\n  ", 1).expect("the marks pair");
        assert_eq!(test.text, "One\n\n  two\nthree");
        assert_eq!(
            RuleTest::read(" date ", 1).expect("no marks").text,
            " date "
        );
    }

    #[test]
    fn marks_must_pair() {
        assert_eq!(RuleTest::read("a [-b", 1), Err(MarkError::NotClosed(2)));
        assert_eq!(RuleTest::read("a b-] c", 1), Err(MarkError::NotOpened(3)));
    }

    #[test]
    fn pieces_name_every_fate() {
        let test = RuleTest::read("keep\n[-gone-] and [-missed-]", 1).expect("the marks pair");
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
        let test = RuleTest::read("keep\n[-go-]\nstay", 1).expect("the marks pair");
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
