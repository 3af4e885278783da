//! Adding to a rule file as a person would: what stands there stays, comments and all.

use crate::rulefile::marks;
use crate::rulefile::toml_text::{line_of_block, quoted_visibly};
use crate::text::line_counter::line_of;
use std::fmt::Write as _;
use toml_edit::{Array, Document, DocumentMut, Item, Table, Value};

/// How many columns a list of tests may take that stands on one line.
const MAX_COLUMNS: usize = 100;
/// The indentation of tests where the file has none to follow.
const INDENT: &str = "  ";

/// A rule file with something added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The file's new text.
    pub text: String,
    /// The line on which the addition starts, from 1.
    pub line: usize,
}

/// Why nothing could be added to a rule file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct EditError(EditProblem);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum EditProblem {
    #[error("the file is not TOML: {0}")]
    NotToml(String),
    #[error("the file has no rule `{0}`")]
    NoRule(String),
    #[error("`{0}` is written as an inline table; write it as [[rule]] first")]
    Inline(String),
    #[error("the test would not be read back as it is: {0}")]
    Unreadable(String),
}

impl From<EditProblem> for EditError {
    fn from(problem: EditProblem) -> Self {
        Self(problem)
    }
}

/// Adds a test to a rule of the file `source`, by the rule's id without its pack, after the tests
/// that it has. O(n) in the file's bytes.
///
/// # Errors
///
/// Where the file is not TOML or has no such rule, or the test's marks do not pair.
///
/// # Example
///
/// ```
/// let file = "[[rule]]\nid = \"more\" # the label\nmatch.line = [\"More\"]\n";
/// let edited = dechaff::tools::rule_tests::add_test(file, "more", "[-More-]")?;
/// assert_eq!(edited.text, format!("{file}tests = [\n  \"[-More-]\",\n]\n"));
/// # Ok::<(), dechaff::tools::rule_tests::EditError>(())
/// ```
pub fn add_test(source: &str, rule: &str, test: &str) -> Result<Edited, EditError> {
    let read = |raw: &str| marks::read(raw, 0).map(|test| (test.text.clone(), test.marked));
    let wanted = read(test).map_err(|error| EditProblem::Unreadable(format!("{error:?}")))?;
    let mut document: DocumentMut = source
        .parse()
        .map_err(|error: toml_edit::TomlError| EditProblem::NotToml(error.message().to_owned()))?;
    let place = TestPlace::find(&document, rule)?;
    let table = place.table_mut(&mut document);
    let tests = table
        .entry("tests")
        .or_insert_with(|| Item::Value(Array::new().into()));
    let tests = tests
        .as_array_mut()
        .ok_or_else(|| EditProblem::NotToml("`tests` is not a list".to_owned()))?;
    push(tests, test);
    let edited = document.to_string();
    let (line, written) = place.last_test(&edited)?;
    if read(&written) == Ok(wanted) {
        Ok(Edited { text: edited, line })
    } else {
        Err(EditProblem::Unreadable(test.to_owned()).into())
    }
}

/// Where in a document a rule stands.
struct TestPlace {
    list: &'static str,
    index: usize,
}

impl TestPlace {
    fn find(document: &DocumentMut, rule: &str) -> Result<Self, EditProblem> {
        let has_id = |id: Option<&Item>| id.and_then(Item::as_str) == Some(rule);
        for list in ["rule", "protect"] {
            let Some(item) = document.get(list) else {
                continue;
            };
            let tables = item.as_array_of_tables().into_iter().flatten();
            if let Some(index) = tables.map(|table| table.get("id")).position(has_id) {
                return Ok(Self { list, index });
            }
            let mut inline = item.as_array().into_iter().flatten();
            let inline_id = |value: &Value| {
                let id = value.as_inline_table().and_then(|table| table.get("id"));
                id.and_then(Value::as_str) == Some(rule)
            };
            if inline.any(inline_id) {
                return Err(EditProblem::Inline(rule.to_owned()));
            }
        }
        Err(EditProblem::NoRule(rule.to_owned()))
    }

    fn table_mut<'d>(&self, document: &'d mut DocumentMut) -> &'d mut Table {
        document[self.list]
            .as_array_of_tables_mut()
            .and_then(|tables| tables.get_mut(self.index))
            .expect("the rule was found in this document")
    }

    /// The line on which the rule's last test starts, and the test.
    fn last_test(&self, text: &str) -> Result<(usize, String), EditProblem> {
        let parsed = Document::parse(text)
            .map_err(|error| EditProblem::NotToml(error.message().to_owned()))?;
        let table = parsed[self.list]
            .as_array_of_tables()
            .and_then(|tables| tables.get(self.index));
        let tests = table.and_then(|table| table.get("tests"));
        let last = tests
            .and_then(Item::as_array)
            .and_then(|all| all.iter().last());
        let (span, written) = last
            .and_then(|test| Some((test.span()?, test.as_str()?)))
            .ok_or_else(|| EditProblem::NotToml("`tests` is not a list of texts".to_owned()))?;
        Ok((line_of(text, span.start), written.to_owned()))
    }
}

/// Adds the test to the list in the list's own layout; a list on one line that would grow too long
/// becomes one of a test a line.
fn push(tests: &mut Array, test: &str) {
    let several_lines = test.contains('\n');
    let one_line = !tests.to_string().trim().contains('\n');
    let columns = "tests = ".len() + tests.to_string().trim().len() + 2 + test.len();
    if one_line && !tests.is_empty() && !several_lines && columns <= MAX_COLUMNS {
        let mut value = written(test, "");
        value.decor_mut().set_prefix(" ");
        tests.push_formatted(value);
        return;
    }
    let indent = if let Some(indent) = indent_of(tests) {
        indent
    } else {
        break_lines(tests);
        INDENT.to_owned()
    };
    // A comment behind the last test belongs to that test.
    let trailing = tests.trailing().as_str().unwrap_or_default().trim_end();
    let prefix = format!("{trailing}\n{indent}");
    let mut value = written(test, &indent);
    value.decor_mut().set_prefix(prefix);
    tests.push_formatted(value);
    tests.set_trailing("\n");
    tests.set_trailing_comma(true);
}

/// The indentation of the list's last test, where that begins a line.
fn indent_of(tests: &Array) -> Option<String> {
    let last = tests.iter().last()?;
    let prefix = last.decor().prefix()?.as_str()?;
    let (_, indent) = prefix.rsplit_once('\n')?;
    Some(indent.to_owned())
}

fn break_lines(tests: &mut Array) {
    for value in tests.iter_mut() {
        value.decor_mut().set_prefix(format!("\n{INDENT}"));
        value.decor_mut().set_suffix("");
    }
}

/// The test as TOML: a text of several lines with each line indented, which reading takes away.
fn written(test: &str, indent: &str) -> Value {
    let source = if test.contains('\n') {
        // A quotation mark at the end would run into those that close the text.
        let (body, end) = match test.strip_suffix('"') {
            Some(body) => (body, "\\\""),
            None => (test, ""),
        };
        let mut lines = String::new();
        let last = body.matches('\n').count();
        for (at, line) in body.split('\n').enumerate() {
            let blank = line.is_empty() && (at < last || end.is_empty());
            let indent = if blank { "" } else { indent };
            let _ = write!(lines, "\n{indent}{}", line_of_block(line));
        }
        format!("\"\"\"{lines}{end}\"\"\"")
    } else if test.contains(['"', '\\']) && !test.contains(['\'', '\t']) && !has_control(test) {
        format!("'{test}'")
    } else {
        quoted_visibly(test)
    };
    source
        .parse()
        .expect("everything that TOML forbids is escaped")
}

fn has_control(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && c != '\t')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn added(file: &str, test: &str) -> String {
        add_test(file, "a", test).expect("the file is sound").text
    }

    #[test]
    fn a_list_keeps_its_layout_and_comments() {
        let file = "# top\nrule = 1 # not ours\n";
        assert!(add_test(file, "a", "x").is_err());
        let file = "[[rule]]\nid = \"a\"\ntests = [\n    \"[-one-]\",   # why\n    # last word\n]\n\n# next\n[[rule]]\nid = \"b\"\n";
        assert_eq!(
            added(file, "two\n[-three-]"),
            "[[rule]]\nid = \"a\"\ntests = [\n    \"[-one-]\",   # why\n    # last word\n    \"\"\"\n    two\n    [-three-]\"\"\",\n]\n\n# next\n[[rule]]\nid = \"b\"\n"
        );
    }

    #[test]
    fn a_short_list_stays_on_its_line() {
        let file = "[[rule]]\nid = \"a\"\ntests = [\"one\"] # both\nwhen.first = 2\n";
        assert_eq!(
            added(file, "[-two-]"),
            "[[rule]]\nid = \"a\"\ntests = [\"one\", \"[-two-]\"] # both\nwhen.first = 2\n"
        );
        let long = "word ".repeat(20) + "end";
        assert_eq!(
            added(file, &long),
            format!(
                "[[rule]]\nid = \"a\"\ntests = [\n  \"one\",\n  \"{long}\",\n] # both\nwhen.first = 2\n"
            )
        );
    }

    #[test]
    fn the_line_is_that_of_the_new_test() {
        let file = "[[rule]]\nid = \"a\"\n[rule.when]\nfirst = 2\n\n[[protect]]\nid = \"c\"\n";
        let edited = add_test(file, "a", "x\ny").expect("it has that rule");
        let at = edited.text.lines().nth(edited.line - 1);
        assert_eq!(at, Some("  \"\"\""), "{}", edited.text);
        assert!(edited.text.contains("[rule.when]\nfirst = 2\n"));
        assert!(add_test(file, "c", "x").is_ok());
    }

    #[test]
    fn what_cannot_be_edited_is_said() {
        let wrong = |file: &str| add_test(file, "a", "x").expect_err("it cannot").to_string();
        assert_eq!(wrong("[[rule]]\nid = \"b\""), "the file has no rule `a`");
        assert!(wrong("rule = [{ id = \"a\" }]").contains("inline table"));
        assert!(wrong("[[rule]]\nid = ").starts_with("the file is not TOML"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            lines in prop::collection::vec("[\\PC\"\\\\'\t\u{1}]{0,12}[a-z\"]", 1..4),
        ) {
            let test = lines.join("\n");
            prop_assume!(!test.contains("[-") && !test.contains("-]"));
            let file = "[[rule]]\nid = \"a\"\n";
            prop_assert!(add_test(file, "a", &test).is_ok());
        }
    }
}
