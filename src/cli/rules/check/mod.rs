//! `dechaff rules check`: everything that is wrong with rule files, at once, and what is doubtful.

mod fixtures;

use crate::cli::args::{ReportFormat, RulesCheckArgs};
use crate::cli::config::Config;
use crate::cli::terminal::{self, counted, github_data, github_property};
use crate::cli::{Outcome, setup};
use dechaff::{Diagnostic, PackSource, Rule, RuleErrors, Rules, Severity, shipped_packs};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

pub(super) fn run(args: &RulesCheckArgs) -> anyhow::Result<Outcome> {
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

/// The files that were named, with their texts; none means every file.
pub(super) struct Asked(BTreeMap<String, String>);

impl Asked {
    pub(super) fn new(paths: &[std::path::PathBuf]) -> Self {
        let sources = paths.iter().filter_map(|path| setup::read_packs(path).ok());
        let named = |source: PackSource| (source.name, source.text);
        Self(sources.flatten().map(named).collect())
    }

    pub(super) fn covers(&self, rule: &Rule) -> bool {
        self.names(&rule.origin.file)
    }

    fn names(&self, file: &str) -> bool {
        self.0.is_empty() || self.0.contains_key(file)
    }

    /// The text of a rule file: one that was named, a shipped one, or another one that was loaded.
    pub(super) fn text_of(&self, file: &str) -> Option<String> {
        let shipped = || shipped_packs().iter().find(|(name, _)| *name == file);
        self.0
            .get(file)
            .cloned()
            .or_else(|| shipped().map(|(_, text)| (*text).to_owned()))
            .or_else(|| std::fs::read_to_string(file).ok())
    }
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
                serde_json::to_writer(&mut *out, &json(one))?;
                writeln!(out)?;
            }
        }
    }
    Ok(())
}

fn github(one: &Diagnostic) -> String {
    let message = match &one.help {
        Some(help) => format!("{}\n{help}", one.message),
        None => one.message.clone(),
    };
    format!(
        "::{} file={},line={},col={},title={} {}::{}",
        severity(one),
        github_property(&one.file),
        one.line(),
        one.column(),
        one.code.id(),
        one.code.name(),
        github_data(&message),
    )
}

fn severity(one: &Diagnostic) -> &'static str {
    match one.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

#[derive(Serialize)]
struct JsonLine<'d> {
    code: &'d str,
    name: &'d str,
    severity: &'d str,
    file: &'d str,
    line: usize,
    column: usize,
    message: &'d str,
    help: Option<&'d str>,
}

fn json(one: &Diagnostic) -> JsonLine<'_> {
    JsonLine {
        code: one.code.id(),
        name: one.code.name(),
        severity: severity(one),
        file: &one.file,
        line: one.line(),
        column: one.column(),
        message: &one.message,
        help: one.help.as_deref(),
    }
}
