//! `dechaff clean`: the main job.

pub(crate) mod receiver;
pub(crate) mod report;
pub(crate) mod targets;

use crate::cli::args::command::CleanArgs;
use crate::cli::args::common::{GlobalArgs, InputArgs};
use crate::cli::commands::clean::receiver::CleanReceiver;
use crate::cli::commands::clean::targets::Targets;
use crate::cli::commands::learn;
use crate::cli::input::paths::{DASH, inputs};
use crate::cli::interrupt::stop_on_interrupt;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal;
use crate::cli::setup::{self, Setup};
use anyhow::{Context, ensure};
use dechaff::io::batch::{self, RunError, RunOptions};
use dechaff::io::sink::replace_file;
use dechaff::io::source::PageId;
use dechaff::{Cleaner, Mode, PackSource, PageMeta};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

pub(crate) fn run(args: &CleanArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let near = args.input.paths.first().map(PathBuf::as_path);
    let mut prepared = setup::prepare(&args.rules, near)?;
    if args.input.paths == [PathBuf::from(DASH)] && args.out.is_none() {
        ensure!(
            !args.learn,
            "--learn needs pages that are read twice: give folders or files"
        );
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
    let learned = if args.learn {
        let learned = learn(args, near, &mut prepared)?;
        Some(learned)
    } else {
        None
    };
    let mut receiver = CleanReceiver::new(&targets, global, pages)?;
    if let (Some(learned), Some(out), false) = (learned, &targets.out, targets.dry_run) {
        let file = out.join("_dechaff").join(LEARNED);
        replace_file(&file, learned.as_bytes())
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    let ended = batch::run(&inputs, &prepared.cleaner, &options, &mut receiver, &stop);
    let interrupted = stop.load(Ordering::Relaxed);
    match ended {
        Ok(()) => receiver.finish(interrupted),
        Err(RunError::Receiver(error)) => receiver.give_up(error),
        Err(RunError::Threads(error)) => Err(error).context("cannot start threads"),
    }
}

/// The name of the learned pack below `_dechaff`.
const LEARNED: &str = "templates.toml";

/// Learns what hosts repeat, and adds it to the rules; the rule file.
fn learn(args: &CleanArgs, near: Option<&Path>, prepared: &mut Setup) -> anyhow::Result<String> {
    // What it takes a person to tell does not cut.
    let mode = prepared.cleaner.options().mode.min(Mode::Balanced);
    let learned = learn::learn(&args.input, prepared, mode)?.toml;
    let source = PackSource {
        name: LEARNED.to_owned(),
        text: learned.clone(),
    };
    *prepared = setup::prepare_more(&args.rules, near, vec![source])?;
    Ok(learned)
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
        host_from: args.host_from.clone(),
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
