//! What a run over shards says while it goes on: what cannot be read, what readers may stumble over, how far it is.

use crate::cli::args::command::ShardArgs;
use crate::cli::commands::clean::progress::Progress;
use crate::cli::commands::clean::report::warning;
use crate::cli::commands::clean::shard_summary::ShardTally;
use crate::cli::render::terminal::{counted, escape, thousands, whole};
use dechaff::io::shard::{
    DoneBytes, RowNote, ShardEvent, ShardRestoreError, ShardTotals, ShardWatch, shard_records,
};
use dechaff::io::source::ShardEntry;
use dechaff::tools::stats::CutStatistics;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// How many lines of a shard are named for each sort of trouble; the rest is counted.
const NAMED_LINES: usize = 10;
/// Says what happens to shards, and counts what failed.
pub(crate) struct ShardReport<'p> {
    limit: Option<u64>,
    failed: u64,
    shards: ShardTally,
    /// Lines of the shard at hand that were named: no rows, and others.
    named: [usize; 2],
    progress: &'p mut Progress,
    /// What was done before the first shard.
    before: DoneBytes,
    /// The output folder, where cuts of earlier runs are read.
    folder: Option<PathBuf>,
    statistics: CutStatistics,
}

/// What a run over shards has said.
pub(crate) struct ShardsSaid {
    /// How many pages, rows and shards failed, those before it among them.
    pub(crate) failed: u64,
    pub(crate) tally: ShardTally,
    /// What went, as far as it stands beside shards.
    pub(crate) statistics: CutStatistics,
}

impl<'p> ShardReport<'p> {
    /// For a run into `folder`, where so many pages failed before.
    pub(crate) fn new(
        args: &ShardArgs,
        progress: &'p mut Progress,
        folder: Option<PathBuf>,
        failed: u64,
    ) -> Self {
        Self {
            limit: if args.fail_fast {
                Some(0)
            } else {
                args.max_errors
            },
            failed,
            shards: ShardTally::default(),
            named: [0; 2],
            before: progress.bytes(),
            progress,
            folder,
            statistics: CutStatistics::default(),
        }
    }

    /// What it has heard.
    pub(crate) fn said(self) -> ShardsSaid {
        ShardsSaid {
            failed: self.failed,
            tally: self.shards,
            statistics: self.statistics,
        }
    }

    fn fail(&mut self, count: u64) -> ControlFlow<()> {
        self.failed += count;
        match self.limit {
            Some(limit) if self.failed > limit => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }

    /// Says something of a line, unless enough were named; `sort` tells rows from what is none.
    fn line(&mut self, sort: usize, say: impl Fn()) {
        self.named[sort] += 1;
        if self.named[sort] <= NAMED_LINES {
            self.progress.suspend(say);
        }
    }

    fn row(&mut self, file: &Path, line: u64, note: &RowNote) {
        let name = place(file, line);
        self.line(1, || match note {
            RowNote::Page(what) => warning(&name, *what),
            RowNote::TooLong(bytes) => tracing::warn!(
                "{name}: its text has {} bytes, more than --max-page-bytes; it stays as it is",
                thousands(*bytes)
            ),
            RowNote::LongRow => tracing::warn!(
                "{name}: longer than a quarter of --memory; it stays as it is"
            ),
            RowNote::Html => tracing::warn!(
                "{name}: its text is HTML; it stays as it is: extract the text first, or give --format html"
            ),
            RowNote::NotUtf8(at) => tracing::warn!(
                "{name}: its text is not UTF-8 from byte {} on; it stays as it is",
                thousands(*at)
            ),
            RowNote::Odd(what) => tracing::warn!("{name}: {what}; it stays as it is"),
            RowNote::KeyTwice => tracing::warn!(
                "{name}: the key of the text stands more than once; the last is cleaned, and readers do not agree which counts"
            ),
            RowNote::LoneSurrogate { kept_whole: false } => tracing::warn!(
                "{name}: its text has half a surrogate pair, on which readers do not agree"
            ),
            RowNote::LoneSurrogate { kept_whole: true } => tracing::warn!(
                "{name}: kept whole, halves of surrogate pairs would come together"
            ),
            RowNote::OtherType(what) => {
                tracing::warn!("{name}: the text is {what}; the row stays as it is");
            }
            _ => {}
        });
    }

    /// Ends what is said of a shard; rows that an earlier run rejected count as well.
    fn shard_done(&mut self, file: &Path, totals: &ShardTotals) -> ControlFlow<()> {
        let named = self.named[0] as u64;
        let more = self.named.map(|named| named.saturating_sub(NAMED_LINES));
        if more[0] > 0 {
            let name = escape(&file.to_string_lossy());
            tracing::error!("{name}: {} more lines are no rows", thousands(more[0]));
        }
        if more[1] > 0 {
            let name = escape(&file.to_string_lossy());
            tracing::warn!("{name}: {} more rows like these", thousands(more[1]));
        }
        self.named = [0; 2];
        self.shards.done += 1;
        let name = escape(&file.to_string_lossy());
        let rows = counted(whole(totals.counts.rows), "row");
        tracing::info!("{name}: {rows}");
        self.fail(totals.counts.rejected.saturating_sub(named))
    }

    fn count(&mut self, totals: &ShardTotals) {
        self.progress.count(totals.summary.pages, cuts_of(totals));
    }

    fn count_earlier(&mut self, totals: &ShardTotals) {
        let pages = totals.summary.pages;
        self.progress.count_earlier(pages, cuts_of(totals));
    }

    /// Adds what went of a shard; where an earlier run has done it, by what stands beside it.
    fn cuts(&mut self, shard: &ShardEntry, known: Option<&CutStatistics>) {
        if let Some(known) = known {
            return self.statistics.merge(known.clone());
        }
        let Some(folder) = &self.folder else { return };
        let name = shard.id.text();
        // Where it cannot be read any further, that is `verify`'s to say.
        let _ = shard_records(folder, &shard.id, |record| {
            self.statistics.add(&record, Some(&name));
            Ok::<(), ShardRestoreError>(())
        });
    }
}

impl ShardWatch for ShardReport<'_> {
    fn event(&mut self, event: &ShardEvent<'_>) -> ControlFlow<()> {
        let name = |file: &Path| escape(&file.to_string_lossy());
        match event {
            ShardEvent::Started(file, fields) => self
                .progress
                .suspend(|| tracing::info!("{}: {fields}", name(file))),
            ShardEvent::Known(shard, totals) => {
                self.shards.done += 1;
                self.count_earlier(totals);
                tracing::info!("{}: done by an earlier run", name(&shard.file));
                return self.fail(totals.counts.rejected);
            }
            ShardEvent::Resumed(file, blocks) => {
                let blocks = counted(whole(*blocks), "block");
                tracing::info!("{}: {blocks} done by an earlier run", name(file));
            }
            ShardEvent::Rejected(file, line, why) => {
                let name = place(file, *line);
                self.line(0, || tracing::error!("{name}: {}", escape(why)));
                return self.fail(1);
            }
            ShardEvent::Row(file, line, note) => self.row(file, *line, note),
            ShardEvent::Progress(totals) => self.count(totals),
            ShardEvent::Kept(totals) => self.count_earlier(totals),
            ShardEvent::Done(shard, totals) => return self.shard_done(&shard.file, totals),
            ShardEvent::Cuts(shard, known) => self.cuts(shard, *known),
            ShardEvent::Note(file, what) => self
                .progress
                .suspend(|| tracing::warn!("{}: {what}", name(file))),
            ShardEvent::Failed(file, why) => {
                self.shards.failed += 1;
                self.progress
                    .suspend(|| tracing::error!("{}: {}", name(file), escape(why)));
                return self.fail(1);
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn tick(&mut self, done: DoneBytes) {
        self.progress.reach(DoneBytes {
            all: self.before.all + done.all,
            earlier: self.before.earlier + done.earlier,
        });
    }
}

fn cuts_of(totals: &ShardTotals) -> usize {
    let kinds = totals.summary.kinds.values();
    kinds.map(|kind| kind.cuts).sum()
}

fn place(file: &Path, line: u64) -> String {
    format!("{}:{line}", escape(&file.to_string_lossy()))
}
