//! `dechaff clean`: the main job.

mod receiver;
mod report;

use super::args::{CleanArgs, GlobalArgs, InputArgs};
use super::setup::Prepared;
use super::{Outcome, setup, terminal};
use anyhow::{Context, bail};
use dechaff::io::batch::{self, RunError, RunOptions};
use dechaff::io::sink::FolderSink;
use dechaff::io::source::{Input, PageId};
use dechaff::{Cleaner, PageMeta};
use receiver::CleanReceiver;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The path that means standard input or output.
const DASH: &str = "-";

pub(super) fn run(args: &CleanArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
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
    let mut receiver = CleanReceiver::new(&targets, global, pages)?;
    let ended = batch::run(&inputs, &prepared.cleaner, &options, &mut receiver, &stop);
    let interrupted = stop.load(Ordering::Relaxed);
    match ended {
        Ok(()) => receiver.finish(interrupted),
        Err(RunError::Receiver(error)) => receiver.give_up(error),
        Err(RunError::Threads(error)) => Err(error).context("cannot start threads"),
    }
}

/// Where a run writes, by the command line or else by the configuration.
struct Targets {
    out: Option<PathBuf>,
    diff: Option<PathBuf>,
    dry_run: bool,
}

impl Targets {
    fn new(args: &CleanArgs, prepared: &Prepared) -> anyhow::Result<Self> {
        let out = args.out.clone().or_else(|| prepared.out.clone());
        let diff = args.diff.clone().or_else(|| prepared.diff.clone());
        if out.is_none() && diff.is_none() && !args.dry_run {
            bail!("where to? give --out DIR, --diff FILE or --dry-run");
        }
        Ok(Self {
            out,
            diff,
            dry_run: args.dry_run,
        })
    }
}

fn run_options(
    args: &InputArgs,
    prepared: &Prepared,
    avoid: Option<PathBuf>,
) -> anyhow::Result<RunOptions> {
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
        max_page_bytes: prepared.max_page_bytes,
        avoid,
    })
}

/// The inputs that the arguments name.
pub(super) fn inputs(args: &InputArgs) -> anyhow::Result<Vec<Input>> {
    if args.paths.iter().any(|path| path == Path::new(DASH)) {
        bail!("- (standard input) stands alone: clean it without other paths and without --out");
    }
    let mut inputs: Vec<Input> = args.paths.iter().cloned().map(Input::Path).collect();
    if let Some(list) = &args.files_from {
        inputs.extend(read_list(list)?.into_iter().map(Input::Listed));
    }
    if inputs.is_empty() && args.files_from.is_none() {
        bail!("no input: give files, folders or - for standard input");
    }
    Ok(inputs)
}

fn read_list(list: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let bytes = if list == Path::new(DASH) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(list)
    };
    let bytes = bytes.with_context(|| format!("--files-from {}", list.display()))?;
    let lines = bytes.split(|byte| *byte == b'\n');
    let lines = lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines
        .filter(|line| !line.is_empty())
        .map(path_from_bytes)
        .collect()
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail here")]
fn path_from_bytes(bytes: &[u8]) -> anyhow::Result<PathBuf> {
    use std::os::unix::ffi::OsStrExt as _;
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path_from_bytes(bytes: &[u8]) -> anyhow::Result<PathBuf> {
    Ok(PathBuf::from(
        std::str::from_utf8(bytes).context("--files-from: paths are UTF-8 here")?,
    ))
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

/// A flag that the first Ctrl-C sets; the group at hand is finished. The second one ends at once.
fn stop_on_interrupt() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::abort();
        }
    })
    .context("cannot watch for Ctrl-C")?;
    Ok(stop)
}

/// Whether `out` could be written to, before anything is read.
fn check_out(out: Option<&Path>) -> anyhow::Result<()> {
    out.map_or(Ok(()), |out| Ok(FolderSink::check(out)?))
}
