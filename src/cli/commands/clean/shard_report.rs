//! What a run over shards says while it goes on: what cannot be read, what readers may stumble over, how far it is.

use crate::cli::args::command::{ProgressArg, ShardArgs};
use crate::cli::args::common::GlobalArgs;
use crate::cli::commands::clean::report::warning;
use crate::cli::commands::clean::shard_summary::ShardTally;
use crate::cli::render::terminal::{counted, escape, thousands, whole};
use dechaff::io::shard::{RowNote, ShardEvent, ShardTotals, ShardWatch};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::{self, IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

/// How many lines of a shard are named for each sort of trouble; the rest is counted.
const NAMED_LINES: usize = 10;
/// How often progress is said as JSON.
const SAY_EVERY: Duration = Duration::from_secs(5);

/// Says what happens to shards, and counts what failed.
pub(crate) struct ShardReport {
    limit: Option<u64>,
    failed: u64,
    shards: ShardTally,
    /// Lines of the shard at hand that were named: no rows, and others.
    named: [usize; 2],
    progress: ProgressBar,
    as_json: bool,
    started: Instant,
    said: Instant,
    bytes_total: u64,
    bytes_read: u64,
    pages: usize,
    cuts: usize,
}

/// How far a run is.
#[derive(Serialize)]
struct ProgressLine {
    seconds: u64,
    bytes_read: u64,
    bytes_total: u64,
    pages: usize,
    pages_per_second: f64,
    mb_per_second: f64,
    cuts: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds_left: Option<u64>,
}

impl ShardReport {
    /// For shards of so many bytes, where so many pages failed before.
    pub(crate) fn new(args: &ShardArgs, global: &GlobalArgs, bytes: u64, failed: u64) -> Self {
        let on_terminal = io::stderr().is_terminal();
        let (draws, as_json) = match args.progress {
            ProgressArg::None => (false, false),
            _ if global.quiet => (false, false),
            ProgressArg::Auto => (on_terminal, !on_terminal),
            ProgressArg::Bar => (true, false),
            ProgressArg::Json => (false, true),
        };
        let now = Instant::now();
        Self {
            limit: if args.fail_fast {
                Some(0)
            } else {
                args.max_errors
            },
            failed,
            shards: ShardTally::default(),
            named: [0; 2],
            progress: bar(draws && bytes > 0, bytes),
            as_json,
            started: now,
            said: now,
            bytes_total: bytes,
            bytes_read: 0,
            pages: 0,
            cuts: 0,
        }
    }

    /// How many pages, rows and shards failed.
    pub(crate) fn failed(&self) -> u64 {
        self.failed
    }

    pub(crate) fn tally(&self) -> ShardTally {
        self.shards
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.progress.finish_and_clear();
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

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "figures for people"
    )]
    fn say_progress(&mut self) {
        self.said = Instant::now();
        let seconds = self.started.elapsed().as_secs_f64().max(0.001);
        let per_second = |count: f64| (count / seconds * 100.0).round() / 100.0;
        let speed = self.bytes_read as f64 / seconds;
        let left = self.bytes_total.saturating_sub(self.bytes_read) as f64;
        let line = ProgressLine {
            seconds: seconds as u64,
            bytes_read: self.bytes_read,
            bytes_total: self.bytes_total,
            pages: self.pages,
            pages_per_second: per_second(self.pages as f64),
            mb_per_second: per_second(self.bytes_read as f64 / 1e6),
            cuts: self.cuts,
            seconds_left: (self.bytes_total > 0 && speed > 0.0).then(|| (left / speed) as u64),
        };
        if let Ok(json) = serde_json::to_string(&line) {
            let _ = writeln!(io::stderr().lock(), "{{\"progress\":{json}}}");
        }
    }

    fn count(&mut self, totals: &ShardTotals) {
        self.pages += totals.summary.pages;
        let cuts = totals.summary.kinds.values().map(|kind| kind.cuts);
        self.cuts += cuts.sum::<usize>();
        let message = format!("{} pages", thousands(self.pages));
        self.progress.set_message(message);
    }
}

impl ShardWatch for ShardReport {
    fn event(&mut self, event: &ShardEvent<'_>) -> ControlFlow<()> {
        let name = |file: &Path| escape(&file.to_string_lossy());
        match event {
            ShardEvent::Started(file, fields) => self
                .progress
                .suspend(|| tracing::info!("{}: {fields}", name(file))),
            ShardEvent::Known(file, totals) => {
                self.shards.done += 1;
                self.count(totals);
                tracing::info!("{}: done by an earlier run", name(file));
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
            ShardEvent::Done(file, totals) => return self.shard_done(file, totals),
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

    fn tick(&mut self, read_bytes: u64) {
        self.bytes_read = read_bytes;
        self.progress.set_position(read_bytes);
        if self.as_json && self.said.elapsed() >= SAY_EVERY {
            self.say_progress();
        }
    }
}

fn place(file: &Path, line: u64) -> String {
    format!("{}:{line}", escape(&file.to_string_lossy()))
}

fn bar(draws: bool, bytes: u64) -> ProgressBar {
    let target = if draws {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let form = "{wide_bar} {bytes}/{total_bytes}, {msg}, {bytes_per_sec}, {eta} left";
    let style = ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(bytes), target).with_style(style)
}
