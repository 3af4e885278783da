//! Characters that nobody sees: they part no word and hide no phrase.

use crate::text::span::Span;
use crate::view::markup::{Markup, Shown};

/// Whether a character has no glyph and no width: soft hyphens, zero-width spaces and joiners, word joiners,
/// byte order marks, variation selectors, and marks of direction.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Marks every invisible character of a part of a text. O(n) in bytes, of which most are never looked at.
pub(crate) fn invisible(text: &str, part: Span, markup: &mut Markup) {
    each(text, part, |at, c| {
        if is_invisible(c) {
            markup.mark(at, at + c.len_utf8(), Shown::Nothing);
        }
        true
    });
}

/// Hands on the characters that begin with a byte with which an unusual end of line or an invisible one may
/// begin, until `seen` says no.
pub(crate) fn each(text: &str, part: Span, mut seen: impl FnMut(usize, char) -> bool) {
    let bytes = &text.as_bytes()[part.range()];
    let mut from = part.start;
    for found in Lead::new(bytes) {
        let at = part.start + found;
        if at < from {
            continue;
        }
        if let Some(c) = text[at..part.end].chars().next() {
            from = at + c.len_utf8();
            if !seen(at, c) {
                return;
            }
        }
    }
}

/// Places of bytes with which such characters begin. 0xE2 leads curly quotes and dashes, too, so that the byte
/// behind it is asked at once.
struct Lead<'b> {
    bytes: &'b [u8],
    e2: memchr::Memchr<'b>,
    next_e2: Option<usize>,
    others: memchr::Memchr3<'b>,
    next_other: Option<usize>,
    rare: memchr::Memchr3<'b>,
    next_rare: Option<usize>,
}

impl<'b> Lead<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        let mut e2 = memchr::memchr_iter(0xe2, bytes);
        let mut others = memchr::memchr3_iter(0xc2, 0xef, 0xcd, bytes);
        let mut rare = memchr::memchr3_iter(0xd8, 0xe1, 0xf3, bytes);
        Self {
            bytes,
            next_e2: e2.find(|&at| is_unusual(bytes, at)),
            next_other: others.find(|&at| is_unusual(bytes, at)),
            next_rare: rare.find(|&at| is_unusual(bytes, at)),
            e2,
            others,
            rare,
        }
    }
}

/// Whether the bytes behind a leading byte may make it one of those that are looked for.
fn is_unusual(bytes: &[u8], at: usize) -> bool {
    let byte = |ahead: usize| bytes.get(at + ahead).copied().unwrap_or(0);
    match bytes[at] {
        // U+2000 to U+203F and U+2040 to U+207F: no quotes and dashes, U+2010 to U+2027.
        0xe2 => match byte(1) {
            0x80 => !(0x90..=0xa7).contains(&byte(2)),
            0x81 => byte(2) >= 0xa0,
            _ => false,
        },
        0xc2 => matches!(byte(1), 0x85 | 0xad),
        0xef => matches!((byte(1), byte(2)), (0xb8, 0x80..=0x8f) | (0xbb, 0xbf)),
        0xcd => byte(1) == 0x8f,
        0xd8 => byte(1) == 0x9c,
        // Leads of Mongolian selectors and of the plane of selectors.
        _ => byte(1) == 0xa0,
    }
}

impl Iterator for Lead<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let at = [self.next_e2, self.next_other, self.next_rare];
        let first = at.into_iter().flatten().min()?;
        let bytes = self.bytes;
        if self.next_e2 == Some(first) {
            self.next_e2 = self.e2.find(|&at| is_unusual(bytes, at));
        } else if self.next_other == Some(first) {
            self.next_other = self.others.find(|&at| is_unusual(bytes, at));
        } else {
            self.next_rare = self.rare.find(|&at| is_unusual(bytes, at));
        }
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_invisible_character_is_found_wherever_it_stands() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = format!("a{c}’é{c}");
            let mut markup = Markup::default();
            invisible(&text, Span::new(0, text.len()), &mut markup);
            let found = markup.marks.len();
            assert_eq!(
                found,
                if is_invisible(c) { 2 } else { 0 },
                "{:x}",
                u32::from(c)
            );
        }
    }
}
