//! Content words of lines, by which lines are told to be of one story.

use crate::text::stems;

/// Words of fewer letters carry grammar rather than a subject.
pub(crate) const MIN_CHARS: usize = 5;

/// The stems of a line's content words, as keys.
pub(crate) fn stems(text: &str) -> impl Iterator<Item = u64> + '_ {
    stems::stems(text, MIN_CHARS)
}

/// The different stems of a line, in the order of their keys.
pub(crate) fn different_stems(text: &str) -> Vec<u64> {
    let mut all: Vec<u64> = stems(text).collect();
    all.sort_unstable();
    all.dedup();
    all
}
