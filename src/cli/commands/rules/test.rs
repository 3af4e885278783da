//! `dechaff rules test`: the inline tests, and for each failure what went against what should.

use crate::cli::args::common::ReportFormat;
use crate::cli::args::rules::RulesTestArgs;
use crate::cli::commands::rules::asked::Asked;
use crate::cli::commands::rules::mutants;
use crate::cli::config::settings::Config;
use crate::cli::outcome::Outcome;
use crate::cli::render::github::{Annotation, Grade};
use crate::cli::render::jsonl;
use crate::cli::render::terminal::{self, counted, escape, paint};
use crate::cli::setup;
use dechaff::Rule;
use dechaff::rules::{Fate, TestOutcome};
use dechaff::tools::rule_tests::{TestReport, run_tests_of};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Write};

pub(crate) fn run(args: &RulesTestArgs) -> anyhow::Result<Outcome> {
    let config = Config::read(
        &args.rules,
        args.paths.first().map(std::path::PathBuf::as_path),
    )?;
    let rules = setup::rules_with(config, &args.paths)?;
    let asked = Asked::new(&args.paths);
    let reports = run_tests_of(&rules, |rule| asked.covers(rule));
    let failures: Vec<&TestReport> = reports
        .iter()
        .filter(|report| report.outcome != TestOutcome::Passed)
        .collect();
    let mut out = terminal::out();
    print_failures(&failures, args.format, &mut out)?;
    if args.format == ReportFormat::Human {
        let passed = reports.len() - failures.len();
        writeln!(out, "{passed} passed, {} failed", failures.len())?;
    }
    let mut sound = failures.is_empty();
    if args.mutants {
        let failed: BTreeSet<&str> = failures.iter().map(|one| &*one.rule).collect();
        let tested = |rule: &&Rule| asked.covers(rule) && !failed.contains(&*rule.id);
        let tested: Vec<&Rule> = rules.iter().filter(tested).collect();
        sound &= mutants::run(&tested, &asked, args.format, &mut out)?;
    }
    out.flush()?;
    Ok(if sound { Outcome::Done } else { Outcome::Found })
}

fn print_failures(
    failures: &[&TestReport],
    format: ReportFormat,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let color = terminal::color_on(&io::stdout());
    for failure in failures {
        match format {
            ReportFormat::Human => print_failure(failure, color, out)?,
            ReportFormat::Jsonl => {
                write!(out, "{}", jsonl::line(&FailureJson::from(*failure)))?;
            }
            ReportFormat::Github => writeln!(out, "{}", github(failure))?,
        }
    }
    if !failures.is_empty() && format == ReportFormat::Human {
        writeln!(out, "{}\n", legend(color))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct FailureJson<'r> {
    file: &'r str,
    line: usize,
    rule: &'r str,
    test: usize,
    outcome: &'static str,
    expected: &'r str,
    found: &'r str,
}

impl<'r> From<&'r TestReport> for FailureJson<'r> {
    fn from(report: &'r TestReport) -> Self {
        Self {
            file: &report.file,
            line: report.line,
            rule: &report.rule,
            test: report.number,
            outcome: report.outcome.word(),
            expected: &report.expected,
            found: &report.found,
        }
    }
}

fn github(report: &TestReport) -> Annotation<'_> {
    let rows = word_diff(&report.pieces, false).join("\n");
    Annotation {
        grade: Grade::Error,
        file: &report.file,
        line: report.line,
        column: None,
        end: None,
        title: None,
        message: format!("{}\n{rows}", title(report)),
    }
}

fn title(report: &TestReport) -> String {
    let outcome = report.outcome.word();
    format!("{}, test {}: {outcome}", report.rule, report.number)
}

fn print_failure(report: &TestReport, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let title = format!("{}:{}: {}", report.file, report.line, title(report));
    writeln!(out, "{}", paint(color, "1", &escape(&title)))?;
    for row in word_diff(&report.pieces, color) {
        writeln!(out, "{}", format!("    {row}").trim_end())?;
    }
    writeln!(out)
}

/// The marks of a fate, and its colour.
fn marks(fate: Fate) -> (&'static str, &'static str, &'static str) {
    match fate {
        Fate::Stays => ("", "", ""),
        Fate::Goes => ("[-", "-]", "32"),
        Fate::Noisy => ("[!", "!]", "31"),
        Fate::Missing => ("[?", "?]", "33"),
    }
}

/// The rows of the test's page with marks around what went and what should have gone. Marks end
/// with their row, so that each can be read alone; of a long page only rows near a failure show.
fn word_diff(pieces: &[(Fate, String)], color: bool) -> Vec<String> {
    let mut rows = vec![(String::new(), false)];
    for (fate, text) in pieces {
        let (open, close, codes) = marks(*fate);
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                rows.push((String::new(), false));
            }
            let (row, wrong) = rows.last_mut().expect("there is one from the start");
            if !part.is_empty() {
                let marked = format!("{open}{}{close}", escape(part));
                *row += &paint(color, codes, &marked);
                *wrong |= matches!(fate, Fate::Noisy | Fate::Missing);
            }
        }
    }
    near_failures(rows)
}

/// Pages of up to so many rows are shown whole.
const WHOLE_ROWS: usize = 12;
/// How many rows are shown on either side of one that is wrong.
const NEAR_ROWS: usize = 2;

fn near_failures(rows: Vec<(String, bool)>) -> Vec<String> {
    let wrong: Vec<usize> = (0..rows.len()).filter(|&at| rows[at].1).collect();
    let is_near = |at: usize| {
        let next = wrong.partition_point(|&row| row + NEAR_ROWS < at);
        wrong.get(next).is_some_and(|&row| row <= at + NEAR_ROWS)
    };
    let whole = rows.len() <= WHOLE_ROWS;
    let mut shown = Vec::new();
    let mut left_out = 0;
    for (at, (row, _)) in rows.into_iter().enumerate() {
        if whole || is_near(at) {
            push_gap(&mut shown, std::mem::take(&mut left_out));
            shown.push(row);
        } else {
            left_out += 1;
        }
    }
    push_gap(&mut shown, left_out);
    shown
}

fn push_gap(shown: &mut Vec<String>, rows: usize) {
    if rows > 0 {
        shown.push(format!("... {}", counted(rows, "line")));
    }
}

fn legend(color: bool) -> String {
    let fates = [
        (Fate::Goes, "went, as it should"),
        (Fate::Noisy, "went, but should stay"),
        (Fate::Missing, "stayed, but should go"),
    ];
    let one = |(fate, about)| {
        let (open, close, codes) = marks(fate);
        format!(
            "{} {about}",
            paint(color, codes, &format!("{open} {close}"))
        )
    };
    fates.map(one).join("   ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_carries_its_own_marks() {
        let piece = |fate, text: &str| (fate, text.to_owned());
        let pieces = [
            piece(Fate::Stays, "One\n"),
            piece(Fate::Missing, "two\nthree"),
            piece(Fate::Stays, " "),
            piece(Fate::Noisy, "four"),
        ];
        assert_eq!(
            word_diff(&pieces, false),
            ["One", "[?two?]", "[?three?] [!four!]"]
        );
    }

    #[test]
    fn of_long_pages_what_is_near_a_failure_shows() {
        let mut pieces: Vec<(Fate, String)> =
            (0..30).map(|at| (Fate::Stays, format!("{at}\n"))).collect();
        pieces[9].0 = Fate::Noisy;
        pieces[13].0 = Fate::Noisy;
        assert_eq!(
            word_diff(&pieces, false),
            [
                "... 7 lines",
                "7",
                "8",
                "[!9!]",
                "10",
                "11",
                "12",
                "[!13!]",
                "14",
                "15",
                "... 15 lines",
            ]
        );
        pieces.truncate(11);
        assert_eq!(word_diff(&pieces, false).len(), 12);
    }
}
