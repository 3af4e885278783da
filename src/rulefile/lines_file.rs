//! Lines of hosts that repeat thousands: a file beside the rule file, which names it by its hash.
//!
//! It is JSON Lines: a header, then for each rule one row that names it and says how many lines it has, and behind that
//! the lines, each a list of what is known of it. docs/templates.md has the format.

use crate::rulefile::hidden::is_hidden;
use crate::rulefile::pack_source::PackSource;
use crate::rules::template::{LinePlace, TemplateLine};
use crate::text::line_key::{LineKey, Vary};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The version of the format that is written, and the only one that is read.
const VERSION: u32 = 1;
/// How every such file begins.
const START: &str = "{\"dechaff_lines\":";

/// The largest file of lines that is read.
pub const MAX_LINES_FILE_BYTES: usize = 256 << 20;

/// The ending of such files.
pub const LINES_FILE_ENDING: &str = "lines";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    dechaff_lines: u32,
}

/// Behind this row come the lines of a rule.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfRule<'r> {
    #[serde(borrow)]
    rule: Cow<'r, str>,
    lines: usize,
}

/// The lines of rules, by the rules' ids without their pack.
pub(crate) type LinesOfRules = BTreeMap<String, Vec<TemplateLine>>;

impl PackSource {
    /// Whether it is a file of lines beside a rule file, and no rule file itself.
    pub fn is_lines_file(&self) -> bool {
        self.text.starts_with(START)
    }
}

/// The first row of a file of lines.
pub(crate) fn push_header(out: &mut String) {
    push_row(
        &Header {
            dechaff_lines: VERSION,
        },
        out,
    );
}

/// The lines of a rule.
pub(crate) fn push_rule<'l>(
    rule: &str,
    lines: impl ExactSizeIterator<Item = &'l TemplateLine>,
    out: &mut String,
) {
    let of_rule = OfRule {
        rule: Cow::Borrowed(rule),
        lines: lines.len(),
    };
    push_row(&of_rule, out);
    for line in lines {
        let signs = signs_of(line);
        match line.key {
            Some(key) => push_row(&(signs, line.pages, &line.text, LineKey(key)), out),
            None => push_row(&(signs, line.pages, &line.text), out),
        }
    }
}

fn push_row(row: &impl Serialize, out: &mut String) {
    let json = serde_json::to_string(row).expect("these are strings and numbers");
    for c in json.chars() {
        // What nobody sees is spelt out, as in rule files.
        if is_hidden(c) || c == '\u{a0}' {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out.push('\n');
}

/// Place, variation and headline, a letter each; what is not known has none.
fn signs_of(line: &TemplateLine) -> String {
    let place = line.place.map(|place| match place {
        LinePlace::Start => 's',
        LinePlace::Middle => 'm',
        LinePlace::End => 'e',
    });
    let vary = match line.vary {
        Vary::Nothing => None,
        Vary::Numbers => Some('n'),
        Vary::Names => Some('a'),
    };
    let headline = line.is_headline.then_some('h');
    place.into_iter().chain(vary).chain(headline).collect()
}

/// Reads a file of lines. O(n).
///
/// # Errors
///
/// What is wrong, with the number of the row.
pub(crate) fn read(text: &str) -> Result<LinesOfRules, String> {
    let mut rows = text.lines().enumerate();
    let header = rows
        .next()
        .map(|(_, row)| serde_json::from_str::<Header>(row));
    match header {
        Some(Ok(header)) if header.dechaff_lines == VERSION => {}
        Some(Ok(header)) => {
            return Err(format!(
                "it has version {}, this dechaff reads version {VERSION}: learn anew",
                header.dechaff_lines
            ));
        }
        _ => return Err("row 1 is no header".to_owned()),
    }
    let mut rules = LinesOfRules::new();
    while let Some((at, row)) = rows.next() {
        let wrong = |at: usize, why: &str| Err(format!("row {}: {why}", at + 1));
        let Ok(OfRule { rule, lines }) = serde_json::from_str(row) else {
            return wrong(at, "it names no rule with its `lines`");
        };
        let mut of_rule = Vec::new();
        for _ in 0..lines {
            let Some((at, row)) = rows.next() else {
                return wrong(at, "fewer lines follow than it says");
            };
            match line_of(row) {
                Some(line) => of_rule.push(line),
                None => {
                    return wrong(
                        at,
                        "it is no line: [signs, pages, text], and the key of a long one",
                    );
                }
            }
        }
        if rules.insert(rule.into_owned(), of_rule).is_some() {
            return wrong(at, "the rule was there before");
        }
    }
    Ok(rules)
}

fn line_of(row: &str) -> Option<TemplateLine> {
    type Short<'r> = (Cow<'r, str>, u32, Cow<'r, str>);
    type Long<'r> = (Cow<'r, str>, u32, Cow<'r, str>, LineKey);
    let (signs, pages, text, key) = if let Ok(short) = serde_json::from_str::<Short<'_>>(row) {
        (short.0, short.1, short.2, None)
    } else {
        let (signs, pages, text, key) = serde_json::from_str::<Long<'_>>(row).ok()?;
        (signs, pages, text, Some(key.0))
    };
    let mut line = TemplateLine {
        text: text.into_owned(),
        vary: Vary::Nothing,
        key,
        pages,
        is_headline: false,
        place: None,
    };
    for sign in signs.chars() {
        match sign {
            's' => line.place = Some(LinePlace::Start),
            'm' => line.place = Some(LinePlace::Middle),
            'e' => line.place = Some(LinePlace::End),
            'n' => line.vary = Vary::Numbers,
            'a' => line.vary = Vary::Names,
            'h' => line.is_headline = true,
            _ => return None,
        }
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line() -> impl Strategy<Value = TemplateLine> {
        let vary = prop::sample::select(vec![Vary::Nothing, Vary::Numbers, Vary::Names]);
        let place = prop::option::of(prop::sample::select(vec![
            LinePlace::Start,
            LinePlace::Middle,
            LinePlace::End,
        ]));
        (
            any::<String>(),
            vary,
            any::<Option<u64>>(),
            any::<u32>(),
            any::<bool>(),
            place,
        )
            .prop_map(
                |(text, vary, key, pages, is_headline, place)| TemplateLine {
                    text,
                    vary,
                    key,
                    pages,
                    is_headline,
                    place,
                },
            )
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(lines in prop::collection::vec(line(), 0..20), other in line()) {
            let mut text = String::new();
            push_header(&mut text);
            push_rule("tide-example", lines.iter(), &mut text);
            push_rule("boat", [other.clone()].iter(), &mut text);
            let read = read(&text).expect("what was written");
            prop_assert_eq!(&read["tide-example"], &lines);
            prop_assert_eq!(&read["boat"], &vec![other]);
            let source = PackSource { name: String::new(), text };
            prop_assert!(source.is_lines_file());
        }
    }

    #[test]
    fn what_is_no_file_of_lines_is_refused() {
        let header = "{\"dechaff_lines\":1}\n";
        for (rows, wanted) in [
            ("{\"rule\":\"a\"}", "row 2: it names no rule"),
            (
                "{\"rule\":\"a\",\"lines\":2}\n[\"m\",3,\"Tides\"]",
                "row 2: fewer lines follow",
            ),
            (
                "{\"rule\":\"a\",\"lines\":1}\n[\"x\",3,\"Tides\"]",
                "row 3: it is no line",
            ),
            (
                "{\"rule\":\"a\",\"lines\":0}\n{\"rule\":\"a\",\"lines\":0}",
                "row 3: the rule was there",
            ),
        ] {
            let error = read(&format!("{header}{rows}\n")).expect_err("it is none");
            assert!(error.starts_with(wanted), "{error}");
        }
        assert!(
            read("{\"dechaff_lines\":2}\n")
                .expect_err("a later one")
                .contains("version 2")
        );
        assert!(read("").is_err());
    }
}
