//! A row of a JSONL file: its text read out of it, and put into it. All of its other bytes stay as they are.

use crate::io::format::jsonl::field_path::{Found, find};
use crate::io::format::jsonl::fields::Fields;
use crate::io::format::jsonl::spelling::Spelled;
use serde_json::value::RawValue;
use std::ops::Range;

/// A row that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'r> {
    line: &'r str,
    /// What stands where the text should.
    pub text: RowText,
    /// Whether the key of the text stands more than once; the last one is cleaned.
    pub text_twice: bool,
    /// The row's id, as text: a string without its quotes and escapes, or a number.
    pub id: Option<String>,
    /// The id as the row spells it, whatever it is.
    pub raw_id: Option<&'r str>,
    /// Where the page was found.
    pub url: Option<String>,
    /// The page's language, as the row has it.
    pub lang: Option<String>,
}

/// What stands where the text of a row should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowText {
    /// A text: the bytes of the row between its quotes.
    Text(Range<usize>),
    /// `null`.
    Null,
    /// Nothing: the row has no such field.
    Missing,
    /// Something that is no text; what it is.
    Other(&'static str),
}

/// Why a line is no row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowError {
    /// The bytes are not UTF-8.
    #[error("not UTF-8 from byte {0} of the row")]
    NotUtf8(usize),
    /// It is JSON, or begins as such, but no object.
    #[error("not a JSON object but {0}")]
    NotAnObject(&'static str),
    /// It is no JSON.
    #[error("not JSON from column {column}: {why}")]
    NotJson {
        /// The byte of the row, from 1.
        column: usize,
        /// What is wrong there.
        why: String,
    },
}

impl<'r> Row<'r> {
    /// Reads a line without its end. Checks that all of it is JSON. O(n) in bytes.
    ///
    /// # Errors
    ///
    /// Where it is no JSON object. A row without text is none.
    ///
    /// # Example
    ///
    /// ```
    /// use dechaff::io::format::jsonl::{Fields, Row};
    ///
    /// let fields = Fields::of_text("text");
    /// let row = Row::read(br#"{"id": 9007199254740993, "text": "caf\u00e9"}"#, &fields)?;
    /// assert_eq!(row.spelled().expect("it has a text").unescape().text, "café");
    /// # Ok::<(), dechaff::io::format::jsonl::RowError>(())
    /// ```
    pub fn read(line: &'r [u8], fields: &Fields) -> Result<Self, RowError> {
        let line =
            std::str::from_utf8(line).map_err(|error| RowError::NotUtf8(error.valid_up_to()))?;
        if let Some(what) = not_an_object(line)? {
            return Err(RowError::NotAnObject(what));
        }
        let mut found = find(line, &fields.paths()).map_err(|error| not_json(&error))?;
        let [text, id, url, lang] = [0, 1, 2, 3].map(|slot| {
            let at = fields.slot(slot)?;
            Some(std::mem::take(&mut found[at]))
        });
        let text = text.unwrap_or_default();
        let string = |slot: Option<Found<'r>>| scalar(slot?.value?);
        Ok(Self {
            line,
            text: RowText::of(line, text.value),
            text_twice: text.twice,
            raw_id: id.as_ref().and_then(|found| found.value),
            id: string(id),
            url: string(url),
            lang: string(lang),
        })
    }

    /// The row as it came.
    pub fn line(&self) -> &'r str {
        self.line
    }

    /// The text as the row spells it, where it has one.
    pub fn spelled(&self) -> Option<Spelled<'r>> {
        match &self.text {
            RowText::Text(range) => Some(Spelled::new(&self.line[range.clone()])),
            _ => None,
        }
    }

    /// The row with another text in place of its own, which is given in parts as JSON spells them, is added to `to`.
    /// A row without text is added as it is.
    pub fn write_with<'p>(&self, parts: impl IntoIterator<Item = &'p str>, to: &mut Vec<u8>) {
        let RowText::Text(range) = &self.text else {
            return to.extend_from_slice(self.line.as_bytes());
        };
        to.extend_from_slice(&self.line.as_bytes()[..range.start]);
        parts
            .into_iter()
            .for_each(|part| to.extend_from_slice(part.as_bytes()));
        to.extend_from_slice(&self.line.as_bytes()[range.end..]);
    }
}

impl RowText {
    fn of(line: &str, value: Option<&str>) -> Self {
        let Some(value) = value else {
            return Self::Missing;
        };
        match value.as_bytes()[0] {
            b'"' => {
                // Both are parts of one string, so that the distance is the place.
                let start = value.as_ptr() as usize - line.as_ptr() as usize;
                Self::Text(start + 1..start + value.len() - 1)
            }
            b'n' => Self::Null,
            first => Self::Other(kind_of(first)),
        }
    }
}

/// A string or number as text; `None` for anything else, and for a string with half a surrogate pair.
fn scalar(value: &str) -> Option<String> {
    match value.as_bytes()[0] {
        b'"' => {
            let text = Spelled::new(&value[1..value.len() - 1]).unescape();
            (!text.has_lone_surrogate).then(|| text.text.into_owned())
        }
        b'-' | b'0'..=b'9' => Some(value.to_owned()),
        _ => None,
    }
}

/// What a line is that is JSON and no object.
fn not_an_object(line: &str) -> Result<Option<&'static str>, RowError> {
    match line.trim_ascii_start().bytes().next() {
        Some(b'{') => Ok(None),
        Some(first) => match serde_json::from_str::<&RawValue>(line) {
            Ok(_) => Ok(Some(kind_of(first))),
            Err(error) => Err(not_json(&error)),
        },
        None => Ok(Some("a blank line")),
    }
}

fn kind_of(first: u8) -> &'static str {
    match first {
        b'{' => "an object",
        b'[' => "a list",
        b'"' => "a string",
        b't' | b'f' => "true or false",
        b'n' => "null",
        b'-' | b'0'..=b'9' => "a number",
        _ => "something else",
    }
}

fn not_json(error: &serde_json::Error) -> RowError {
    let said = error.to_string();
    let why = said.split(" at line ").next().unwrap_or(&said);
    RowError::NotJson {
        column: error.column(),
        why: why.to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;
    use crate::io::format::jsonl::field_path::FieldPath;
    use crate::text::span::Span;
    use proptest::prelude::*;
    use std::borrow::Cow;

    fn all_fields(text: &str) -> Fields {
        Fields {
            id: Some(FieldPath::new("id")),
            url: Some(FieldPath::new("metadata.url")),
            lang: Some(FieldPath::new("lang")),
            ..Fields::of_text(text)
        }
    }

    fn read(line: &str) -> Row<'_> {
        Row::read(line.as_bytes(), &all_fields("text")).unwrap()
    }

    #[test]
    fn fields_are_found_by_their_paths() {
        let row = read(
            r#" {"id":12345678901234567890123, "metadata":{"a":[1],"url":"https:\/\/quay.example"},"lang":null,"text":"a"} "#,
        );
        assert_eq!(row.id.as_deref(), Some("12345678901234567890123"));
        assert_eq!(row.url.as_deref(), Some("https://quay.example"));
        assert_eq!(row.lang, None);
        let literal = read(r#"{"metadata":{"url":"inner"},"metadata.url":"outer","text":""}"#);
        assert_eq!(literal.url.as_deref(), Some("outer"));
        let nested = all_fields("page.body.text");
        let line = br#"{"page":{"text":1,"body":{"text":"deep"}}}"#;
        let row = Row::read(line, &nested).unwrap();
        assert_eq!(&*row.spelled().unwrap().unescape().text, "deep");
    }

    #[test]
    fn the_last_of_two_keys_counts() {
        let row = read(r#"{"text":"one","text":"two"}"#);
        assert!(row.text_twice);
        let mut out = Vec::new();
        row.write_with(["three"], &mut out);
        assert_eq!(out, br#"{"text":"one","text":"three"}"#);
        assert!(!read(r#"{"text":"one","TEXT":"two"}"#).text_twice);
        let escaped = read(r#"{"t\u0065xt":"one"}"#);
        assert_eq!(&*escaped.spelled().unwrap().unescape().text, "one");
    }

    #[test]
    fn rows_without_text_say_why() {
        for (line, text) in [
            ("{}", RowText::Missing),
            (r#"{"text":null}"#, RowText::Null),
            (r#"{"text":["a"]}"#, RowText::Other("a list")),
            (r#"{"text":{"a":1}}"#, RowText::Other("an object")),
            (r#"{"text":-1.0}"#, RowText::Other("a number")),
            (r#"{"text":true}"#, RowText::Other("true or false")),
        ] {
            assert_eq!(read(line).text, text, "{line}");
        }
    }

    #[test]
    fn what_is_no_row_is_an_error() {
        let error = |line: &[u8]| {
            Row::read(line, &all_fields("text"))
                .unwrap_err()
                .to_string()
        };
        assert_eq!(error(b"[1]"), "not a JSON object but a list");
        assert_eq!(error(b" true "), "not a JSON object but true or false");
        assert!(error(b"text").starts_with("not JSON from column 2"));
        assert_eq!(
            error(b"{\"a\":\"\xff\"}"),
            "not UTF-8 from byte 6 of the row"
        );
        assert!(error(br#"{"text":"a"#).starts_with("not JSON from column 10: EOF"));
        assert!(error(br#"{"text":"a"} {"#).contains("trailing"));
        assert!(error(b"{\"text\":\"a\rb\"}").contains("control character"));
        assert!(error(br#"{"text":"\x"}"#).contains("escape"));
    }

    #[test]
    fn deep_and_large_rows_are_read() {
        let deep = format!(
            r#"{{"a":{}{},"text":"here"}}"#,
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        assert_eq!(&*read(&deep).spelled().unwrap().unescape().text, "here");
    }

    /// Any JSON value, with numbers that no type holds and spellings that no writer chooses.
    fn value() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,5})?([eE][+-]?[0-9]{1,3})?",
            any::<String>().prop_map(|text| serde_json::to_string(&text).unwrap()),
            Just(r#""\/\u00E9\ud800""#.to_owned()),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4)
                    .prop_map(|list| format!("[{}]", list.join(" , "))),
                prop::collection::vec((key(), inner), 0..4).prop_map(|list| object(&list)),
            ]
        })
    }

    fn key() -> impl Strategy<Value = String> {
        let key = prop_oneof!["[a-e]{1,2}", "\\PC{0,3}", Just("text\u{301}".to_owned())];
        key.prop_map(|key| serde_json::to_string(&key).unwrap())
    }

    fn object(members: &[(String, String)]) -> String {
        let members = members.iter().map(|(key, value)| format!("{key}: {value}"));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    }

    proptest! {
        /// All other bytes stay, and the row comes back.
        #[test]
        fn only_the_text_changes(
            before in prop::collection::vec((key(), value()), 0..4),
            after in prop::collection::vec((key(), value()), 0..4),
            text in any::<String>(),
            ascii in any::<bool>(),
            cut in (0_usize..40, 0_usize..40),
        ) {
            use crate::io::format::jsonl::spelling::Style;
            let style = if ascii { Style::Ascii } else { Style::Plain };
            let own = (r#""text""#.to_owned(), format!("\"{}\"", style.spell(&text)));
            let members = [&before[..], &[own], &after].concat();
            let line = object(&members);
            let row = Row::read(line.as_bytes(), &Fields::of_text("text")).unwrap();
            prop_assert!(!row.text_twice);
            let spelled = row.spelled().unwrap();
            prop_assert_eq!(&*spelled.unescape().text, &text);
            let (start, end) = (cut.0.min(cut.1), cut.0.max(cut.1));
            if !(text.is_char_boundary(start) && text.is_char_boundary(end)) {
                return Ok(());
            }
            let span = Span::new(start, end);
            let parts = spelled.part(std::iter::once(span)).unwrap();
            let mut out = Vec::new();
            row.write_with(parts.kept.iter().copied(), &mut out);
            let clean = Row::read(&out, &Fields::of_text("text")).unwrap();
            let head = line.len() - parts.kept.concat().len() - parts.cut[0].len();
            prop_assert_eq!(out.len(), head + parts.kept.concat().len());
            prop_assert_eq!(style.spell(&text[start..end]), parts.cut[0]);
            let cuts = [(start, end - start, Cow::Borrowed(parts.cut[0]))];
            let joined = clean.spelled().unwrap().join(cuts.into_iter()).unwrap();
            let mut again = Vec::new();
            clean.write_with([joined.as_str()], &mut again);
            prop_assert_eq!(again, line.as_bytes());
        }

        #[test]
        fn no_bytes_make_a_panic(line in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = Row::read(&line, &all_fields("text"));
        }
    }
}
