//! What lines of hosts have in common, while it is counted: rows of hosts become rows of the crawl.

use crate::page::Page;
use crate::text::fold::is_space;
use crate::text::hash::KeyMap;
use crate::text::line_key::{LineKeys, Vary};
use crate::text::mix;
use crate::text::span::Span;
use crate::tools::draft::shape::label_of;
use crate::tools::templates::line_count::{Context, LineCount, Places};
use crate::tools::templates::pages::PageCount;
use crate::tools::templates::row::{Row, RowKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Under this name stand whole lines.
pub(crate) const WHOLE: &str = "line";
/// Under this one how lines begin.
pub(crate) const STARTS: &str = "start";

/// How many words make the start of a line that has no label.
const START_WORDS: usize = 4;
/// From how many words on a line without a label has a start.
const FEWEST_WORDS: u32 = 7;
/// Keys of a host by which its mirrors are known: the least of those of its pages' prose.
const MOST_HOST_KEYS: usize = 64;

/// How lines of a crawl look, each with the hosts that have it.
#[derive(Debug, Default)]
pub struct Shapes {
    hosts: BTreeMap<Arc<str>, BTreeSet<u64>>,
    whole: KeyMap<Counted>,
    starts: KeyMap<Counted>,
    keys: LineKeys,
    len_in_memory: usize,
}

#[derive(Debug)]
struct Counted {
    count: LineCount,
    /// The number of the host in which it was counted last.
    host: u64,
}

impl Shapes {
    /// Takes a row of counts. Rows of a host come behind each other, and all of them before
    /// [`Self::into_rows`]. O(n) in its text.
    pub fn take(&mut self, row: &Row) {
        match &row.kind {
            RowKind::Page(_, page) => self.take_page(&row.host, page),
            RowKind::Line(key, line) => self.take_line(&row.host, *key, line),
        }
    }

    /// About how many bytes the shapes take.
    pub fn len_in_memory(&self) -> usize {
        self.len_in_memory
    }

    fn take_page(&mut self, host: &Arc<str>, page: &PageCount) {
        let keys = self.hosts.entry(Arc::clone(host)).or_insert_with(|| {
            self.len_in_memory += 100 + host.len();
            BTreeSet::new()
        });
        for key in &page.sketch {
            self.len_in_memory += 16 * usize::from(keys.insert(*key));
            if keys.len() > MOST_HOST_KEYS {
                keys.pop_last();
                self.len_in_memory -= 16;
            }
        }
    }

    fn take_line(&mut self, host: &Arc<str>, key: u64, line: &LineCount) {
        let number = mix::of_bytes(host.as_bytes());
        let of_host = of_host(host, number, line);
        if line.vary == Vary::Nothing
            && line.prose * 2 <= line.pages
            && let Some(start) = start_of(line.text(), line.words)
        {
            let numbers = self.keys.key(start, Vary::Numbers);
            if let Some(key) = numbers.or_else(|| self.keys.key(start, Vary::Nothing)) {
                self.len_in_memory += count(&mut self.starts, key, of_host.clone(), number);
            }
        }
        self.len_in_memory += count(&mut self.whole, key, of_host, number);
    }

    /// The shapes as rows, sorted, which merge as those of hosts do: of one host all must have been taken here.
    pub fn into_rows(self) -> impl Iterator<Item = Row> {
        let of = |name: &'static str, lines: KeyMap<Counted>| {
            let name: Arc<str> = name.into();
            let mut lines: Vec<(u64, Counted)> = lines.into_iter().collect();
            lines.sort_unstable_by_key(|(key, _)| *key);
            lines.into_iter().map(move |(key, line)| Row {
                host: Arc::clone(&name),
                kind: RowKind::Line(key, line.count),
            })
        };
        let name: Arc<str> = WHOLE.into();
        let hosts = self.hosts.into_iter().map(move |(host, keys)| {
            let page = PageCount {
                sketch: keys.into_iter().collect(),
            };
            Row {
                host: Arc::clone(&name),
                kind: RowKind::Page(host, page),
            }
        });
        hosts
            .chain(of(WHOLE, self.whole))
            .chain(of(STARTS, self.starts))
    }
}

fn count(lines: &mut KeyMap<Counted>, key: u64, one: LineCount, host: u64) -> usize {
    match lines.get_mut(&key) {
        Some(counted) if counted.host == host => {
            counted.count.times += one.times;
            counted.count.words = counted.count.words.max(one.words);
            0
        }
        Some(counted) => {
            counted.host = host;
            counted.count.merge(one);
            24
        }
        None => {
            let len = one.len_in_memory();
            lines.insert(key, Counted { count: one, host });
            len
        }
    }
}

/// A line of a host as a line of the crawl: the host is where a page was.
fn of_host(host: &Arc<str>, number: u64, line: &LineCount) -> LineCount {
    let Places { start, middle, end } = line.places;
    let most = start.max(middle).max(end);
    let is_middle = middle == most;
    let is_start = !is_middle && start == most;
    LineCount {
        pages: 1,
        places: Places {
            start: u32::from(is_start),
            middle: u32::from(is_middle),
            end: u32::from(!is_middle && !is_start),
        },
        prose: u32::from(line.prose * 2 > line.pages),
        first: Arc::clone(host),
        last: Arc::clone(host),
        contexts: vec![Context {
            page: number,
            ..line.contexts[0]
        }],
        ..line.clone()
    }
}

/// The lines of a page of which no cut takes anything, one behind the other.
pub fn untouched(page: &Page<'_>, cuts: impl IntoIterator<Item = Span>) -> String {
    let mut cuts: Vec<Span> = cuts.into_iter().collect();
    cuts.sort_unstable_by_key(|cut| cut.start);
    let mut cuts = cuts.into_iter().peekable();
    let mut text = String::new();
    for &at in page.filled() {
        let line = page.lines()[at].trimmed();
        while cuts.next_if(|cut| cut.end <= line.start).is_some() {}
        if cuts.peek().is_none_or(|cut| cut.start >= line.end) {
            text.push_str(page.trimmed_text(at));
            text.push('\n');
        }
    }
    text
}

/// How a line begins, where more may follow: its label, or its first words.
pub(crate) fn start_of(text: &str, words: u32) -> Option<&str> {
    if let Some(label) = label_of(text) {
        return text.get(..label.len());
    }
    if words < FEWEST_WORDS {
        return None;
    }
    let mut ends = text
        .split(is_space)
        .filter(|word| !word.is_empty())
        .map(|word| word.as_ptr() as usize - text.as_ptr() as usize + word.len());
    let end = ends.nth(START_WORDS - 1)?;
    Some(text[..end].trim_end_matches([',', ';']))
}
