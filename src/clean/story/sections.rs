//! Sections: headings that stand alone over text, many in a row.
//!
//! The headings of a manual, a newsletter or the page of a shop may read like labels ("Contact", "Cookies").

use crate::clean::story::entries::row_end;
use crate::clean::story::lines::StoryLines;
use std::ops::Range;

/// Words of a heading.
const HEADING_WORDS: usize = 6;
/// Sections from which on their headings are those of a text.
const LEAST_SECTIONS: usize = 5;
/// How many blocks follow on a heading to the next one.
const GAP: usize = 3;
/// Words of a sentence.
const SENTENCE_WORDS: usize = 2;

/// Marks headings that stand alone over text, in rows that differ.
pub(crate) fn section_headings(
    lines: &impl StoryLines,
    blocks: &[Range<usize>],
    story_end: usize,
    kept: &mut [bool],
) {
    if blocks.len() < LEAST_SECTIONS {
        return;
    }
    let is_heading = |at: &usize| {
        is_heading(lines, &blocks[*at])
            && blocks.get(at + 1).is_some_and(|next| is_text(lines, next))
    };
    let headings: Vec<usize> = (0..blocks.len()).filter(is_heading).collect();
    for row in headings.chunk_by(|a, b| b - a <= GAP) {
        if row.len() < LEAST_SECTIONS {
            continue;
        }
        let ranks = row.iter().map(|&block| blocks[block].start);
        let mut names: Vec<&str> = ranks.clone().map(|rank| lines.text(rank)).collect();
        names.sort_unstable();
        names.dedup();
        if 5 * names.len() >= 4 * row.len() {
            let own: usize = row.iter().map(|&block| 1 + blocks[block + 1].len()).sum();
            let end = row_end(own, story_end, lines);
            let above = headings_above(row, |block| self::is_heading(lines, &blocks[block]));
            let above = above.into_iter().map(|block| blocks[block].start);
            for rank in ranks.chain(above).filter(|&rank| rank < end) {
                kept[rank] = true;
            }
        }
    }
}

/// Headings over those of a row, as a newsletter has them: "Top news" over the titles of its own stories. None unless
/// the first stands in the first half of the row, since one over the last ones is of other stories.
fn headings_above(row: &[usize], is_heading: impl Fn(usize) -> bool) -> Vec<usize> {
    let above = row.iter().enumerate().filter_map(|(at, &block)| {
        let own = block.checked_sub(1).filter(|&own| is_heading(own))?;
        Some((at, own))
    });
    let above: Vec<(usize, usize)> = above.collect();
    match above.first() {
        Some((first, _)) if above.len() > 1 && 2 * first < row.len() => {
            above.into_iter().map(|(_, own)| own).collect()
        }
        _ => Vec::new(),
    }
}

fn is_heading(lines: &impl StoryLines, block: &Range<usize>) -> bool {
    let rank = block.start;
    let begins = |c: char| c.is_alphanumeric() && !c.is_lowercase();
    block.len() == 1
        && lines.words(rank) <= HEADING_WORDS
        && !lines.ends_sentence(rank)
        && lines.text(rank).starts_with(begins)
}

fn is_text(lines: &impl StoryLines, block: &Range<usize>) -> bool {
    let is_sentence = |rank: usize| {
        lines.ends_sentence(rank)
            && lines.words(rank) >= SENTENCE_WORDS
            && (rank == block.start || !lines.text(rank).ends_with(':'))
    };
    block
        .clone()
        .any(|rank| lines.is_prose(rank) || is_sentence(rank))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::story::entries::blocks;
    use crate::clean::story::lines::marked;

    fn kept(text: &str) -> Vec<usize> {
        marked(text, |lines, kept| {
            section_headings(lines, &blocks(lines), 0, kept);
        })
    }

    #[test]
    fn headings_alone_over_text_stay_together() {
        let page = |names: &[&str]| {
            let section = |name: &&str| format!("{name}\n\nSomebody says {name} twice.\n\n");
            names.iter().map(section).collect::<String>()
        };
        assert_eq!(
            kept(&page(&["Cakes", "Rolls", "Cookies", "Share", "Contact"])),
            [0, 2, 4, 6, 8]
        );
        assert_eq!(
            kept(&page(&["Cakes", "Rolls", "Cookies", "Share"])),
            [0_usize; 0],
            "too few"
        );
        assert_eq!(
            kept(&page(&["Advertisement"; 7])),
            [0_usize; 0],
            "the same again"
        );
    }

    #[test]
    fn headings_over_headings_are_of_a_text_that_begins_with_one() {
        let text = |names: &[&str], above: &[usize]| {
            let section = |(at, name): (usize, &&str)| {
                let over = if above.contains(&at) {
                    "News of the day\n\n"
                } else {
                    ""
                };
                format!("{over}{name}\n\nSomebody says {name} twice.\n\n")
            };
            names.iter().enumerate().map(section).collect::<String>()
        };
        let names = ["Cakes", "Rolls", "Cookies", "Pies", "Contact"];
        assert_eq!(kept(&text(&names, &[1, 3])), [0, 2, 3, 5, 7, 8, 10]);
        assert_eq!(
            kept(&text(&names, &[4])),
            [0, 2, 4, 6, 9],
            "the first is the last"
        );
    }
}
