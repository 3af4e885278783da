//! `dechaff clean`: the main job.

pub(crate) mod diff_file;
pub(crate) mod hint;
pub(crate) mod progress;
pub(crate) mod receiver;
pub(crate) mod report;
pub(crate) mod shard_report;
pub(crate) mod shard_summary;
pub(crate) mod shards;
pub(crate) mod stdin;
pub(crate) mod summary_file;
pub(crate) mod tables;
pub(crate) mod targets;

use crate::cli::args::command::{CleanArgs, ToArg};
use crate::cli::args::common::GlobalArgs;
use crate::cli::commands::clean::receiver::CleanReceiver;
use crate::cli::commands::clean::targets::Targets;
use crate::cli::commands::learn;
use crate::cli::input::paths::{DASH, inputs};
use crate::cli::input::shards::{choice, shard_options};
use crate::cli::interrupt::stop_on_interrupt;
use crate::cli::outcome::Outcome;
use crate::cli::setup::{self, Setup};
use anyhow::{Context, ensure};
use dechaff::io::batch::{self, Parts, RunError, RunOptions};
use dechaff::io::sink::replace_file;
use dechaff::{Mode, PackSource, PageMeta};
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &CleanArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let args = &args.settled()?;
    let near = args.input.paths.first().map(PathBuf::as_path);
    let mut prepared = setup::prepare(&args.rules, near)?;
    if args.input.paths == [PathBuf::from(DASH)] && args.out.is_none() {
        ensure!(
            !args.learn,
            "--learn needs pages that are read twice: give folders or files"
        );
        if args.dry_run {
            prepared.cleaner = prepared.cleaner.without_reasons();
        }
        let options = run_options(args, &prepared, None)?;
        return stdin::run(args, global, &prepared, &options);
    }
    let targets = Targets::new(args, &prepared)?;
    // Whoever reads the input once more does not read what is written.
    prepared.out.clone_from(&targets.out);
    let options = run_options(args, &prepared, targets.out.clone())?;
    let inputs = inputs(&args.input)?;
    let to = args.shards.to.map(ToArg::format);
    let plan = progress::saying("looking at the input", args.shards.progress, global, || {
        batch::check_inputs(&inputs, targets.out.as_deref(), &options.choice, to)
    })?;
    shards::check(args, &targets, &plan)?;
    let interrupt = stop_on_interrupt()?;
    // Where nothing is read, nothing is made, added or pruned.
    let targets = if plan.is_empty() {
        targets.without_out()
    } else {
        targets
    };
    let learned = if args.learn {
        let what = "learning what hosts repeat";
        let learned = progress::saying(what, args.shards.progress, global, || {
            learn(args, near, &mut prepared)
        })?;
        Some(learned)
    } else {
        None
    };
    if targets.dry_run {
        prepared.cleaner = prepared.cleaner.without_reasons(); // what has them is not written
    }
    let mut receiver = CleanReceiver::new(args, &targets, global, &plan, &interrupt)?;
    if let (Some(learned), Some(out), false) = (learned, &targets.out, targets.dry_run) {
        for source in learned {
            let file = out.join("_dechaff").join(&source.name);
            replace_file(&file, source.text.as_bytes())
                .with_context(|| format!("cannot write {}", file.display()))?;
        }
    }
    let stop = &interrupt.stop;
    let ended = batch::run(&inputs, &prepared.cleaner, &options, &mut receiver, stop);
    let ended = ended.map_err(|error| match error {
        RunError::Receiver(error) => Ok(error),
        RunError::Threads(error) => Err(error),
    });
    let ended = ended.and_then(|()| {
        let run = shards::ShardRun {
            args,
            prepared: &prepared,
            targets: &targets,
            texts: &options,
            interrupt: &interrupt,
        };
        run.run(&plan.shards, &mut receiver).map_err(Ok)
    });
    match ended {
        Ok(()) => {
            let hint = receiver
                .wants_hint(&interrupt)
                .and_then(|(summary, statistics)| hint::hint(args, &prepared, summary, statistics));
            receiver.finish(&interrupt, hint)
        }
        Err(Ok(error)) => receiver.give_up(error),
        Err(Err(error)) => Err(error).context("cannot start threads"),
    }
}

/// The name of the learned pack below `_dechaff`.
const LEARNED: &str = "templates.toml";

/// Learns what hosts repeat, and adds it to the rules; the rule file, and the files beside it where there are any.
fn learn(
    args: &CleanArgs,
    near: Option<&Path>,
    prepared: &mut Setup,
) -> anyhow::Result<Vec<PackSource>> {
    // What it takes a person to tell does not cut.
    let mode = prepared.cleaner.options().mode.min(Mode::Balanced);
    let learned = learn::learn(&args.input, prepared, mode, LEARNED)?;
    let rules = PackSource {
        name: LEARNED.to_owned(),
        text: learned.toml,
    };
    let sources: Vec<PackSource> = [rules].into_iter().chain(learned.beside).collect();
    *prepared = setup::prepare_more(&args.rules, near, sources.clone())?;
    Ok(sources)
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
        format: args.format.page_format.into(),
    };
    Ok(RunOptions {
        encoding,
        meta,
        host_from: args.host_from.clone(),
        jobs: args.jobs.unwrap_or(prepared.jobs),
        max_page_bytes: args
            .fields
            .max_page_bytes
            .unwrap_or(prepared.max_page_bytes),
        avoid,
        choice: choice(args, shards::forced(clean.shards.format)),
        parts: match clean.shards.to {
            None => Parts::Texts,
            Some(ToArg::Txt) => Parts::TextsAndRows(Box::new(shard_options(args, prepared))),
            Some(_) => Parts::Nothing,
        },
    })
}
