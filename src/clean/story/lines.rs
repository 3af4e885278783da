//! The lines of a page as its story is read from them.

use crate::page::line::{sentence_tail, starts_title};
use crate::text::span::Span;

/// Lines that are not blank, by rank.
pub(crate) trait StoryLines {
    /// How many there are.
    fn count(&self) -> usize;

    /// A line without white space at its ends.
    fn text(&self, rank: usize) -> &str;

    /// How many words a line has.
    fn words(&self, rank: usize) -> usize;

    /// Whether a line reads like prose.
    fn is_prose(&self, rank: usize) -> bool;

    /// Whether a line ends as a sentence does.
    fn ends_sentence(&self, rank: usize) -> bool;

    /// Whether a blank line stands before a line.
    fn is_apart(&self, rank: usize) -> bool;

    /// A line with what ends it.
    fn full_span(&self, rank: usize) -> Span;

    /// A line without white space at its ends.
    fn trimmed_span(&self, rank: usize) -> Span;
}

/// Up to how many words a line stands over what follows it.
const HEADING_WORDS: usize = 25;

/// Whether a line could be a heading or a headline: it begins as one does, and is no sentence.
pub(crate) fn is_heading(lines: &impl StoryLines, rank: usize) -> bool {
    let starts = lines.text(rank).chars().next();
    (1..=HEADING_WORDS).contains(&lines.words(rank))
        && !ends_in_stop(lines.text(rank))
        && starts.is_some_and(starts_title)
}

fn ends_in_stop(text: &str) -> bool {
    sentence_tail(text) == Some('.') && !text.ends_with("...")
}
