//! The header of a record: lines of names and values behind the version, up to a blank line.

use std::ops::Range;

/// The header of a record, whose bytes are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head<'b> {
    bytes: &'b [u8],
    /// Where each name and its value stand; values without white space around them.
    fields: Vec<(Range<usize>, Range<usize>)>,
}

impl<'b> Head<'b> {
    /// Reads the header at the start of `bytes`, as far as its blank line; `None` where that does not come. A line
    /// that begins with white space belongs to the value above. O(n) in the bytes of the header.
    pub fn read(bytes: &'b [u8]) -> Option<Self> {
        let mut fields: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            let line = start..end;
            start = end + 1;
            let text = &bytes[line.clone()];
            if matches!(text, b"" | b"\r") && line.start > 0 {
                let bytes = &bytes[..start];
                return Some(Self { bytes, fields });
            }
            let is_more = matches!(text.first(), Some(b' ' | b'\t'));
            if is_more && let Some((_, value)) = fields.last_mut() {
                value.end = trimmed(bytes, value.start..line.end).end;
            } else if let Some(colon) = memchr::memchr(b':', text)
                && line.start > 0
            {
                let name = trimmed(bytes, line.start..line.start + colon);
                fields.push((name, trimmed(bytes, line.start + colon + 1..line.end)));
            }
        }
        None
    }

    /// How many bytes it has, its blank line among them.
    pub fn len_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Where the values of all fields of that name stand, in any spelling of capitals.
    pub fn places(&self, name: &str) -> impl Iterator<Item = Range<usize>> {
        let named = self.fields.iter().filter(move |(own, _)| {
            let own = &self.bytes[own.clone()];
            own.eq_ignore_ascii_case(name.as_bytes())
        });
        named.map(|(_, value)| value.clone())
    }

    /// The first value of that name; what is not UTF-8 is replaced.
    pub fn value(&self, name: &str) -> Option<String> {
        let place = self.places(name).next()?;
        Some(String::from_utf8_lossy(&self.bytes[place]).into_owned())
    }

    /// All names and values, in order; what is not UTF-8 is replaced.
    pub fn fields(&self) -> impl Iterator<Item = (String, String)> {
        let text =
            |place: &Range<usize>| String::from_utf8_lossy(&self.bytes[place.clone()]).into_owned();
        self.fields
            .iter()
            .map(move |(name, value)| (text(name), text(value)))
    }

    /// How many bytes the body has, where the header says one number.
    pub fn content_length(&self) -> Option<usize> {
        let mut lengths = self.places("Content-Length").map(|place| {
            let digits = std::str::from_utf8(&self.bytes[place]).ok()?;
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| digits.parse().ok())?
        });
        let first = lengths.next()??;
        lengths.all(|other| other == Some(first)).then_some(first)
    }
}

/// A range of bytes without white space at its ends.
fn trimmed(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    let text = &bytes[range.clone()];
    let start = range.start + (text.len() - text.trim_ascii_start().len());
    start..start + text.trim_ascii().len()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_any_spelling() {
        let bytes =
            b"WARC/1.0\r\nwarc-type:conversion\r\nX: a\r\n\tb \r\nContent-Length:  12 \n\r\nbody";
        let head = Head::read(bytes).unwrap();
        assert_eq!(head.len_bytes(), bytes.len() - 4);
        assert_eq!(head.value("WARC-Type").unwrap(), "conversion");
        assert_eq!(head.value("x").unwrap(), "a\r\n\tb");
        assert_eq!(head.content_length(), Some(12));
        assert_eq!(head.value("none"), None);
    }

    #[test]
    fn a_length_is_one_number() {
        let length = |lines: &str| {
            let text = format!("WARC/1.1\n{lines}\n");
            Head::read(text.as_bytes()).unwrap().content_length()
        };
        assert_eq!(length("Content-Length: 7\ncontent-length: 7\n"), Some(7));
        for wrong in [
            "",
            "Content-Length:\n",
            "Content-Length: +7\n",
            "Content-Length: 7 bytes\n",
            "Content-Length: 7\nContent-Length: 8\n",
            "Content-Length: 99999999999999999999999\n",
        ] {
            assert_eq!(length(wrong), None, "{wrong}");
        }
        assert_eq!(Head::read(b"WARC/1.0\r\nA: b\r\n"), None, "it is cut off");
    }
}
