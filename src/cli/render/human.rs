//! Messages for people: `error:`, `warning:` or `note:`, what it is, and where.

use crate::cli::args::common::GlobalArgs;
use crate::cli::render::terminal::{color_on, escape, paint, wrap};
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use std::fmt;
use std::io;
use std::ops::Range;
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

/// The most of a line that is shown; of a longer one only the place is.
const MAX_SHOWN_BYTES: usize = 1 << 16;

/// Columns left of a note.
const GUTTER: usize = 10;

/// Something found on a line of a page, drawn as errors of rule files are.
#[derive(Debug)]
pub(crate) struct Finding<'a> {
    /// Whether it is a warning, or else a note.
    pub(crate) is_warning: bool,
    /// What stands in brackets: the rule.
    pub(crate) id: &'a str,
    pub(crate) title: String,
    pub(crate) file: &'a str,
    /// From 1.
    pub(crate) line: usize,
    pub(crate) text: &'a str,
    /// Which bytes of the line are marked.
    pub(crate) marked: Range<usize>,
    /// What stands below the line.
    pub(crate) notes: Vec<String>,
}

impl Finding<'_> {
    /// The finding with its snippet, cropped to `width`, and a newline.
    pub(crate) fn draw(&self, color: bool, width: usize) -> String {
        let level = if self.is_warning {
            Level::WARNING
        } else {
            Level::NOTE
        };
        let title = level.primary_title(&self.title).id(self.id);
        let file = escape(self.file);
        let [before, marked, after] = [
            &self.text[..self.marked.start],
            &self.text[self.marked.clone()],
            &self.text[self.marked.end..],
        ]
        .map(in_place);
        let mut group = if self.text.len() <= MAX_SHOWN_BYTES {
            let mark = before.len()..before.len() + marked.len();
            let snippet = Snippet::source([&*before, &marked, &after].concat())
                .path(file)
                .line_start(self.line)
                .fold(false)
                .annotation(AnnotationKind::Primary.span(mark));
            title.element(snippet)
        } else {
            let column = before.chars().count() + 1;
            title.element(Origin::path(file).line(self.line).char_column(column))
        };
        let room = width.saturating_sub(GUTTER);
        for note in &self.notes {
            let rows = wrap(&escape(note), room);
            group = group.element(Level::NOTE.no_name().message(rows.join("\n")));
        }
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.term_width(width).render(&[group]) + "\n"
    }
}

/// The text with a sign in place of each character that would steer the terminal, so that columns stay. A tab
/// is left to the renderer.
fn in_place(text: &str) -> String {
    let steers = |c: char| c.is_control() && c != '\t';
    text.chars()
        .map(|c| if steers(c) { '\u{fffd}' } else { c })
        .collect()
}

/// Sends the log to standard error, as much of it as the command line asks for.
pub(crate) fn start_log(global: &GlobalArgs) {
    let level = match (global.quiet, global.verbose) {
        (true, _) => tracing::Level::ERROR,
        (false, 0) => tracing::Level::WARN,
        (false, 1) => tracing::Level::INFO,
        (false, _) => tracing::Level::DEBUG,
    };
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_max_level(level)
        .with_ansi(color_on(&io::stderr()))
        .event_format(LogMessages)
        .init();
}

/// The log: each event as `error: ...`, `warning: ...`, `note: ...`.
struct LogMessages;

impl<S, N> FormatEvent<S, N> for LogMessages
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let (word, codes) = match *event.metadata().level() {
            tracing::Level::ERROR => ("error", "1;31"),
            tracing::Level::WARN => ("warning", "1;33"),
            tracing::Level::INFO => ("note", "1;32"),
            tracing::Level::DEBUG | tracing::Level::TRACE => ("debug", "2"),
        };
        let word = paint(writer.has_ansi_escapes(), codes, word);
        write!(writer, "{word}: ")?;
        context
            .field_format()
            .format_fields(writer.by_ref(), event)?;
        writeln!(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, marked: Range<usize>) -> String {
        let finding = Finding {
            is_warning: true,
            id: "t/ad",
            title: "noise (ad)".to_owned(),
            file: "a.txt",
            line: 7,
            text,
            marked,
            notes: vec!["why".to_owned()],
        };
        finding.draw(false, 60)
    }

    #[test]
    fn a_finding_is_drawn_as_errors_of_rule_files_are() {
        assert_eq!(
            drawn("one two", 4..7),
            "warning[t/ad]: noise (ad)\n --> a.txt:7:5\n  |\n7 | one two\n  |     ^^^\n  |\n  = why\n"
        );
    }

    #[test]
    fn long_lines_are_cropped_and_endless_ones_are_named() {
        let text = format!("{}MARK{}", "a ".repeat(200), "b ".repeat(200));
        let long = drawn(&text, 400..404);
        assert!(
            long.contains("a.txt:7:401") && long.contains("MARK"),
            "{long}"
        );
        assert!(long.lines().all(|row| row.chars().count() < 130), "{long}");
        let endless = drawn(&"a".repeat(MAX_SHOWN_BYTES + 1), 3..5);
        assert!(
            endless.contains("a.txt:7:4") && endless.len() < 200,
            "{endless}"
        );
    }

    #[test]
    fn nothing_of_a_page_steers_the_terminal() {
        let text = "a\u{1b}[2J\u{9b}2J\u{202e}b";
        let drawn = drawn(text, 0..text.len());
        assert!(
            !drawn.contains(['\u{1b}', '\u{9b}', '\u{202e}']),
            "{drawn:?}"
        );
    }
}
