//! Standard input to standard output: a text, or the rows of a shard.

use crate::cli::args::command::{CleanArgs, CutsArg, ToArg};
use crate::cli::args::common::GlobalArgs;
use crate::cli::commands::clean::diff_file::write_diff;
use crate::cli::commands::clean::progress::Progress;
use crate::cli::commands::clean::report;
use crate::cli::commands::clean::shard_report::ShardReport;
use crate::cli::commands::clean::shards::{check_form, rows_asked, write_options};
use crate::cli::input::stoppable::StoppableInput;
use crate::cli::interrupt::stop_on_interrupt;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal;
use crate::cli::setup::Setup;
use anyhow::{Context as _, bail};
use dechaff::Cleaner;
use dechaff::io::batch::{self, RunOptions};
use dechaff::io::format::{Container, Detected, Format, HEAD_BYTES};
use dechaff::io::shard::{CutsAs, ShardInput, ShardTarget, clean_shards};
use dechaff::io::source::{PageId, ShardEntry};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) fn run(
    args: &CleanArgs,
    global: &GlobalArgs,
    prepared: &Setup,
    options: &RunOptions,
) -> anyhow::Result<Outcome> {
    let name = args.input.path.clone();
    let name = name.unwrap_or_else(|| PathBuf::from("stdin"));
    let head = head().context("standard input")?;
    match options.choice.of_head(&name, &head) {
        Detected::Text if args.shards.to.is_some() => {
            bail!("standard input is one text, which has no rows: leave --to out")
        }
        Detected::Text if rows_asked(args).is_some() => {
            let asked = rows_asked(args).unwrap_or_default();
            bail!("{asked} is for rows, and standard input is one text: leave it out")
        }
        Detected::Text => clean_text(args, &prepared.cleaner, options, &name, head),
        Detected::Foreign(what) => bail!("standard input: {}", what.advice()),
        Detected::Shard(format) if format.container == Container::Parquet => {
            bail!("standard input: Parquet, of which the end must be read first; give it as a file")
        }
        Detected::Shard(format) => clean_rows(args, global, prepared, options, &name, format, head),
    }
}

/// Bytes of a header of tar, which are needed to tell it; so are some of what is packed.
const TOLD_BYTES: usize = 512;

/// What comes first: a whole line, or as much of it as tells what it is.
fn head() -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut input = io::stdin().lock();
    let mut chunk = vec![0; HEAD_BYTES];
    let is_told = |head: &[u8]| {
        let is_line = head.contains(&b'\n');
        // A line of text has no zeros; an archive has.
        is_line && (head.len() >= TOLD_BYTES || !head.contains(&0))
    };
    while head.len() < HEAD_BYTES && !is_told(&head) {
        match input.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => head.extend_from_slice(&chunk[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(head)
}

fn clean_text(
    args: &CleanArgs,
    cleaner: &Cleaner,
    options: &RunOptions,
    name: &Path,
    head: Vec<u8>,
) -> anyhow::Result<Outcome> {
    let mut bytes = head;
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .context("standard input")?;
    if batch::is_too_long(bytes.len() as u64, options.max_page_bytes) {
        report::too_long(&name.to_string_lossy(), bytes.len() as u64);
        if !args.dry_run {
            write_out(&bytes)?;
        }
        return Ok(Outcome::Done);
    }
    let page = match batch::clean_bytes(&PageId::new(name), bytes, cleaner, options) {
        Ok(page) => page,
        Err(error) => {
            tracing::error!("{}: {error}", terminal::escape(&name.to_string_lossy()));
            return Ok(Outcome::SomeFailed);
        }
    };
    report::warn(&page);
    if let Some(target) = &args.diff {
        write_diff(target, &page.record.unified_diff(&page.original))?;
    }
    if !args.dry_run {
        write_out(page.clean.as_bytes())?;
    }
    Ok(Outcome::Done)
}

fn write_out(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)
        .and_then(|()| out.flush())
        .context("standard output")
}

fn clean_rows(
    args: &CleanArgs,
    global: &GlobalArgs,
    prepared: &Setup,
    texts: &RunOptions,
    name: &Path,
    format: Format,
    head: Vec<u8>,
) -> anyhow::Result<Outcome> {
    if args.diff.is_some() {
        bail!("--diff is of texts; standard input has rows: `dechaff diff` shows them");
    }
    let entry = ShardEntry {
        file: name.to_owned(),
        id: PageId::new(name),
        len_bytes: 0,
        format,
    };
    if let Some(to @ (ToArg::Parquet | ToArg::Txt)) = args.shards.to {
        let what = if to == ToArg::Txt {
            "texts are files"
        } else {
            "a Parquet file is written whole"
        };
        bail!("standard input goes to standard output, and {what}: clean a file, with --out DIR");
    }
    check_form(args, &entry)?;
    let mut options = write_options(args, prepared, texts);
    if args.shards.cuts == CutsArg::Sidecar {
        options.cuts = CutsAs::None; // there is nothing beside a stream
    }
    let interrupt = stop_on_interrupt()?;
    let rest = StoppableInput::start(Arc::clone(&interrupt.stop));
    let from = Box::new(io::Cursor::new(head).chain(rest));
    let mut out = io::stdout();
    let target = if args.dry_run {
        ShardTarget::Nowhere
    } else {
        ShardTarget::Stream(&mut out)
    };
    let mut progress = Progress::new(args.shards.progress, global, 0);
    let mut report = ShardReport::new(&args.shards, &mut progress, None, 0);
    let input = ShardInput::Stream(from, entry);
    let cleaner = &prepared.cleaner;
    let ended = clean_shards(
        input,
        cleaner,
        &options,
        target,
        &mut report,
        &interrupt.stop,
    );
    let said = report.said();
    progress.finish();
    let totals = ended
        .map_err(|error| anyhow::Error::new(error.source))
        .context("standard output")?;
    if interrupt.came() {
        return Ok(Outcome::Interrupted(interrupt.status()));
    }
    let failed = said.failed > 0 || totals.counts.rejected > 0;
    Ok(if failed {
        Outcome::SomeFailed
    } else {
        Outcome::Done
    })
}
