//! Problems of matchers and numbers, put into words and places.

use crate::matchers::error::Problem;
use crate::matchers::re::PatternError;
use crate::rulefile::code::Code;
use crate::rulefile::reporter::Reporter;
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

/// Reports why a matcher could not be compiled, whose value stands at `span`.
pub(crate) fn report_problem(problem: Problem, span: Range<usize>, reporter: &mut Reporter) {
    match problem {
        Problem::EmptyPhrase => {
            reporter
                .error(
                    Code::EmptyPhrase,
                    span,
                    "a phrase begins with white space or is empty",
                    "this phrase",
                )
                .help("a phrase begins with a letter, digit or sign; spaces at its end do count");
        }
        Problem::NoPhrase => {
            reporter
                .error(
                    Code::EmptyPhrase,
                    span,
                    "there is no phrase to look for",
                    "an empty list",
                )
                .help("a rule that looks for nothing finds nothing; add a phrase");
        }
        Problem::EmptyLine => {
            reporter
                .error(
                    Code::EmptyPhrase,
                    span,
                    "the line has nothing by which it could be found",
                    "this line",
                )
                .help("`vary` wants a number, or a name behind the first word, beside words that stay");
        }
        Problem::TooLong {
            len_bytes,
            cap_bytes,
        } => {
            too_long(len_bytes, cap_bytes, span, reporter);
        }
        Problem::OutOfRange { what, range } => out_of_range(what, range, span, reporter),
        Problem::Pattern(error) => report_pattern(error, span, reporter),
    }
}

fn too_long(len_bytes: usize, cap_bytes: usize, span: Range<usize>, reporter: &mut Reporter) {
    let message = format!("it has {len_bytes} bytes; the cap is {cap_bytes}");
    reporter.error(Code::TooLarge, span, message, "too long");
}

/// Reports why the pattern at `span` cannot be used.
pub(crate) fn report_pattern(error: PatternError, span: Range<usize>, reporter: &mut Reporter) {
    match error {
        PatternError::TooLong {
            len_bytes,
            cap_bytes,
        } => too_long(len_bytes, cap_bytes, span, reporter),
        PatternError::TooLarge => {
            reporter
                .error(
                    Code::TooLarge,
                    span,
                    "the pattern needs too much memory",
                    "this pattern",
                )
                .help("shorten its counted repeats, or use ASCII classes such as [0-9A-Za-z]");
        }
        PatternError::Syntax { message, within } => {
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
