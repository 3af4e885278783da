//! The pieces of lines that may enter the lexicon: those that are no single page's or site's.

use crate::model::lexicon::pieces;
use crate::page::words::Words;
use crate::text::hash::KeyMap;
use std::collections::BTreeMap;

/// On how many pages a piece must stand.
const LEAST_PAGES: u32 = 6;
/// On pages of how many hosts.
const LEAST_HOSTS: u32 = 3;

/// The keys of the pieces of a text's filled lines.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    keys: Vec<u64>,
    /// Where those of each line end.
    ends: Vec<usize>,
}

impl Pieces {
    pub(crate) fn new(words: &Words) -> Self {
        let (mut all, mut keys) = (Self::default(), Vec::new());
        for rank in 0..words.line_count() {
            pieces(words.of_line(rank), &mut keys);
            all.keys.extend_from_slice(&keys);
            all.ends.push(all.keys.len());
        }
        all
    }

    /// The pieces of a line.
    pub(crate) fn of_line(&self, line: usize) -> &[u64] {
        let start = line.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.keys[start..self.ends[line]]
    }
}

/// A text whose lines a lexicon is learned from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LexiconSource<'s> {
    pub(crate) host: &'s str,
    /// Of which page it is one of the texts.
    pub(crate) id: &'s str,
    pub(crate) text: &'s str,
    pub(crate) pieces: &'s Pieces,
}

/// Pieces by number.
#[derive(Debug)]
pub(crate) struct LexiconVocabulary {
    numbers: KeyMap<u32>,
    keys: Vec<u64>,
}

#[derive(Default)]
struct Count {
    pages: u32,
    hosts: u32,
    last_page: u32,
    last_host: u32,
}

impl LexiconVocabulary {
    /// Counts on how many pages and hosts pieces stand. Labels are not looked at.
    pub(crate) fn new(sources: &[LexiconSource<'_>]) -> Self {
        let hosts = numbered(sources.iter().map(|source| source.host));
        let ids = numbered(sources.iter().map(|source| source.id));
        // In the order of hosts and pages, the last one seen tells whether this is another one.
        let mut order: Vec<&LexiconSource<'_>> = sources.iter().collect();
        order.sort_by_key(|source| (hosts[source.host], ids[source.id]));
        let mut counts: KeyMap<Count> = KeyMap::default();
        for source in order {
            let (host, page) = (hosts[source.host], ids[source.id]);
            for &piece in &source.pieces.keys {
                let count = counts.entry(piece).or_default();
                if std::mem::replace(&mut count.last_page, page) != page {
                    count.pages += 1;
                }
                if std::mem::replace(&mut count.last_host, host) != host {
                    count.hosts += 1;
                }
            }
        }
        let is_common = |count: &Count| count.pages >= LEAST_PAGES && count.hosts >= LEAST_HOSTS;
        let common = counts.iter().filter(|(_, count)| is_common(count));
        let mut keys: Vec<u64> = common.map(|(&key, _)| key).collect();
        keys.sort_unstable();
        let numbers = keys.iter().copied().zip(0..).collect();
        Self { numbers, keys }
    }

    /// How many pieces there are.
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The number of a piece, if it is common.
    pub(crate) fn number(&self, key: u64) -> Option<u32> {
        self.numbers.get(&key).copied()
    }

    /// The key of the piece of that number.
    pub(crate) fn key(&self, number: u32) -> u64 {
        self.keys[number as usize]
    }
}

/// Numbers from 1 for each of some names, by their order.
fn numbered<'n>(names: impl Iterator<Item = &'n str>) -> BTreeMap<&'n str, u32> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().zip(1..).collect()
}
