//! What is known of short lines, kept from page to page: on a crawl two lines of five stood on pages before.
//!
//! What stands here of a line follows from its text alone. A line is told by its bytes, so that a hash that two
//! lines share costs a comparison and nothing else.

use crate::clean::pages::LineSorts;
use crate::model::fast::facts::{ContentToken, LineFacts};
use crate::scan::found::Found;
use crate::text::mix::{self, load};
use crate::text::number::small;
use std::ops::Range;

/// The longest line that is kept, in bytes: longer ones seldom come again.
pub(crate) const MAX_BYTES: usize = 64;
/// How many lines are kept; then all are forgotten. Tests forget often.
const MOST_LINES: usize = if cfg!(test) { 1 << 6 } else { 1 << 14 };

/// What is known of some lines, until [`Self::clear`].
#[derive(Debug, Default)]
pub(crate) struct LineMemo {
    /// Open addressing: the upper half of a line's hash, and its number and one more.
    slots: Vec<(u32, u32)>,
    lines: Vec<Kept>,
    texts: Vec<u8>,
    content: Vec<ContentToken>,
    found: Vec<Found>,
}

#[derive(Debug, Clone)]
struct Kept {
    text: Range<u32>,
    words: u32,
    sorts: LineSorts,
    facts: Option<LineFacts>,
    content: Range<u32>,
    found: Range<u32>,
}

/// What is known of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KnownLine<'m> {
    pub(crate) words: u32,
    pub(crate) sorts: LineSorts,
    /// Its facts where they were read, and its content words by stem.
    pub(crate) facts: Option<(LineFacts, &'m [ContentToken])>,
    /// What line rules find there.
    pub(crate) found: &'m [Found],
}

impl LineMemo {
    pub(crate) fn clear(&mut self) {
        self.slots.fill((0, 0));
        self.lines.clear();
        self.texts.clear();
        self.content.clear();
        self.found.clear();
    }

    /// What is known of a line; `hash` is its [`hash_of`].
    #[inline]
    pub(crate) fn get(&self, line: &[u8], hash: u64) -> Option<KnownLine<'_>> {
        let (tag, mut at) = (tag_of(hash), self.place(hash)?);
        loop {
            let (own, number) = self.slots[at];
            if number == 0 {
                return None;
            }
            let kept = &self.lines[number as usize - 1];
            if own == tag && part(&self.texts, &kept.text) == line {
                return Some(KnownLine {
                    words: kept.words,
                    sorts: kept.sorts,
                    facts: kept
                        .facts
                        .map(|facts| (facts, part(&self.content, &kept.content))),
                    found: part(&self.found, &kept.found),
                });
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Keeps a line that is not known.
    pub(crate) fn keep(&mut self, line: &[u8], hash: u64, known: &KnownLine<'_>) {
        if self.slots.is_empty() {
            self.slots.resize(2 * MOST_LINES, (0, 0));
        }
        if self.lines.len() == MOST_LINES {
            self.clear();
        }
        let stems = known.facts.map_or(&[][..], |(_, stems)| stems);
        self.lines.push(Kept {
            text: add(&mut self.texts, line),
            words: known.words,
            sorts: known.sorts,
            facts: known.facts.map(|(facts, _)| facts),
            content: add(&mut self.content, stems),
            found: add(&mut self.found, known.found),
        });
        let Some(mut at) = self.place(hash) else {
            return;
        };
        while self.slots[at].1 != 0 {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = (tag_of(hash), small(self.lines.len()));
    }

    /// Where the search for a line begins; `None` where there is no room for lines.
    fn place(&self, hash: u64) -> Option<usize> {
        #[expect(clippy::cast_possible_truncation, reason = "the lower bits are meant")]
        let place = hash as usize;
        (!self.slots.is_empty()).then(|| place & (self.slots.len() - 1))
    }
}

/// The hash of the bytes of a text in `range`.
#[inline]
pub(crate) fn hash_of(text: &[u8], range: Range<usize>) -> u64 {
    let (mut hash, mut at) = (mix::BASIS, range.start);
    while at + 8 <= range.end {
        hash = mix::step(hash, load(text, at));
        at += 8;
    }
    if at < range.end {
        hash = mix::step(hash, load(text, at) << (8 * (8 - (range.end - at))));
    }
    mix::finish(hash, range.len())
}

fn tag_of(hash: u64) -> u32 {
    (hash >> 32) as u32
}

fn add<T: Copy>(all: &mut Vec<T>, some: &[T]) -> Range<u32> {
    let start = small(all.len());
    all.extend_from_slice(some);
    start..small(all.len())
}

fn part<'a, T>(all: &'a [T], range: &Range<u32>) -> &'a [T] {
    &all[range.start as usize..range.end as usize]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn a_line_is_known_as_it_was_kept(lines in prop::collection::vec("[ab ]{0,4}|[a-c]{7,20}", 0..MOST_LINES)) {
            let mut memo = LineMemo::default();
            let mut twin = BTreeMap::new();
            for (words, line) in (0..).zip(&lines) {
                let text = format!("{line}, and what follows");
                let hash = hash_of(text.as_bytes(), 0..line.len());
                prop_assert_eq!(hash, hash_of(format!("x{line}").as_bytes(), 1..line.len() + 1));
                let known = memo.get(line.as_bytes(), hash).map(|known| known.words);
                prop_assert_eq!(known, twin.get(line).copied());
                if known.is_none() {
                    let known = KnownLine {
                        words,
                        sorts: LineSorts::default(),
                        facts: None,
                        found: &[],
                    };
                    memo.keep(line.as_bytes(), hash, &known);
                    twin.insert(line.clone(), words);
                }
            }
        }
    }

    #[test]
    fn a_full_memo_forgets_and_goes_on() {
        let mut memo = LineMemo::default();
        for number in 0..2 * small(MOST_LINES) + 2 {
            let line = number.to_string();
            let hash = hash_of(line.as_bytes(), 0..line.len());
            assert!(memo.get(line.as_bytes(), hash).is_none(), "{line}");
            let known = KnownLine {
                words: number,
                sorts: LineSorts::default(),
                facts: None,
                found: &[],
            };
            memo.keep(line.as_bytes(), hash, &known);
            let known = memo.get(line.as_bytes(), hash);
            assert_eq!(known.map(|known| known.words), Some(number));
            assert!(memo.lines.len() <= MOST_LINES);
        }
    }
}
