//! `dechaff rules check`: everything that is wrong with rule files, at once, and what is doubtful.

pub(crate) mod fixtures;

use crate::cli::args::common::ReportFormat;
use crate::cli::args::rules::RulesCheckArgs;
use crate::cli::commands::rules::asked::Asked;
use crate::cli::config::settings::Config;
use crate::cli::outcome::Outcome;
use crate::cli::render::github::{Annotation, Grade};
use crate::cli::render::jsonl::{self, DiagnosticJson};
use crate::cli::render::terminal::{self, counted};
use crate::cli::setup;
use dechaff::rulefile::{Diagnostic, Severity};
use dechaff::{Rule, RuleErrors, Rules};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

pub(crate) fn run(args: &RulesCheckArgs) -> anyhow::Result<Outcome> {
    let config = Config::read(
        &args.rules,
        args.paths.first().map(std::path::PathBuf::as_path),
    )?;
    let (check, unreadable) = setup::check_with(config, &args.paths);
    let asked = Asked::new(&args.paths);
    let errors = setup::together(unreadable, check.errors());
    let fired = match args.fixtures.as_slice() {
        [] => None,
        folders => Some(fixtures::fired(check.rules(), folders)?),
    };
    let warnings = check.warnings(|file| asked.names(file), fired.as_ref());
    let outcome = if !errors.is_empty() {
        Outcome::Unusable
    } else if warnings
        .iter()
        .any(|one| args.deny.iter().any(|deny| deny.covers(one.code)))
    {
        Outcome::Found
    } else {
        Outcome::Done
    };
    let found = in_order(check.files(), errors, warnings);
    let mut out = terminal::out();
    print(&found, args.format, &mut out)?;
    if args.format == ReportFormat::Human {
        writeln!(out, "{}", summary(&found, check.rules(), &asked))?;
    }
    out.flush()?;
    Ok(outcome)
}

/// Errors and warnings together: what could not be read first, then file by file as they are
/// loaded, each in its order.
fn in_order<'f>(
    files: impl Iterator<Item = &'f str>,
    errors: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let places: BTreeMap<&str, usize> = files.enumerate().map(|(at, name)| (name, at)).collect();
    let mut found: Vec<Diagnostic> = errors.into_iter().chain(warnings).collect();
    found.sort_by_cached_key(|one| (places.get(&*one.file).copied(), one.line(), one.column()));
    found
}

fn summary(found: &[Diagnostic], rules: &Rules, asked: &Asked) -> String {
    let count = |severity| found.iter().filter(|one| one.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let warnings = counted(warnings, "warning");
    if errors > 0 {
        let files: BTreeSet<&str> = found.iter().map(|one| &*one.file).collect();
        let files = counted(files.len(), "file");
        return format!("{}, {warnings} in {files}", counted(errors, "error"));
    }
    let rules: Vec<&Rule> = rules.iter().filter(|rule| asked.covers(rule)).collect();
    let files: BTreeSet<&str> = rules.iter().map(|rule| &*rule.origin.file).collect();
    let (rules, files) = (counted(rules.len(), "rule"), counted(files.len(), "file"));
    format!("{rules} in {files}: no errors, {warnings}")
}

fn print(found: &[Diagnostic], format: ReportFormat, out: &mut dyn Write) -> anyhow::Result<()> {
    match format {
        ReportFormat::Human if found.is_empty() => {}
        ReportFormat::Human => {
            let all = RuleErrors::new(found.to_vec());
            writeln!(out, "{}\n", all.render(terminal::color_on(&io::stdout())))?;
        }
        ReportFormat::Github => {
            for one in found {
                writeln!(out, "{}", github(one))?;
            }
        }
        ReportFormat::Jsonl => {
            for one in found {
                write!(out, "{}", jsonl::line(&DiagnosticJson::new(one)))?;
            }
        }
    }
    Ok(())
}

fn github(one: &Diagnostic) -> Annotation<'_> {
    Annotation {
        grade: match one.severity {
            Severity::Error => Grade::Error,
            Severity::Warning => Grade::Warning,
        },
        file: &one.file,
        line: one.line(),
        column: Some(one.column()),
        end: None,
        title: Some(format!("{} {}", one.code.id(), one.code.name())),
        message: match &one.help {
            Some(help) => format!("{}\n{help}", one.message),
            None => one.message.clone(),
        },
    }
}
