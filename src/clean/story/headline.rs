//! The headline of a page's story.

use crate::clean::story::lines::StoryLines;
use crate::clean::story::stems::{MIN_CHARS, different_stems, stems};
use crate::text::keys::KeyTable;
use crate::text::number::wide_number;
use std::ops::Range;

/// How many lines above the first prose a headline is looked for: under it stand bylines, dates and shares.
const REACH: usize = 60;
/// Words of a headline of which all are told below are as good as more.
const FULL: usize = 6;
/// What a line that is farther off needs more of.
const A_LINE_OFF: f64 = 0.01;
/// Words of the block's prose in which a headline is told, if it is.
const TOLD_WORDS: usize = 150;
/// What a line needs to count: two of its words, or all of a short line's, are told below.
const LEAST: f64 = 0.2;

/// The headline of the page's main block: of the lines above its first prose that could be one, that of which
/// the most is told in the block; of copies, the one nearest to the prose. `None` where no line qualifies.
/// O(n) in lines.
pub(crate) fn headline(lines: &impl StoryLines, block: Range<usize>) -> Option<usize> {
    let prose = block.clone().find(|&rank| lines.is_prose(rank))?;
    let mut told: KeyTable<u32> = KeyTable::with_room(TOLD_WORDS);
    let mut words = 0;
    for rank in (prose..block.end).filter(|&rank| lines.is_prose(rank)) {
        if words >= TOLD_WORDS {
            break;
        }
        words += lines.words(rank);
        for stem in stems(lines.text(rank)) {
            *told.entry(stem) = 1;
        }
    }
    let mut best = (LEAST, None);
    for rank in (prose.saturating_sub(REACH)..prose).rev() {
        let off = A_LINE_OFF * wide_number(prose - rank - 1);
        let worth = |share: f64, stems: usize| {
            share * wide_number(stems.min(FULL)) / wide_number(FULL) - off
        };
        // No line farther off is better than one of which all words are told.
        if worth(1.0, FULL) <= best.0 {
            break;
        }
        let text = lines.text(rank);
        let most_stems = (text.len() + 1) / (MIN_CHARS + 1);
        if lines.words(rank) < 2 || worth(1.0, most_stems) <= best.0 || !lines.is_heading(rank) {
            continue;
        }
        let own = different_stems(text);
        if own.is_empty() {
            continue;
        }
        let known = own.iter().filter(|&&stem| told.get(stem).is_some());
        let share = wide_number(known.count()) / wide_number(own.len());
        let worth = worth(share, own.len());
        if worth > best.0 {
            best = (worth, Some(rank));
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::plain::extents::PageLines;
    use crate::model::cohesion::lines::main_block;
    use crate::page::Page;

    const STORY: &str = "The ferry to the islands will sail again on Thursday, the crews said after a long vote.\n\
        For two weeks the islands had their milk by helicopter, while the ferry lay at the quay.\n";

    fn headline_of(page: &Page<'_>) -> Option<usize> {
        let lines = &PageLines(page);
        let block = main_block((0..lines.count()).map(|rank| lines.words(rank)))?;
        headline(lines, block)
    }

    fn found(above: &str) -> Option<String> {
        let text = format!("{above}{STORY}");
        let page = Page::new(&text);
        let lines = PageLines(&page);
        headline_of(&page).map(|rank| lines.text(rank).to_owned())
    }

    #[test]
    fn the_headline_is_what_the_story_tells() {
        let title = Some("Ferry Sails Again to the Islands".to_owned());
        assert_eq!(
            found("Home\nSport\nFerry Sails Again to the Islands\nBy Ada Morrow\n12 May\n"),
            title
        );
        assert_eq!(
            found("Goat Elected Chairman of Board\nFerry Sails Again to the Islands\n"),
            title
        );
        assert_eq!(found("Goat Elected Chairman of Board\nShare\n"), None);
    }

    #[test]
    fn of_copies_the_nearest_counts() {
        let text = format!("Ferry Sails to Islands\nMenu\nFerry Sails to Islands\n{STORY}");
        let page = Page::new(&text);
        assert_eq!(headline_of(&page), Some(2));
    }
}
