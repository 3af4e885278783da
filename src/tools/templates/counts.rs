//! Counts of lines, host by host, while they are made.

use crate::page::Page;
use crate::text::hash::KeyMap;
use crate::text::line_key::{LineKeys, Vary};
use crate::text::mix;
use crate::text::number::small;
use crate::tools::templates::host::{Host, MOST_TEXTS};
use crate::tools::templates::learned_host::LearnedHost;
use crate::tools::templates::line_count::{Context, LineCount, Places, Standing};
use crate::tools::templates::merge::MergeError;
use crate::tools::templates::once::{Once, TextAt, Texts};
use crate::tools::templates::pages::{PageCount, sketch};
use crate::tools::templates::row::{Row, RowKind};
use std::collections::BTreeMap;
use std::collections::hash_map::Entry as Slot;
use std::convert::Infallible;
use std::sync::Arc;

/// What is known of the lines of a crawl, or of a part of it.
#[derive(Debug, Default)]
pub struct Counts {
    hosts: BTreeMap<Arc<str>, HostCounts>,
    keys: LineKeys,
    len_in_memory: usize,
}

#[derive(Debug, Default)]
pub(crate) struct HostCounts {
    pages: BTreeMap<Arc<str>, PageCount>,
    /// The pages in the order in which they came, each with its number.
    ids: Vec<(Arc<str>, u64)>,
    lines: KeyMap<Counted>,
    texts: Texts,
}

#[derive(Debug)]
enum Counted {
    /// On one page so far.
    Once(Once),
    /// On more.
    More(Box<More>),
}

#[derive(Debug)]
struct More {
    count: LineCount,
    /// The place of the page on which it was counted last.
    page: u32,
}

/// A filled line of the page at hand.
struct PageLine<'t> {
    text: &'t str,
    /// By how it varies, as it is first.
    keys: [Option<u64>; 3],
    words: usize,
    is_prose: bool,
}

impl PageLine<'_> {
    /// Its key as it is.
    fn key(&self) -> u64 {
        self.keys[0].expect("every line has one")
    }
}

impl Counts {
    /// Counts the lines of a page. A page of an id that its host has already is not counted again: whether it
    /// is new. O(n) in bytes.
    pub fn add(&mut self, host: &str, id: &str, text: &str) -> bool {
        let name = host;
        let len_in_memory = &mut self.len_in_memory;
        let host = self.hosts.entry(name.into()).or_insert_with(|| {
            *len_in_memory += size_of::<HostCounts>() + PER_ENTRY + name.len();
            HostCounts::default()
        });
        if host.pages.contains_key(id) {
            return false;
        }
        let id: Arc<str> = id.into();
        let page = Page::new(text);
        let lines = read_lines(&page, &mut self.keys);
        let sketch = sketch(
            lines
                .iter()
                .filter(|line| line.is_prose)
                .map(|line| (line.words, line.key())),
        );
        let before = host.len_of_tables();
        let of_page = PER_ENTRY + id.len() + 8 * sketch.capacity();
        host.pages.insert(Arc::clone(&id), PageCount { sketch });
        let of_lines = host.count(&id, &lines);
        // Tables grow by leaps, and never shrink.
        let grown = host.len_of_tables() - before;
        self.len_in_memory += of_page + of_lines + grown;
        true
    }

    /// About how many bytes the counts take.
    pub fn len_in_memory(&self) -> usize {
        self.len_in_memory
    }

    /// How many pages were counted.
    pub fn page_count(&self) -> usize {
        self.hosts.values().map(|host| host.pages.len()).sum()
    }

    /// The hosts of several parts of a crawl, by name, each to be judged by itself: as the rows of all parts would be,
    /// and at less cost. O(n log n) in hosts.
    pub fn hosts_of(parts: Vec<Self>) -> impl Iterator<Item = CountedHost> {
        let mut hosts: BTreeMap<Arc<str>, Vec<HostCounts>> = BTreeMap::new();
        for (name, counts) in parts.into_iter().flat_map(|part| part.hosts) {
            hosts.entry(name).or_default().push(counts);
        }
        let hosts = hosts.into_iter();
        hosts.map(|(name, parts)| CountedHost { name, parts })
    }

    /// The counts as rows, sorted: what is written to a file, and what merges.
    pub fn into_rows(self) -> impl Iterator<Item = Row> {
        self.hosts.into_iter().flat_map(|(name, host)| {
            let HostCounts {
                pages,
                ids,
                lines,
                texts,
            } = host;
            let mut lines = lines;
            let mut keys: Vec<u64> = lines.keys().copied().collect();
            keys.sort_unstable();
            let of_host = Arc::clone(&name);
            let pages = pages.into_iter().map(move |(id, page)| Row {
                host: Arc::clone(&of_host),
                kind: RowKind::Page(id, page),
            });
            let lines = keys.into_iter().filter_map(move |key| {
                let line = lines.remove(&key)?;
                Some(Row {
                    host: Arc::clone(&name),
                    kind: RowKind::Line(key, line.into_count(&ids, &texts)),
                })
            });
            pages.chain(lines)
        })
    }
}

/// A host of which all pages were counted.
#[derive(Debug)]
pub struct CountedHost {
    name: Arc<str>,
    /// What each part of the crawl has of it.
    parts: Vec<HostCounts>,
}

impl CountedHost {
    /// What the host repeats. O(n) in its lines, and O(n log n) in its pages and in what it repeats.
    ///
    /// # Errors
    ///
    /// Where a page stands in two parts.
    pub fn learned(self) -> Result<LearnedHost, MergeError<Infallible>> {
        let mut parts = self.parts.into_iter();
        let mut counts = parts.next().unwrap_or_default();
        for part in parts {
            if let Some(page) = counts.merge(part) {
                return Err(MergeError::Twice(self.name.to_string(), page.to_string()));
            }
        }
        Ok(LearnedHost::of(&self.name, &counts.into_host()))
    }
}

impl Counted {
    fn into_count(self, ids: &[(Arc<str>, u64)], texts: &Texts) -> LineCount {
        match self {
            Self::Once(once) => once.count(&ids[once.page as usize], texts),
            Self::More(more) => more.count,
        }
    }
}

/// About what a page or host takes in its table, with its name's allocation.
const PER_ENTRY: usize = 120;

impl HostCounts {
    /// Bytes of what is not allocated line by line.
    fn len_of_tables(&self) -> usize {
        // Of eight places in the table of lines one stays empty; each has a byte of its own besides.
        let places = self.lines.capacity() * 8 / 7;
        places * (size_of::<(u64, Counted)>() + 1)
            + self.texts.capacity()
            + self.ids.capacity() * size_of::<(Arc<str>, u64)>()
    }

    /// Counts the lines of a page; how many bytes more they take besides tables.
    fn count(&mut self, id: &Arc<str>, lines: &[PageLine<'_>]) -> usize {
        let number = mix::of_bytes(id.as_bytes());
        let page = small(self.ids.len());
        self.ids.push((Arc::clone(id), number));
        let first = lines.iter().position(|line| line.is_prose);
        let last = lines.iter().rposition(|line| line.is_prose);
        let mut more = 0;
        for (at, line) in lines.iter().enumerate() {
            let key_at =
                |at: Option<usize>| at.and_then(|at| lines.get(at)).map_or(0, PageLine::key);
            let context = Context {
                page: number,
                before: key_at(at.checked_sub(1)),
                after: key_at(Some(at + 1)),
            };
            let mut standing = Standing {
                text: line.text,
                vary: Vary::Nothing,
                places: place(at, first, last),
                words: u32::try_from(line.words).unwrap_or(u32::MAX),
                is_prose: line.is_prose,
                context,
            };
            let varies = [Vary::Nothing, Vary::Numbers, Vary::Names];
            let mut text = None;
            for (vary, key) in varies.into_iter().zip(line.keys) {
                if let Some(key) = key {
                    standing.vary = vary;
                    more += self.count_line(page, key, standing, &mut text);
                }
            }
        }
        more
    }

    /// Counts a line under one of its keys; `text` is where its text is kept, if it is.
    fn count_line(
        &mut self,
        page: u32,
        key: u64,
        line: Standing<'_>,
        text: &mut Option<TextAt>,
    ) -> usize {
        match self.lines.entry(key) {
            Slot::Vacant(slot) => {
                let text = *text.get_or_insert_with(|| self.texts.push(line.text));
                slot.insert(Counted::Once(Once::of(page, line, text)));
                0
            }
            Slot::Occupied(mut slot) => match slot.get_mut() {
                Counted::Once(once) if once.page == page => {
                    once.times += 1;
                    0
                }
                Counted::Once(once) => {
                    let mut count = once.count(&self.ids[once.page as usize], &self.texts);
                    count.add(&self.ids[page as usize].0, line);
                    let len = count.len_in_memory();
                    slot.insert(Counted::More(Box::new(More { count, page })));
                    len
                }
                Counted::More(more) if more.page == page => {
                    more.count.times += 1;
                    0
                }
                Counted::More(more) => {
                    more.page = page;
                    let before = more.count.len_in_memory();
                    more.count.add(&self.ids[page as usize].0, line);
                    more.count.len_in_memory().saturating_sub(before)
                }
            },
        }
    }

    /// Takes what another part has of the host; a page that both have.
    fn merge(&mut self, other: Self) -> Option<Arc<str>> {
        let pages = small(self.ids.len());
        let texts = self.texts.append(&other.texts);
        self.ids.extend(other.ids);
        for (id, page) in other.pages {
            if self.pages.contains_key(&id) {
                return Some(id);
            }
            self.pages.insert(id, page);
        }
        self.lines.reserve(other.lines.len());
        // Each line merges by itself, so that their order is nobody's.
        #[expect(clippy::iter_over_hash_type, reason = "no order shows")]
        for (key, line) in other.lines {
            let line = match line {
                Counted::Once(once) => Counted::Once(once.moved(pages, texts)),
                Counted::More(more) => Counted::More(more),
            };
            match self.lines.entry(key) {
                Slot::Vacant(slot) => drop(slot.insert(line)),
                Slot::Occupied(mut slot) => {
                    let other = line.into_count(&self.ids, &self.texts);
                    match slot.get_mut() {
                        Counted::More(more) => more.count.merge(other),
                        Counted::Once(once) => {
                            let page = once.page;
                            let mut count = once.count(&self.ids[page as usize], &self.texts);
                            count.merge(other);
                            slot.insert(Counted::More(Box::new(More { count, page })));
                        }
                    }
                }
            }
        }
        None
    }

    /// The host as its rows would make it. Of lines on one page only those are kept that stand beside one on more.
    fn into_host(self) -> Host {
        let mut host = Host::default();
        for (id, page) in self.pages {
            host.add_page(id, page);
        }
        let mut once: KeyMap<Once> = KeyMap::default();
        let mut more: Vec<(u64, LineCount)> = Vec::new();
        let mut single: Vec<u64> = Vec::new();
        #[expect(
            clippy::iter_over_hash_type,
            reason = "what is kept is sorted, or looked up"
        )]
        for (key, line) in self.lines {
            match line {
                Counted::More(line) => more.push((key, line.count)),
                Counted::Once(line) if line.vary == Vary::Nothing => {
                    host.add_words(u64::from(line.times) * u64::from(line.words));
                    single.push(key);
                    once.insert(key, line);
                }
                Counted::Once(_) => {}
            }
        }
        more.sort_unstable_by_key(|(key, _)| *key);
        let last = last_kept(&mut single);
        let mut beside: Vec<u64> = more
            .iter()
            .flat_map(|(_, line)| &line.contexts)
            .flat_map(|context| [context.before, context.after])
            .filter(|key| *key <= last)
            .collect();
        beside.sort_unstable();
        beside.dedup();
        for key in beside {
            if let Some(line) = once.get(&key) {
                host.add_text(key, self.texts.get(line.text));
            }
        }
        for (key, line) in more {
            host.add_line(key, line);
        }
        host
    }
}

/// The last key of lines on one page whose text a host keeps.
fn last_kept(keys: &mut [u64]) -> u64 {
    match keys.len() {
        len if len <= MOST_TEXTS => u64::MAX,
        _ => *keys.select_nth_unstable(MOST_TEXTS - 1).1,
    }
}

fn read_lines<'t>(page: &Page<'t>, keys: &mut LineKeys) -> Vec<PageLine<'t>> {
    let lines = page.filled().iter().map(|&at| {
        let text = page.trimmed_text(at);
        let line = &page.lines()[at];
        PageLine {
            text,
            keys: keys.all(text),
            words: line.word_count(),
            is_prose: line.is_prose(),
        }
    });
    let mut all = Vec::with_capacity(page.filled().len());
    all.extend(lines.filter(|line| line.words > 0));
    all
}

/// Where a line stands, by the first and the last prose of its page.
fn place(at: usize, first: Option<usize>, last: Option<usize>) -> Places {
    let mut places = Places::default();
    match (first, last) {
        (Some(first), _) if at < first => places.start = 1,
        (_, Some(last)) if at > last => places.end = 1,
        // Where there is no prose, all of it may be what the page says.
        _ => places.middle = 1,
    }
    places
}
