//! Takes what a run hands on: writes pages, names failures, counts, draws progress.

use crate::cli::args::command::CleanArgs;
use crate::cli::args::common::GlobalArgs;
use crate::cli::commands::clean::diff_file::DiffFile;
use crate::cli::commands::clean::progress::Progress;
use crate::cli::commands::clean::report;
use crate::cli::commands::clean::shard_report::ShardsSaid;
use crate::cli::commands::clean::shard_summary::ShardSummary;
use crate::cli::commands::clean::summary_file::summary_json;
use crate::cli::commands::clean::targets::{self, Targets};
use crate::cli::interrupt::Interrupt;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal;
use anyhow::Context as _;
use dechaff::Record;
use dechaff::io::batch::{CleanPage, Event, LongPage, Plan, Receiver, RunSummary};
use dechaff::io::records::EarlierPage;
use dechaff::io::shard::{DoneBytes, ShardTotals, gather_rejected, prune_shards};
use dechaff::io::sink::{Ending, FolderSink, PageFiles};
use dechaff::io::source::PageId;
use dechaff::tools::stats::CutStatistics;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use time::OffsetDateTime;

/// Writes, counts and reports a run of `clean`.
pub(crate) struct CleanReceiver {
    folder: Option<FolderSink>,
    diff: Option<DiffFile>,
    summary: RunSummary,
    statistics: CutStatistics,
    progress: Progress,
    quiet: bool,
    out: Option<PathBuf>,
    prune: bool,
    /// Whether pages are cleaned again of which nothing has changed.
    force: bool,
    /// Pages of which nothing had.
    earlier: usize,
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
        args: &CleanArgs,
        targets: &Targets,
        global: &GlobalArgs,
        plan: &Plan,
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
        let len_bytes =
            plan.shards.iter().map(|shard| shard.len_bytes).sum::<u64>() + plan.len_bytes;
        Ok(Self {
            folder,
            diff,
            summary: RunSummary::default(),
            statistics: CutStatistics::default(),
            progress: Progress::new(args.shards.progress, global, len_bytes),
            quiet: global.quiet,
            out,
            prune: targets.prune,
            force: args.shards.force,
            earlier: 0,
            error_limit: args.error_limit(),
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

    /// How far the run is.
    pub(crate) fn progress(&mut self) -> &mut Progress {
        &mut self.progress
    }

    /// Adds what became of shards, beside which cuts stand or do not.
    pub(crate) fn add_shards(
        &mut self,
        totals: Option<&ShardTotals>,
        said: ShardsSaid,
        has_cuts: bool,
    ) {
        self.failed = said.failed;
        self.summary.failed += said.tally.failed;
        self.statistics.merge(said.statistics);
        let Some(totals) = totals else { return };
        self.summary.merge(&totals.summary);
        self.shards = Some(ShardSummary {
            tally: said.tally,
            has_cuts,
            pages: totals.summary.pages,
            counts: totals.counts,
        });
    }

    fn summary_json(&self) -> anyhow::Result<String> {
        summary_json(&self.summary, self.shards, &self.statistics)
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
        self.progress.finish();
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
            // Of a run that goes on, not all of the text is there, nor under its name.
            let out = self.out.as_deref().filter(|_| !is_early);
            let text = report::summary(&self.summary, shards, &self.statistics, out);
            io::stderr().lock().write_all(text.as_bytes())?;
            io::stderr()
                .lock()
                .write_all(report::earlier(self.earlier).as_bytes())?;
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
            tracing::error!("{}; the same command goes on", too_many(self.error_limit));
        }
        Ok(if self.failed > 0 {
            Outcome::SomeFailed
        } else {
            Outcome::Done
        })
    }

    /// Ends a run that could not be written: what is there is whole, and its records are kept.
    pub(crate) fn give_up(self, error: anyhow::Error) -> anyhow::Result<Outcome> {
        self.progress.finish();
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
        let (mut files, mut long, mut done) = (Vec::new(), Vec::new(), self.progress.bytes());
        for event in events {
            counted.add(&event);
            self.failed += u64::from(matches!(event, Event::Failed(..)));
            match event {
                Event::Page(page) => {
                    statistics.add(&page.record, None);
                    files.extend(self.page(*page, &mut done)?);
                }
                Event::TooLong(page) => {
                    done.all += page.len_bytes;
                    if page.is_earlier {
                        done.earlier += page.len_bytes;
                        self.keep(&page.record);
                    } else {
                        long.push(page);
                    }
                }
                Event::Failed(..) | Event::Skipped(..) => {}
            }
        }
        if let Some(folder) = self.folder.as_mut().filter(|_| !files.is_empty()) {
            folder.write(files)?;
        }
        for page in long {
            self.copy(*page, &mut counted)?;
        }
        self.progress.reach(done);
        if self.has_too_many_errors() {
            self.stop.store(true, Ordering::Relaxed);
        }
        self.summary = counted;
        self.statistics.merge(statistics);
        Ok(())
    }

    fn earlier(&self, pages: &[&PageId]) -> Vec<Option<EarlierPage>> {
        match &self.folder {
            Some(folder) if !self.force => folder.earlier(pages),
            _ => pages.iter().map(|_| None).collect(),
        }
    }
}

impl CleanReceiver {
    /// Takes a page, and gives what is to be written of it; nothing of one that an earlier run has written.
    fn page(&mut self, page: CleanPage, done: &mut DoneBytes) -> anyhow::Result<Option<PageFiles>> {
        if let Some(diff) = &mut self.diff {
            diff.append(&page.record.unified_diff(&page.original))?;
        }
        let (len_bytes, cuts) = (page.record.len_bytes as u64, page.record.cuts.len());
        done.all += len_bytes;
        if page.is_earlier {
            done.earlier += len_bytes;
            self.progress.count_earlier(1, cuts);
            self.keep(&page.record);
            return Ok(None);
        }
        self.progress.count(1, cuts);
        Ok(Some(PageFiles {
            id: page.id,
            clean: page.clean,
            record: page.record,
        }))
    }

    /// Takes a page that an earlier run has written.
    fn keep(&mut self, record: &Record) {
        self.earlier += 1;
        if let Some(folder) = &mut self.folder {
            folder.keep(record);
        }
    }

    /// Writes a page that stays as it is, since it is too long.
    fn copy(&mut self, page: LongPage, counted: &mut RunSummary) -> anyhow::Result<()> {
        let Some(folder) = &mut self.folder else {
            return Ok(());
        };
        if let Err(why) = folder.copy(&page.id, &page.file, page.record)? {
            counted.pages_too_long -= 1;
            counted.failed += 1;
            self.failed += 1;
            let name = terminal::escape(&page.file.to_string_lossy());
            self.progress.suspend(|| tracing::error!("{name}: {why}"));
        }
        Ok(())
    }
}

/// Why a run ends early of which no more than so much may fail.
fn too_many(limit: Option<u64>) -> String {
    match limit {
        None | Some(0) => "stopped: a page, row or shard failed".to_owned(),
        Some(limit) => format!("stopped: more than {limit} pages, rows and shards failed"),
    }
}

/// The day, in UTC, as the names of files have it.
fn date() -> String {
    OffsetDateTime::now_utc().date().to_string()
}
