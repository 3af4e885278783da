//! Characters that a reader of a text does not see, or that change what is seen around them.

use std::ops::Range;

/// Ranges of characters without a glyph, or that steer the direction of a line ("Trojan Source",
/// Boucher and Anderson 2021): a file that holds one says something else than it shows.
///
/// The no-break spaces, U+00A0 and U+202F, are left out: they look like the spaces that they are.
const HIDDEN: &[(char, char)] = &[
    ('\u{0}', '\u{8}'),
    ('\u{b}', '\u{c}'),
    ('\u{e}', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    ('\u{ad}', '\u{ad}'),       // soft hyphen
    ('\u{34f}', '\u{34f}'),     // combining grapheme joiner
    ('\u{61c}', '\u{61c}'),     // Arabic letter mark
    ('\u{115f}', '\u{1160}'),   // Hangul fillers
    ('\u{17b4}', '\u{17b5}'),   // Khmer vowels without a glyph
    ('\u{180b}', '\u{180f}'),   // Mongolian selectors and vowel separator
    ('\u{200b}', '\u{200f}'),   // zero width, direction marks
    ('\u{2028}', '\u{202e}'),   // line and paragraph separators, direction controls
    ('\u{2060}', '\u{206f}'),   // joiners, invisible operators, direction isolates
    ('\u{3164}', '\u{3164}'),   // Hangul filler
    ('\u{fe00}', '\u{fe0f}'),   // variation selectors
    ('\u{feff}', '\u{feff}'),   // byte order mark
    ('\u{ffa0}', '\u{ffa0}'),   // Hangul filler, half width
    ('\u{fff0}', '\u{fffb}'),   // interlinear annotation
    ('\u{1bca0}', '\u{1bca3}'), // shorthand format controls
    ('\u{1d173}', '\u{1d17a}'), // musical format controls
    ('\u{e0000}', '\u{e0fff}'), // tags, more variation selectors
];

/// Every hidden character of the text with its place. A carriage return before a newline is an
/// end of line like any other. O(n) in bytes.
pub(crate) fn hidden_characters(text: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    let ends_line = |at: usize| text[at..].starts_with("\r\n");
    text.char_indices()
        .filter(move |&(at, sign)| is_hidden(sign) || sign == '\r' && !ends_line(at))
        .map(|(at, sign)| (at..at + sign.len_utf8(), sign))
}

/// Whether it is one of them.
pub(crate) fn is_hidden(sign: char) -> bool {
    let before = HIDDEN.partition_point(|&(_, last)| last < sign);
    HIDDEN.get(before).is_some_and(|&(first, _)| first <= sign) && sign != '\r'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_rise() {
        for pair in HIDDEN.windows(2) {
            assert!(pair[0].1 < pair[1].0, "{pair:?}");
        }
        assert!(HIDDEN.iter().all(|(first, last)| first <= last));
    }

    #[test]
    fn what_nobody_sees_is_found_and_nothing_else() {
        let found = |text: &str| -> Vec<usize> {
            hidden_characters(text)
                .map(|(span, _)| span.start)
                .collect()
        };
        assert_eq!(found("a\u{202e}b\u{200b}"), [1, 5]);
        assert_eq!(found("a\rb\r\n"), [1], "a lone carriage return");
        assert_eq!(found("\u{feff}x\u{e0041}"), [0, 4]);
        let seen = "tab\there, é, 日本, “quotes”, no\u{a0}break, e\u{301}, ← →, 👍\n";
        assert_eq!(found(seen), Vec::<usize>::new());
    }
}
