//! HTML's names for characters, where they were left in a text.

use crate::text::span::Span;
use crate::view::invisible::is_invisible;
use crate::view::line_ends::is_whole_line;
use crate::view::markup::{Markup, Shown};

/// The longest name, `&CounterClockwiseContourIntegral;`, has 33 bytes.
const MOST_BYTES: usize = 40;

/// Marks every entity of a part of a text. O(n) in bytes.
pub(crate) fn entities(text: &str, part: Span, markup: &mut Markup) {
    let bytes = text.as_bytes();
    let mut from = part.start;
    while let Some(found) = memchr::memchr(b'&', &bytes[from..part.end]) {
        let at = from + found;
        from = at + 1;
        if let Some((len, shown)) = entity(&text[at..part.end]) {
            // One that is a line by itself is a scrap that rules know, and no blank line.
            if !is_whole_line(text, Span::new(at, at + len)) {
                markup.mark(at, at + len, shown);
            }
            from = at + len;
        }
    }
}

/// The entity with which a text begins: how many bytes it has, and what is shown. One that was escaped twice
/// (`&amp;nbsp;`) is one.
pub(crate) fn entity(text: &str) -> Option<(usize, Shown)> {
    let name = len_of_name(text.as_bytes())?;
    let stands_for = html_escape::decode_html_entities(&text[..name]);
    if stands_for == text[..name] {
        return None;
    }
    if stands_for == "&" {
        let again = format!(
            "&{}",
            text[name..].chars().take(MOST_BYTES).collect::<String>()
        );
        if let Some((len, shown)) = entity_once(&again) {
            return Some((name + len - 1, shown));
        }
    }
    Some((name, shown(&stands_for)))
}

fn entity_once(text: &str) -> Option<(usize, Shown)> {
    let name = len_of_name(text.as_bytes())?;
    let stands_for = html_escape::decode_html_entities(&text[..name]);
    (stands_for != text[..name]).then(|| (name, shown(&stands_for)))
}

fn shown(stands_for: &str) -> Shown {
    let is_end = |c| {
        matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    match stands_for {
        text if text.chars().all(is_invisible) => Shown::Nothing,
        // An end of line that was written as a name is no end of line of the text.
        text if text.contains(is_end) => Shown::Space,
        text => Shown::Text(text.into()),
    }
}

/// How long a name is that could be an entity's: `&name;`, `&#8217;` or `&#x2019;`.
fn len_of_name(bytes: &[u8]) -> Option<usize> {
    let end = memchr::memchr(b';', &bytes[..bytes.len().min(MOST_BYTES)])?;
    let name = &bytes[1..end];
    let is_name = match name {
        [b'#', b'x' | b'X', hex @ ..] => !hex.is_empty() && hex.iter().all(u8::is_ascii_hexdigit),
        [b'#', digits @ ..] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        [first, rest @ ..] => {
            first.is_ascii_alphabetic() && rest.iter().all(u8::is_ascii_alphanumeric)
        }
        [] => false,
    };
    is_name.then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_a_line_stays_what_it_is() {
        for (text, marks) in [
            ("&nbsp;", 0),
            ("&nbsp;\nRain fell.", 0),
            ("Rain fell.\r\n&nbsp;\r\n", 0),
            ("Rain fell.\n&nbsp;", 0),
            ("&nbsp;Rain fell.", 1),
        ] {
            let mut markup = Markup::default();
            entities(text, Span::new(0, text.len()), &mut markup);
            assert_eq!(markup.marks.len(), marks, "{text:?}");
        }
    }

    #[test]
    fn names_stand_for_characters() {
        let shown = |text: &str| entity(text).map(|(len, shown)| (len, shown.as_str().to_owned()));
        let is = |len: usize, text: &str| Some((len, text.to_owned()));
        assert_eq!(shown("&nbsp;x"), is(6, "\u{a0}"));
        assert_eq!(shown("&#8217;s"), is(7, "’"));
        assert_eq!(shown("&#x2019;"), is(8, "’"));
        assert_eq!(shown("&amp;nbsp;"), is(10, "\u{a0}"));
        assert_eq!(shown("&amp;amp;"), is(9, "&"));
        assert_eq!(shown("&amp; Co;"), is(5, "&"));
        assert_eq!(shown("&shy;"), is(5, ""));
        assert_eq!(shown("&#10;"), is(5, " "));
        for text in [
            "&",
            "&;",
            "& Co;",
            "&nosuchname;",
            "&#;",
            "&#x;",
            "&#xzz;",
            "&amp",
            "&né;",
        ] {
            assert_eq!(entity(text), None, "{text}");
        }
    }
}
