//! Inline tests: a small page in which `[-...-]` marks what must go.

use crate::rules::inline_test::RuleTest;
use crate::text::span::{Span, SpanSet};
use crate::view::format::Format;

const OPEN: &str = "[-";
const CLOSE: &str = "-]";

/// Why a test cannot be read, with the byte of its text where that shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkError {
    NotClosed(usize),
    NotOpened(usize),
}

/// Reads a test. A text of several lines loses the indentation that all its lines share.
pub(crate) fn read(raw: &str, line: usize) -> Result<RuleTest, MarkError> {
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
    Ok(RuleTest {
        text,
        format: Format::Auto,
        line,
        marked,
    })
}

/// The test's text with marks around `cut`, as it would be written if that were right.
pub(crate) fn mark(test: &RuleTest, cut: &SpanSet) -> String {
    let mut out = String::new();
    let mut from = 0;
    for span in cut.spans() {
        let body = test.text[span.range()].trim_end_matches(['\n', '\r']);
        out.push_str(&test.text[from..span.start]);
        out.push_str(OPEN);
        out.push_str(body);
        out.push_str(CLOSE);
        from = span.start + body.len();
    }
    out.push_str(&test.text[from..]);
    out
}

/// The test's text with its own marks.
pub fn marked_text(test: &RuleTest) -> String {
    mark(test, &test.marked)
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
        let test = read("He left.[- More-]", 1).expect("the marks pair");
        assert_eq!(test.text, "He left. More");
        assert_eq!(test.marked.spans(), [Span::new(8, 13)]);
        assert_eq!(marked_text(&test), "He left.[- More-]");
    }

    #[test]
    fn indentation_that_all_lines_share_goes() {
        let test = read("  One\n\n    two\n  [-three-]\n  ", 1).expect("the marks pair");
        assert_eq!(test.text, "One\n\n  two\nthree");
        assert_eq!(read(" date ", 1).expect("no marks").text, " date ");
    }

    #[test]
    fn marks_must_pair() {
        assert_eq!(read("a [-b", 1), Err(MarkError::NotClosed(2)));
        assert_eq!(read("a b-] c", 1), Err(MarkError::NotOpened(3)));
    }
}
