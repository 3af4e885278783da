//! Takes what a run hands on: writes pages, names failures, counts, draws progress.

use crate::cli::args::common::GlobalArgs;
use crate::cli::commands::clean::report;
use crate::cli::commands::clean::shard_report::ShardReport;
use crate::cli::commands::clean::shard_summary::ShardSummary;
use crate::cli::commands::clean::targets::{self, Targets};
use crate::cli::input::paths::DASH;
use crate::cli::interrupt::Interrupt;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal;
use anyhow::Context as _;
use dechaff::io::batch::{CleanPage, Event, Receiver, RunSummary};
use dechaff::io::shard::ShardTotals;
use dechaff::io::sink::{FolderSink, PageFiles, replace_file};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How often a second the progress bar is drawn at most.
const DRAWS_PER_SECOND: u8 = 10;

/// Writes, counts and reports a run of `clean`.
pub(crate) struct CleanReceiver {
    folder: Option<FolderSink>,
    diff: Option<DiffFile>,
    summary: RunSummary,
    progress: ProgressBar,
    quiet: bool,
    out: Option<PathBuf>,
    /// How many pages, rows and shards may fail.
    error_limit: Option<u64>,
    /// How many have.
    failed: u64,
    /// Set where more have than may.
    stop: Arc<AtomicBool>,
    shards: Option<ShardSummary>,
}

/// `summary.json`.
#[derive(serde::Serialize)]
struct SummaryFile<'s> {
    #[serde(flatten)]
    run: &'s RunSummary,
    #[serde(skip_serializing_if = "Option::is_none")]
    shards: Option<ShardSummary>,
}

impl CleanReceiver {
    /// Makes the output folder and the diff file ready, as far as they are asked for.
    pub(crate) fn new(
        targets: &Targets,
        global: &GlobalArgs,
        pages: usize,
        error_limit: Option<u64>,
        interrupt: &Interrupt,
    ) -> anyhow::Result<Self> {
        targets::check_out(targets.out.as_deref())?;
        let write = !targets.dry_run;
        let out = targets.out.clone().filter(|_| write);
        let folder = out.as_deref().map(FolderSink::create).transpose()?;
        let diff = targets
            .diff
            .as_deref()
            .filter(|_| write)
            .map(DiffFile::start)
            .transpose()?;
        Ok(Self {
            folder,
            diff,
            summary: RunSummary::default(),
            progress: progress(pages, global),
            quiet: global.quiet,
            out,
            error_limit,
            failed: 0,
            stop: Arc::clone(&interrupt.stop),
            shards: None,
        })
    }

    /// How many pages, rows and shards failed so far.
    pub(crate) fn failed(&self) -> u64 {
        self.failed
    }

    /// Whether more failed than may.
    pub(crate) fn has_too_many_errors(&self) -> bool {
        self.error_limit.is_some_and(|limit| self.failed > limit)
    }

    /// Adds what became of shards.
    pub(crate) fn add_shards(&mut self, totals: Option<&ShardTotals>, report: &ShardReport) {
        self.failed = report.failed();
        self.summary.failed += report.tally().failed;
        let Some(totals) = totals else { return };
        self.summary.merge(&totals.summary);
        self.shards = Some(ShardSummary {
            tally: report.tally(),
            pages: totals.summary.pages,
            counts: totals.counts,
        });
    }

    fn json(&self) -> anyhow::Result<String> {
        let file = SummaryFile {
            run: &self.summary,
            shards: self.shards,
        };
        Ok(serde_json::to_string_pretty(&file)? + "\n")
    }

    /// Ends a run whose input was read to its end, or that was stopped.
    pub(crate) fn finish(self, interrupt: &Interrupt) -> anyhow::Result<Outcome> {
        self.progress.finish_and_clear();
        let json = self.json()?;
        let is_over_limit = self.has_too_many_errors();
        if let Some(folder) = self.folder {
            folder.finish(&json)?;
        }
        if let Some(diff) = self.diff {
            diff.finish()?;
        }
        if !self.quiet {
            let text = report::summary(&self.summary, self.shards.as_ref(), self.out.as_deref());
            io::stderr().lock().write_all(text.as_bytes())?;
        }
        if interrupt.came() {
            tracing::warn!(
                "interrupted: what is written is whole, the rest is not read; the same command goes on"
            );
            return Ok(Outcome::Interrupted(interrupt.status()));
        }
        if is_over_limit {
            tracing::error!("stopped: more pages, rows and shards failed than may");
        }
        Ok(if self.failed > 0 {
            Outcome::SomeFailed
        } else {
            Outcome::Done
        })
    }

    /// Ends a run that could not be written: what is there is whole, and its records are kept.
    pub(crate) fn give_up(self, error: anyhow::Error) -> anyhow::Result<Outcome> {
        self.progress.finish_and_clear();
        if terminal::is_broken_pipe(&error) {
            return Err(error);
        }
        let written = self.summary.pages;
        let json = self.json()?;
        tracing::error!(
            "{error:#}\nstopped: {written} pages were written before this and are whole, the rest is not"
        );
        if let Some(folder) = self.folder
            && let Err(error) = folder.finish(&json)
        {
            tracing::error!("{error}; the records so far are in cuts.jsonl.part");
        }
        Ok(Outcome::SomeFailed)
    }
}

impl Receiver for CleanReceiver {
    type Error = anyhow::Error;

    fn take(&mut self, events: Vec<Event>) -> anyhow::Result<()> {
        self.progress
            .suspend(|| events.iter().for_each(report::event));
        let mut counted = RunSummary::clone(&self.summary);
        let mut files = Vec::new();
        for event in events {
            counted.add(&event);
            self.failed += u64::from(matches!(event, Event::Failed(..)));
            if let Event::Page(page) = event {
                if let Some(diff) = &mut self.diff {
                    diff.append(&page.record.unified_diff(&page.original))?;
                }
                files.push(page_files(*page)?);
            }
        }
        if let Some(folder) = &mut self.folder {
            folder.write(&files)?;
        }
        self.progress.inc(files.len() as u64);
        if self.has_too_many_errors() {
            self.stop.store(true, Ordering::Relaxed);
        }
        self.summary = counted;
        Ok(())
    }
}

/// A line of `manifest.jsonl`: enough to know whether a page must be cleaned again.
#[derive(serde::Serialize)]
struct ManifestLine<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_hex: Option<&'r str>,
    blake3: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'r str>,
    packs: &'r str,
    options: &'r str,
    dechaff: &'r str,
}

fn page_files(page: CleanPage) -> anyhow::Result<PageFiles> {
    let record = &page.record;
    let manifest = ManifestLine {
        path: &record.page,
        path_hex: record.path_hex.as_deref(),
        blake3: &record.blake3,
        encoding: record.encoding.as_deref(),
        url: record.url.as_deref(),
        lang: record.lang.as_deref(),
        packs: &record.packs,
        options: &record.options,
        dechaff: &record.dechaff,
    };
    Ok(PageFiles {
        manifest: serde_json::to_string(&manifest)?,
        record: serde_json::to_string(record)?,
        id: page.id,
        clean: page.clean,
    })
}

fn progress(pages: usize, global: &GlobalArgs) -> ProgressBar {
    let target = if global.quiet {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr_with_hz(DRAWS_PER_SECOND) // hidden where it is no terminal
    };
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} pages, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(pages as u64), target).with_style(style)
}

/// The file of `--diff`, written beside its name until the run ends; `-` is standard output.
enum DiffFile {
    Stdout,
    File(tempfile::NamedTempFile, PathBuf),
}

impl DiffFile {
    fn start(target: &Path) -> anyhow::Result<Self> {
        if target == Path::new(DASH) {
            return Ok(Self::Stdout);
        }
        let folder = target
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")));
        let file = file.with_context(|| format!("--diff {}", target.display()))?;
        Ok(Self::File(file, target.to_owned()))
    }

    fn append(&mut self, diff: &str) -> anyhow::Result<()> {
        match self {
            Self::Stdout => io::stdout()
                .lock()
                .write_all(diff.as_bytes())
                .context("standard output"),
            Self::File(file, target) => {
                let written = file.write_all(diff.as_bytes());
                written.with_context(|| format!("--diff {}", target.display()))
            }
        }
    }

    fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout => io::stdout().lock().flush().context("standard output"),
            Self::File(file, target) => {
                let done = file.as_file().sync_all().map_err(anyhow::Error::from);
                done.and_then(|()| Ok(file.persist(&target)?))
                    .map(drop)
                    .with_context(|| format!("--diff {}", target.display()))
            }
        }
    }
}

/// Writes a diff that is whole already.
pub(crate) fn write_diff(target: &Path, diff: &str) -> anyhow::Result<()> {
    if target == Path::new(DASH) {
        return io::stdout()
            .lock()
            .write_all(diff.as_bytes())
            .context("standard output");
    }
    replace_file(target, diff.as_bytes()).with_context(|| format!("--diff {}", target.display()))
}
