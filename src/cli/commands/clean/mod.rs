//! `dechaff clean`: the main job.

pub(crate) mod receiver;
pub(crate) mod report;
pub(crate) mod targets;

use crate::cli::args::command::CleanArgs;
use crate::cli::args::common::{GlobalArgs, InputArgs};
use crate::cli::commands::clean::receiver::CleanReceiver;
use crate::cli::commands::clean::targets::Targets;
use crate::cli::input::paths::{DASH, inputs};
use crate::cli::interrupt::stop_on_interrupt;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal;
use crate::cli::setup::{self, Setup};
use anyhow::Context;
use dechaff::io::batch::{self, RunError, RunOptions};
use dechaff::io::source::PageId;
use dechaff::{Cleaner, PageMeta};
use std::io::{self, Read as _, Write as _};
use std::path::PathBuf;
use std::sync::atomic::Ordering;

pub(crate) fn run(args: &CleanArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let near = args.input.paths.first().map(PathBuf::as_path);
    let prepared = setup::prepare(&args.rules, near)?;
    if args.input.paths == [PathBuf::from(DASH)] && args.out.is_none() {
        let options = run_options(&args.input, &prepared, None)?;
        return clean_stdin(args, &prepared.cleaner, &options);
    }
    let targets = Targets::new(args, &prepared)?;
    let options = run_options(&args.input, &prepared, targets.out.clone())?;
    let inputs = inputs(&args.input)?;
    let pages = batch::check_inputs(&inputs, targets.out.as_deref())?;
    let stop = stop_on_interrupt()?;
    // Where nothing is read, nothing is made, added or pruned.
    let targets = if pages == 0 {
        targets.without_out()
    } else {
        targets
    };
    let mut receiver = CleanReceiver::new(&targets, global, pages)?;
    let ended = batch::run(&inputs, &prepared.cleaner, &options, &mut receiver, &stop);
    let interrupted = stop.load(Ordering::Relaxed);
    match ended {
        Ok(()) => receiver.finish(interrupted),
        Err(RunError::Receiver(error)) => receiver.give_up(error),
        Err(RunError::Threads(error)) => Err(error).context("cannot start threads"),
    }
}

fn run_options(
    args: &InputArgs,
    prepared: &Setup,
    avoid: Option<PathBuf>,
) -> anyhow::Result<RunOptions> {
    let encoding = match &args.encoding {
        Some(label) => label.parse().context("--encoding")?,
        None => prepared.encoding,
    };
    let meta = PageMeta {
        url: args.url.clone(),
        lang: args.lang.clone(),
        format: args.format.page_format.into(),
    };
    Ok(RunOptions {
        encoding,
        meta,
        jobs: args.jobs.unwrap_or(prepared.jobs),
        max_page_bytes: prepared.max_page_bytes,
        avoid,
    })
}

/// Standard input to standard output.
fn clean_stdin(
    args: &CleanArgs,
    cleaner: &Cleaner,
    options: &RunOptions,
) -> anyhow::Result<Outcome> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .context("standard input")?;
    let name = args
        .input
        .path
        .clone()
        .unwrap_or_else(|| PathBuf::from("stdin"));
    let page = match batch::clean_bytes(&PageId::new(&name), bytes, cleaner, options) {
        Ok(page) => page,
        Err(error) => {
            tracing::error!("{}: {error}", terminal::escape(&name.to_string_lossy()));
            return Ok(Outcome::SomeFailed);
        }
    };
    report::warn(&page);
    if let Some(target) = &args.diff {
        receiver::write_diff(target, &page.record.unified_diff(&page.original))?;
    }
    if !args.dry_run {
        let mut out = io::stdout().lock();
        out.write_all(page.clean.as_bytes())
            .and_then(|()| out.flush())
            .context("standard output")?;
    }
    Ok(Outcome::Done)
}
