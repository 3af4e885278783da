//! The pages of a host, and which of them are nearly the same.

use crate::text::hash::KeyMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many lines of a page tell whether it is nearly another one.
const SKETCH_LINES: usize = 6;

/// What is known of a page of a host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PageCount {
    /// The keys of its longest lines of prose, longest first.
    pub(crate) sketch: Vec<u64>,
}

/// The keys of the longest lines of prose, while these come; of lines as long those of the least keys.
#[derive(Debug, Default)]
pub(crate) struct Sketch {
    /// Fewest words last, and each once.
    lines: [(Reverse<u32>, u64); SKETCH_LINES],
    len: usize,
}

impl Sketch {
    pub(crate) fn add(&mut self, words: u32, key: u64) {
        let line = (Reverse(words), key);
        if self.len == SKETCH_LINES && line > self.lines[SKETCH_LINES - 1] {
            return;
        }
        if let Err(at) = self.lines[..self.len].binary_search(&line) {
            self.len = SKETCH_LINES.min(self.len + 1);
            self.lines[at..self.len].rotate_right(1);
            self.lines[at] = line;
        }
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = u64> {
        self.lines[..self.len].iter().map(|(_, key)| *key)
    }
}

/// Which pages of a host are nearly the same: to each number of a page that of a group, and how many groups
/// there are.
///
/// Two pages are, where they share at least half of the longest lines of prose of the one that has fewer. Lines
/// that stand on more than half of the host's pages, and on more than three, are the host's and do not
/// count. O(n log n) in pages.
pub(crate) fn groups(
    pages: &BTreeMap<Arc<str>, PageCount>,
    number: impl Fn(&str) -> u64,
) -> (KeyMap<u32>, usize) {
    let sketches: Vec<&[u64]> = pages.values().map(|page| &*page.sketch).collect();
    let most = (pages.len() / 2).max(3);
    let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, sketch) in sketches.iter().enumerate() {
        for &key in *sketch {
            holders.entry(key).or_default().push(at);
        }
    }
    holders.retain(|_, pages| pages.len() > 1 && pages.len() <= most);
    let own: Vec<usize> = sketches.iter().map(|sketch| sketch.len()).collect();
    let mut parents: Vec<usize> = (0..sketches.len()).collect();
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for pages in holders.values() {
        // A page beside the next one that holds the line is enough: what is the same joins up.
        for pair in pages.windows(2) {
            *shared.entry((pair[0], pair[1])).or_default() += 1;
        }
    }
    for ((one, other), lines) in shared {
        if lines * 2 >= own[one].min(own[other]) {
            let (one, other) = (root(&mut parents, one), root(&mut parents, other));
            parents[one.max(other)] = one.min(other);
        }
    }
    let mut groups = KeyMap::default();
    let mut count = 0;
    for (at, id) in pages.keys().enumerate() {
        let root = root(&mut parents, at);
        count += usize::from(root == at);
        groups.insert(number(id), u32::try_from(root).unwrap_or(u32::MAX));
    }
    (groups, count)
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sketch_has_the_longest_lines(prose in prop::collection::vec((12..20_u32, 0..5_u64), 0..20)) {
            let mut sketch = Sketch::default();
            for (words, key) in &prose {
                sketch.add(*words, *key);
            }
            let mut slow: Vec<_> = prose.iter().map(|(words, key)| (Reverse(*words), *key)).collect();
            slow.sort_unstable();
            slow.dedup();
            let slow: Vec<u64> = slow.into_iter().take(SKETCH_LINES).map(|(_, key)| key).collect();
            prop_assert_eq!(sketch.keys().collect::<Vec<_>>(), slow);
        }
    }
}
