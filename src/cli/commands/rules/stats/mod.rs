//! `dechaff rules stats`: what every rule does on a crawl.

pub(crate) mod exceptions;
pub(crate) mod table;

use crate::cli::args::common::GlobalArgs;
use crate::cli::args::rules::{RulesStatsArgs, StatsFormat};
use crate::cli::commands::rules::stats::exceptions::Lifted;
use crate::cli::commands::rules::stats::table::StatsTable;
use crate::cli::input::pages;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, escape};
use crate::cli::setup::{self, Setup};
use anyhow::Context as _;
use dechaff::Page;
use dechaff::io::sink::replace_file;
use dechaff::tools::stats::{ExceptionFigures, FigureBooks, PageStats, Statistics, page_stats};
use std::io::{self, Write as _};
use std::time::Instant;

/// What was counted on one page.
struct CountedPage {
    page_stats: PageStats,
    len_bytes: usize,
    /// Of each exception, whether the page would be another without it.
    matters: Vec<bool>,
}

/// Nanoseconds since some point.
type Clock<'c> = &'c (dyn Fn() -> u64 + Sync);

pub(crate) fn run(args: &RulesStatsArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let near = args.input.paths.first().map(std::path::PathBuf::as_path);
    let prepared = setup::prepare_rules(&args.rules, near)?;
    let lifted = Lifted::prepare(&prepared.cleaner, &args.rules, near)?;
    let start = Instant::now();
    let running = || u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
    let clock: Clock<'_> = if args.time { &running } else { &|| 0 };
    let (statistics, outcome) = count(args, &prepared, &lifted, clock)?;
    let json = serde_json::to_string_pretty(&statistics).expect("its keys are all strings") + "\n";
    if let Some(file) = &args.out {
        replace_file(file, json.as_bytes())
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    let mut out = terminal::out();
    match args.format {
        StatsFormat::Json => out.write_all(json.as_bytes())?,
        StatsFormat::Table => {
            let table = StatsTable {
                color: terminal::color_on(&io::stdout()),
                width: terminal::width(),
                names_all: global.verbose > 0,
            };
            out.write_all(table.print(&statistics).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn count(
    args: &RulesStatsArgs,
    prepared: &Setup,
    lifted: &Lifted<'_>,
    clock: Clock<'_>,
) -> anyhow::Result<(Statistics, Outcome)> {
    let cleaner = &prepared.cleaner;
    let exceptions = cleaner.rules().exceptions().iter();
    let mut exceptions: Vec<ExceptionFigures> = exceptions.map(ExceptionFigures::new).collect();
    let mut books = FigureBooks::default();
    let mut outcome = Outcome::Done;
    let work = |input: pages::PageInput| {
        let counted = page(&input, prepared, lifted, clock);
        (input.name, counted)
    };
    pages::for_each(&args.input, prepared, work, |(name, counted)| {
        match counted {
            Ok(page) => {
                books.add(page.len_bytes, &page.page_stats);
                for (one, matters) in exceptions.iter_mut().zip(page.matters) {
                    one.pages += u64::from(matters);
                }
            }
            Err(why) => {
                tracing::error!("{}: {}", escape(&name), escape(&why));
                outcome = Outcome::SomeFailed;
            }
        }
        Ok(())
    })?;
    Ok((books.statistics(cleaner, args.least, exceptions), outcome))
}

fn page(
    input: &pages::PageInput,
    prepared: &Setup,
    lifted: &Lifted<'_>,
    clock: Clock<'_>,
) -> Result<CountedPage, String> {
    let text = input.text.as_ref().map_err(Clone::clone)?;
    let page = Page::with_meta(text, input.meta.clone());
    let (cleaned, page_stats) = page_stats(&prepared.cleaner, &page, clock);
    let matters = lifted
        .matters(&page, &cleaned)
        .map_err(|error| format!("{error:#}"))?;
    Ok(CountedPage {
        page_stats,
        len_bytes: text.len(),
        matters,
    })
}
