//! Entries: blocks of a head and what it says, many in a row.
//!
//! A glossary, a price list, the credits of a film and a thread are set in blocks. Its heads may read like labels
//! ("Share", "Contact", "News"), and are as much of the text as the others are. Cards of other stories look the same
//! and stand below the story.

use crate::clean::story::lines::StoryLines;
use std::ops::Range;

/// Words of a head.
const HEAD_WORDS: usize = 6;
/// Lines of an entry.
const LINES: std::ops::RangeInclusive<usize> = 2..=12;
/// Lines of a short entry.
const SHORT_LINES: usize = 4;
/// Different heads of a row.
const LEAST_HEADS: usize = 3;
/// Entries from which on a row of them is a text.
const LEAST_ENTRIES: usize = 5;
/// Blocks of another form that may stand between two entries.
const GAP: usize = 4;
/// An entry in so many blocks of a row at least.
const BLOCKS_AN_ENTRY: usize = 3;
/// Where entries are more than two in so many of a page's lines, it is set in them whatever they hold.
const MOST_OF_FIVE: usize = 2;

/// Marks the lines of entries in rows, and the headings between them.
pub(crate) fn entry_lines(
    lines: &impl StoryLines,
    blocks: &[Range<usize>],
    story_end: usize,
    kept: &mut [bool],
) {
    if blocks.len() < LEAST_ENTRIES {
        return;
    }
    let forms: Vec<Form> = blocks.iter().map(|block| form(lines, block)).collect();
    if forms.iter().filter(|form| form.is_entry()).count() < LEAST_ENTRIES {
        return;
    }
    for row in rows(&forms, |form| form == Form::Telling) {
        mark(lines, blocks, &forms, &row, story_end, kept);
    }
    let all: Vec<Vec<usize>> = rows(&forms, Form::is_entry)
        .into_iter()
        .filter(|row| is_varied(lines, blocks, row))
        .collect();
    let words = all.iter().flatten().map(|&block| blocks[block].len());
    if 5 * words.sum::<usize>() >= MOST_OF_FIVE * lines.count() {
        for row in all {
            mark(lines, blocks, &forms, &row, lines.count(), kept);
        }
    }
}

/// What a block of lines is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A head over a sentence or a figure.
    Telling,
    /// A head over other short lines, as in credits and in menus.
    Listing,
    /// A line that could be a heading between entries.
    Heading,
    Other,
}

impl Form {
    fn is_entry(self) -> bool {
        matches!(self, Self::Telling | Self::Listing)
    }
}

/// Where a row ends that has so many lines: with the page's main block, since cards of other stories follow it;
/// nowhere where the row is half of the page.
pub(crate) fn row_end(own: usize, story_end: usize, lines: &impl StoryLines) -> usize {
    if 2 * own >= lines.count() {
        lines.count()
    } else {
        story_end
    }
}

/// The blocks of a page: lines between blank ones.
pub(crate) fn blocks(lines: &impl StoryLines) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut from = 0;
    for rank in 1..=lines.count() {
        if rank == lines.count() || lines.is_apart(rank) {
            blocks.push(from..rank);
            from = rank;
        }
    }
    blocks
}

fn form(lines: &impl StoryLines, block: &Range<usize>) -> Form {
    let head = block.start;
    let is_head = lines.words(head) <= HEAD_WORDS
        && !lines.ends_sentence(head)
        && lines
            .text(head)
            .starts_with(|c: char| c.is_alphanumeric() || "\"“«[#".contains(c))
        && lines.text(head).contains(char::is_alphabetic)
        && !lines.text(head).contains('|');
    // A list in the midst of others has no head, and menus are lists.
    let is_list = block.len() > 1 && lines.is_item(head) && lines.is_item(head + 1);
    if !is_head || is_list || block.len() > *LINES.end() {
        return Form::Other;
    }
    if !LINES.contains(&block.len()) {
        return Form::Heading;
    }
    // A link of a few words with a number in it is the next entry's, or leads away.
    let tells = |rank: usize| {
        lines.ends_sentence(rank) || lines.looks(rank).has_digit() && !lines.is_links(rank)
    };
    // In a long block what is said follows the head at once; cards have dates, counts and names there.
    let is_telling = match block.len() {
        0..=SHORT_LINES => (head + 1..block.end).any(tells),
        _ => lines.ends_sentence(head + 1),
    };
    if is_telling {
        Form::Telling
    } else {
        Form::Listing
    }
}

/// The rows of blocks of a form: their numbers.
fn rows(forms: &[Form], is_wanted: impl Fn(Form) -> bool) -> Vec<Vec<usize>> {
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for (at, _) in forms
        .iter()
        .enumerate()
        .filter(|(_, form)| is_wanted(**form))
    {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|last| at - last <= GAP + 1) => row.push(at),
            _ => rows.push(vec![at]),
        }
    }
    let is_dense = |row: &Vec<usize>| {
        let blocks = row[row.len() - 1] - row[0] + 1;
        row.len() >= LEAST_ENTRIES && blocks <= BLOCKS_AN_ENTRY * row.len()
    };
    rows.retain(is_dense);
    rows
}

/// Whether most entries of a row differ: noise says the same again.
fn is_varied(lines: &impl StoryLines, blocks: &[Range<usize>], row: &[usize]) -> bool {
    let first = |&block: &usize| {
        let head = blocks[block].start;
        (lines.text(head), lines.text(head + 1))
    };
    let mut heads: Vec<(&str, &str)> = row.iter().map(first).collect();
    heads.sort_unstable();
    heads.dedup();
    let varies = 5 * heads.len() >= 4 * row.len();
    heads.dedup_by_key(|head| head.0);
    varies && heads.len() >= LEAST_HEADS
}

/// Marks a row: its entries, and the headings between them.
fn mark(
    lines: &impl StoryLines,
    blocks: &[Range<usize>],
    forms: &[Form],
    row: &[usize],
    story_end: usize,
    kept: &mut [bool],
) {
    if !is_varied(lines, blocks, row) {
        return;
    }
    let own: usize = row.iter().map(|&block| blocks[block].len()).sum();
    let end = row_end(own, story_end, lines);
    let mut entries = row.iter().peekable();
    for block in row[0]..=row[row.len() - 1] {
        let is_entry = entries.next_if(|&&entry| entry == block).is_some();
        let is_before = blocks[block].start < end;
        if is_before && (is_entry || forms[block] == Form::Heading) {
            kept[blocks[block].clone()].fill(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::story::lines::marked;

    fn kept(text: &str) -> Vec<usize> {
        marked(text, |lines, kept| {
            entry_lines(lines, &blocks(lines), 0, kept);
        })
    }

    #[test]
    fn heads_over_what_they_say_are_entries() {
        let text = "Anchor\nHolds.\n\nBuoy\nFloats.\n\nSignals\n\nFlag\nIs seen.\n\nShare\nPart of a catch.\n\nTags\nOn sheep.";
        assert_eq!(kept(text), (0..=10).collect::<Vec<_>>());
        let four = text.split("\n\nTags").next().expect("it has a start");
        assert_eq!(kept(four), [0_usize; 0], "too few");
    }

    #[test]
    fn entries_below_the_story_are_cards() {
        let card = |at: usize| format!("Goat {at}\nIt was seen.\n\n");
        let cards: String = (0..6).map(card).collect();
        let text = format!("{}\n{cards}", "The ferry sails on Monday.\n".repeat(20));
        let mark = |end: usize| {
            marked(&text, |lines, kept| {
                entry_lines(lines, &blocks(lines), end, kept);
            })
        };
        assert_eq!(mark(20), [0_usize; 0]);
        assert_eq!(mark(32).len(), 12);
    }

    #[test]
    fn what_says_the_same_again_is_no_text() {
        let text = "Advertisement\nSee 1 more.\n\n".repeat(6);
        assert_eq!(kept(&text), [0_usize; 0]);
    }

    #[test]
    fn lists_are_entries_on_a_page_of_them_alone() {
        let lists = "Edited by\nIda Rask\n\nMusic by\nOla Tarn\n\nSound\nUlf Berg\n\nDress\nEva Lind\n\nStills\nPer Holm";
        assert_eq!(kept(lists).len(), 10);
        let menus = format!("{}\n{lists}", "The ferry sails on Monday.\n\n".repeat(16));
        assert_eq!(kept(&menus), [0_usize; 0]);
    }
}
