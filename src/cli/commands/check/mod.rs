//! `dechaff check`: what would go, printed as a compiler prints its findings.
//!
//! Blank lines (`layout`) are tidied by the way and are not what anybody means by noise: they are
//! neither printed nor counted, in any format, unless `only` chooses which rules run.

pub(crate) mod noise;
pub(crate) mod report;
pub(crate) mod tally;

use crate::cli::args::command::CheckArgs;
use crate::cli::args::common::GlobalArgs;
use crate::cli::commands::check::report::NoiseReport;
use crate::cli::commands::check::tally::{CheckTally, Checked};
use crate::cli::input::pages;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, escape};
use crate::cli::setup;
use dechaff::{Kind, Page};
use std::io::{self, Write as _};
use std::path::PathBuf;

pub(crate) fn run(args: &CheckArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let near = args.input.paths.first().map(PathBuf::as_path);
    let prepared = setup::prepare(&args.rules, near)?;
    let report = NoiseReport::new(args.format);
    let mut out = terminal::out();
    let mut tally = CheckTally::default();
    let work = |input: pages::PageInput| check(&input, &prepared, &report);
    let skipped = pages::for_each(&args.input, &prepared, work, |checked| {
        tally.count(&checked);
        for warning in &checked.warnings {
            tracing::warn!("{warning}");
        }
        if let Some(failure) = &checked.failure {
            tracing::error!("{failure}");
        }
        out.write_all(checked.printed.as_bytes())?;
        Ok(())
    })?;
    out.flush()?;
    tally.skipped = skipped;
    if !global.quiet {
        writeln!(
            io::stderr().lock(),
            "{}",
            tally.in_words(global.verbose > 0)
        )?;
    }
    Ok(tally.outcome())
}

fn check(input: &pages::PageInput, prepared: &setup::Setup, report: &NoiseReport) -> Checked {
    let name = escape(&input.name);
    let mut checked = Checked {
        printed: String::new(),
        warnings: Vec::new(),
        kinds: Vec::new(),
        layout: 0,
        failure: None,
    };
    match &input.text {
        Err(why) => checked.failure = Some(format!("{name}: {}", escape(why))),
        Ok(text) => {
            let page = Page::with_meta(text, input.meta.clone());
            let (mut noise, warnings) = noise::of_page(&page, &prepared.cleaner);
            if !prepared.has_only {
                let all = noise.len();
                noise.retain(|one| one.kind != Kind::Layout);
                checked.layout = all - noise.len();
            }
            checked.warnings = warnings
                .iter()
                .map(|words| format!("{name}: {words}"))
                .collect();
            checked.kinds = noise.iter().map(|one| one.kind).collect();
            checked.printed = report.page(&input.name, &page, &noise);
        }
    }
    checked
}
