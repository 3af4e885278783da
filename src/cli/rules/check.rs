//! `dechaff rules check`: everything that is wrong with rule files, at once.

use crate::cli::args::{ReportFormat, RulesCheckArgs};
use crate::cli::config::Config;
use crate::cli::terminal::{self, counted, github_data, github_property};
use crate::cli::{Outcome, setup};
use dechaff::{
    Code, Diagnostic, PackSource, Rule, RuleErrors, Rules, RulesBuilder, Severity, shipped_packs,
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

pub(super) fn run(args: &RulesCheckArgs) -> anyhow::Result<Outcome> {
    let config = Config::read(
        &args.rules,
        args.paths.first().map(std::path::PathBuf::as_path),
    )?;
    let mut out = terminal::out();
    let outcome = match setup::rules_with(RulesBuilder::new().as_written(), config, &args.paths) {
        Ok(rules) => {
            let asked = Asked::new(&args.paths);
            sound(&rules, &asked, args.format, &mut out)?;
            Outcome::Done
        }
        Err(errors) => {
            wrong(&errors, args.format, &mut out)?;
            Outcome::Unusable
        }
    };
    out.flush()?;
    Ok(outcome)
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
        self.0.is_empty() || self.0.contains_key(&*rule.origin.file)
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

fn sound(
    rules: &Rules,
    asked: &Asked,
    format: ReportFormat,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let rules: Vec<&Rule> = rules.iter().filter(|rule| asked.covers(rule)).collect();
    let slow: Vec<&&Rule> = rules
        .iter()
        .filter(|rule| rule.runs_on_every_line())
        .collect();
    for rule in &slow {
        let message = format!(
            "{} holds no literal to look for first: it runs on every line",
            rule.id
        );
        print_warning(rule, &message, format, out)?;
    }
    if format == ReportFormat::Human {
        let files: BTreeSet<&str> = rules.iter().map(|rule| &*rule.origin.file).collect();
        let (rules, files) = (counted(rules.len(), "rule"), counted(files.len(), "file"));
        let warnings = counted(slow.len(), "warning");
        writeln!(out, "{rules} in {files}: no errors, {warnings}")?;
    }
    Ok(())
}

fn print_warning(
    rule: &Rule,
    message: &str,
    format: ReportFormat,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let (file, line) = (&*rule.origin.file, rule.origin.line);
    match format {
        ReportFormat::Human => writeln!(out, "{file}:{line}: warning: {message}")?,
        ReportFormat::Github => {
            let (file, message) = (github_property(file), github_data(message));
            writeln!(out, "::warning file={file},line={line}::{message}")?;
        }
        ReportFormat::Jsonl => print_json(
            &JsonLine {
                code: None,
                name: "no-literal",
                severity: "warning",
                file,
                line,
                column: 1,
                message,
                help: None,
            },
            out,
        )?,
    }
    Ok(())
}

fn wrong(errors: &RuleErrors, format: ReportFormat, out: &mut dyn Write) -> anyhow::Result<()> {
    match format {
        ReportFormat::Human => {
            writeln!(
                out,
                "{}\n",
                errors.render(terminal::color_on(&io::stdout()))
            )?;
            let files: BTreeSet<&str> = errors.diagnostics().iter().map(|one| &*one.file).collect();
            let found = counted(errors.diagnostics().len(), "error");
            writeln!(out, "{found} in {}", counted(files.len(), "file"))?;
        }
        ReportFormat::Github => {
            for one in errors.diagnostics() {
                writeln!(out, "{}", github(one))?;
            }
        }
        ReportFormat::Jsonl => {
            for one in errors.diagnostics() {
                print_json(&json(one), out)?;
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
    code: Option<&'d str>,
    name: &'d str,
    severity: &'d str,
    file: &'d str,
    line: usize,
    column: usize,
    message: &'d str,
    help: Option<&'d str>,
}

fn json(one: &Diagnostic) -> JsonLine<'_> {
    let Diagnostic { code, .. } = one;
    let code: &Code = code;
    JsonLine {
        code: Some(code.id()),
        name: code.name(),
        severity: severity(one),
        file: &one.file,
        line: one.line(),
        column: one.column(),
        message: &one.message,
        help: one.help.as_deref(),
    }
}

fn print_json(line: &JsonLine<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)?;
    Ok(())
}
