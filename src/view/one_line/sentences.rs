//! Where sentences end for certain.

use crate::text::span::Span;
use crate::view::one_line::words::may_begin;
use std::ops::Range;

/// Words behind which a full stop is no end, in lower case and without it.
const SHORT: &[&str] = &[
    "adm", "apr", "assn", "aug", "ave", "blvd", "bros", "capt", "cf", "cmdr", "co", "col", "corp",
    "dec", "dept", "dr", "ed", "eds", "est", "etc", "ex", "feb", "fig", "figs", "fr", "fri", "gen",
    "gov", "hon", "inc", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "messrs", "mon",
    "mr", "mrs", "ms", "mt", "no", "nos", "nov", "oct", "pp", "pres", "prof", "pvt", "rep", "reps",
    "rev", "sat", "sec", "sen", "sens", "sept", "sgt", "sr", "st", "ste", "sun", "supt", "thu",
    "tue", "univ", "viz", "vol", "vols", "vs", "wed",
];
/// Words of a quotation of several sentences, which stays one.
const QUOTED_WORDS: usize = 120;

/// The sentences of a line, as ranges of its words. What may be an abbreviation ends none, nor does a stop
/// within curly quotation marks. O(n) in words.
pub(super) fn sentences(text: &str, words: &[Span]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut quoted_to) = (0, 0);
    for (at, word) in words.iter().enumerate() {
        let word = &text[word.range()];
        if at >= quoted_to && opens_quote(word) {
            quoted_to = quote_end(text, words, at);
        }
        let is_last = at + 1 == words.len();
        if is_last || at + 1 >= quoted_to && ends(word) && may_begin(&text[words[at + 1].range()]) {
            found.push(start..at + 1);
            start = at + 1;
        }
    }
    found
}

fn opens_quote(word: &str) -> bool {
    word.starts_with('\u{201c}') && !word.contains('\u{201d}')
}

/// Behind the word that closes the quotation that begins with one; that word where none does.
fn quote_end(text: &str, words: &[Span], from: usize) -> usize {
    let near = words[from..].iter().take(QUOTED_WORDS).enumerate().skip(1);
    for (at, word) in near {
        let word = &text[word.range()];
        if word.starts_with('\u{201c}') {
            break;
        }
        if word.contains('\u{201d}') {
            return from + at + 1;
        }
    }
    from
}

/// Whether a sentence ends with a word.
fn ends(word: &str) -> bool {
    let closing = ['"', '\'', '\u{201d}', '\u{2019}', '\u{bb}', ')', ']'];
    let bare = word.trim_end_matches(closing);
    let opening = ['"', '\'', '\u{201c}', '\u{2018}', '\u{ab}', '(', '['];
    if bare.ends_with(['!', '?', '\u{2026}']) || bare.ends_with("...") {
        return bare.chars().any(char::is_alphanumeric);
    }
    let Some(stem) = bare.strip_suffix('.') else {
        return false;
    };
    let stem = stem.trim_start_matches(opening);
    let is_number =
        !stem.is_empty() && stem.len() <= 3 && stem.bytes().all(|byte| byte.is_ascii_digit());
    // With a stop inside it is short for something, or an address.
    let is_word = stem.chars().count() > 1 && !stem.contains('.');
    is_word && !is_number && SHORT.binary_search(&stem.to_lowercase().as_str()).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::one_line::words::words;

    macro_rules! t {
        ($name:ident, $text:expr, $expected:expr) => {
            #[test]
            fn $name() {
                let text: &str = $text;
                let words = words(text, Span::new(0, text.len()));
                let found = sentences(text, &words);
                let found: Vec<&str> = found
                    .iter()
                    .map(|one| &text[words[one.start].start..words[one.end - 1].end])
                    .collect();
                assert_eq!(found, $expected);
            }
        };
    }

    t!(
        stops_end_sentences,
        "Rain fell. Who knew? Nobody did! \u{201c}Not I\u{2026}\u{201d} It stopped",
        [
            "Rain fell.",
            "Who knew?",
            "Nobody did!",
            "\u{201c}Not I\u{2026}\u{201d}",
            "It stopped"
        ]
    );
    t!(
        short_words_do_not,
        "Dr. Lund of St. Mary's, J. Lund, the U.S. Navy and Boat No. 7. Smith agreed.",
        ["Dr. Lund of St. Mary's, J. Lund, the U.S. Navy and Boat No. 7. Smith agreed."]
    );
    t!(
        what_goes_on_small_does_not,
        "It fell. and rose.",
        ["It fell. and rose."]
    );
    t!(
        quotations_stay_whole,
        "\u{201c}We lost. We won,\u{201d} he said. It was late.",
        ["\u{201c}We lost. We won,\u{201d} he said.", "It was late."]
    );

    #[test]
    fn short_words_are_sorted() {
        assert!(SHORT.is_sorted());
    }
}
