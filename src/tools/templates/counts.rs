//! Counts of lines, host by host, while they are made.

use crate::page::Page;
use crate::text::hash::KeyMap;
use crate::text::line_key::{LineKeys, Vary};
use crate::text::mix;
use crate::tools::templates::line_count::{Context, LineCount, Places, Standing};
use crate::tools::templates::pages::{PageCount, sketch};
use crate::tools::templates::row::{Row, RowKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is known of the lines of a crawl, or of a part of it.
#[derive(Debug, Default)]
pub struct Counts {
    hosts: BTreeMap<Arc<str>, HostCounts>,
    keys: LineKeys,
    len_in_memory: usize,
}

#[derive(Debug, Default)]
struct HostCounts {
    pages: BTreeMap<Arc<str>, PageCount>,
    lines: KeyMap<Counted>,
}

#[derive(Debug)]
struct Counted {
    count: LineCount,
    /// The number of the page on which it was counted last.
    page: u64,
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
            *len_in_memory += 200 + name.len();
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
        self.len_in_memory += 100 + id.len() + 8 * sketch.len();
        host.pages.insert(Arc::clone(&id), PageCount { sketch });
        self.len_in_memory += host.count(&id, &lines);
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

    /// The counts as rows, sorted: what is written to a file, and what merges.
    pub fn into_rows(self) -> impl Iterator<Item = Row> {
        self.hosts.into_iter().flat_map(|(name, host)| {
            let mut lines: Vec<(u64, Counted)> = host.lines.into_iter().collect();
            lines.sort_unstable_by_key(|(key, _)| *key);
            let of_host = Arc::clone(&name);
            let pages = host.pages.into_iter().map(move |(id, page)| Row {
                host: Arc::clone(&of_host),
                kind: RowKind::Page(id, page),
            });
            let lines = lines.into_iter().map(move |(key, line)| Row {
                host: Arc::clone(&name),
                kind: RowKind::Line(key, line.count),
            });
            pages.chain(lines)
        })
    }
}

impl HostCounts {
    /// Counts the lines of a page; how many bytes more they take.
    fn count(&mut self, id: &Arc<str>, lines: &[PageLine<'_>]) -> usize {
        let number = mix::of_bytes(id.as_bytes());
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
            for (vary, key) in varies.into_iter().zip(line.keys) {
                if let Some(key) = key {
                    standing.vary = vary;
                    more += self.count_line(id, key, standing);
                }
            }
        }
        more
    }

    fn count_line(&mut self, id: &Arc<str>, key: u64, line: Standing<'_>) -> usize {
        let page = line.context.page;
        match self.lines.get_mut(&key) {
            Some(counted) if counted.page == page => {
                counted.count.times += 1;
                0
            }
            Some(counted) => {
                counted.page = page;
                counted.count.add(id, line);
                8
            }
            None => {
                let count = LineCount::one(id, line);
                let len = count.len_in_memory();
                self.lines.insert(key, Counted { count, page });
                len
            }
        }
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
    lines.filter(|line| line.words > 0).collect()
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
