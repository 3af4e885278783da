//! Takes what a run hands on: writes pages, names failures, counts, draws progress.

use crate::cli::args::common::GlobalArgs;
use crate::cli::commands::clean::diff_file::DiffFile;
use crate::cli::commands::clean::report;
use crate::cli::commands::clean::shard_report::ShardReport;
use crate::cli::commands::clean::shard_summary::ShardSummary;
use crate::cli::commands::clean::targets::{self, Targets};
use crate::cli::interrupt::Interrupt;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal;
use anyhow::Context as _;
use dechaff::io::batch::{Event, Plan, Receiver, RunSummary};
use dechaff::io::shard::{
    ShardRestoreError, ShardTotals, gather_rejected, prune_shards, shard_records,
};
use dechaff::io::sink::{Ending, FolderSink, PageFiles};
use dechaff::io::source::{PageId, ShardEntry};
use dechaff::tools::stats::{CutFigures, CutStatistics, Outlier, PlaceFigures};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use time::OffsetDateTime;

/// How often a second the progress bar is drawn at most.
const DRAWS_PER_SECOND: u8 = 10;

/// Writes, counts and reports a run of `clean`.
pub(crate) struct CleanReceiver {
    folder: Option<FolderSink>,
    diff: Option<DiffFile>,
    summary: RunSummary,
    statistics: CutStatistics,
    progress: ProgressBar,
    quiet: bool,
    out: Option<PathBuf>,
    prune: bool,
    /// How many pages, rows and shards may fail.
    error_limit: Option<u64>,
    /// How many have.
    failed: u64,
    /// Set where more have than may.
    stop: Arc<AtomicBool>,
    shards: Option<ShardSummary>,
    /// The shards of the input.
    shard_ids: Vec<PageId>,
}

impl CleanReceiver {
    /// Makes the output folder and the diff file ready, as far as they are asked for.
    pub(crate) fn new(
        targets: &Targets,
        global: &GlobalArgs,
        plan: &Plan,
        error_limit: Option<u64>,
        interrupt: &Interrupt,
    ) -> anyhow::Result<Self> {
        targets::check_out(targets.out.as_deref())?;
        let write = !targets.dry_run;
        let out = targets.out.clone().filter(|_| write);
        let folder = out.as_deref();
        let folder = folder.map(|out| FolderSink::create(out, targets.reasons));
        let folder = folder.transpose()?;
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
            statistics: CutStatistics::default(),
            progress: progress(plan.pages, global),
            quiet: global.quiet,
            out,
            prune: targets.prune,
            error_limit,
            failed: 0,
            stop: Arc::clone(&interrupt.stop),
            shards: None,
            shard_ids: plan.shards.iter().map(|shard| shard.id.clone()).collect(),
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

    /// Adds what went from the rows of shards, by the cuts beside them.
    pub(crate) fn add_cuts(&mut self, folder: &Path, shards: &[ShardEntry]) {
        for shard in shards {
            let mut statistics = CutStatistics::default();
            let name = shard.id.text();
            let read = shard_records(folder, &shard.id, |record| {
                statistics.add(&record, Some(&name));
                Ok::<(), ShardRestoreError>(())
            });
            // Of a shard that could not be cleaned, or not with cuts beside it, there are none.
            if read.is_ok() {
                self.statistics.merge(statistics);
            }
        }
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

    fn summary_json(&self) -> anyhow::Result<String> {
        let file = SummaryFile {
            run: &self.summary,
            shards: self.shards,
            rule_figures: &self.statistics.rules,
            hosts: &self.statistics.hosts,
            outlier_count: self.statistics.outlier_count,
            outliers: &self.statistics.outliers,
        };
        Ok(serde_json::to_string_pretty(&file)? + "\n")
    }

    /// What became of the pages, where it is told of a run to its end.
    pub(crate) fn wants_hint(
        &self,
        interrupt: &Interrupt,
    ) -> Option<(&RunSummary, &CutStatistics)> {
        let is_told = !self.quiet && !interrupt.came() && !self.has_too_many_errors();
        is_told.then_some((&self.summary, &self.statistics))
    }

    /// Ends a run whose input was read to its end, or that was stopped; `hint` is told after all else.
    pub(crate) fn finish(
        self,
        interrupt: &Interrupt,
        hint: Option<String>,
    ) -> anyhow::Result<Outcome> {
        self.progress.finish_and_clear();
        let json = self.summary_json()?;
        let is_over_limit = self.has_too_many_errors();
        let is_early = interrupt.came() || is_over_limit;
        let may_prune = self.prune && self.failed == 0;
        if self.prune && !may_prune {
            tracing::warn!("nothing was pruned: not all of the input could be read");
        }
        let (mut pruned, mut pruned_shards) = (0, 0);
        if let Some(folder) = self.folder {
            let today = date();
            if let (Some(out), true) = (&self.out, may_prune && !is_early) {
                pruned_shards = prune_shards(out, &self.shard_ids, &today)
                    .with_context(|| format!("{}: pruning shards", out.display()))?;
                if pruned_shards > 0 {
                    gather_rejected(out).context("rejected.jsonl")?;
                }
            }
            let ending = match (is_early, may_prune) {
                (true, _) => Ending::Early,
                (false, true) => Ending::Prune(&today),
                (false, false) => Ending::Done,
            };
            pruned = folder.finish(&json, ending)?;
        }
        if let Some(diff) = self.diff {
            diff.finish()?;
        }
        if !self.quiet {
            let shards = self.shards.as_ref();
            let out = self.out.as_deref();
            let text = report::summary(&self.summary, shards, &self.statistics, out);
            io::stderr().lock().write_all(text.as_bytes())?;
            for (pruned, noun) in [(pruned, "page"), (pruned_shards, "shard")] {
                if pruned > 0 {
                    let pruned = terminal::counted(pruned, noun);
                    writeln!(io::stderr().lock(), "{pruned} pruned, their records kept")?;
                }
            }
            if let Some(hint) = hint {
                writeln!(io::stderr().lock(), "{hint}")?;
            }
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
        let json = self.summary_json()?;
        tracing::error!(
            "{error:#}\nstopped: {written} pages were written before this and are whole, the rest is not"
        );
        if let Some(folder) = self.folder
            && let Err(error) = folder.finish(&json, Ending::Early)
        {
            tracing::error!("{error}; the records of what is written are there");
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
        let mut statistics = CutStatistics::default();
        let mut files = Vec::new();
        for event in events {
            counted.add(&event);
            self.failed += u64::from(matches!(event, Event::Failed(..)));
            if let Event::Page(page) = event {
                if let Some(diff) = &mut self.diff {
                    diff.append(&page.record.unified_diff(&page.original))?;
                }
                let page = *page;
                statistics.add(&page.record, None);
                files.push(PageFiles {
                    id: page.id,
                    clean: page.clean,
                    record: page.record,
                });
            }
        }
        let count = files.len() as u64;
        if let Some(folder) = &mut self.folder {
            folder.write(files)?;
        }
        self.progress.inc(count);
        if self.has_too_many_errors() {
            self.stop.store(true, Ordering::Relaxed);
        }
        self.summary = counted;
        self.statistics.merge(statistics);
        Ok(())
    }
}

/// `summary.json`: what rules, hosts and pages lost stands beside the totals. No clock goes into it.
#[derive(serde::Serialize)]
struct SummaryFile<'s> {
    #[serde(flatten)]
    run: &'s RunSummary,
    #[serde(skip_serializing_if = "Option::is_none")]
    shards: Option<ShardSummary>,
    rule_figures: &'s BTreeMap<String, CutFigures>,
    hosts: &'s BTreeMap<String, PlaceFigures>,
    outlier_count: u64,
    outliers: &'s [Outlier],
}

/// The day, in UTC, as the names of files have it.
fn date() -> String {
    OffsetDateTime::now_utc().date().to_string()
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
