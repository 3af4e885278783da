//! Comments below a story, told by what the host repeats with each of them.
//!
//! Under a comment stands what the host puts there ("Reply", "Report"), and over it or under it who wrote it and when.
//! So where a repeated line comes again and again, and between any two of its copies stands a short line with a date or
//! a time and a text, the texts are comments, however much of the story they speak of. What a host puts between the
//! paragraphs of a story ("Advertisement") has no such lines between; entries of a story that is told by the hour have,
//! but no story stands above them.

use crate::matchers::pages::comment_gaps::{CommentGaps, LEAST_COPIES, STORY_WORDS};
use crate::page::line::PROSE_WORDS;
use std::collections::BTreeMap;
use std::ops::Range;

/// Digits of a date or a time.
const LEAST_DIGITS: usize = 3;

/// What is asked of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineShape {
    pub(crate) words: usize,
    /// Whether it is short and has the digits of a date.
    is_label: bool,
}

impl LineShape {
    pub(crate) fn of(text: &str, words: usize) -> Self {
        let has_date = || text.bytes().filter(u8::is_ascii_digit).count() >= LEAST_DIGITS;
        Self {
            words,
            is_label: words <= PROSE_WORDS && has_date(),
        }
    }

    /// Whether it may be of a story.
    pub(crate) fn is_prose(self) -> bool {
        self.words >= PROSE_WORDS
    }
}

/// For each line whether it is of a comment. `repeated` has for each line that the host repeats which one it is.
/// O(n log n) in lines.
pub(crate) fn comment_lines(repeated: &[Option<(u32, u32)>], shapes: &[LineShape]) -> Vec<bool> {
    let mut copies: BTreeMap<(u32, u32), Vec<usize>> = BTreeMap::new();
    for (rank, id) in repeated.iter().enumerate() {
        if let Some(id) = *id {
            copies.entry(id).or_default().push(rank);
        }
    }
    let mut is_comment = vec![false; repeated.len()];
    let page = Page::new(repeated, shapes);
    for ranks in copies.values().filter(|ranks| ranks.len() >= LEAST_COPIES) {
        page.mark(ranks, &mut is_comment);
    }
    is_comment
}

struct Page<'p> {
    repeated: &'p [Option<(u32, u32)>],
    shapes: &'p [LineShape],
    /// Words that may be of a story above each line.
    story_words: Vec<usize>,
}

impl<'p> Page<'p> {
    fn new(repeated: &'p [Option<(u32, u32)>], shapes: &'p [LineShape]) -> Self {
        let mut above = 0;
        let lines = repeated.iter().zip(shapes);
        let story_words = lines.map(|(repeated, shape)| {
            let is_own_prose = repeated.is_none() && shape.is_prose();
            let words = if is_own_prose { shape.words } else { 0 };
            above += words;
            above - words
        });
        Self {
            repeated,
            shapes,
            story_words: story_words.collect(),
        }
    }

    /// Marks the lines between copies, where these part comments.
    fn mark(&self, copies: &[usize], is_comment: &mut [bool]) {
        let is_gap = |gap: &Range<usize>| self.is_comment(gap);
        let Some(of_thread) = CommentGaps::of(copies, LEAST_COPIES, is_gap) else {
            return;
        };
        let first = of_thread.gaps[0].start - 1;
        let is_date = |rank: usize| self.repeated[rank].is_none() && self.shapes[rank].is_label;
        let above = of_thread.above(first, 0, is_date);
        if self.story_words[above.start] < STORY_WORDS {
            return;
        }
        for rank in of_thread.gaps.into_iter().chain([above]).flatten() {
            is_comment[rank] |= self.repeated[rank].is_none();
        }
        for &copy in copies {
            is_comment[copy] = true;
        }
    }

    /// Whether a date and a text stand between two copies.
    fn is_comment(&self, gap: &Range<usize>) -> bool {
        let own = || gap.clone().filter(|&rank| self.repeated[rank].is_none());
        own().any(|rank| self.shapes[rank].is_label)
            && own().any(|rank| !self.shapes[rank].is_label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The dredger ran aground on the bank that it had itself piled up the week before, said the harbour master.\n\
        Nobody was on board but the cook, who had been told to wait there for the tide and was asleep when it came.\n\
        A tug from the next town over was sent for on the same evening, and it came on the next day, and ran aground.\n";

    /// The numbers of the lines that are of comments; lines that begin with a star are repeated.
    fn found(text: &str) -> Vec<usize> {
        let lines: Vec<&str> = text.lines().collect();
        let id = |line: &&str| {
            let first = lines.iter().position(|one| one == line)?;
            line.starts_with('*')
                .then_some((0, u32::try_from(first).ok()?))
        };
        let repeated: Vec<_> = lines.iter().map(id).collect();
        let shape = |line: &&str| LineShape::of(line, line.split_whitespace().count());
        let shapes: Vec<LineShape> = lines.iter().map(shape).collect();
        let marked = comment_lines(&repeated, &shapes);
        (0..lines.len()).filter(|&line| marked[line]).collect()
    }

    #[test]
    fn texts_with_dates_between_copies_are_comments() {
        let thread = "Ines, 17 May 2011\nSo it was.\n*Reply\nTom, 17 May 2011\nIt was not.\nNot at all.\n*Reply\nAda, 18 May 2011\nIt was.\n*Reply\nLast words";
        assert_eq!(
            found(&format!("{STORY}{thread}")),
            (3..13).collect::<Vec<_>>()
        );
        assert_eq!(
            found(thread),
            [0; 0],
            "entries of a story that is told by the hour"
        );
    }

    #[test]
    fn paragraphs_between_advertisements_are_no_comments() {
        let rest = "*Advertisement\nThe tug was afloat by noon.\n*Advertisement\nSo was the cook.\n*Advertisement\nThe end.";
        assert_eq!(found(&format!("{STORY}{rest}")), [0; 0]);
        let two = "*Advertisement\nThe tug, built in 1911, was afloat.\n*Advertisement\nSo was the cook.\n*Advertisement\nSo were we.\n*Advertisement";
        assert_eq!(found(&format!("{STORY}{two}")), [0; 0]);
    }
}
