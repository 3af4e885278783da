//! The lines of a page as its story is read from them.

#[cfg(test)]
use crate::clean::plain::extents::PageLines;
use crate::clean::story::looks::LineLooks;
#[cfg(test)]
use crate::page::Page;
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

    /// Whether a line could be a heading or a headline.
    fn is_heading(&self, rank: usize) -> bool;

    /// Whether a line [reads as code](crate::clean::story::code::reads_as_code).
    fn is_code(&self, rank: usize) -> bool;

    /// What a line looks like by its text.
    fn looks(&self, rank: usize) -> LineLooks {
        LineLooks::of(self.text(rank))
    }

    /// Whether a line is nothing but links of a few words, as far as markup says so.
    fn is_links(&self, rank: usize) -> bool;

    /// Whether an item of a list begins with a line, as far as markup says so.
    fn is_item(&self, rank: usize) -> bool;

    /// Whether a blank line stands before a line.
    fn is_apart(&self, rank: usize) -> bool;

    /// A line with what ends it.
    fn full_span(&self, rank: usize) -> Span;

    /// A line without white space at its ends.
    fn trimmed_span(&self, rank: usize) -> Span;
}

/// The lines of a text that are marked, by rank.
#[cfg(test)]
pub(crate) fn marked(text: &str, mark: impl FnOnce(&PageLines<'_, '_>, &mut [bool])) -> Vec<usize> {
    let page = Page::new(text);
    let lines = PageLines(&page);
    let mut kept = vec![false; lines.count()];
    mark(&lines, &mut kept);
    (0..kept.len()).filter(|&rank| kept[rank]).collect()
}
