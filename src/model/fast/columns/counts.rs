//! Counts as they stand in columns.

use std::ops::Range;

/// Distances in lines that are told apart.
pub(super) const FAR: usize = 40;

/// How many lines `rank` stands after `line`, at most [`FAR`] either way.
pub(super) fn distance(rank: usize, line: usize) -> i32 {
    if rank >= line {
        index((rank - line).min(FAR))
    } else {
        -index((line - rank).min(FAR))
    }
}

pub(super) fn lines_from(block: &Range<usize>, rank: usize) -> i32 {
    if rank < block.start {
        distance(rank, block.start)
    } else if rank >= block.end {
        distance(rank + 1, block.end)
    } else {
        0
    }
}

pub(super) fn whole(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

pub(super) fn index(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
