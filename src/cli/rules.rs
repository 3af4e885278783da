//! `dechaff rules`: list, show, check, test.

use super::Outcome;
use super::args::{RulesCheckArgs, RulesCommand, RulesTestArgs};
use super::setup;
use dechaff::{TestOutcome, run_tests};
use std::io::Write as _;

pub(super) fn run(command: &RulesCommand) -> anyhow::Result<Outcome> {
    match command {
        RulesCommand::Check(args) => check(args),
        RulesCommand::Test(args) => test(args),
        RulesCommand::List(_) | RulesCommand::Show(_) => anyhow::bail!("not built yet"),
    }
}

fn check(args: &RulesCheckArgs) -> anyhow::Result<Outcome> {
    let rules = setup::rules(&args.rules)?;
    writeln!(std::io::stdout(), "{} rules, no errors", rules.len())?;
    Ok(Outcome::Done)
}

fn test(args: &RulesTestArgs) -> anyhow::Result<Outcome> {
    let rules = setup::rules(&args.rules)?;
    let mut out = std::io::stdout().lock();
    let (mut passed, mut failed) = (0, 0);
    for report in run_tests(&rules) {
        if report.outcome == TestOutcome::Passed {
            passed += 1;
            continue;
        }
        failed += 1;
        writeln!(
            out,
            "{}:{}: {} test {}: {}",
            report.file,
            report.line,
            report.rule,
            report.number,
            report.outcome.word()
        )?;
        writeln!(
            out,
            "--- should\n{}\n--- does\n{}\n",
            report.expected, report.found
        )?;
    }
    writeln!(out, "{passed} passed, {failed} failed")?;
    Ok(if failed == 0 {
        Outcome::Done
    } else {
        Outcome::Found
    })
}
