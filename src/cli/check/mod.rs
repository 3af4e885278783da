//! `dechaff check`: what would go, printed as a compiler prints its findings.
//!
//! Blank lines (`layout`) are tidied by the way and are not what anybody means by noise: they are
//! neither printed nor counted, in any format, unless `only` chooses which rules run.

mod noise;
mod report;
mod tally;
mod window;

use super::args::{CheckArgs, GlobalArgs};
use super::terminal::{self, escape};
use super::{Outcome, pages, setup};
use dechaff::{Kind, Page};
use noise::Noise;
use report::Report;
use std::io::{self, Write as _};
use std::path::PathBuf;
use tally::Tally;

/// What became of one page: what is printed of it, and what is counted.
struct Checked {
    printed: String,
    warnings: Vec<String>,
    kinds: Vec<Kind>,
    layout: usize,
    failure: Option<String>,
}

pub(super) fn run(args: &CheckArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let near = args.input.paths.first().map(PathBuf::as_path);
    let prepared = setup::prepare(&args.rules, near)?;
    let report = Report::new(args.format);
    let mut out = terminal::out();
    let mut tally = Tally::default();
    let work = |input: pages::Input| check(&input, &prepared, &report);
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

fn check(input: &pages::Input, prepared: &setup::Prepared, report: &Report) -> Checked {
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
