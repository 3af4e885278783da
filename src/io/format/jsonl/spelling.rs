//! How a JSON string is spelt: its text, and what is left of the spelling when parts of the text go.
//!
//! One text has many spellings (`é`, `\u00e9`, `\u00E9`), and rows keep theirs. So cuts, which count bytes of the
//! text, are made in the spelling, and put back into it.

use crate::text::span::Span;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The inside of a JSON string, as a row spells it: well-formed, without its quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelled<'r>(&'r str);

/// The text of a JSON string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unescaped<'r> {
    /// The text; U+FFFD stands for each escaped half of a surrogate pair that stands alone.
    pub text: Cow<'r, str>,
    /// Whether there are such halves. No two readers agree about them.
    pub has_lone_surrogate: bool,
}

/// How a spelling was made, so that it can be made again from its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Only what JSON wants escaped is: quotes, backslashes and control characters, in their shortest form.
    Plain,
    /// So is all beyond ASCII, in small hex digits, as Python's `json.dumps` does.
    Ascii,
}

/// A spelling, parted by cuts of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts<'r> {
    /// What stays: before, between and behind the cuts.
    pub kept: Vec<&'r str>,
    /// What goes, one part a cut.
    pub cut: Vec<&'r str>,
}

impl<'r> Spelled<'r> {
    /// A JSON string without its quotes. It must be well-formed, as that of any row that was read is.
    pub fn new(inside: &'r str) -> Self {
        Self(inside)
    }

    /// The spelling.
    pub fn as_spelt(self) -> &'r str {
        self.0
    }

    /// The text. Borrowed where nothing is escaped. O(n) in bytes.
    pub fn unescape(self) -> Unescaped<'r> {
        let mut rest = self.0;
        let Some(first) = memchr::memchr(b'\\', rest.as_bytes()) else {
            return Unescaped {
                text: Cow::Borrowed(rest),
                has_lone_surrogate: false,
            };
        };
        let mut text = String::with_capacity(rest.len());
        let mut has_lone_surrogate = false;
        let mut next = Some(first);
        while let Some(at) = next {
            text.push_str(&rest[..at]);
            let (escape, len) = Escape::read(&rest[at..]);
            has_lone_surrogate |= escape.is_lone;
            text.push(escape.sign);
            rest = &rest[at + len..];
            next = memchr::memchr(b'\\', rest.as_bytes());
        }
        text.push_str(rest);
        Unescaped {
            text: Cow::Owned(text),
            has_lone_surrogate,
        }
    }

    /// Parts the spelling by spans of its text, which are sorted and disjoint. `None` where one does not lie within
    /// the text, or between its characters. O(n) in bytes.
    pub fn part(self, spans: impl Iterator<Item = Span>) -> Option<Parts<'r>> {
        let mut cursor = Cursor::new(self.0);
        let mut parts = Parts {
            kept: Vec::new(),
            cut: Vec::new(),
        };
        let mut from = 0;
        for span in spans {
            let start = cursor.go_to(span.start)?;
            let end = cursor.go_to(span.end)?;
            parts.kept.push(&self.0[from..start]);
            parts.cut.push(&self.0[start..end]);
            from = end;
        }
        parts.kept.push(&self.0[from..]);
        Some(parts)
    }

    /// Puts cut parts back: each as the byte of the original text at which it begins, how many bytes of text it has,
    /// and its spelling. `None` where they do not fit. O(n) in bytes.
    pub fn join<'c>(
        self,
        cuts: impl Iterator<Item = (usize, usize, Cow<'c, str>)>,
    ) -> Option<String> {
        let mut cursor = Cursor::new(self.0);
        let mut joined = String::with_capacity(self.0.len() * 2);
        let (mut from, mut put_back) = (0, 0_usize);
        for (start, len, spelt) in cuts {
            let at = cursor.go_to(start.checked_sub(put_back)?)?;
            joined.push_str(self.0.get(from..at)?);
            joined.push_str(&spelt);
            put_back = put_back.checked_add(len)?;
            from = at;
        }
        joined.push_str(&self.0[from..]);
        Some(joined)
    }
}

impl Style {
    /// Spells a text.
    pub fn spell(self, text: &str) -> String {
        let mut spelt = String::with_capacity(text.len() + text.len() / 8);
        for sign in text.chars() {
            match sign {
                '"' => spelt.push_str("\\\""),
                '\\' => spelt.push_str("\\\\"),
                '\n' => spelt.push_str("\\n"),
                '\r' => spelt.push_str("\\r"),
                '\t' => spelt.push_str("\\t"),
                '\u{8}' => spelt.push_str("\\b"),
                '\u{c}' => spelt.push_str("\\f"),
                '\0'..' ' => push_units(sign, &mut spelt),
                ' '..='~' => spelt.push(sign),
                _ if self == Self::Ascii => push_units(sign, &mut spelt),
                _ => spelt.push(sign),
            }
        }
        spelt
    }
}

fn push_units(sign: char, to: &mut String) {
    for unit in sign.encode_utf16(&mut [0; 2]) {
        let _ = write!(to, "\\u{unit:04x}");
    }
}

/// An escape, read.
struct Escape {
    sign: char,
    is_lone: bool,
}

impl Escape {
    /// The escape at the start of `spelt`, which begins with a backslash, and its length.
    fn read(spelt: &str) -> (Self, usize) {
        let bytes = spelt.as_bytes();
        let short = |sign| {
            let is_lone = false;
            (Self { sign, is_lone }, 2)
        };
        match bytes.get(1) {
            Some(b'n') => short('\n'),
            Some(b'r') => short('\r'),
            Some(b't') => short('\t'),
            Some(b'b') => short('\u{8}'),
            Some(b'f') => short('\u{c}'),
            Some(b'u') => Self::read_units(bytes),
            Some(sign) => short(char::from(*sign)), // a quote, a slash or a backslash
            None => (
                Self {
                    sign: '\\',
                    is_lone: false,
                },
                1,
            ),
        }
    }

    fn read_units(bytes: &[u8]) -> (Self, usize) {
        let first = unit(bytes, 0).unwrap_or(0xfffd);
        let second = unit(bytes, 6).filter(|_| (0xd800..0xdc00).contains(&first));
        let pair = second.filter(|second| (0xdc00..0xe000).contains(second));
        let code = match pair {
            Some(second) => 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00),
            None => first,
        };
        let sign = char::from_u32(code);
        let escape = Self {
            sign: sign.unwrap_or(char::REPLACEMENT_CHARACTER),
            is_lone: sign.is_none(),
        };
        let len = if pair.is_some() { 12 } else { 6 };
        (escape, len.min(bytes.len()))
    }
}

/// The number of an escape `\uXXXX` at that byte.
fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// A place in a spelling, and how many bytes of text stand before it.
struct Cursor<'r> {
    spelt: &'r str,
    at: usize,
    text_bytes: usize,
    /// Where the next escape begins, or the end.
    escape: usize,
}

impl<'r> Cursor<'r> {
    fn new(spelt: &'r str) -> Self {
        let mut cursor = Self {
            spelt,
            at: 0,
            text_bytes: 0,
            escape: 0,
        };
        cursor.find_escape();
        cursor
    }

    fn find_escape(&mut self) {
        let rest = &self.spelt.as_bytes()[self.at..];
        self.escape = memchr::memchr(b'\\', rest).map_or(self.spelt.len(), |far| self.at + far);
    }

    /// Goes forward to where so many bytes of text stand before; the place in the spelling.
    fn go_to(&mut self, text_bytes: usize) -> Option<usize> {
        loop {
            let missing = text_bytes.checked_sub(self.text_bytes)?;
            if missing <= self.escape - self.at {
                self.at += missing;
                self.text_bytes = text_bytes;
                return self.spelt.is_char_boundary(self.at).then_some(self.at);
            }
            self.text_bytes += self.escape - self.at;
            self.at = self.escape;
            if self.at == self.spelt.len() {
                return None;
            }
            let (escape, len) = Escape::read(&self.spelt[self.at..]);
            self.at += len;
            self.text_bytes += escape.sign.len_utf8();
            self.find_escape();
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_are_read_as_json_says() {
        for (spelt, text, lone) in [
            ("plain é", "plain é", false),
            (r"a\nb\t\\\/\u0022", "a\nb\t\\/\"", false),
            (r"\u00E9\u00e9\b\f\r", "éé\u{8}\u{c}\r", false),
            (r"\ud83d\ude00!", "😀!", false),
            (r"\ud83d!", "\u{fffd}!", true),
            (r"\ude00\ud83d", "\u{fffd}\u{fffd}", true),
            (r"\ud83d\u0041", "\u{fffd}A", true),
            (r"\ud83d\ud83d\ude00", "\u{fffd}😀", true),
        ] {
            let read = Spelled::new(spelt).unescape();
            assert_eq!(
                (&*read.text, read.has_lone_surrogate),
                (text, lone),
                "{spelt}"
            );
        }
    }

    #[test]
    fn cuts_are_made_in_the_spelling() {
        let spelled = Spelled::new(r"a\u00e9b\n\ud83d\ude00c");
        assert_eq!(&*spelled.unescape().text, "aéb\n😀c");
        let part = |spans: &[(usize, usize)]| {
            let spans = spans.iter().map(|(start, end)| Span::new(*start, *end));
            spelled.part(spans)
        };
        let parts = part(&[(1, 3), (4, 9)]).unwrap();
        assert_eq!(parts.cut, [r"\u00e9", r"\n\ud83d\ude00"]);
        assert_eq!(parts.kept, ["a", "b", "c"]);
        assert_eq!(part(&[(2, 3)]), None, "within a character");
        assert_eq!(part(&[(9, 12)]), None, "behind the end");
    }

    /// Text with what JSON spells in more ways than one.
    fn spelt() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-zé€ ]{0,4}",
            Just("😀".to_owned()),
            Just(r"\n".to_owned()),
            Just(r"\/".to_owned()),
            Just(r"\u00E9".to_owned()),
            Just(r"\ud83d\ude00".to_owned()),
            Just(r"\ud83d".to_owned()),
            Just(r"\ude00".to_owned()),
            Just(r#"\""#.to_owned()),
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn text_is_what_serde_reads(spelt in spelt()) {
            let read = Spelled::new(&spelt).unescape();
            match serde_json::from_str::<String>(&format!("\"{spelt}\"")) {
                Ok(text) => prop_assert_eq!(&*read.text, &text),
                Err(_) => prop_assert!(read.has_lone_surrogate),
            }
        }

        #[test]
        fn what_is_parted_comes_together_again(spelt in spelt(), places in prop::collection::vec(0_usize..60, 0..6)) {
            let spelled = Spelled::new(&spelt);
            let text = spelled.unescape().text.into_owned();
            let mut places: Vec<usize> = places.into_iter().filter(|at| text.is_char_boundary(*at)).collect();
            places.sort_unstable();
            places.dedup();
            let spans = places.chunks_exact(2).map(|two| Span::new(two[0], two[1]));
            let parts = spelled.part(spans.clone()).unwrap();
            let kept: String = parts.kept.concat();
            let mut left = text.clone();
            for span in spans.clone().rev() {
                left.replace_range(span.range(), "");
            }
            let clean = Spelled::new(&kept).unescape();
            if clean.text == left {
                let cuts = spans.zip(&parts.cut);
                let cuts = cuts.map(|(span, cut)| (span.start, span.end - span.start, Cow::Borrowed(*cut)));
                prop_assert_eq!(Spelled::new(&kept).join(cuts), Some(spelt.clone()));
            } else {
                prop_assert!(spelled.unescape().has_lone_surrogate, "halves came together");
            }
        }

        #[test]
        fn a_style_spells_as_it_says(text in any::<String>()) {
            let plain = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(format!("\"{}\"", Style::Plain.spell(&text)), plain);
            let ascii = Style::Ascii.spell(&text);
            prop_assert!(ascii.is_ascii());
            prop_assert_eq!(&*Spelled::new(&ascii).unescape().text, &text);
        }
    }
}
