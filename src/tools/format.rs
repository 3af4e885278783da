//! Rule files in their canonical form: one order of keys, one blank line between rules.
//!
//! Values are left as they are written, so that lists stay as their author wrapped them. Comments
//! go with the key below them, or beside them.

use crate::rulefile::check::size::MAX_FILE_BYTES;
use crate::rulefile::code::Code;
use crate::rulefile::diagnostic::RuleErrors;
use crate::rulefile::pack_source::PackSource;
use crate::rulefile::reporter::Reporter;
use toml_edit::{DocumentMut, Item, Table, TomlError};

/// The order of keys: of a file, of a rule, of `match` and of `when`. No key of one is one of
/// another, but for `allow` and the lists of phrases, so that one list serves for all.
const ORDER: &[&str] = &[
    "schema",
    "pack",
    "template_lines",
    "parts",
    "part",
    "id",
    "rule",
    "about",
    "level",
    "kind",
    "match",
    "remove",
    "plus_lines",
    "confidence",
    "when",
    "domain",
    "lang",
    "first",
    "last",
    "after",
    "prev",
    "next",
    "heading",
    "max_words",
    "min_words",
    "add",
    "unless",
    "allow",
    "tests",
];

/// The file in its canonical form, with the meaning that it has. O(n log n) in its bytes.
///
/// Keys come in one order, with one blank line between rules and one space on each side of `=`;
/// values and comments stay as they are. What is canonical comes back as it is.
///
/// # Errors
///
/// Where the file is not TOML, or too large. What else may be wrong with it does not matter.
///
/// # Example
///
/// ```
/// use dechaff::PackSource;
/// use dechaff::tools::format::format_rules;
///
/// let text = "pack='t'\nschema=1\n[[rule]]\nkind = 'ad' # a slot\nid = 'a'\n";
/// let source = PackSource { name: "t.toml".to_owned(), text: text.to_owned() };
/// let wanted = "schema = 1\npack = 't'\n\n[[rule]]\nid = 'a'\nkind = 'ad' # a slot\n";
/// assert_eq!(format_rules(&source)?, wanted);
/// # Ok::<(), dechaff::RuleErrors>(())
/// ```
pub fn format_rules(source: &PackSource) -> Result<String, RuleErrors> {
    if source.text.len() > MAX_FILE_BYTES {
        let message = format!("the file has {} bytes", source.text.len());
        return Err(refused(source, Code::TooLarge, 0..0, &message));
    }
    // Newlines of one sort come back as they were; of several sorts each stays in its place.
    let newlines = memchr::memchr_iter(b'\n', source.text.as_bytes()).count();
    if newlines > 0 && source.text.matches("\r\n").count() == newlines {
        let unix = PackSource {
            name: source.name.clone(),
            text: source.text.replace("\r\n", "\n"),
        };
        return Ok(format_unix(&unix)?.replace('\n', "\r\n"));
    }
    format_unix(source)
}

fn format_unix(source: &PackSource) -> Result<String, RuleErrors> {
    let parsed = source.text.parse::<DocumentMut>();
    let mut document = parsed.map_err(|error| not_toml(source, &error))?;
    arrange_file(document.as_table_mut());
    let tail = block_of(document.trailing().as_str().unwrap_or_default());
    let tail = tail.trim_end();
    document.set_trailing(if tail.is_empty() {
        String::new()
    } else {
        format!("{tail}\n")
    });
    let text = document.to_string();
    // Formatting must never change a rule. Should it ever, the file is better left as it is.
    let meaning = |text: &str| toml::from_str::<toml::Table>(text).ok();
    if meaning(&text) == meaning(&source.text) {
        Ok(text)
    } else {
        Ok(source.text.clone())
    }
}

fn not_toml(source: &PackSource, error: &TomlError) -> RuleErrors {
    let span = error.span().unwrap_or(0..0);
    refused(source, Code::Syntax, span, error.message().trim())
}

fn refused(
    source: &PackSource,
    code: Code,
    span: std::ops::Range<usize>,
    message: &str,
) -> RuleErrors {
    let mut reporter = Reporter::new(&source.name, &source.text);
    reporter.error(code, span, message, "here");
    RuleErrors::new(reporter.finish())
}

fn arrange_file(root: &mut Table) {
    let first = |root: &Table| root.iter().next().map(|(key, _)| key.to_owned());
    let old_first = first(root);
    let header = old_first
        .as_deref()
        .and_then(|key| change_prefix(root, key, &|_| String::new()))
        .unwrap_or_default();
    arrange_keys(root);
    if let Some(key) = first(root) {
        put_header(root, &key, header.trim_start_matches(['\n', ' ']));
    }
    let mut is_first = root.iter().next().is_none();
    let keys: Vec<String> = root.iter().map(|(key, _)| key.to_owned()).collect();
    for key in keys {
        match &mut root[&key] {
            Item::Table(table) if !table.is_dotted() => {
                if key == "allow" {
                    table.set_position(Some(-1)); // before every rule
                }
                arrange_table(table, &mut is_first);
            }
            Item::ArrayOfTables(tables) => {
                for table in tables.iter_mut() {
                    arrange_table(table, &mut is_first);
                }
            }
            _ => is_first = false,
        }
    }
}

/// The comment at the file's top stays at its top, whichever key stands below it.
fn put_header(root: &mut Table, key: &str, header: &str) {
    if header.is_empty() {
        return;
    }
    if change_prefix(root, key, &|own| format!("{header}{own}")).is_none()
        && let Some(table) = first_table(&mut root[key])
    {
        // A file without keys begins with a table.
        let own = table.decor().prefix().and_then(|prefix| prefix.as_str());
        let whole = format!("{header}{}", own.unwrap_or_default());
        table.decor_mut().set_prefix(whole);
    }
}

fn first_table(item: &mut Item) -> Option<&mut Table> {
    match item {
        Item::Table(table) => Some(table),
        Item::ArrayOfTables(tables) => tables.iter_mut().next(),
        _ => None,
    }
}

/// Changes what stands before a key, of a dotted key before its first one; returns what it was.
fn change_prefix(table: &mut Table, key: &str, change: &dyn Fn(&str) -> String) -> Option<String> {
    if let Item::Table(inner) = table.get_mut(key)? {
        let first = inner
            .is_dotted()
            .then(|| inner.iter().next())??
            .0
            .to_owned();
        return change_prefix(inner, &first, change);
    }
    let (mut key, item) = table.get_key_value_mut(key)?;
    item.is_value().then_some(())?;
    let decor = key.leaf_decor_mut();
    let own = decor.prefix().and_then(|prefix| prefix.as_str());
    let own = own.unwrap_or_default().to_owned();
    decor.set_prefix(change(&own));
    Some(own)
}

/// A table under a header, and the tables that belong to it.
fn arrange_table(table: &mut Table, is_first: &mut bool) {
    let before = table.decor().prefix().and_then(|prefix| prefix.as_str());
    let before = block_of(before.unwrap_or_default());
    let gap = if *is_first { "" } else { "\n" };
    *is_first = false;
    table.decor_mut().set_prefix(format!("{gap}{before}"));
    arrange_keys(table);
    for (_, item) in table.iter_mut() {
        if let Item::Table(inner) = item
            && !inner.is_dotted()
        {
            arrange_table(inner, &mut false);
        }
    }
}

fn arrange_keys(table: &mut Table) {
    table.sort_values_by(|one, _, other, _| rank(one.get()).cmp(&rank(other.get())));
    tidy_keys(table);
}

fn rank(key: &str) -> usize {
    let known = ORDER.iter().position(|one| *one == key);
    // The one matcher of `match` stands wherever; unknown keys come last.
    known.unwrap_or(ORDER.len())
}

fn tidy_keys(table: &mut Table) {
    for (mut key, item) in table.iter_mut() {
        key.dotted_decor_mut().clear();
        match item {
            Item::Value(value) => {
                let decor = key.leaf_decor_mut();
                let before = decor.prefix().and_then(|prefix| prefix.as_str());
                let before = comments_of(before.unwrap_or_default());
                decor.set_prefix(before);
                decor.set_suffix(" ");
                let decor = value.decor_mut();
                let after = decor.suffix().and_then(|suffix| suffix.as_str());
                let after = after.unwrap_or_default().trim_end().to_owned();
                decor.set_prefix(" ");
                decor.set_suffix(after);
            }
            Item::Table(inner) if inner.is_dotted() => tidy_keys(inner),
            _ => {}
        }
    }
}

/// The comment lines of what stands before a key.
fn comments_of(before: &str) -> String {
    let lines = before
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// What stands before a header: comments in blocks, parted by one blank line each.
fn block_of(before: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for line in before.lines().map(str::trim) {
        if line.is_empty() {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
    }
    if gap {
        out.push('\n');
    }
    out
}
