//! The pieces of lines that may enter the lexicon: those that are no single page's or site's.

use crate::fit::lexicon::FittedLexicon;
use crate::model::lexicon::{Slot, each_piece, entry_key, pieces};
use crate::page::Page;
use crate::page::words::Words;
use crate::text::hash::KeyMap;
use std::collections::BTreeMap;

/// On how many pages a piece must stand.
const LEAST_PAGES: u32 = 6;
/// On pages of how many hosts.
const LEAST_HOSTS: u32 = 3;
/// Characters of an entry at most: the lexicon holds words and phrases, no sentences.
const MOST_CHARS: usize = 60;

/// The keys of the pieces of a text's filled lines.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    keys: Vec<u64>,
    /// Where those of each line end.
    ends: Vec<usize>,
}

impl Pieces {
    pub(super) fn new(words: &Words) -> Self {
        let (mut all, mut keys) = (Self::default(), Vec::new());
        for rank in 0..words.line_count() {
            pieces(words.of_line(rank), &mut keys);
            all.keys.extend_from_slice(&keys);
            all.ends.push(all.keys.len());
        }
        all
    }

    /// The pieces of a line.
    pub(super) fn of_line(&self, line: usize) -> &[u64] {
        let start = line.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.keys[start..self.ends[line]]
    }
}

/// A text whose lines a lexicon is learned from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'s> {
    pub(super) host: &'s str,
    /// Of which page it is one of the texts.
    pub(super) id: &'s str,
    pub(super) text: &'s str,
    pub(super) pieces: &'s Pieces,
}

/// Pieces by number.
#[derive(Debug)]
pub(super) struct Vocabulary {
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

impl Vocabulary {
    /// Counts on how many pages and hosts pieces stand. Labels are not looked at.
    pub(super) fn new(sources: &[Source<'_>]) -> Self {
        let hosts = numbered(sources.iter().map(|source| source.host));
        let ids = numbered(sources.iter().map(|source| source.id));
        // In the order of hosts and pages, the last one seen tells whether this is another one.
        let mut order: Vec<&Source<'_>> = sources.iter().collect();
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
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The number of a piece, if it is common.
    pub(super) fn number(&self, key: u64) -> Option<u32> {
        self.numbers.get(&key).copied()
    }

    /// The key of the piece of that number.
    pub(super) fn key(&self, number: u32) -> u64 {
        self.keys[number as usize]
    }

    /// The entries of a lexicon as they are written.
    pub(super) fn entries(
        &self,
        sources: &[Source<'_>],
        lexicon: &FittedLexicon,
    ) -> Vec<(Slot, String, f32)> {
        let wanted = lexicon.weights.iter();
        let mut wanted: KeyMap<f32> = wanted
            .map(|&(number, weight)| (self.key(number), weight))
            .collect();
        let mut entries = Vec::new();
        for source in sources {
            if wanted.is_empty() {
                break;
            }
            let text = Page::new(source.text);
            for (rank, &line) in text.filled().iter().enumerate() {
                let pieces = source.pieces.of_line(rank);
                if pieces.iter().any(|key| wanted.contains_key(key)) {
                    find_entries(text.trimmed_text(line), &mut wanted, &mut entries);
                }
            }
        }
        entries.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        entries
    }
}

/// The texts of wanted pieces of a line, which then are wanted no more.
fn find_entries(line: &str, wanted: &mut KeyMap<f32>, entries: &mut Vec<(Slot, String, f32)>) {
    let words = spelled(line);
    each_piece(words.len(), |(slot, range)| {
        let text = words[range].join(" ");
        let Some(key) = entry_key(slot, &text) else {
            return;
        };
        if let Some(weight) = wanted.remove(&key)
            && text.chars().count() <= MOST_CHARS
        {
            entries.push((slot, text, weight));
        }
    });
}

/// The words of a line as an entry spells them: lower case, digits as zeros.
fn spelled(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let inside =
            open && matches!(c, '\'' | '’') && chars.peek().is_some_and(|c| c.is_alphanumeric());
        if !(c.is_alphanumeric() || inside) {
            open = false;
            continue;
        }
        if !std::mem::replace(&mut open, true) {
            words.push(String::new());
        }
        let word = words.last_mut().expect("one is open");
        match c {
            '’' => word.push('\''),
            c if c.is_numeric() => word.push('0'),
            c => word.extend(c.to_lowercase()),
        }
    }
    words
}

/// Numbers from 1 for each of some names, by their order.
fn numbered<'n>(names: impl Iterator<Item = &'n str>) -> BTreeMap<&'n str, u32> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().zip(1..).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::words_of;

    #[test]
    fn entries_are_spelled_as_words_are_read() {
        let line = "Don’t miss: 12 THINGS to do in O'Hara-town";
        assert_eq!(
            spelled(line).join(" "),
            "don't miss 00 things to do in o'hara town"
        );
        let keys = |text: &str| {
            words_of(text)
                .iter()
                .map(|word| word.key)
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(line), keys(&spelled(line).join(" ")));
    }
}
