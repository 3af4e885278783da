//! The lines of a host, each under its keys, with all places where it stands: from lists of pages to counts.

use crate::text::line_key::Vary;
use crate::text::number::small;
use crate::tools::templates::host::{Host, MOST_TEXTS};
use crate::tools::templates::host_pages::HostPages;
use crate::tools::templates::line_count::{
    Context, LeastSamples, LineCount, MOST_CONTEXTS, Places,
};
use crate::tools::templates::row::{Row, RowKind};
use std::sync::Arc;

/// The lines of a host in the order of their keys.
#[derive(Debug)]
pub(crate) struct Grouped {
    host: HostPages,
    /// A line under one of its keys, sorted by key, then by line.
    entries: Vec<Entry>,
    /// Where the places of each line start in `places`, by its number, and their end.
    starts: Vec<u32>,
    /// Places among the lines of all pages, line by line, in order.
    places: Vec<u32>,
    /// The page of each place.
    pages: Vec<u32>,
    /// The pages by id, and the place of each of them in that order.
    by_id: Vec<u32>,
    ranks: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    key: u64,
    line: u32,
    vary: Vary,
}

/// The lines of a key, and the places where they stand.
#[derive(Clone, Copy)]
struct Group<'g> {
    entries: &'g [Entry],
    places: &'g [u32],
}

impl Grouped {
    /// Groups the lines of a host. O(n) in the lines of its pages, and O(n log n) in different ones.
    pub(crate) fn new(host: HostPages) -> Self {
        let by_id = by_id(&host);
        let mut ranks = vec![0; by_id.len()];
        for (rank, &page) in (0..).zip(&by_id) {
            ranks[page as usize] = rank;
        }
        let (starts, places) = places_of_lines(&host);
        Self {
            entries: entries_of(&host),
            starts,
            places,
            pages: pages_of_places(&host),
            by_id,
            ranks,
            host,
        }
    }

    /// The rows of the host: pages by id, then lines by key.
    pub(crate) fn into_rows(self, name: &Arc<str>) -> impl Iterator<Item = Row> + use<> {
        let (mut page, mut entry, mut buffer) = (0, 0, Vec::new());
        let name = Arc::clone(name);
        std::iter::from_fn(move || {
            let kind = if let Some(&at) = self.by_id.get(page) {
                page += 1;
                let id = Arc::clone(&self.host.pages()[at as usize].id);
                RowKind::Page(id, self.host.page_count(at as usize))
            } else {
                let group = self.next_group(&mut entry, &mut buffer)?;
                RowKind::Line(group.entries[0].key, self.count(group))
            };
            let host = Arc::clone(&name);
            Some(Row { host, kind })
        })
    }

    /// The host as its rows would make it. Of lines on one page only those are kept that stand beside one on more.
    pub(crate) fn into_host(self) -> Host {
        let mut host = Host::default();
        for (page, at) in self.host.pages().iter().zip(0..) {
            host.add_page(Arc::clone(&page.id), self.host.page_count(at));
        }
        let mut single: Vec<Entry> = Vec::new();
        let mut beside: Vec<u64> = Vec::new();
        let (mut entry, mut buffer) = (0, Vec::new());
        while let Some(group) = self.next_group(&mut entry, &mut buffer) {
            let first = group.entries[0];
            if self.is_on_one_page(group) {
                if first.vary == Vary::Nothing {
                    let line = self.host.known().get(self.line_at(group.places[0]));
                    host.add_words(group.places.len() as u64 * u64::from(line.words));
                    single.push(first);
                }
                continue;
            }
            let count = self.count(group);
            let contexts = count.contexts.iter();
            beside.extend(contexts.flat_map(|context| [context.before, context.after]));
            host.add_line(first.key, count);
        }
        single.truncate(MOST_TEXTS);
        beside.sort_unstable();
        beside.dedup();
        for key in beside {
            if let Ok(at) = single.binary_search_by_key(&key, |entry| entry.key) {
                let known = self.host.known();
                host.add_text(key, known.text(known.get(single[at].line)));
            }
        }
        host
    }

    /// The lines of the next key, from `entry` on, which moves behind them.
    fn next_group<'g>(&'g self, entry: &mut usize, buffer: &'g mut Vec<u32>) -> Option<Group<'g>> {
        let rest = &self.entries[*entry..];
        let key = rest.first()?.key;
        let others = rest[1..].iter().take_while(|entry| entry.key == key);
        let len = 1 + others.count();
        let entries = &rest[..len];
        *entry += len;
        let places = if let [only] = entries {
            self.places(only.line)
        } else {
            buffer.clear();
            let all = entries.iter().flat_map(|entry| self.places(entry.line));
            buffer.extend(all);
            buffer.sort_unstable();
            buffer
        };
        Some(Group { entries, places })
    }

    fn places(&self, line: u32) -> &[u32] {
        let line = line as usize;
        &self.places[self.starts[line] as usize..self.starts[line + 1] as usize]
    }

    fn page_at(&self, place: u32) -> u32 {
        self.pages[place as usize]
    }

    fn line_at(&self, place: u32) -> u32 {
        self.host.lines_of_pages()[place as usize]
    }

    fn is_on_one_page(&self, group: Group<'_>) -> bool {
        let pages = |at: Option<&u32>| at.map(|place| self.page_at(*place));
        pages(group.places.first()) == pages(group.places.last())
    }

    /// What is counted of a line: on each of its pages the first place counts, and others how often it stands.
    fn count(&self, group: Group<'_>) -> LineCount {
        let known = self.host.known();
        let mut places = Places::default();
        let (mut words, mut prose, mut len_bytes) = (0, 0, 0);
        let (mut first, mut last) = (u32::MAX, 0);
        let mut samples = LeastSamples::default();
        let mut stands: Vec<(u64, u32)> = Vec::with_capacity(group.places.len().min(MOST_CONTEXTS));
        let mut pages = 0;
        let (mut page_before, mut line_before) = (None, None);
        for &at in group.places {
            let page_at = self.page_at(at);
            if page_before.replace(page_at) == Some(page_at) {
                continue;
            }
            pages += 1;
            let page = &self.host.pages()[page_at as usize];
            let rank = self.ranks[page_at as usize];
            (first, last) = (first.min(rank), last.max(rank));
            places.add(page.place(at));
            stands.push((page.number, at));
            let number = self.line_at(at);
            let line = known.get(number);
            prose += u32::from(line.is_prose);
            if line_before.replace(number) != Some(number) {
                words = line.words.max(words);
                len_bytes = line.len_bytes.max(len_bytes);
                samples.add(known.text(line));
            }
        }
        LineCount {
            vary: group.entries[0].vary,
            pages,
            times: small(group.places.len()),
            places,
            words,
            prose,
            len_bytes,
            first: self.id(first),
            last: self.id(last),
            contexts: self.contexts(stands),
            samples: samples.into_samples(),
        }
    }

    fn id(&self, rank: u32) -> Arc<str> {
        Arc::clone(&self.host.pages()[self.by_id[rank as usize] as usize].id)
    }

    /// What stands beside a line on those of its pages that have the least numbers.
    fn contexts(&self, mut stands: Vec<(u64, u32)>) -> Vec<Context> {
        if stands.len() > MOST_CONTEXTS {
            stands.select_nth_unstable(MOST_CONTEXTS);
            stands.truncate(MOST_CONTEXTS);
        }
        let contexts = stands.into_iter().map(|(page, at)| {
            let all = self.host.places_of(self.page_at(at) as usize);
            let key_at = |at: Option<usize>| {
                let at = at.filter(|at| all.contains(at));
                at.map_or(0, |at| {
                    self.host.known().get(self.host.lines_of_pages()[at]).key
                })
            };
            Context {
                page,
                before: key_at((at as usize).checked_sub(1)),
                after: key_at(Some(at as usize + 1)),
            }
        });
        let mut contexts: Vec<Context> = contexts.collect();
        contexts.sort_unstable();
        contexts
    }
}

/// The pages in the order of their ids.
fn by_id(host: &HostPages) -> Vec<u32> {
    let mut by_id: Vec<u32> = (0..small(host.pages().len())).collect();
    by_id.sort_unstable_by_key(|&page| &host.pages()[page as usize].id);
    by_id
}

fn pages_of_places(host: &HostPages) -> Vec<u32> {
    let mut pages = Vec::with_capacity(host.lines_of_pages().len());
    for page in 0..host.pages().len() {
        pages.resize(host.places_of(page).end, small(page));
    }
    pages
}

/// Where the places of each line start, and the places.
fn places_of_lines(host: &HostPages) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; host.known().len() + 1];
    for &line in host.lines_of_pages() {
        starts[line as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut places = vec![0; host.lines_of_pages().len()];
    for (place, &line) in (0..).zip(host.lines_of_pages()) {
        let slot = &mut next[line as usize];
        places[*slot as usize] = place;
        *slot += 1;
    }
    (starts, places)
}

/// The lines that have words, under each of their keys, sorted.
fn entries_of(host: &HostPages) -> Vec<Entry> {
    let known = host.known();
    let mut entries = Vec::with_capacity(known.len());
    for (line, number) in known.iter().zip(0..) {
        if line.words == 0 {
            continue;
        }
        let [numbers, names] = known.varied(line);
        let keys = [
            (Some(line.key), Vary::Nothing),
            (numbers, Vary::Numbers),
            (names, Vary::Names),
        ];
        entries.extend(keys.into_iter().filter_map(|(key, vary)| {
            let line = number;
            key.map(|key| Entry { key, line, vary })
        }));
    }
    sorted(&entries)
}

/// Entries in order. Keys are hashes, so that by their upper bits they are nearly in order.
fn sorted(entries: &[Entry]) -> Vec<Entry> {
    const OF_BUCKET: usize = 4;
    let bits = (entries.len() / OF_BUCKET).max(1).ilog2();
    let bucket = |entry: &Entry| {
        let bucket = entry.key >> 1 >> (63 - bits);
        usize::try_from(bucket).expect("there are fewer buckets than entries")
    };
    let mut ends = vec![0_u32; 1 << bits];
    for entry in entries {
        ends[bucket(entry)] += 1;
    }
    let mut end = 0;
    for of_bucket in &mut ends {
        end += *of_bucket;
        *of_bucket = end;
    }
    let mut sorted = entries.to_vec();
    for entry in entries {
        let at = &mut ends[bucket(entry)];
        *at -= 1;
        sorted[*at as usize] = *entry;
    }
    // What were the ends of buckets are their starts now.
    let next = ends.iter().skip(1).copied().chain([end]);
    for (&start, next) in ends.iter().zip(next) {
        let bucket = &mut sorted[start as usize..next as usize];
        bucket.sort_unstable_by_key(|entry| (entry.key, entry.line));
    }
    sorted
}
