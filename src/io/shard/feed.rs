//! The reading side of a run over shards: what there is to do, in order.

use crate::io::file_state::{has_changed, hash_file};
use crate::io::format::detect::Container;
use crate::io::shard::block::Block;
use crate::io::shard::budget::Budget;
use crate::io::shard::clean_block::CleanBlock;
use crate::io::shard::containers::blocks_of;
use crate::io::shard::counts::ShardTotals;
use crate::io::shard::job::{ShardJob, ShardOptions};
use crate::io::shard::manifest::{ManifestEntry, key};
use crate::io::shard::open::{Opened, open, open_stream, written_as};
use crate::io::shard::part_earlier::written_blocks;
use crate::io::shard::part_journal::{JournalBlock, JournalHead};
use crate::io::shard::part_paths::PartPaths;
use crate::io::shard::shard_out::ShardEnd;
use crate::io::shard::texts::hash_texts;
use crate::io::shard::work::Work;
use crate::io::source::entry::ShardEntry;
use crossbeam_channel::Sender;
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How much memory a block takes while it is cleaned, for each of its bytes: text, workspace, records, output.
const COST_OF_A_BYTE: u64 = 8;

/// What the writing side hears of, each with its place in the run.
pub(crate) enum Message {
    Start(Arc<ShardJob>),
    /// A block that an earlier run wrote.
    Keep(Box<JournalBlock>),
    /// A block, and what it took of the budget.
    Clean(Box<CleanBlock>, u64),
    End(Box<ShardEnd>),
    /// A shard that is done.
    Known(Box<ShardEntry>, Box<ManifestEntry>),
    /// A shard of which nothing is written, and why.
    Failed(PathBuf, String),
    /// The run cannot go on.
    Fault(io::Error),
    /// A block that nobody cleaned, since the run stops.
    Left,
}

/// A message with its place in the run, and bytes of files that were read up to there.
pub(crate) struct Said {
    pub(crate) place: u64,
    pub(crate) read_bytes: u64,
    pub(crate) message: Message,
}

/// Gives out work and messages, each with the next place.
pub(crate) struct Order<'o> {
    pub(crate) next: u64,
    /// Bytes of files that were read.
    pub(crate) progress: &'o AtomicU64,
    pub(crate) give_work: Sender<Work>,
    pub(crate) say: Sender<Said>,
    pub(crate) budget: &'o Budget,
}

/// Nobody takes anything any more.
pub(crate) struct Gone;

impl Order<'_> {
    fn say(&mut self, message: Message) -> Result<(), Gone> {
        let place = self.next;
        self.next += 1;
        let said = Said {
            place,
            read_bytes: self.progress.load(Ordering::Relaxed),
            message,
        };
        self.say.send(said).map_err(|_| Gone)
    }

    fn clean(&mut self, job: &Arc<ShardJob>, block: Block) -> Result<(), Gone> {
        let cost = block.bytes.len() as u64 * COST_OF_A_BYTE;
        if !self.budget.take(cost) {
            return Err(Gone);
        }
        let place = self.next;
        self.next += 1;
        let work = Work {
            place,
            job: Arc::clone(job),
            block,
            cost,
            read_bytes: self.progress.load(Ordering::Relaxed),
        };
        self.give_work.send(work).map_err(|_| Gone)
    }
}

/// What reads shards.
pub(crate) struct Feed<'f> {
    /// The output folder, if that is where they go.
    pub(crate) folder: Option<PathBuf>,
    /// Shards that are done.
    pub(crate) known: BTreeMap<String, ManifestEntry>,
    pub(crate) by: String,
    pub(crate) options: &'f ShardOptions,
    /// Bytes of files that were read.
    pub(crate) progress: Arc<AtomicU64>,
    pub(crate) stop: &'f AtomicBool,
}

impl Feed<'_> {
    /// Reads all shards, until nobody wants more.
    pub(crate) fn read_all(&self, shards: &[ShardEntry], mut order: Order<'_>) {
        for entry in shards {
            let read = match self.done(entry) {
                Some(known) => {
                    self.progress.fetch_add(entry.len_bytes, Ordering::Relaxed);
                    let folder = self.folder.as_ref();
                    let swept = folder.map(|folder| PartPaths::new(folder, &entry.id).sweep());
                    if let Some(Err(error)) = swept {
                        let _ = order.say(Message::Fault(error)); // which ends the run
                        return;
                    }
                    order.say(Message::Known(Box::new(entry.clone()), Box::new(known)))
                }
                None => self.read(entry, &mut order),
            };
            if read.is_err() || self.stop.load(Ordering::Relaxed) {
                return;
            }
        }
    }

    /// What an earlier run says of the shard, if it is done: its bytes and all they were cleaned by are the same, and
    /// so is what was written.
    fn done(&self, entry: &ShardEntry) -> Option<ManifestEntry> {
        let folder = self.folder.as_ref().filter(|_| !self.options.force)?;
        let known = self.known.get(&key(&entry.id))?;
        let may_be_left = match known.damaged {
            Some(_) => !self.options.retry_failed && known.memory == self.options.memory,
            None => true,
        };
        let paths = PartPaths::new(folder, &entry.id);
        let has = |file: &Path, len: u64, hash: &str| {
            fs::metadata(file).is_ok_and(|found| found.is_file() && found.len() == len)
                && hash_file(file).is_ok_and(|found| found.to_hex().as_str() == hash)
        };
        let is_input = || match entry.format.container {
            Container::Folder => {
                hash_texts(&entry.file, Some(folder), self.options) == known.input_blake3
            }
            _ => has(&entry.file, known.input_len, &known.input_blake3),
        };
        let is_done = may_be_left
            && known.by == self.by
            && known.cuts == paths.final_cuts.is_file()
            && is_input()
            && has(&paths.final_out, known.out_len, &known.out_blake3);
        is_done.then(|| known.clone())
    }

    fn read(&self, entry: &ShardEntry, order: &mut Order<'_>) -> Result<(), Gone> {
        let progress = Arc::clone(&self.progress);
        match open(entry, self.options, self.folder.as_deref(), progress) {
            Ok(opened) => self.read_source(entry, opened, order),
            Err(why) => order.say(Message::Failed(entry.file.clone(), why)),
        }
    }

    /// Reads a shard from a stream.
    pub(crate) fn read_stream(
        &self,
        from: Box<dyn Read + Send>,
        entry: &ShardEntry,
        mut order: Order<'_>,
    ) {
        let progress = Arc::clone(&self.progress);
        // Whoever listens is gone where this fails, and knows it.
        let _ = match open_stream(from, entry, self.options, progress) {
            Ok(opened) => self.read_source(entry, opened, &mut order),
            Err(why) => order.say(Message::Failed(entry.file.clone(), why)),
        };
    }

    /// Reads a shard that is open.
    fn read_source(
        &self,
        entry: &ShardEntry,
        opened: Opened,
        order: &mut Order<'_>,
    ) -> Result<(), Gone> {
        let failed = |why: String| Message::Failed(entry.file.clone(), why);
        let (mut source, found) = (opened.source, opened.found);
        let first = source.next_block();
        let to = written_as(entry, self.options);
        let choose = || blocks_of(to.container).fields(self.options, first.as_ref());
        let chosen = opened.fields.map_or_else(choose, Ok);
        let fields = match chosen {
            Ok(fields) => fields,
            Err(why) => return order.say(failed(why)),
        };
        let job = Arc::new(ShardJob {
            entry: entry.clone(),
            fields,
            to,
        });
        order.say(Message::Start(Arc::clone(&job)))?;
        let mut written = self.written(entry).into_iter();
        let mut next = first;
        while let Some(block) = next {
            if self.stop.load(Ordering::Relaxed) {
                return Err(Gone);
            }
            let known = written.next();
            if let Some(known) = known.filter(|known| known.blake3 == *block.hash().to_hex()) {
                order.say(Message::Keep(Box::new(known)))?;
            } else {
                written = Vec::new().into_iter(); // what comes behind it is not in place
                order.clean(&job, block)?;
            }
            next = source.next_block();
        }
        let mut end = source.end();
        if let Some(found) = &found {
            if has_changed(&entry.file, found) {
                return order.say(failed(
                    "it changed while it was read, and nothing was written; run again".to_owned(),
                ));
            }
            let is_table = entry.format.container == Container::Parquet;
            if let Some(why) = end.failure.take_if(|_| is_table) {
                return order.say(failed(format!("{why}; nothing was written of it")));
            }
            if (is_table || end.failure.is_some())
                && let Ok(hash) = hash_file(&entry.file)
            {
                end.packed_hash = hash; // its end was not read, or other parts of it
            }
        }
        order.say(Message::End(Box::new(ShardEnd {
            source: end,
            input_len: found.as_ref().map_or(0, input_len),
            totals: ShardTotals::default(),
        })))
    }

    fn written(&self, entry: &ShardEntry) -> Vec<JournalBlock> {
        let folder = self.folder.as_ref().filter(|_| !self.options.force);
        folder.map_or_else(Vec::new, |folder| {
            let head = JournalHead::new(&entry.id, &self.by);
            written_blocks(&PartPaths::new(folder, &entry.id), &head)
        })
    }
}

/// How many bytes a file has; of a folder that is not known.
fn input_len(found: &Metadata) -> u64 {
    if found.is_file() { found.len() } else { 0 }
}
