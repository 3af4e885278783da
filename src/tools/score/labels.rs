//! Which lines of a page are the article, by its gold text.
//!
//! People mark what the article is, not which lines hold it. What the line oracle keeps says it of
//! each line, so that anything that judges lines can be fitted to gold texts.

use crate::text::number::wide_number;
use crate::text::span::Span;
use crate::tools::score::lines::{LineGrams, Lines};
use crate::tools::score::oracle::best_lines;
use crate::tools::score::shingles::{ABSENT, GoldShingles, Measure};
use crate::tools::score::tokens::tokens;

/// What gold says of one line of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineLabel {
    /// The line without its terminator, in bytes of the page's text.
    pub span: Span,
    /// Whether the line oracle keeps the line; `None` for a line without a word, of which gold
    /// says nothing.
    pub keep: Option<bool>,
    /// Words in the line, as [`tokens`](super::tokens) has them.
    pub words: usize,
    /// Share of the line's 4-word shingles that gold holds anywhere, 0..=1. A shorter line is one
    /// shingle, whole; a line without a word has 0.
    ///
    /// It tells a line that is all article from one that is article in part, and a line that gold
    /// never had from the second copy of one that the oracle keeps once.
    pub share_in_gold: f64,
}

/// Labels each line of `page` by `gold`, the text that a person marked as its article.
///
/// A line is labelled as kept if the line oracle of [`score_page`](super::score_page) by 4-word
/// shingles keeps it: these are the lines that together come closest to gold. So of two lines with
/// the same text and one place in gold, one is kept. Gold without a word keeps nothing, and so does
/// gold that shares no shingle with the page.
///
/// The lines are those of [`Page::lines`](crate::Page::lines): they end at `\n`, `\r\n` or `\r`.
/// O(n) in bytes: about ten passes over the words.
///
/// # Panics
///
/// On a gold text of 2^30 words or more.
///
/// # Example
///
/// ```
/// use dechaff::tools::score::label_lines;
///
/// let gold = "The mayor opened the new bridge on Monday.";
/// let page = format!("Share this\n\n{gold}\n");
/// let keep: Vec<_> = label_lines(gold, &page).iter().map(|line| line.keep).collect();
/// assert_eq!(keep, [Some(false), None, Some(true)]);
/// ```
pub fn label_lines(gold: &str, page: &str) -> Vec<LineLabel> {
    let gold = GoldShingles::new(gold);
    let lines = Lines::new(page, &gold);
    let grams = LineGrams::new(&lines, &gold);
    let best = best_lines(&gold, &lines, &grams, Measure::Shingles);
    // Where gold is not on the page at all, every choice of lines has F1 0 and the search rests at
    // its first one, the whole page.
    let is_there = best.prf.f1 > 0.0;
    let mut with_words = 0..lines.len();
    line_spans(page)
        .map(|span| {
            if tokens(&page[span.range()]).next().is_none() {
                return LineLabel {
                    span,
                    keep: None,
                    words: 0,
                    share_in_gold: 0.0,
                };
            }
            let line = with_words.next().expect("both split at every line end");
            LineLabel {
                span,
                keep: Some(is_there && best.keep[line]),
                words: lines.get(line).len(),
                share_in_gold: share_present(grams.get(line)),
            }
        })
        .collect()
}

/// Share of grams that gold holds. There is at least one: a line with a word has a gram.
fn share_present(grams: &[u32]) -> f64 {
    let present = grams.iter().filter(|&&gram| gram != ABSENT).count();
    wide_number(present) / wide_number(grams.len())
}

/// The lines of a text without their terminators; none after a terminator that ends the text.
pub(crate) fn line_spans(text: &str) -> impl Iterator<Item = Span> {
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= bytes.len() {
            return None;
        }
        let rest = &bytes[start..];
        let len_bytes = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        let crlf = rest[len_bytes..].starts_with(b"\r\n");
        let span = Span::new(start, start + len_bytes);
        start = span.end + 1 + usize::from(crlf);
        Some(span)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use crate::tools::score::page_score::{Oracle, score_page};
    use proptest::prelude::*;

    const GOLD: &str = "Ferry runs again\nThe ferry to the island runs again from Monday, \
        the harbour master said.\nIt had lain in dock since the storm of last March.\n";

    fn keeps(gold: &str, page: &str) -> Vec<Option<bool>> {
        label_lines(gold, page)
            .iter()
            .map(|line| line.keep)
            .collect()
    }

    #[test]
    fn noise_between_the_lines_of_an_article() {
        let page = GOLD.replace('\n', "\nShare this with your friends\n\n");
        let expected = [Some(true), Some(false), None];
        assert_eq!(keeps(GOLD, &page), expected.repeat(3));
    }

    #[test]
    fn a_second_copy_goes_and_its_share_tells_why() {
        let first = GOLD.lines().nth(1).expect("gold has it");
        let page = format!("{GOLD}{first}\nTickets for the ferry are sold out.\n");
        let labels = label_lines(GOLD, &page);
        let copy = (labels[3].keep, labels[3].share_in_gold);
        assert_eq!(copy, (Some(false), 1.0));
        assert_eq!(
            (labels[4].keep, labels[4].share_in_gold),
            (Some(false), 0.0)
        );
    }

    #[test]
    fn share_counts_shingles_and_short_lines_whole() {
        let labels = label_lines(
            "one two three four five",
            "one two three four x\none two\ntwo one\nfive\nsix\n--",
        );
        let shares: Vec<f64> = labels.iter().map(|line| line.share_in_gold).collect();
        assert_eq!(shares, [0.5, 1.0, 0.0, 1.0, 0.0, 0.0]);
        let words: Vec<usize> = labels.iter().map(|line| line.words).collect();
        assert_eq!(words, [5, 2, 2, 1, 1, 0]);
    }

    #[test]
    fn ends_of_what_there_is() {
        assert_eq!(keeps("", ""), []);
        assert_eq!(keeps("Rain fell.", ""), []);
        assert_eq!(keeps("", "Rain fell.\n***\n"), [Some(false), None]);
        assert_eq!(keeps("Rain fell.", "***\n\n"), [None, None]);
        let other = keeps("Rain fell on the town.", "Snow lay on the hills.\nRain.\n");
        assert_eq!(other, [Some(false); 2]);
        assert_eq!(keeps("Rain.", "Rain.\nSnow."), [Some(true), Some(false)]);
    }

    #[test]
    fn lines_end_as_those_of_a_page() {
        let text = "a\r\n\r\rb\n\nc d\r";
        let spans: Vec<Span> = line_spans(text).collect();
        let lines = [(0, 1), (3, 3), (4, 4), (5, 6), (7, 7), (8, 11)];
        assert_eq!(spans, lines.map(|(start, end)| Span::new(start, end)));
    }

    proptest! {
        #[test]
        fn spans_equal_those_of_a_page(page in "[a-c é—\r\n]{0,40}") {
            let labels = label_lines("a b c", &page);
            let spans: Vec<Span> = labels.iter().map(|line| line.span).collect();
            let lines = Page::new(&page);
            let expected: Vec<Span> = lines.lines().iter().map(|line| line.span).collect();
            prop_assert_eq!(spans, expected);
            for line in labels {
                let words = tokens(&page[line.span.range()]).count();
                prop_assert_eq!((line.words, line.keep.is_some()), (words, words > 0));
            }
        }

        #[test]
        fn what_is_kept_has_the_figures_of_the_oracle(
            gold in "([a-f] ){4,12}(\n([a-f] ){1,8}){0,3}",
            page in "(([a-h] ){0,9}(\r\n|\r|\n)){0,10}",
        ) {
            let labels = label_lines(&gold, &page);
            let kept = labels.iter().filter(|line| line.keep == Some(true));
            let kept: Vec<&str> = kept.map(|line| &page[line.span.range()]).collect();
            let own = score_page(&gold, &kept.join("\n"), None, Oracle::Skip).shingles.before;
            let best = score_page(&gold, &page, None, Oracle::Search).shingles.oracle;
            let best = best.expect("it was searched");
            prop_assert_eq!((own.precision, own.recall), (best.precision, best.recall));
        }
    }
}
