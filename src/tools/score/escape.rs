//! Text of pages and their ids made safe to stand in a report.

use std::fmt::Write as _;

/// The text with control characters spelt out, so that it stays on its line and cannot steer a
/// terminal, nor turn the direction of writing. O(n).
pub(crate) fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        let bidi = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if c.is_control() || bidi {
            let _ = write!(safe, "{}", c.escape_default());
        } else {
            safe.push(c);
        }
    }
    safe
}

/// The text as Markdown that shows it as it is, in a table's cell too: no HTML, no emphasis, no
/// links. O(n).
pub(crate) fn markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                safe.push('\\');
                safe.push(c);
            }
            c => safe.push(c),
        }
    }
    // GitHub makes links of bare addresses.
    safe.replace("://", "\\://").replace("www.", "www\\.")
}

/// At most `most` characters of the text without white space at its ends; what is longer ends in
/// an ellipsis.
pub(crate) fn cropped(text: &str, most: usize) -> String {
    let mut chars = text.trim().chars();
    let mut start: String = chars.by_ref().take(most).collect();
    if chars.next().is_some() {
        start.push('…');
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_page_steers_the_terminal() {
        assert_eq!(
            plain("a\u{1b}[31m\tb\n\u{202e}é"),
            "a\\u{1b}[31m\\tb\\n\\u{202e}é"
        );
    }

    #[test]
    fn markdown_holds_no_html_and_no_markup() {
        assert_eq!(
            markdown("<b>a|b</b> **c** [d](http://e) `f` \u{1b}"),
            "&lt;b&gt;a\\|b&lt;/b&gt; \\*\\*c\\*\\* \\[d\\](http\\://e) \\`f\\` \\\\u{1b}"
        );
        assert_eq!(markdown("city/short-2"), "city/short-2");
    }

    #[test]
    fn long_text_ends_in_an_ellipsis() {
        assert_eq!(cropped(" äöü ", 3), "äöü");
        assert_eq!(cropped("äöüß", 3), "äöü…");
    }
}
