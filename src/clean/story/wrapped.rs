//! Sentences that were wrapped into lines: they go whole or stay whole.

use crate::clean::story::lines::StoryLines;
use crate::page::line;

/// Whether a line is a later piece of a sentence.
pub(crate) fn is_later_piece(lines: &impl StoryLines, rank: usize) -> bool {
    let is_small = || lines.text(rank).starts_with(char::is_lowercase);
    // After a comma a sentence goes on however short its lines are, and however far apart, as in verse.
    let after_comma = || is_small() && lines.text(rank - 1).ends_with(',');
    let is_wrapped = || goes_on(lines, rank - 1) && lines.ends_sentence(last_piece(lines, rank));
    rank > 0 && (after_comma() || is_wrapped())
}

/// The last line of the sentence that a line begins; the line itself where the sentence has no end.
pub(crate) fn sentence_end(lines: &impl StoryLines, rank: usize) -> usize {
    // The star of "Required fields are marked *" stands on a line of its own at times.
    if rank + 1 < lines.count() && lines.text(rank + 1) == "*" && !lines.is_apart(rank + 1) {
        return rank + 1;
    }
    let last = last_piece(lines, rank);
    if lines.ends_sentence(last) {
        last
    } else {
        rank
    }
}

/// Lines of a sentence at most.
const MOST_PIECES: usize = 40;

fn last_piece(lines: &impl StoryLines, rank: usize) -> usize {
    let most = (rank + MOST_PIECES).min(lines.count() - 1);
    (rank..most).find(|&at| !goes_on(lines, at)).unwrap_or(most)
}

/// Whether the sentence of a line goes on in the next; of a short line the piece above counts, too.
fn goes_on(lines: &impl StoryLines, rank: usize) -> bool {
    let above = rank
        .checked_sub(1)
        .filter(|&above| follows(lines, above, lines.words(above)));
    let words = lines.words(rank) + above.map_or(0, |above| lines.words(above));
    follows(lines, rank, words)
}

/// Whether the next line follows on a sentence of so many words.
fn follows(lines: &impl StoryLines, rank: usize, words: usize) -> bool {
    let begins_small = lines.text(rank + 1).starts_with(char::is_lowercase);
    let is_apart = lines.is_apart(rank + 1);
    line::goes_on(words, lines.ends_sentence(rank), is_apart, begins_small)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::plain::extents::PageLines;
    use crate::page::Page;

    #[test]
    fn a_wrapped_sentence_is_one() {
        let page = Page::new("The editor of the paper reads all of the\ncomments.\nShare\nmore");
        let lines = PageLines(&page);
        assert!(is_later_piece(&lines, 1) && !is_later_piece(&lines, 0));
        assert_eq!((sentence_end(&lines, 0), sentence_end(&lines, 2)), (1, 2));
    }

    #[test]
    fn a_line_of_verse_is_a_piece_of_its_sentence() {
        let page = Page::new(
            "Follow\n\nthe ditch to the pear,\n\nprint\n\nyour boot into the silt,\n\nsave\n\nwhat is left.",
        );
        assert!(is_later_piece(&PageLines(&page), 2));
    }

    #[test]
    fn the_star_of_a_form_goes_with_its_sentence() {
        let page = Page::new("Required fields are marked\n*\nName");
        assert_eq!(sentence_end(&PageLines(&page), 0), 1);
    }

    #[test]
    fn a_title_with_a_button_below_is_no_sentence() {
        let page = Page::new("Harbour Search Gets Its Biggest Change in Decades\nread more\nNext");
        let lines = PageLines(&page);
        assert!(!is_later_piece(&lines, 1));
        assert_eq!(sentence_end(&lines, 0), 0);
    }

    #[test]
    fn a_short_piece_goes_on_as_its_sentence_does() {
        let page =
            Page::new("They had been told, in the newest\nedition, to refrain from all\ncomments.");
        assert!(is_later_piece(&PageLines(&page), 2));
        let page = Page::new("They sail.\nEdition to refrain from all\ncomments.");
        assert!(!is_later_piece(&PageLines(&page), 2));
    }

    #[test]
    fn a_blank_line_parts() {
        let page = Page::new("The editor of the paper reads all of the\n\ncomments.");
        assert!(!is_later_piece(&PageLines(&page), 1));
    }
}
