//! Standard streams: colour, log, errors, and text of strangers made safe to show.

use crate::cli::args::common::ColorWhen;
use anyhow::Error;
use dechaff::{ModelError, RuleErrors};
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};
use std::sync::OnceLock;

static COLOR: OnceLock<ColorWhen> = OnceLock::new();

/// Sets colour as the command line asks.
pub(crate) fn set_color(when: ColorWhen) {
    let _ = COLOR.set(when);
}

/// Whether to colour what goes to `stream`: as asked, else on a terminal where `NO_COLOR` is
/// not set.
pub(crate) fn color_on(stream: &impl IsTerminal) -> bool {
    match COLOR.get().copied().unwrap_or_default() {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => {
            stream.is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

/// Whether the error is that nobody reads our output any more: the way `| head` ends.
pub(crate) fn is_broken_pipe(error: &Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Prints an error to standard error: those of rule and evidence files with their snippets, others with their causes.
pub(crate) fn print_error(error: &Error) {
    let colored = color_on(&io::stderr());
    let drawn = match (
        error.downcast_ref::<RuleErrors>(),
        error.downcast_ref::<ModelError>(),
    ) {
        (Some(errors), _) => errors.render(colored),
        (None, Some(wrong)) => wrong.render(colored),
        (None, None) => format!("error: {}", escape(&format!("{error:#}"))),
    };
    let _ = writeln!(io::stderr().lock(), "{drawn}");
}

/// Text from outside with control characters spelt out, so that it cannot steer the terminal.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        let bidi = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if (c.is_control() && c != '\t') || bidi {
            let _ = write!(safe, "{}", c.escape_default());
        } else {
            safe.push(c);
        }
    }
    safe
}

/// Standard output, buffered and locked. Flush it at the end, so that its errors show.
pub(crate) fn out() -> io::BufWriter<io::StdoutLock<'static>> {
    io::BufWriter::new(io::stdout().lock())
}

/// How many columns the terminal has; 80 where standard output is none.
pub(crate) fn width() -> usize {
    const LEAST: usize = 40;
    const MOST: usize = 160;
    if !io::stdout().is_terminal() {
        return 80;
    }
    let columns = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    columns.clamp(LEAST, MOST)
}

/// The count and its noun, in the plural where it is one.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", thousands(count))
}

/// A count as [`counted`] and [`thousands`] take it.
pub(crate) fn whole(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// The number with commas between its thousands.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The text in the style of these SGR codes, where `on`.
pub(crate) fn paint(on: bool, codes: &str, text: &str) -> String {
    if on && !text.is_empty() && !codes.is_empty() {
        format!("\u{1b}[{codes}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

/// The text in rows of at most `width` characters, broken at single spaces; a word that is longer
/// has a row to itself.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let len = word.chars().count();
        let row = rows.last_mut().expect("there is always a row");
        if used > 0 && used + 1 + len > width {
            rows.push(word.to_owned());
            used = len;
        } else {
            if used > 0 {
                row.push(' ');
            }
            row.push_str(word);
            used += len + usize::from(used > 0);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_page_steers_the_terminal() {
        assert_eq!(
            escape("a\u{1b}[2J\tb\u{202e}\r"),
            "a\\u{1b}[2J\tb\\u{202e}\\r"
        );
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }

    #[test]
    fn rows_break_at_spaces() {
        assert_eq!(wrap("one two three", 8), ["one two", "three"]);
        assert_eq!(
            wrap("incomprehensible word", 8),
            ["incomprehensible", "word"]
        );
        assert_eq!(wrap("", 8), [""]);
    }
}
