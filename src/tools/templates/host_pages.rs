//! The pages of a host while they come: of each which lines it has, in their order.
//!
//! Nothing is counted yet. A page is a list of numbers of lines, so that a line that comes again costs a hash, a
//! look-up and a number more in the list; what is counted of lines follows from the lists when all are there
//! ([`grouped`](crate::tools::templates::grouped)).

use crate::text::line_key::LineKeys;
use crate::text::mix;
use crate::text::number::small;
use crate::tools::templates::known_lines::KnownLines;
use crate::tools::templates::line_count::Places;
use crate::tools::templates::page_lines::filled_lines;
use crate::tools::templates::pages::{PageCount, Sketch};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// The pages of a host.
#[derive(Debug, Default)]
pub(crate) struct HostPages {
    ids: HashSet<Arc<str>>,
    pages: Vec<HostPage>,
    /// The numbers of the lines of all pages, behind each other.
    lines_of_pages: Vec<u32>,
    /// The keys of their longest lines of prose, behind each other.
    sketches: Vec<u64>,
    known: KnownLines,
}

/// A page of a host.
#[derive(Debug, Clone)]
pub(crate) struct HostPage {
    pub(crate) id: Arc<str>,
    /// The hash of its id.
    pub(crate) number: u64,
    /// Where its lines start among those of all pages.
    start: u32,
    /// The first and the last of its lines that are prose, likewise; the first is behind the last where none is.
    prose: (u32, u32),
    /// Where its sketch starts among all.
    sketch: u32,
}

/// Lines of all pages from which on a host is put aside: places are counted in 32 bits, and parts are put together.
const MOST_LINES: usize = 1 << 26;

impl HostPages {
    /// Whether it should take no more pages.
    pub(crate) fn is_full(&self) -> bool {
        self.lines_of_pages.len() >= MOST_LINES
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Adds a page of a new id. O(n) in bytes.
    pub(crate) fn add(&mut self, id: &str, text: &str, keys: &mut LineKeys) {
        let id: Arc<str> = id.into();
        let start = small(self.lines_of_pages.len());
        let mut prose = (u32::MAX, 0);
        let mut sketch = Sketch::default();
        for line in filled_lines(text) {
            let number = self.known.number(line, keys);
            let known = self.known.get(number);
            if known.words == 0 {
                continue;
            }
            if known.is_prose {
                let at = small(self.lines_of_pages.len());
                prose = (prose.0.min(at), at);
                sketch.add(known.words, known.key);
            }
            self.lines_of_pages.push(number);
        }
        self.pages.push(HostPage {
            number: mix::of_bytes(id.as_bytes()),
            id: Arc::clone(&id),
            start,
            prose,
            sketch: small(self.sketches.len()),
        });
        self.sketches.extend(sketch.keys());
        self.ids.insert(id);
    }

    /// Takes the pages of another part; a page that both have.
    pub(crate) fn append(&mut self, other: Self) -> Option<Arc<str>> {
        let (lines, known) = (small(self.lines_of_pages.len()), small(self.known.len()));
        let sketches = small(self.sketches.len());
        for page in other.pages {
            if !self.ids.insert(Arc::clone(&page.id)) {
                return Some(page.id);
            }
            let has_prose = page.prose.0 <= page.prose.1;
            self.pages.push(HostPage {
                start: page.start + lines,
                prose: if has_prose {
                    (page.prose.0 + lines, page.prose.1 + lines)
                } else {
                    page.prose
                },
                sketch: page.sketch + sketches,
                ..page
            });
        }
        let numbers = other.lines_of_pages.into_iter();
        self.lines_of_pages
            .extend(numbers.map(|number| number + known));
        self.sketches.extend(other.sketches);
        self.known.append(&other.known);
        None
    }

    pub(crate) fn pages(&self) -> &[HostPage] {
        &self.pages
    }

    pub(crate) fn known(&self) -> &KnownLines {
        &self.known
    }

    /// The numbers of the lines of all pages.
    pub(crate) fn lines_of_pages(&self) -> &[u32] {
        &self.lines_of_pages
    }

    /// The places of a page's lines among those of all pages.
    pub(crate) fn places_of(&self, page: usize) -> Range<usize> {
        let end = self.pages.get(page + 1).map(|next| next.start as usize);
        self.pages[page].start as usize..end.unwrap_or(self.lines_of_pages.len())
    }

    /// What is known of a page as a whole.
    pub(crate) fn page_count(&self, page: usize) -> PageCount {
        let end = self.pages.get(page + 1).map(|next| next.sketch as usize);
        let all = self.pages[page].sketch as usize..end.unwrap_or(self.sketches.len());
        PageCount {
            sketch: self.sketches[all].to_vec(),
        }
    }

    /// About how many bytes it takes besides the ids.
    pub(crate) fn len_in_memory(&self) -> usize {
        // Of eight places in the table of ids one stays empty; each has a byte of its own besides.
        let places = self.ids.capacity() * 8 / 7;
        places * (size_of::<Arc<str>>() + 1)
            + self.pages.capacity() * size_of::<HostPage>()
            + self.lines_of_pages.capacity() * size_of::<u32>()
            + self.sketches.capacity() * size_of::<u64>()
            + self.known.len_in_memory()
    }
}

impl HostPage {
    /// Where a line of the page stands, by the page's first prose and its last.
    pub(crate) fn place(&self, at: u32) -> Places {
        let mut places = Places::default();
        let (first, last) = self.prose;
        // Where there is no prose, all of it may be what the page says.
        let has_prose = first <= last;
        if has_prose && at < first {
            places.start = 1;
        } else if has_prose && at > last {
            places.end = 1;
        } else {
            places.middle = 1;
        }
        places
    }
}
