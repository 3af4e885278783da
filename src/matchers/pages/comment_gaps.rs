//! Gaps between copies of a line that comes with each comment.

use std::ops::Range;

/// So many copies of a line make a thread.
pub(crate) const LEAST_COPIES: usize = 3;
/// Words of the story that must stand above.
pub(crate) const STORY_WORDS: usize = 60;
/// Lines of a comment at most, with what belongs to it.
const MOST_LINES: usize = 16;
/// Of three gaps between copies how many must hold a comment.
const OF_THREE: usize = 2;

/// The gaps between copies that hold comments.
pub(crate) struct CommentGaps {
    /// By the ranks of their lines, in order; there is one at least.
    pub(crate) gaps: Vec<Range<usize>>,
    /// Lines of the longest.
    pub(crate) longest: usize,
}

impl CommentGaps {
    /// Those of copies that stand on lines of these ranks, if they part at least so many comments: two in three gaps must
    /// hold one. O(n) in copies.
    pub(crate) fn of(
        ranks: &[usize],
        least: usize,
        is_comment: impl Fn(&Range<usize>) -> bool,
    ) -> Option<Self> {
        let all = ranks.len().checked_sub(1)?;
        let gaps = ranks.windows(2).map(|pair| pair[0] + 1..pair[1]);
        let gaps: Vec<Range<usize>> = gaps
            .filter(|gap| gap.len() <= MOST_LINES && is_comment(gap))
            .collect();
        let longest = gaps.iter().map(Range::len).max()?;
        let is_thread = gaps.len() + 1 >= least && gaps.len() * 3 >= all * OF_THREE;
        is_thread.then_some(Self { gaps, longest })
    }

    /// The comment above the first copy: from its date on, if that stands no farther off than the longest of the others
    /// and not above a line; else nothing.
    pub(crate) fn above(
        &self,
        copy: usize,
        from: usize,
        is_date: impl Fn(usize) -> bool,
    ) -> Range<usize> {
        let mut above = (from.max(copy.saturating_sub(self.longest))..copy).rev();
        above.find(|&rank| is_date(rank)).unwrap_or(copy)..copy
    }
}
