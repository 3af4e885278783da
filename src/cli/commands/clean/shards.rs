//! The shards of a run.

use crate::cli::args::command::{CleanArgs, CutsArg, InputFormat, TextAsArg, ToArg};
use crate::cli::commands::clean::receiver::CleanReceiver;
use crate::cli::commands::clean::shard_report::ShardReport;
use crate::cli::commands::clean::targets::Targets;
use crate::cli::input::shards::shard_options;
use crate::cli::interrupt::Interrupt;
use crate::cli::setup::Setup;
use anyhow::{Context as _, bail};
use dechaff::io::batch::{Plan, RunOptions};
use dechaff::io::format::{Compression, Container, Format};
use dechaff::io::shard::{
    CutsAs, ShardInput, ShardOptions, ShardTarget, TextAs, clean_shards, gather_rejected,
};
use dechaff::io::source::{ForcedFormat, ShardEntry};

/// Whether a run can do with its shards what it is asked to, before anything is written.
pub(crate) fn check(args: &CleanArgs, targets: &Targets, plan: &Plan) -> anyhow::Result<()> {
    let Some(shard) = plan.shards.first() else {
        return check_no_rows(args, plan);
    };
    if args.shards.to.is_some() && args.shards.cuts == CutsArg::Attributes {
        bail!("--cuts attributes writes no rows: leave --to out");
    }
    for shard in &plan.shards {
        check_form(args, shard)?;
    }
    if args.shards.to.is_none() {
        check_no_rows(args, plan)?;
    }
    let shard = shard.file.display();
    if args.shards.to == Some(ToArg::Txt) {
        return check_texts(args);
    }
    if targets.diff.is_some() {
        bail!("--diff is of texts, and {shard} is a shard; `dechaff diff {shard}` shows its rows");
    }
    if args.shards.text_as == TextAsArg::Keep && args.shards.cuts == CutsArg::None {
        bail!("--text-as keep with --cuts none would change nothing");
    }
    if args.shards.text_as != TextAsArg::Clean && args.shards.cuts == CutsArg::Attributes {
        bail!("--cuts attributes writes no texts: leave --text-as out");
    }
    Ok(())
}

/// Whether texts in files of their own are asked for what rows alone have.
fn check_no_rows(args: &CleanArgs, plan: &Plan) -> anyhow::Result<()> {
    let asked = rows_asked(args).filter(|_| plan.pages > 0);
    if let Some(asked) = asked {
        bail!(
            "{asked} is for rows of shards, and the input has texts, whose records go to one file: leave it out, clean them apart, or make rows of them by --to"
        );
    }
    Ok(())
}

/// What is asked for that rows alone have, if anything is.
pub(crate) fn rows_asked(args: &CleanArgs) -> Option<&'static str> {
    match (args.shards.text_as, args.shards.cuts) {
        (TextAsArg::Clean, CutsArg::Sidecar) => None,
        (TextAsArg::Clean, _) => Some("--cuts"),
        _ => Some("--text-as"),
    }
}

/// Whether texts are asked to hold nothing but text.
fn check_texts(args: &CleanArgs) -> anyhow::Result<()> {
    if rows_asked(args).is_some() {
        bail!(
            "--to txt writes texts, and their records as those of all texts: leave --text-as and --cuts out"
        );
    }
    Ok(())
}

/// Whether a shard has fields for what it is asked to hold.
pub(crate) fn check_form(args: &CleanArgs, shard: &ShardEntry) -> anyhow::Result<()> {
    let container = args.shards.to.map_or(shard.format, ToArg::format).container;
    let asked = match (args.shards.text_as, args.shards.cuts) {
        (_, CutsArg::Attributes) if container != Container::Jsonl => "--cuts attributes",
        _ if !matches!(container, Container::Warc | Container::Tar) => return Ok(()),
        (TextAsArg::Both, _) => "--text-as both",
        (_, CutsArg::Column) => "--cuts column",
        _ => return Ok(()),
    };
    bail!(
        "{asked} is for JSONL, whose rows have fields; {} is {}",
        shard.file.display(),
        container.word()
    )
}

/// How shards are read and written.
pub(crate) fn write_options(
    args: &CleanArgs,
    prepared: &Setup,
    texts: &RunOptions,
) -> ShardOptions {
    let shards = &args.shards;
    ShardOptions {
        to: shards.to.map(ToArg::format),
        encoding: texts.encoding,
        text: match shards.text_as {
            TextAsArg::Clean => TextAs::Clean,
            TextAsArg::Keep => TextAs::Keep,
            TextAsArg::Both => TextAs::Both,
        },
        cuts: match shards.cuts {
            CutsArg::Sidecar => CutsAs::Sidecar,
            CutsArg::Column => CutsAs::Column,
            CutsArg::Attributes => CutsAs::Attributes,
            CutsArg::None => CutsAs::None,
        },
        reasons: args.reasons.into(),
        level: shards.level,
        force: shards.force,
        retry_failed: shards.retry_failed,
        ..shard_options(&args.input, prepared)
    }
}

/// What somebody said of the files.
pub(crate) fn forced(format: Option<InputFormat>) -> Option<ForcedFormat> {
    match format? {
        InputFormat::Text => Some(ForcedFormat::Text),
        InputFormat::Jsonl => Some(ForcedFormat::Shard(Container::Jsonl)),
        InputFormat::Warc => Some(ForcedFormat::Shard(Container::Warc)),
        InputFormat::Tar => Some(ForcedFormat::Shard(Container::Tar)),
        InputFormat::Parquet => Some(ForcedFormat::Shard(Container::Parquet)),
        InputFormat::Plain | InputFormat::Markdown | InputFormat::Html => None,
    }
}

impl ToArg {
    /// The format that it names; texts are what a folder holds.
    pub(crate) fn format(self) -> Format {
        let (container, compression) = match self {
            Self::Jsonl => (Container::Jsonl, Compression::None),
            Self::JsonlGz => (Container::Jsonl, Compression::Gzip),
            Self::JsonlZst => (Container::Jsonl, Compression::Zstd),
            Self::Parquet => (Container::Parquet, Compression::None),
            Self::Txt => (Container::Folder, Compression::None),
        };
        Format {
            container,
            compression,
        }
    }
}

impl CleanArgs {
    /// How many pages, rows and shards may fail before the run ends.
    pub(crate) fn error_limit(&self) -> Option<u64> {
        if self.shards.fail_fast {
            return Some(0);
        }
        self.shards.max_errors
    }
}

/// What a run over shards needs.
pub(crate) struct ShardRun<'r> {
    pub(crate) args: &'r CleanArgs,
    pub(crate) prepared: &'r Setup,
    pub(crate) targets: &'r Targets,
    /// How texts are read.
    pub(crate) texts: &'r RunOptions,
    pub(crate) interrupt: &'r Interrupt,
}

impl ShardRun<'_> {
    /// Cleans shards and adds what became of them to what the receiver counts.
    pub(crate) fn run(
        &self,
        shards: &[ShardEntry],
        receiver: &mut CleanReceiver,
    ) -> anyhow::Result<()> {
        let is_over = self.interrupt.came() || receiver.has_too_many_errors();
        if shards.is_empty() || is_over || self.args.shards.to == Some(ToArg::Txt) {
            return Ok(());
        }
        let options = write_options(self.args, self.prepared, self.texts);
        let folder = self.targets.out.clone().filter(|_| !self.targets.dry_run);
        let target = folder
            .clone()
            .map_or(ShardTarget::Nowhere, ShardTarget::Folder);
        let failed = receiver.failed();
        let mut report = ShardReport::new(
            &self.args.shards,
            receiver.progress(),
            folder.clone(),
            failed,
        );
        let (cleaner, stop) = (&self.prepared.cleaner, &self.interrupt.stop);
        let input = ShardInput::Files(shards);
        let ended = clean_shards(input, cleaner, &options, target, &mut report, stop);
        let said = report.said();
        let has_cuts = options.cuts == CutsAs::Sidecar;
        receiver.add_shards(ended.as_ref().ok(), said, has_cuts);
        ended?;
        if let Some(folder) = &folder {
            gather_rejected(folder).context("rejected.jsonl")?;
        }
        Ok(())
    }
}
