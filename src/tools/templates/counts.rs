//! Counts of lines, host by host, while they are made.

use crate::text::line_key::LineKeys;
use crate::text::mix;
use crate::tools::templates::grouped::Grouped;
use crate::tools::templates::host_pages::HostPages;
use crate::tools::templates::learned_host::LearnedHost;
use crate::tools::templates::merge::MergeError;
use crate::tools::templates::row::Row;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

/// What is known of the lines of a crawl, or of a part of it.
#[derive(Debug, Default)]
pub struct Counts {
    hosts: BTreeMap<Arc<str>, HostPages>,
    keys: LineKeys,
    pages: usize,
    len_in_memory: usize,
    /// The pages that were put aside, each as a number, sorted.
    aside: Vec<u64>,
}

/// About what a host or page takes in its table, with its name's allocation.
const PER_HOST: usize = 120;
const PER_ID: usize = 32;
/// Said to be more than memory has where a host should be put aside, and still a number that adds up.
const FULL: usize = usize::MAX >> 16;

impl Counts {
    /// Counts the lines of a page. A page of an id that its host has already is not counted again: whether it
    /// is new. O(n) in bytes.
    pub fn add(&mut self, host: &str, id: &str, text: &str) -> bool {
        let name = host;
        if !self.hosts.contains_key(host) {
            self.len_in_memory += size_of::<HostPages>() + PER_HOST + host.len();
            self.hosts.insert(host.into(), HostPages::default());
        }
        let Some(host) = self.hosts.get_mut(host) else {
            return false; // it is there by now
        };
        if host.has(id) || self.aside.binary_search(&page_number(name, id)).is_ok() {
            return false;
        }
        let before = host.len_in_memory();
        host.add(id, text, &mut self.keys);
        self.pages += 1;
        // Tables grow by leaps, and never shrink.
        self.len_in_memory += host.len_in_memory() - before + PER_ID + id.len();
        if host.is_full() {
            self.len_in_memory = FULL;
        }
        true
    }

    /// Takes what was counted so far away, to be put aside for want of memory. A page of it that comes again is not
    /// counted again: of each, eight bytes are kept, by which one of 2^64 others would be taken for it.
    #[must_use]
    pub fn put_aside(&mut self) -> Self {
        let mut aside = std::mem::take(&mut self.aside);
        for (name, host) in &self.hosts {
            aside.extend(host.pages().iter().map(|page| page_number(name, &page.id)));
        }
        #[expect(
            clippy::stable_sort_primitive,
            reason = "most of it is sorted, which a stable sort finds"
        )]
        aside.sort();
        let next = Self {
            aside,
            ..Self::default()
        };
        std::mem::replace(self, next)
    }

    /// About how many bytes the counts take, besides what is kept of pages that were put aside.
    pub fn len_in_memory(&self) -> usize {
        self.len_in_memory
    }

    /// How many pages were counted.
    pub fn page_count(&self) -> usize {
        self.pages
    }

    /// The hosts of several parts of a crawl, by name, each to be judged by itself: as the rows of all parts would be,
    /// and at less cost. O(n log n) in hosts.
    pub fn hosts_of(parts: Vec<Self>) -> impl Iterator<Item = CountedHost> {
        let mut hosts: BTreeMap<Arc<str>, Vec<HostPages>> = BTreeMap::new();
        for (name, pages) in parts.into_iter().flat_map(|part| part.hosts) {
            hosts.entry(name).or_default().push(pages);
        }
        let hosts = hosts.into_iter();
        hosts.map(|(name, parts)| CountedHost { name, parts })
    }

    /// The counts as rows, sorted: what is written to a file, and what merges.
    pub fn into_rows(self) -> impl Iterator<Item = Row> {
        let hosts = self.hosts.into_iter();
        hosts.flat_map(|(name, pages)| Grouped::new(pages).into_rows(&name))
    }
}

/// The number by which a page is known when it was put aside.
fn page_number(host: &str, id: &str) -> u64 {
    mix::of_hashes([host, id].map(|name| mix::of_bytes(name.as_bytes())))
}

/// A host of which all pages were counted.
#[derive(Debug)]
pub struct CountedHost {
    name: Arc<str>,
    /// What each part of the crawl has of it.
    parts: Vec<HostPages>,
}

impl CountedHost {
    /// What the host repeats. O(n) in the lines of its pages, and O(n log n) in its pages and different lines.
    ///
    /// # Errors
    ///
    /// Where a page stands in two parts.
    pub fn learned(self) -> Result<LearnedHost, MergeError<Infallible>> {
        let mut parts = self.parts.into_iter();
        let mut pages = parts.next().unwrap_or_default();
        for part in parts {
            if let Some(page) = pages.append(part) {
                return Err(MergeError::Twice(self.name.to_string(), page.to_string()));
            }
        }
        Ok(LearnedHost::of(
            &self.name,
            &Grouped::new(pages).into_host(),
        ))
    }
}
