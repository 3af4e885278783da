//! The three ways in which findings are printed.

use crate::cli::args::common::ReportFormat;
use crate::cli::commands::check::noise::Noise;
use crate::cli::render::frame::position;
use crate::cli::render::github::{Annotation, Grade};
use crate::cli::render::human::Finding;
use crate::cli::render::jsonl;
use crate::cli::render::terminal::{color_on, counted, width};
use dechaff::rules::{EvidencePart, Level};
use dechaff::{Confidence, Kind, Page};
use serde::Serialize;
use std::io;

pub(crate) struct NoiseReport {
    format: ReportFormat,
}

impl NoiseReport {
    pub(crate) fn new(format: ReportFormat) -> Self {
        Self { format }
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
                    text += &human(name, page, (one, news), &place);
                    text.push('\n');
                }
                ReportFormat::Jsonl => {
                    text += &jsonl::line(&NoiseJson::new(name, page, one, &place));
                }
                ReportFormat::Github => {
                    text += &github(name, one, &place).to_string();
                    text.push('\n');
                }
            }
        }
        text
    }
}

/// A finding as a compiler prints it; of a part of evidence that is new on the page it says how to
/// switch it off.
fn human(
    name: &str,
    page: &Page<'_>,
    (noise, news): (&Noise, Option<EvidencePart>),
    place: &NoisePlace,
) -> String {
    let line = page.lines()[place.line - 1].span();
    let start = noise.span.start.clamp(line.start, line.end);
    let marked = start..noise.span.end.clamp(start, line.end);
    let is_flagged = noise.level == Level::Flag;
    let word = if is_flagged { "flagged" } else { "noise" };
    let confidence = match noise.confidence {
        Confidence::High => String::new(),
        weaker => format!(", {weaker} confidence"),
    };
    let switch = news.map(EvidencePart::how_to_switch_off);
    let finding = Finding {
        is_warning: !is_flagged,
        id: &noise.rule,
        title: format!("{word} ({}{confidence})", noise.kind),
        file: name,
        line: place.line,
        text: &page.text()[line.range()],
        marked: marked.start - line.start..marked.end - line.start,
        notes: notes(noise, place).into_iter().chain(switch).collect(),
    };
    finding.draw(color_on(&io::stdout()), width())
}

/// What stands below the line: why it was found, how far it reaches, who else found it.
fn notes(noise: &Noise, place: &NoisePlace) -> Vec<String> {
    let mut notes = vec![noise.evidence.clone()];
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
    file: &'n str,
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
    fn new(file: &'n str, page: &Page<'n>, noise: &'n Noise, place: &NoisePlace) -> Self {
        Self {
            file,
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

fn github<'a>(name: &'a str, noise: &Noise, place: &NoisePlace) -> Annotation<'a> {
    Annotation {
        grade: match noise.level {
            Level::Flag => Grade::Notice,
            Level::On | Level::Keep | Level::Off => Grade::Warning,
        },
        file: name,
        line: place.line,
        column: Some(place.column),
        end: Some((place.end_line, place.end_column)),
        title: Some(format!("{} ({})", noise.rule, noise.kind)),
        message: with_switch(noise),
    }
}
