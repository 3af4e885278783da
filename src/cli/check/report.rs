//! The three ways in which findings are printed.

use super::Noise;
use super::window::Window;
use crate::cli::args::ReportFormat;
use crate::cli::terminal::{self, counted, escape};
use annotate_snippets::{AnnotationKind, Level as Tone, Origin, Renderer, Snippet};
use dechaff::{Confidence, Kind, Level, Page};
use serde::Serialize;
use std::io::{self, BufWriter, StdoutLock, Write};

/// How wide the snippet of a line may be beside its line number.
const GUTTER: usize = 10;

pub(super) struct Report {
    format: ReportFormat,
    renderer: Renderer,
    width: usize,
    out: BufWriter<StdoutLock<'static>>,
}

impl Report {
    pub(super) fn new(format: ReportFormat) -> Self {
        let renderer = if terminal::color_on(&io::stdout()) {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        Self {
            format,
            renderer,
            width: terminal::width() - GUTTER,
            out: terminal::out(),
        }
    }

    /// Prints the findings of one page.
    pub(super) fn page(&mut self, name: &str, page: &Page<'_>, noise: &[Noise]) -> io::Result<()> {
        for one in noise {
            let place = Place::of(page, one);
            match self.format {
                ReportFormat::Human => {
                    let drawn = draw(&self.renderer, self.width, name, page, one, &place);
                    writeln!(self.out, "{drawn}\n")?;
                }
                ReportFormat::Jsonl => {
                    let line = JsonLine::new(name, page, one, &place);
                    serde_json::to_writer(&mut self.out, &line)?;
                    writeln!(self.out)?;
                }
                ReportFormat::Github => writeln!(self.out, "{}", github(name, one, &place))?,
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Where a finding stands: lines and columns from 1, columns in characters, the end included.
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Place {
    fn of(page: &Page<'_>, noise: &Noise) -> Self {
        let text = &page.text()[noise.span.range()];
        let start = noise.span.start + (text.len() - text.trim_start_matches(['\n', '\r']).len());
        // A cut of nothing but newlines keeps its start.
        let start = if start == noise.span.end {
            noise.span.start
        } else {
            start
        };
        let last = text.trim_end_matches(['\n', '\r']).chars().next_back();
        let body = noise.span.start + text.trim_end_matches(['\n', '\r']).len();
        let end = body
            .saturating_sub(last.map_or(0, char::len_utf8))
            .max(start);
        let (line, column) = position(page, start);
        let (end_line, end_column) = position(page, end);
        Self {
            line,
            column,
            end_line,
            end_column,
        }
    }
}

fn position(page: &Page<'_>, offset: usize) -> (usize, usize) {
    let line = page.line_at(offset);
    let from = page.lines()[line].span.start;
    (line + 1, page.text()[from..offset].chars().count() + 1)
}

fn draw(
    renderer: &Renderer,
    width: usize,
    name: &str,
    page: &Page<'_>,
    noise: &Noise,
    place: &Place,
) -> String {
    let line = page.lines()[place.line - 1].span;
    let column_start = noise.span.start.max(line.start).min(line.end);
    let marked = column_start..noise.span.end.min(line.end).max(column_start);
    let window = Window::new(page.text(), line.range(), marked, width);
    let (tone, name_of_tone) = match noise.level {
        Level::Flag => (Tone::INFO, "flagged"),
        Level::On | Level::Off => (Tone::WARNING, "noise"),
    };
    let title = match noise.confidence {
        Confidence::High => noise.kind.to_string(),
        weaker => format!("{}, {weaker} confidence", noise.kind),
    };
    let origin = Origin::path(escape(name))
        .line(place.line)
        .char_column(place.column);
    let snippet = Snippet::source(window.text)
        .line_start(place.line)
        .annotation(AnnotationKind::Primary.span(window.marked));
    let mut group = tone
        .with_name(name_of_tone)
        .primary_title(title)
        .id(noise.rule.as_str())
        .element(origin)
        .element(snippet);
    let bare = || Tone::NOTE.no_name();
    group = group.element(bare().message(escape(&noise.evidence)));
    if place.end_line > place.line {
        let more = counted(place.end_line - place.line, "more line");
        group = group.element(bare().message(format!("and {more}, to line {}", place.end_line)));
    }
    if !noise.also.is_empty() {
        let also = noise.also.join(", ");
        group = group.element(bare().message(format!("also found by {also}")));
    }
    renderer.render(&[group])
}

#[derive(Serialize)]
struct JsonLine<'n> {
    path: &'n str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: usize,
    end: usize,
    rule: &'n str,
    also: &'n [String],
    kind: Kind,
    confidence: Confidence,
    level: Level,
    text: &'n str,
    evidence: &'n str,
}

impl<'n> JsonLine<'n> {
    fn new(path: &'n str, page: &Page<'n>, noise: &'n Noise, place: &Place) -> Self {
        Self {
            path,
            line: place.line,
            column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
            start: noise.span.start,
            end: noise.span.end,
            rule: &noise.rule,
            also: &noise.also,
            kind: noise.kind,
            confidence: noise.confidence,
            level: noise.level,
            text: &page.text()[noise.span.range()],
            evidence: &noise.evidence,
        }
    }
}

/// A workflow command; GitHub shows it as an annotation of the file.
fn github(name: &str, noise: &Noise, place: &Place) -> String {
    let level = match noise.level {
        Level::Flag => "notice",
        Level::On | Level::Off => "warning",
    };
    format!(
        "::{level} file={},line={},endLine={},col={},endColumn={},title={}::{}",
        terminal::github_property(name),
        place.line,
        place.end_line,
        place.column,
        place.end_column,
        terminal::github_property(&format!("{} ({})", noise.rule, noise.kind)),
        terminal::github_data(&noise.evidence),
    )
}
