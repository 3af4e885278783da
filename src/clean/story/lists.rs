//! Lists of short lines that belong to the text around them.
//!
//! A row of labels is a menu or a share bar, or what a manual says of its buttons. It is of the text where a
//! sentence that ends in a colon announces it, where a sentence goes on behind it, or where the sentences beside it
//! speak of most of its lines.

use crate::clean::story::lines::StoryLines;
use crate::clean::story::stems::{different_stems, stems};
use std::ops::Range;

/// Words of a sentence that announces a list; "Share this article on:" has fewer.
const ANNOUNCING_WORDS: usize = 7;
/// Words of a line of such a list.
const LABEL_WORDS: usize = 4;
/// Words of a line of a list that its neighbours speak of: the name of a button.
const NAME_WORDS: usize = 2;
/// Lines of a list that its neighbours speak of.
const LEAST_LINES: usize = 3;
/// Lines of a list; what is longer is an archive or a menu.
const MOST_LINES: usize = 40;
/// How many sentences before and after a list may speak of it.
const NEAR_SENTENCES: usize = 3;

/// Words of a line that announces a single one, which stands by itself.
const ANNOUNCER_WORDS: std::ops::RangeInclusive<usize> = 2..=8;
/// Such lines on a page that gives examples.
const LEAST_ANNOUNCERS: usize = 3;

/// Lines of a list inside of a sentence.
const MOST_INSIDE: usize = 20;

/// Marks the examples of a text that gives several: what stands below a short line that ends in a colon, both set apart.
pub(crate) fn example_lines(lines: &impl StoryLines, kept: &mut [bool]) {
    let announces = |&rank: &usize| {
        lines.text(rank).ends_with(':')
            && ANNOUNCER_WORDS.contains(&lines.words(rank))
            && (rank == 0 || lines.is_apart(rank))
            && lines.is_apart(rank + 1)
    };
    let examples: Vec<usize> = (1..lines.count())
        .filter(|rank| announces(&(rank - 1)))
        .collect();
    if examples.len() >= LEAST_ANNOUNCERS {
        for rank in examples {
            kept[rank] = true;
        }
    }
}

/// Marks the lines of lists that belong to the text.
pub(crate) fn list_lines(lines: &impl StoryLines, kept: &mut [bool]) {
    let mut from = 0;
    for rank in 0..=lines.count() {
        if rank < lines.count() && is_short(lines, rank) {
            continue;
        }
        let list = from..rank;
        // With nothing behind it a list is the page's foot.
        let is_inside = from > 0 && rank < lines.count();
        if is_inside
            && list.len() <= MOST_LINES
            && (is_announced(lines, from)
                || is_inside_sentence(lines, &list)
                || is_told(lines, &list))
        {
            kept[list].fill(true);
        }
        from = rank + 1;
    }
}

/// Whether a line could be of a list of labels.
fn is_short(lines: &impl StoryLines, rank: usize) -> bool {
    lines.words(rank) <= LABEL_WORDS && !lines.ends_sentence(rank)
}

fn is_announced(lines: &impl StoryLines, first: usize) -> bool {
    let above = first - 1;
    lines.text(above).ends_with(':') && lines.words(above) >= ANNOUNCING_WORDS
}

/// Whether the sentence above a list has no end and goes on below it.
fn is_inside_sentence(lines: &impl StoryLines, list: &Range<usize>) -> bool {
    let above = list.start - 1;
    (2..=MOST_INSIDE).contains(&list.len())
        && lines.words(above) >= ANNOUNCING_WORDS
        && !lines.ends_sentence(above)
        && lines.ends_sentence(list.end)
        && lines.words(list.end) >= 3
        && lines.text(list.end).starts_with(char::is_lowercase)
}

/// Whether the sentences around a list speak of most of its lines.
fn is_told(lines: &impl StoryLines, list: &Range<usize>) -> bool {
    let is_name = |rank: usize| lines.words(rank) <= NAME_WORDS;
    if list.len() < LEAST_LINES || !list.clone().all(is_name) {
        return false;
    }
    let before = list.start.saturating_sub(NEAR_SENTENCES)..list.start;
    let after = list.end..(list.end + NEAR_SENTENCES).min(lines.count());
    let mut told: Vec<u64> = before
        .chain(after)
        .filter(|&rank| lines.ends_sentence(rank))
        .flat_map(|rank| stems(lines.text(rank)))
        .collect();
    if told.is_empty() {
        return false;
    }
    told.sort_unstable();
    let is_told = |rank: &usize| {
        let own = different_stems(lines.text(*rank));
        own.iter().any(|stem| told.binary_search(stem).is_ok())
    };
    3 * list.clone().filter(is_told).count() >= 2 * list.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::story::lines::marked;

    const NONE: [usize; 0] = [];

    fn kept(text: &str) -> Vec<usize> {
        marked(text, |lines, kept| list_lines(lines, kept))
    }

    #[test]
    fn a_list_that_a_sentence_announces_is_of_the_text() {
        let list = "The wheel at the left opens a menu of four entries:\nSettings\nHelp\nThe first one rings.";
        assert_eq!(kept(list), [1, 2]);
        assert_eq!(
            kept("Share this with friends:\nFacebook\nEmail\nThe ferry sails."),
            NONE
        );
        assert_eq!(
            kept("The wheel at the left opens a menu of four entries:\nSettings\nHelp"),
            NONE,
            "the foot"
        );
    }

    #[test]
    fn examples_are_of_the_text() {
        let two = "Two reporters:\n\nBy Ida Rask and Per Holm\n\nNever write:\n\nFile photo\n\n";
        let three = format!("{two}In a place:\n\nBy Ida Rask in Tarn");
        let mark = |text: &str| marked(text, |lines, kept| example_lines(lines, kept));
        assert_eq!(mark(&three), [1, 3, 5]);
        assert_eq!(mark(two), NONE, "too few");
    }

    #[test]
    fn a_list_inside_of_a_sentence_is_of_the_text() {
        let list = "At the desk one can ask for a map in\nEnglish\nFrançais\nand in large print.";
        assert_eq!(kept(list), [1, 2]);
        assert_eq!(
            kept("At the desk one can ask for a map.\nEnglish\nFrançais\nand in large print."),
            NONE
        );
    }

    #[test]
    fn a_list_of_which_its_neighbours_speak_is_of_the_text() {
        let told = "The toolbar appears below.\nPrint\nShare\nDelete\nPrint costs ten pence. Share it, or delete it.";
        assert_eq!(kept(told), [1, 2, 3]);
        assert_eq!(
            kept("The toolbar appears below.\nPrint\nShare\nDelete\nThe ferry sails on Monday."),
            NONE
        );
    }
}
