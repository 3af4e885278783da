//! `dechaff rules list`: a row for every rule that runs.

use crate::cli::args::common::{GlobalArgs, RuleArgs};
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, counted, paint};
use crate::cli::setup;
use dechaff::Rule;
use dechaff::rules::{Level, Polarity};
use std::io::{self, Write as _};

const HEADER: [&str; 5] = ["ID", "KIND", "SURE", "MATCH", "REMOVES"];

pub(crate) fn run(args: &RuleArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let rules = setup::rules(args)?;
    let shown: Vec<&Rule> = rules
        .iter()
        .filter(|rule| rule.level != Level::Off || global.verbose > 0)
        .collect();
    let rows: Vec<[String; 5]> = shown.iter().map(|rule| row(rule)).collect();
    let mut out = terminal::out();
    let header = HEADER.map(str::to_owned);
    let widths = widths(&header, &rows);
    let color = terminal::color_on(&io::stdout());
    writeln!(out, "{}", paint(color, "1", &line(&header, &widths)))?;
    for row in &rows {
        writeln!(out, "{}", line(row, &widths))?;
    }
    out.flush()?;
    if !global.quiet {
        let off = rules.iter().filter(|rule| rule.level == Level::Off).count();
        let note = match off {
            0 => String::new(),
            off if global.verbose > 0 => format!(", {off} of them off"),
            off => format!("; {off} are off, -v lists them too"),
        };
        writeln!(io::stderr().lock(), "{}{note}", counted(rows.len(), "rule"))?;
    }
    Ok(Outcome::Done)
}

fn row(rule: &Rule) -> [String; 5] {
    let extent = match rule.plus_lines {
        0 => rule.remove.to_string(),
        more => format!("{} +{more}", rule.remove),
    };
    let (kind, removes) = match (rule.polarity, rule.level) {
        (Polarity::Protect, _) => ("-".to_owned(), format!("keeps {extent}")),
        (Polarity::Cut, Level::On) => (rule.kind.to_string(), extent),
        (Polarity::Cut, Level::Flag) => (rule.kind.to_string(), "(flags)".to_owned()),
        (Polarity::Cut, Level::Keep) => (rule.kind.to_string(), format!("keeps {extent}")),
        (Polarity::Cut, Level::Off) => (rule.kind.to_string(), "(off)".to_owned()),
    };
    let sure = match rule.polarity {
        Polarity::Protect => "-".to_owned(),
        Polarity::Cut => rule.confidence.to_string(),
    };
    [
        rule.id.clone(),
        kind,
        sure,
        rule.matcher_key().to_owned(),
        removes,
    ]
}

fn widths(header: &[String; 5], rows: &[[String; 5]]) -> [usize; 5] {
    std::array::from_fn(|at| {
        let cells = rows
            .iter()
            .chain([header])
            .map(|row| row[at].chars().count());
        cells.max().unwrap_or(0)
    })
}

fn line(row: &[String; 5], widths: &[usize; 5]) -> String {
    let cells = row
        .iter()
        .zip(widths)
        .map(|(cell, &width)| format!("{cell:width$}"));
    cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}
