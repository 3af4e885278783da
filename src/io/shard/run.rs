//! A run over shards: one thread reads, some clean, one writes.

use crate::clean::cleaner::Cleaner;
use crate::io::batch::run::thread_count;
use crate::io::shard::budget::Budget;
use crate::io::shard::clean_block::LineNote;
use crate::io::shard::containers::blocks_of;
use crate::io::shard::counts::ShardTotals;
use crate::io::shard::event::{ShardEvent, ShardWatch};
use crate::io::shard::feed::{Feed, Message, Order};
use crate::io::shard::folder_out::FolderOut;
use crate::io::shard::job::ShardOptions;
use crate::io::shard::manifest::read_manifest;
use crate::io::shard::part::finish_earlier;
use crate::io::shard::shard_out::{NoOut, ShardEnd, ShardOut};
use crate::io::shard::stream_out::StreamOut;
use crate::io::shard::work::Work;
use crate::io::source::walk::{OWN_FOLDER, ShardEntry};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// How often a watch is told that the run goes on.
const TICK: Duration = Duration::from_millis(200);

/// Which shards are cleaned.
pub enum ShardInput<'i> {
    /// Files.
    Files(&'i [ShardEntry]),
    /// A stream of that name and format.
    Stream(Box<dyn Read + Send>, ShardEntry),
}

impl std::fmt::Debug for ShardInput<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Files(files) => f.debug_tuple("Files").field(files).finish(),
            Self::Stream(_, entry) => f.debug_tuple("Stream").field(entry).finish(),
        }
    }
}

/// Where cleaned shards go.
pub enum ShardTarget<'t> {
    /// Below a folder, with their cuts in its `_dechaff`.
    Folder(PathBuf),
    /// To a stream, one behind the other, without their cuts.
    Stream(&'t mut dyn Write),
    /// Nowhere.
    Nowhere,
}

impl std::fmt::Debug for ShardTarget<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Folder(_) => "Folder",
            Self::Stream(_) => "Stream",
            Self::Nowhere => "Nowhere",
        })
    }
}

/// Why a run over shards ended before they did. What has its name is whole.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct ShardRunError {
    /// What was to be written.
    pub path: PathBuf,
    /// What the system says.
    pub source: io::Error,
}

/// Cleans shards, in order. A shard that is done already, of the same bytes by the same rules, options and version,
/// is not cleaned again, nor are the blocks that a stopped run has written of one. Stops as soon as the rows at hand
/// are done when `stop` is set or the watch says so; what is written then goes on from there.
///
/// Memory: `options.memory` bounds the blocks in flight. Cost: that of cleaning, and of hashing what is done.
///
/// # Errors
///
/// Where output cannot be written. A shard that cannot be read is an event, not an error.
pub fn clean_shards(
    input: ShardInput<'_>,
    cleaner: &Cleaner,
    options: &ShardOptions,
    target: ShardTarget<'_>,
    watch: &mut dyn ShardWatch,
    stop: &AtomicBool,
) -> Result<ShardTotals, ShardRunError> {
    let by = options.by(cleaner);
    let mut feed = Feed {
        folder: None,
        known: BTreeMap::new(),
        by: by.clone(),
        options,
        progress: Arc::new(AtomicU64::new(0)),
        stop,
    };
    let run = |feed: &Feed<'_>, out: &mut dyn ShardOut, watch: &mut dyn ShardWatch| {
        Run { feed, cleaner }.run(input, out, watch)
    };
    match target {
        ShardTarget::Folder(folder) => {
            let own = folder.join(OWN_FOLDER);
            let at = |source| ShardRunError {
                path: own.clone(),
                source,
            };
            finish_earlier(&folder).map_err(at)?;
            feed.known = read_manifest(&own).map_err(at)?;
            feed.folder = Some(folder.clone());
            run(&feed, &mut FolderOut::new(folder, options, by), watch)
        }
        ShardTarget::Stream(to) => run(&feed, &mut StreamOut::new(to), watch),
        ShardTarget::Nowhere => run(&feed, &mut NoOut, watch),
    }
}

struct Run<'r> {
    feed: &'r Feed<'r>,
    cleaner: &'r Cleaner,
}

impl Run<'_> {
    fn run(
        &self,
        input: ShardInput<'_>,
        out: &mut dyn ShardOut,
        watch: &mut dyn ShardWatch,
    ) -> Result<ShardTotals, ShardRunError> {
        let budget = Budget::new(self.feed.options.memory / 2);
        let threads = thread_count(self.feed.options.jobs);
        let (give_work, take_work) = bounded::<Work>(threads * 2);
        let (say, hear) = unbounded::<(u64, Message)>();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let (take_work, say) = (take_work.clone(), say.clone());
                scope.spawn(move || self.work(&take_work, &say));
            }
            drop(take_work);
            let order = Order {
                next: 0,
                give_work,
                say,
                budget: &budget,
            };
            scope.spawn(move || match input {
                ShardInput::Files(shards) => self.feed.read_all(shards, order),
                ShardInput::Stream(from, entry) => self.feed.read_stream(from, &entry, order),
            });
            let mut writing = Writing {
                out,
                watch,
                stop: self.feed.stop,
                totals: ShardTotals::default(),
                open: None,
            };
            let ended = writing.hear_all(&hear, &budget, &self.feed.progress);
            if ended.is_err() {
                self.feed.stop.store(true, Ordering::Relaxed);
            }
            budget.close();
            drop(hear);
            ended.map(|()| writing.totals)
        })
    }

    /// Cleans blocks until there are no more.
    fn work(&self, take_work: &Receiver<Work>, say: &Sender<(u64, Message)>) {
        for work in take_work {
            let job = &work.job;
            let blocks = blocks_of(job.entry.format.container);
            let (options, stop) = (self.feed.options, self.feed.stop);
            let cleaned = blocks.clean(&work.block, job, self.cleaner, options, stop);
            let message = match cleaned {
                Ok(Some(block)) => Message::Clean(Box::new(block), work.cost),
                Ok(None) => Message::Left,
                Err(error) => Message::Fault(error),
            };
            if say.send((work.place, message)).is_err() {
                return;
            }
        }
    }
}

/// The shard that is being written.
struct Open {
    file: PathBuf,
    /// What the run had done before it.
    before: ShardTotals,
    totals: ShardTotals,
    resumed: u64,
}

/// What hears of all that is done, in order.
struct Writing<'w> {
    out: &'w mut dyn ShardOut,
    watch: &'w mut dyn ShardWatch,
    stop: &'w AtomicBool,
    totals: ShardTotals,
    open: Option<Open>,
}

impl Writing<'_> {
    fn hear_all(
        &mut self,
        hear: &Receiver<(u64, Message)>,
        budget: &Budget,
        progress: &AtomicU64,
    ) -> Result<(), ShardRunError> {
        let mut early = BTreeMap::new();
        let mut next = 0;
        loop {
            match hear.recv_timeout(TICK) {
                Ok((place, message)) => drop(early.insert(place, message)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.watch.tick(progress.load(Ordering::Relaxed));
            while let Some(message) = early.remove(&next) {
                next += 1;
                if let Message::Clean(_, cost) = &message {
                    budget.give(*cost);
                }
                if matches!(message, Message::Left) {
                    return self.leave();
                }
                let file = self.open.as_ref().map(|open| open.file.clone());
                self.hear(message).map_err(|source| ShardRunError {
                    path: file.unwrap_or_default(),
                    source,
                })?;
                if self.stop.load(Ordering::Relaxed) {
                    return self.leave();
                }
            }
        }
        self.leave()
    }

    fn leave(&mut self) -> Result<(), ShardRunError> {
        let file = self.open.take().map(|open| open.file).unwrap_or_default();
        self.out
            .leave()
            .map_err(|source| ShardRunError { path: file, source })
    }

    fn hear(&mut self, message: Message) -> io::Result<()> {
        match message {
            Message::Start(job) => {
                self.out.start(&job)?;
                self.open = Some(Open {
                    file: job.entry.file.clone(),
                    before: self.totals.clone(),
                    totals: ShardTotals::default(),
                    resumed: 0,
                });
                let words = blocks_of(job.entry.format.container).words(&job.fields);
                self.tell(&ShardEvent::Started(&job.entry.file, words));
            }
            Message::Keep(block) => {
                let open = self.open.as_mut().expect("a shard was started");
                open.totals.merge(&block.totals);
                open.resumed += 1;
                self.totals.merge(&block.totals);
                self.out.keep(*block);
            }
            Message::Clean(block, _) => {
                let Some(mut open) = self.open.take() else {
                    return Ok(()); // it failed
                };
                if let Err(error) = self.out.add(&block) {
                    return self.fail(open, error);
                }
                self.tell_of_lines(&open.file, &block.notes);
                open.totals.merge(&block.totals);
                self.totals.merge(&block.totals);
                self.open = Some(open);
                self.tell(&ShardEvent::Progress(&block.totals));
            }
            Message::End(end) => self.end(*end)?,
            Message::Known(file, entry) => {
                self.totals.merge(&entry.totals);
                self.tell(&ShardEvent::Known(&file, &entry.totals));
                if let Some(why) = &entry.damaged {
                    let why =
                        format!("{why}; known from an earlier run, --retry-failed tries again");
                    self.tell(&ShardEvent::Failed(&file, &why));
                }
            }
            Message::Failed(file, why) => {
                if let Some(open) = self.open.take() {
                    self.totals = open.before; // nothing is left of it
                }
                self.out.leave()?;
                self.tell(&ShardEvent::Failed(&file, &why));
            }
            Message::Fault(error) => return Err(error),
            Message::Left => {}
        }
        Ok(())
    }

    /// Leaves a shard whose own bytes are at fault; any other error ends the run.
    fn fail(&mut self, open: Open, error: io::Error) -> io::Result<()> {
        if error.kind() != io::ErrorKind::InvalidData {
            return Err(error);
        }
        self.totals = open.before;
        self.out.leave()?;
        self.tell(&ShardEvent::Failed(&open.file, &error.to_string()));
        Ok(())
    }

    fn end(&mut self, end: ShardEnd) -> io::Result<()> {
        let Some(open) = self.open.take() else {
            return Ok(()); // it failed
        };
        let end = ShardEnd {
            totals: open.totals.clone(),
            ..end
        };
        if let Err(error) = self.out.end(&end) {
            return self.fail(open, error);
        }
        if open.resumed > 0 {
            self.tell(&ShardEvent::Resumed(&open.file, open.resumed));
        }
        if end.source.padding > 0 {
            let zeros = end.source.padding;
            let note = format!("{zeros} zeros behind its end were passed over");
            self.tell(&ShardEvent::Note(&open.file, note));
        }
        self.tell(&ShardEvent::Done(&open.file, &end.totals));
        if let Some(why) = &end.source.failure {
            let rows = end.totals.counts.rows;
            let why = format!("{why}; the {rows} rows before that are done");
            self.tell(&ShardEvent::Failed(&open.file, &why));
        }
        Ok(())
    }

    fn tell_of_lines(&mut self, file: &Path, notes: &[LineNote]) {
        for note in notes {
            match note {
                LineNote::Row(line, note) => {
                    self.tell(&ShardEvent::Row(file, *line, note.clone()));
                }
                LineNote::Rejected(line, why) => self.tell(&ShardEvent::Rejected(file, *line, why)),
            }
        }
    }

    fn tell(&mut self, event: &ShardEvent<'_>) {
        if let ControlFlow::Break(()) = self.watch.event(event) {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}
