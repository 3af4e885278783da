//! `dechaff rules test`: the inline tests, and for each failure what went against what should.

use super::check::Asked;
use crate::cli::args::RulesTestArgs;
use crate::cli::config::Config;
use crate::cli::terminal::{self, escape, paint};
use crate::cli::{Outcome, setup};
use dechaff::{Fate, RulesBuilder, TestOutcome, TestReport, run_tests_of};
use std::io::{self, Write};

pub(super) fn run(args: &RulesTestArgs) -> anyhow::Result<Outcome> {
    let config = Config::read(
        &args.rules,
        args.paths.first().map(std::path::PathBuf::as_path),
    )?;
    let rules = setup::rules_with(RulesBuilder::new(), config, &args.paths)?;
    let asked = Asked::new(&args.paths);
    let reports = run_tests_of(&rules, |rule| asked.covers(rule));
    let failures: Vec<&TestReport> = reports
        .iter()
        .filter(|report| report.outcome != TestOutcome::Passed)
        .collect();
    let color = terminal::color_on(&io::stdout());
    let mut out = terminal::out();
    for failure in &failures {
        print_failure(failure, color, &mut out)?;
    }
    if !failures.is_empty() {
        writeln!(out, "{}\n", legend(color))?;
    }
    let (passed, failed) = (reports.len() - failures.len(), failures.len());
    writeln!(out, "{passed} passed, {failed} failed")?;
    out.flush()?;
    Ok(if failed == 0 {
        Outcome::Done
    } else {
        Outcome::Found
    })
}

fn print_failure(report: &TestReport, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let TestReport {
        file,
        line,
        rule,
        number,
        outcome,
        ..
    } = report;
    let title = format!("{file}:{line}: {rule}, test {number}: {}", outcome.word());
    writeln!(out, "{}", paint(color, "1", &escape(&title)))?;
    for row in word_diff(&report.pieces, color).split('\n') {
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

/// The test's page with marks around what went and what should have gone. Marks end with their
/// line, so that each line can be read alone.
fn word_diff(pieces: &[(Fate, String)], color: bool) -> String {
    let mut drawn = String::new();
    for (fate, text) in pieces {
        let (open, close, codes) = marks(*fate);
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                drawn.push('\n');
            }
            if !part.is_empty() {
                let marked = format!("{open}{}{close}", escape(part));
                drawn += &paint(color, codes, &marked);
            }
        }
    }
    drawn
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
            "One\n[?two?]\n[?three?] [!four!]"
        );
    }
}
