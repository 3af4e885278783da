//! `dechaff clean`: the main job.

pub(crate) mod receiver;
pub(crate) mod report;
pub(crate) mod shard_report;
pub(crate) mod shard_summary;
pub(crate) mod shards;
pub(crate) mod stdin;
pub(crate) mod targets;

use crate::cli::args::command::CleanArgs;
use crate::cli::args::common::GlobalArgs;
use crate::cli::commands::clean::receiver::CleanReceiver;
use crate::cli::commands::clean::targets::Targets;
use crate::cli::input::paths::{DASH, inputs};
use crate::cli::input::shards::choice;
use crate::cli::interrupt::stop_on_interrupt;
use crate::cli::outcome::Outcome;
use crate::cli::setup::{self, Setup};
use anyhow::Context;
use dechaff::PageMeta;
use dechaff::io::batch::{self, RunError, RunOptions};
use dechaff::io::source::ForcedFormat;
use std::path::PathBuf;

pub(crate) fn run(args: &CleanArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let near = args.input.paths.first().map(PathBuf::as_path);
    let prepared = setup::prepare(&args.rules, near)?;
    if args.input.paths == [PathBuf::from(DASH)] && args.out.is_none() {
        let options = run_options(args, &prepared, None)?;
        return stdin::run(args, global, &prepared, &options);
    }
    let targets = Targets::new(args, &prepared)?;
    let options = run_options(args, &prepared, targets.out.clone())?;
    let inputs = inputs(&args.input)?;
    let plan = batch::check_inputs(&inputs, targets.out.as_deref(), &options.choice)?;
    shards::check(args, &targets, &plan)?;
    let interrupt = stop_on_interrupt()?;
    let mut receiver =
        CleanReceiver::new(&targets, global, plan.pages, args.error_limit(), &interrupt)?;
    let stop = &interrupt.stop;
    let ended = batch::run(&inputs, &prepared.cleaner, &options, &mut receiver, stop);
    let ended = ended.map_err(|error| match error {
        RunError::Receiver(error) => Ok(error),
        RunError::Threads(error) => Err(error),
    });
    let ended = ended.and_then(|()| {
        let run = shards::ShardRun {
            args,
            global,
            prepared: &prepared,
            targets: &targets,
            interrupt: &interrupt,
        };
        run.run(&plan.shards, &mut receiver).map_err(Ok)
    });
    match ended {
        Ok(()) => receiver.finish(&interrupt),
        Err(Ok(error)) => receiver.give_up(error),
        Err(Err(error)) => Err(error).context("cannot start threads"),
    }
}

fn run_options(
    clean: &CleanArgs,
    prepared: &Setup,
    avoid: Option<PathBuf>,
) -> anyhow::Result<RunOptions> {
    let args = &clean.input;
    let encoding = match &args.encoding {
        Some(label) => label.parse().context("--encoding")?,
        None => prepared.encoding,
    };
    let meta = PageMeta {
        url: args.url.clone(),
        lang: args.lang.clone(),
    };
    Ok(RunOptions {
        encoding,
        meta,
        jobs: args.jobs.unwrap_or(prepared.jobs),
        max_page_bytes: args
            .fields
            .max_page_bytes
            .unwrap_or(prepared.max_page_bytes),
        avoid,
        choice: choice(args, clean.shards.format.map(ForcedFormat::from)),
    })
}
