//! Problems of matchers and numbers, put into words and places.

use crate::detect::{BuildError, BuildProblem};
use crate::rule::diagnostic::{Code, Reporter};
use std::ops::Range;

/// Reports a number outside of its range.
pub(crate) fn out_of_range(what: &str, range: &str, span: Range<usize>, reporter: &mut Reporter) {
    reporter
        .error(
            Code::OutOfRange,
            span,
            format!("`{what}` is out of range"),
            "out of range",
        )
        .help(format!("`{what}` takes {range}"));
}

/// Reports why a matcher could not be built.
pub(crate) fn report_build(error: BuildError, reporter: &mut Reporter) {
    let BuildError { problem, span } = error;
    match problem {
        BuildProblem::EmptyPhrase => {
            reporter
                .error(
                    Code::EmptyPhrase,
                    span,
                    "a phrase begins with white space or is empty",
                    "this phrase",
                )
                .help("a phrase begins with a letter, digit or sign; spaces at its end do count");
        }
        BuildProblem::NoPhrase => {
            reporter
                .error(
                    Code::EmptyPhrase,
                    span,
                    "there is no phrase to look for",
                    "an empty list",
                )
                .help("a rule that looks for nothing finds nothing; add a phrase");
        }
        BuildProblem::TooLong {
            len_bytes,
            cap_bytes,
        } => {
            let message = format!("it has {len_bytes} bytes; the cap is {cap_bytes}");
            reporter.error(Code::TooLarge, span, message, "too long");
        }
        BuildProblem::RegexTooLarge => {
            reporter
                .error(
                    Code::TooLarge,
                    span,
                    "the pattern needs too much memory",
                    "this pattern",
                )
                .help("shorten its counted repeats, or use ASCII classes such as [0-9A-Za-z]");
        }
        BuildProblem::OutOfRange { what, range } => out_of_range(what, range, span, reporter),
        BuildProblem::Regex { message, within } => {
            let at = within.and_then(|within| inside_string(reporter.source(), &span, within));
            let at = at.unwrap_or(span);
            reporter
                .error(Code::BadRegex, at, format!("not a regular expression: {message}"), "here")
                .help("the syntax is that of Rust's `regex` crate: no look-around, no back-references");
        }
    }
}

/// The place in the file of bytes `within` a string value at `span`; `None` where the string has
/// escapes, so that the two do not run in step.
pub(crate) fn inside_string(
    source: &str,
    span: &Range<usize>,
    within: Range<usize>,
) -> Option<Range<usize>> {
    let raw = source.get(span.clone())?;
    let skip = if raw.starts_with("'''") || raw.starts_with("\"\"\"") {
        let newline = ["\n", "\r\n"]
            .into_iter()
            .find(|end| raw[3..].starts_with(end));
        3 + newline.map_or(0, str::len)
    } else {
        1
    };
    if raw.starts_with('"') && raw.contains('\\') {
        return None;
    }
    let start = span.start + skip;
    Some((start + within.start)..(start + within.end).min(span.end))
}
