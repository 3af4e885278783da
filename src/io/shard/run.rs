//! A run over shards: one thread reads, some clean, one writes.

use crate::clean::cleaner::Cleaner;
use crate::io::batch::limits::thread_count;
use crate::io::shard::budget::Budget;
use crate::io::shard::containers::blocks_of;
use crate::io::shard::counts::ShardTotals;
use crate::io::shard::ends::{ShardInput, ShardRunError, ShardTarget};
use crate::io::shard::event::ShardWatch;
use crate::io::shard::feed::{Feed, Message, Order, Said};
use crate::io::shard::folder_out::FolderOut;
use crate::io::shard::job::ShardOptions;
use crate::io::shard::manifest::read_manifest;
use crate::io::shard::part_earlier::finish_earlier;
use crate::io::shard::shard_out::{NoOut, ShardOut};
use crate::io::shard::stream_out::StreamOut;
use crate::io::shard::work::Work;
use crate::io::shard::writing::Writing;
use crate::io::source::walk::OWN_FOLDER;
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

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
        let (say, hear) = unbounded::<Said>();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let (take_work, say) = (take_work.clone(), say.clone());
                scope.spawn(move || self.work(&take_work, &say));
            }
            drop(take_work);
            let order = Order {
                next: 0,
                progress: &self.feed.progress,
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
            let ended = writing.hear_all(&hear, &budget);
            if ended.is_err() {
                self.feed.stop.store(true, Ordering::Relaxed);
            }
            budget.close();
            drop(hear);
            ended.map(|()| writing.totals)
        })
    }

    /// Cleans blocks until there are no more.
    fn work(&self, take_work: &Receiver<Work>, say: &Sender<Said>) {
        for work in take_work {
            let job = &work.job;
            let blocks = blocks_of(job.to.container);
            let (options, stop) = (self.feed.options, self.feed.stop);
            let cleaned = blocks.clean(&work.block, job, self.cleaner, options, stop);
            let message = match cleaned {
                Ok(Some(block)) => Message::Clean(Box::new(block), work.cost),
                Ok(None) => Message::Left,
                Err(error) => Message::Fault(error),
            };
            let said = Said {
                place: work.place,
                read_bytes: work.read_bytes,
                message,
            };
            if say.send(said).is_err() {
                return;
            }
        }
    }
}
