//! The writing side of a run over shards: it hears of what was done, in order.

use crate::io::shard::budget::Budget;
use crate::io::shard::clean_block::LineNote;
use crate::io::shard::containers::blocks_of;
use crate::io::shard::counts::ShardTotals;
use crate::io::shard::ends::ShardRunError;
use crate::io::shard::event::{DoneBytes, ShardEvent, ShardWatch};
use crate::io::shard::feed::{Message, Said};
use crate::io::shard::job::ShardJob;
use crate::io::shard::manifest::ManifestEntry;
use crate::io::shard::shard_out::{ShardEnd, ShardOut};
use crate::io::source::entry::ShardEntry;
use crate::record::statistics::CutStatistics;
use crate::text::number::counted;
use crossbeam_channel::{Receiver, RecvTimeoutError};
use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often a watch is told that the run goes on.
const TICK: Duration = Duration::from_millis(200);

/// The shard that is being written.
pub(crate) struct OpenShard {
    job: Arc<ShardJob>,
    /// What the run had done before it.
    before: ShardTotals,
    totals: ShardTotals,
    /// What went.
    statistics: CutStatistics,
    resumed: u64,
}

/// What hears of all that is done, in order.
pub(crate) struct Writing<'w> {
    pub(crate) out: &'w mut dyn ShardOut,
    pub(crate) watch: &'w mut dyn ShardWatch,
    pub(crate) stop: &'w AtomicBool,
    pub(crate) totals: ShardTotals,
    pub(crate) open: Option<OpenShard>,
}

impl OpenShard {
    fn file(&self) -> &Path {
        &self.job.entry.file
    }
}

impl Writing<'_> {
    /// Hears of all until nobody says any more, or the run stops.
    pub(crate) fn hear_all(
        &mut self,
        hear: &Receiver<Said>,
        budget: &Budget,
    ) -> Result<(), ShardRunError> {
        let mut early = BTreeMap::new();
        let (mut next, mut done) = (0, DoneBytes::default());
        loop {
            match hear.recv_timeout(TICK) {
                Ok(said) => drop(early.insert(said.place, said)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.watch.tick(done);
            while let Some(said) = early.remove(&next) {
                next += 1;
                let message = said.message;
                if matches!(message, Message::Known(..) | Message::Keep(_)) {
                    done.earlier += said.read_bytes - done.all;
                }
                done.all = said.read_bytes;
                if let Message::Clean(_, cost) = &message {
                    budget.give(*cost);
                }
                if matches!(message, Message::Left) {
                    return self.leave();
                }
                let file = self.open.as_ref().map(|open| open.file().to_owned());
                self.hear(message).map_err(|source| ShardRunError {
                    path: file.unwrap_or_default(),
                    source,
                })?;
                if self.stop.load(Ordering::Relaxed) {
                    return self.leave();
                }
            }
        }
        self.watch.tick(done);
        self.leave()
    }

    fn leave(&mut self) -> Result<(), ShardRunError> {
        let open = self.open.take();
        self.out.leave().map_err(|source| ShardRunError {
            path: open
                .as_ref()
                .map_or_else(PathBuf::new, |open| open.file().to_owned()),
            source,
        })?;
        if let Some(open) = &open {
            self.tell_of_cuts(open);
        }
        Ok(())
    }

    fn hear(&mut self, message: Message) -> io::Result<()> {
        match message {
            Message::Start(job) => {
                self.out.start(&job)?;
                self.open = Some(OpenShard {
                    job: Arc::clone(&job),
                    before: self.totals.clone(),
                    totals: ShardTotals::default(),
                    statistics: CutStatistics::default(),
                    resumed: 0,
                });
                let words = blocks_of(job.to.container).words(&job.fields);
                self.tell(&ShardEvent::Started(&job.entry.file, words));
            }
            Message::Keep(block) => {
                let open = self.open.as_mut().expect("a shard was started");
                open.totals.merge(&block.totals);
                open.resumed += 1;
                self.totals.merge(&block.totals);
                open.statistics.merge(block.statistics.clone());
                self.tell(&ShardEvent::Kept(&block.totals));
                self.out.keep(*block);
            }
            Message::Clean(block, _) => {
                let Some(mut open) = self.open.take() else {
                    return Ok(()); // it failed
                };
                if let Err(error) = self.out.add(&block) {
                    return self.fail(open, error);
                }
                self.tell_of_lines(open.file(), &block.notes);
                open.totals.merge(&block.totals);
                self.totals.merge(&block.totals);
                self.tell(&ShardEvent::Progress(&block.totals));
                open.statistics.merge(block.statistics);
                self.open = Some(open);
            }
            Message::End(end) => self.end(*end)?,
            Message::Known(shard, known) => self.known(&shard, &known),
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

    /// Takes a shard that an earlier run has done.
    fn known(&mut self, shard: &ShardEntry, known: &ManifestEntry) {
        self.totals.merge(&known.totals);
        self.tell(&ShardEvent::Known(shard, &known.totals));
        if known.cuts {
            self.tell(&ShardEvent::Cuts(shard, None));
        }
        if let Some(why) = &known.damaged {
            let why = format!("{why}; known from an earlier run, --retry-failed tries again");
            self.tell(&ShardEvent::Failed(&shard.file, &why));
        }
    }

    /// Leaves a shard whose own bytes are at fault; any other error ends the run.
    fn fail(&mut self, open: OpenShard, error: io::Error) -> io::Result<()> {
        if error.kind() != io::ErrorKind::InvalidData {
            return Err(error);
        }
        let file = open.file().to_owned();
        self.totals = open.before;
        self.out.leave()?;
        self.tell(&ShardEvent::Failed(&file, &error.to_string()));
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
            self.tell(&ShardEvent::Resumed(open.file(), open.resumed));
        }
        if end.source.padding > 0 {
            let zeros = end.source.padding;
            let note = format!("{zeros} zeros behind its end were passed over");
            self.tell(&ShardEvent::Note(open.file(), note));
        }
        self.tell(&ShardEvent::Done(&open.job.entry, &end.totals));
        self.tell_of_cuts(&open);
        if let Some(why) = &end.source.failure {
            let rows = end.totals.counts.rows;
            let are = if rows == 1 { "is" } else { "are" };
            let rows = counted(rows, "row");
            let why = format!("{why}; the {rows} before that {are} done");
            self.tell(&ShardEvent::Failed(open.file(), &why));
        }
        Ok(())
    }

    fn tell_of_cuts(&mut self, open: &OpenShard) {
        self.tell(&ShardEvent::Cuts(&open.job.entry, Some(&open.statistics)));
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
