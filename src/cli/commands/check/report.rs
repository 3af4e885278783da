//! The three ways in which findings are printed.

use crate::cli::args::common::ReportFormat;
use crate::cli::commands::check::noise::Noise;
use crate::cli::render::frame::position;
use crate::cli::render::terminal::{self, counted, escape, paint, wrap};
use crate::cli::render::window::Window;
use dechaff::rules::{EvidencePart, Level};
use dechaff::{Confidence, Kind, Page};
use serde::Serialize;
use std::io;

/// How wide the snippet of a line may be beside its line number.
const GUTTER: usize = 10;

pub(crate) struct NoiseReport {
    format: ReportFormat,
    color: bool,
    width: usize,
}

impl NoiseReport {
    pub(crate) fn new(format: ReportFormat) -> Self {
        Self {
            format,
            color: terminal::color_on(&io::stdout()),
            width: terminal::width() - GUTTER,
        }
    }

    /// The findings of one page.
    pub(crate) fn page(&self, name: &str, page: &Page<'_>, noise: &[Noise]) -> String {
        let mut text = String::new();
        let mut said: Vec<EvidencePart> = Vec::new();
        for one in noise {
            let place = NoisePlace::of(page, one);
            match self.format {
                ReportFormat::Human => {
                    let part = EvidencePart::from_id(&one.rule);
                    let news = part.filter(|part| !said.contains(part));
                    said.extend(news);
                    text += &self.human(name, page, (one, news), &place);
                }
                ReportFormat::Jsonl => {
                    let line = NoiseJson::new(name, page, one, &place);
                    text += &serde_json::to_string(&line).expect("its keys are all strings");
                }
                ReportFormat::Github => text += &github(name, one, &place),
            }
            text.push('\n');
        }
        text
    }

    /// A finding as a compiler prints it; of a part of evidence that is new on the page it says how to
    /// switch it off.
    fn human(
        &self,
        name: &str,
        page: &Page<'_>,
        (noise, news): (&Noise, Option<EvidencePart>),
        place: &NoisePlace,
    ) -> String {
        let line = page.lines()[place.line - 1].span();
        let start = noise.span.start.clamp(line.start, line.end);
        let marked = start..noise.span.end.clamp(start, line.end);
        let window = Window::new(page.text(), line.range(), marked, self.width);
        let (word, color) = match noise.level {
            Level::Flag => ("flagged", "1;36"),
            Level::On | Level::Keep | Level::Off => ("noise", "1;33"),
        };
        let confidence = match noise.confidence {
            Confidence::High => String::new(),
            weaker => format!(", {weaker} confidence"),
        };
        let NoisePlace { line, column, .. } = place;
        let head = self.paint(color, &format!("{word}[{}]", noise.rule));
        let number = line.to_string();
        let gutter = " ".repeat(number.len());
        let bar = self.paint("1;34", "|");
        let mut text = format!("{head}: {}{confidence}\n", noise.kind);
        let mut row = |row: String| {
            text.push_str(row.trim_end());
            text.push('\n');
        };
        let arrow = self.paint("1;34", "-->");
        row(format!("{gutter}{arrow} {}:{line}:{column}", escape(name)));
        row(format!("{gutter} {bar}"));
        row(format!(
            "{} {bar} {}",
            self.paint("1;34", &number),
            window.text
        ));
        let carets = self.paint(color, &window.carets());
        row(format!("{gutter} {bar} {}{carets}", window.indent()));
        let switch = news.map(EvidencePart::how_to_switch_off);
        for note in notes(noise, place).into_iter().chain(switch) {
            let mut sign = self.paint("1;34", "=");
            for part in wrap(&note, self.width) {
                row(format!("{gutter} {sign} {part}"));
                " ".clone_into(&mut sign);
            }
        }
        text
    }

    fn paint(&self, codes: &str, text: &str) -> String {
        paint(self.color, codes, text)
    }
}

/// What stands below the line: why it was found, how far it reaches, who else found it.
fn notes(noise: &Noise, place: &NoisePlace) -> Vec<String> {
    let mut notes = vec![escape(&noise.evidence)];
    if place.end_line > place.line {
        let more = counted(place.end_line - place.line, "more line");
        notes.push(format!("and {more}, to line {}", place.end_line));
    }
    if !noise.also.is_empty() {
        notes.push(format!("also found by {}", noise.also.join(", ")));
    }
    notes
}

/// Where a finding stands: lines and columns from 1, columns in characters, the end included.
struct NoisePlace {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl NoisePlace {
    /// A cut takes newlines along: a finding ends where its text does.
    fn of(page: &Page<'_>, noise: &Noise) -> Self {
        let text = &page.text()[noise.span.range()];
        let newline = ['\n', '\r'];
        let body = text.trim_end_matches(newline);
        let skipped = body.len() - body.trim_start_matches(newline).len();
        let start = noise.span.start + skipped;
        let last = body.char_indices().next_back().map_or(0, |(at, _)| at);
        let end = (noise.span.start + last).max(start);
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

#[derive(Serialize)]
struct NoiseJson<'n> {
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

impl<'n> NoiseJson<'n> {
    fn new(path: &'n str, page: &Page<'n>, noise: &'n Noise, place: &NoisePlace) -> Self {
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

/// Why it was found; of what evidence found also how to switch that off.
fn with_switch(noise: &Noise) -> String {
    match EvidencePart::from_id(&noise.rule) {
        Some(part) => format!("{}\n{}", noise.evidence, part.how_to_switch_off()),
        None => noise.evidence.clone(),
    }
}

/// A workflow command; GitHub shows it as an annotation of the file.
fn github(name: &str, noise: &Noise, place: &NoisePlace) -> String {
    let level = match noise.level {
        Level::Flag => "notice",
        Level::On | Level::Keep | Level::Off => "warning",
    };
    format!(
        "::{level} file={},line={},endLine={},col={},endColumn={},title={}::{}",
        terminal::github_property(name),
        place.line,
        place.end_line,
        place.column,
        place.end_column,
        terminal::github_property(&format!("{} ({})", noise.rule, noise.kind)),
        terminal::github_data(&with_switch(noise)),
    )
}
