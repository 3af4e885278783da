//! `dechaff rules fmt`: rule files in their canonical form.

use crate::cli::args::common::GlobalArgs;
use crate::cli::args::rules::RulesFmtArgs;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, counted, escape};
use crate::cli::setup;
use anyhow::{Context as _, bail};
use dechaff::io::sink::replace_file;
use dechaff::tools::format::format_rules;
use dechaff::{PackSource, RuleErrors};
use std::io::{self, Write as _};
use std::path::Path;

pub(crate) fn run(args: &RulesFmtArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let mut sources: Vec<PackSource> = Vec::new();
    for path in &args.paths {
        match setup::read_packs(path) {
            Ok(found) => sources.extend(found.into_iter().filter(|found| !found.is_lines_file())),
            Err(wrong) => bail!("{}: {}", escape(&wrong.name), wrong.why),
        }
    }
    let (mut changed, mut wrong) = (Vec::new(), Vec::new());
    for source in &sources {
        match format_rules(source) {
            Ok(text) if text == source.text => {}
            Ok(text) => changed.push((source, text)),
            Err(errors) => wrong.extend(errors.diagnostics().to_vec()),
        }
    }
    if !wrong.is_empty() {
        return Err(RuleErrors::new(wrong).into()); // no file is touched where one is no TOML
    }
    let mut out = terminal::out();
    for (source, text) in &changed {
        if !args.check {
            let path = Path::new(&source.name);
            replace_file(path, text.as_bytes()).with_context(|| escape(&source.name))?;
        }
        writeln!(out, "{}", escape(&source.name))?;
    }
    out.flush()?;
    if !global.quiet {
        let files = counted(sources.len(), "file");
        let verb = if args.check {
            "would change"
        } else {
            "changed"
        };
        writeln!(io::stderr().lock(), "{} of {files} {verb}", changed.len())?;
    }
    Ok(if args.check && !changed.is_empty() {
        Outcome::Found
    } else {
        Outcome::Done
    })
}
