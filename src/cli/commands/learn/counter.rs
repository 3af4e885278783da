//! Counts pages on all threads, within bounds of memory.

use crate::cli::commands::learn::runs::{SortedRows, Spilled};
use crate::cli::input::crawl::{CrawlItem, CrawlPage};
use crate::cli::render::terminal::{counted, escape};
use anyhow::Context as _;
use dechaff::io::batch::thread_pool;
use dechaff::tools::templates::{CountedHost, Counts, LearnedPack, Merged, TemplateWriter};
use rayon::prelude::*;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// What became of the pages.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tally {
    pub(crate) pages: usize,
    pub(crate) without_host: usize,
    pub(crate) repeated: usize,
    pub(crate) failed: usize,
}

/// Counts, one part for each thread. To which part a page goes does not show in what comes of all.
pub(crate) struct Counter {
    parts: Vec<Part>,
    memory: usize,
    spilled: Vec<Spilled>,
}

/// What was counted.
pub(crate) enum Counted {
    /// As many parts as threads that counted.
    Whole(Vec<Counts>),
    Rows(Vec<SortedRows>),
}

impl Counted {
    /// Sorted rows, of all parts.
    pub(crate) fn into_rows(self) -> Vec<SortedRows> {
        match self {
            Self::Rows(rows) => rows,
            Self::Whole(parts) => {
                let rows = |part: Counts| -> SortedRows { Box::new(part.into_rows().map(Ok)) };
                parts.into_iter().map(rows).collect()
            }
        }
    }

    /// The pack of what hosts repeat. Hosts are judged on as many threads as counted, and written by name.
    pub(crate) fn learned(self, mut writer: TemplateWriter) -> anyhow::Result<LearnedPack> {
        match self {
            Self::Rows(rows) => {
                for row in Merged::new(rows) {
                    writer.take(row?);
                }
            }
            Self::Whole(parts) => {
                let pool = thread_pool(parts.len().max(1)).context("cannot start threads")?;
                let mut hosts = Counts::hosts_of(parts);
                loop {
                    let some: Vec<CountedHost> = hosts.by_ref().take(HOSTS_AT_ONCE).collect();
                    if some.is_empty() {
                        break;
                    }
                    let judge = || some.into_par_iter().map(CountedHost::learned).collect();
                    let learned: Vec<_> = pool.install(judge);
                    for host in learned {
                        writer.take_host(host?);
                    }
                }
            }
        }
        Ok(writer.finish())
    }
}

/// What the program takes besides counts: rules, and the blocks that are read.
const PROGRAM_BYTES: usize = 40 << 20;
/// Of ten bytes of memory how many counts may have: tables that grow are there twice for a while, what was freed has
/// gaps, and what is learned is written while counts are merged.
const OF_TEN: usize = 6;
/// Pages that are counted before memory is looked at again: of so many parts of it their bytes are one.
const PARTS_OF_MEMORY: u64 = 64;
const LEAST_PIECE_BYTES: u64 = 256 << 10;

/// How many hosts are judged before what they repeat is written.
const HOSTS_AT_ONCE: usize = 64;

#[derive(Default)]
struct Part {
    counts: Counts,
    tally: Tally,
    /// Why pages could not be read, by their place in the group.
    failures: Vec<(usize, String)>,
}

impl Counter {
    /// Counts within so many bytes of memory, with all else that the program holds.
    pub(crate) fn new(memory: u64) -> Self {
        let memory = usize::try_from(memory).unwrap_or(usize::MAX);
        Self {
            parts: Vec::new(),
            memory: memory.saturating_sub(PROGRAM_BYTES) / 10 * OF_TEN,
            spilled: Vec::new(),
        }
    }

    /// Counts the pages of a group, on the threads of the pool at hand, and says which cannot be read.
    pub(crate) fn count(&mut self, group: &[CrawlItem<'_>]) -> anyhow::Result<()> {
        for failure in self.count_quietly(group)? {
            tracing::error!("{failure}");
        }
        Ok(())
    }

    /// The same; what is to be said.
    pub(crate) fn count_quietly(&mut self, group: &[CrawlItem<'_>]) -> anyhow::Result<Vec<String>> {
        let most = (self.memory as u64 / PARTS_OF_MEMORY).max(LEAST_PIECE_BYTES);
        let mut said = Vec::new();
        let mut rest = group;
        while !rest.is_empty() {
            let mut len = 0;
            let mut fits = |item: &CrawlItem<'_>| {
                len += item.len_bytes();
                len <= most
            };
            let end = rest.iter().take_while(|item| fits(item)).count().max(1);
            let (piece, others) = rest.split_at(end);
            said.extend(self.count_piece(piece)?);
            rest = others;
        }
        Ok(said)
    }

    fn count_piece(&mut self, group: &[CrawlItem<'_>]) -> anyhow::Result<Vec<String>> {
        let threads = rayon::current_num_threads();
        self.parts
            .resize_with(threads.max(self.parts.len()), Part::default);
        let parts = self.parts.len();
        let read = |item: &CrawlItem<'_>| item.read().map(|read| (part_of(&read, parts), read));
        let pages: Vec<_> = group.par_iter().with_max_len(8).map(read).collect();
        let count = |(at, part): (usize, &mut Part)| {
            for (place, page) in pages.iter().enumerate() {
                if let Some((_, read)) = page.as_ref().filter(|(of, _)| *of == at) {
                    part.count(place, read);
                }
            }
        };
        self.parts.par_iter_mut().enumerate().for_each(count);
        let failures = self
            .parts
            .iter_mut()
            .flat_map(|part| part.failures.drain(..));
        let mut failures: Vec<(usize, String)> = failures.collect();
        failures.sort_unstable();
        let len: usize = self
            .parts
            .iter()
            .map(|part| part.counts.len_in_memory())
            .sum();
        if len > self.memory {
            self.spill()?;
        }
        Ok(failures.into_iter().map(|(_, failure)| failure).collect())
    }

    fn spill(&mut self) -> anyhow::Result<()> {
        let full = self.parts.iter_mut().map(|part| part.counts.put_aside());
        let full: Vec<Counts> = full.collect();
        let spilled: anyhow::Result<Vec<Spilled>> = full
            .into_par_iter()
            .map(|counts| Spilled::write(counts.into_rows()))
            .collect();
        self.spilled.extend(spilled?);
        Ok(())
    }

    pub(crate) fn tally(&self) -> Tally {
        self.parts.iter().fold(Tally::default(), |sum, part| Tally {
            pages: sum.pages + part.tally.pages,
            without_host: sum.without_host + part.tally.without_host,
            repeated: sum.repeated + part.tally.repeated,
            failed: sum.failed + part.tally.failed,
        })
    }

    /// All counts, where memory holds them; else the rows of all parts, each sorted.
    pub(crate) fn finish(mut self) -> anyhow::Result<Counted> {
        if !self.spilled.is_empty() {
            // Memory is for what is learned now.
            self.spill()?;
            let rows = self.spilled.into_iter().map(Spilled::rows);
            return Ok(Counted::Rows(rows.collect::<anyhow::Result<_>>()?));
        }
        let parts = self.parts.into_iter().map(|part| part.counts);
        Ok(Counted::Whole(parts.collect()))
    }
}

/// In which part a page is counted: one that comes again under its name comes to the same, and parts are alike in size.
fn part_of(read: &Result<CrawlPage, String>, parts: usize) -> usize {
    let Ok(page) = read else { return 0 };
    let mut hasher = DefaultHasher::new();
    (&page.host, &page.id).hash(&mut hasher);
    usize::try_from(hasher.finish() % parts as u64).unwrap_or_default()
}

impl Part {
    fn count(&mut self, place: usize, read: &Result<CrawlPage, String>) {
        match read {
            Err(why) => {
                self.tally.failed += 1;
                self.failures.push((place, escape(why)));
            }
            Ok(CrawlPage { host: None, .. }) => self.tally.without_host += 1,
            Ok(CrawlPage {
                host: Some(host),
                id,
                text,
            }) => {
                let is_new = self.counts.add(host, id, text);
                self.tally.pages += usize::from(is_new);
                self.tally.repeated += usize::from(!is_new);
            }
        }
    }
}

impl Tally {
    /// Says of which pages nothing was learned.
    pub(crate) fn say(&self) {
        if self.without_host > 0 {
            tracing::warn!(
                "not counted for want of a host: {}",
                counted(self.without_host, "page")
            );
        }
        if self.repeated > 0 {
            tracing::warn!(
                "{} came again under the same name and were counted once",
                counted(self.repeated, "page")
            );
        }
    }
}
