//! What holds whatever the input is: run by proptest from here, and by cargo-fuzz from `fuzz/`, where
//! this file is a crate. A body panics where it does not hold.

use dechaff::tools::format::format_rules;
use dechaff::view::{Format, shown};
use dechaff::{
    Cleaner, Mode, Options, PackSource, Page, PageMeta, Record, RuleErrors, Rules, RulesBuilder,
};
use std::sync::LazyLock;

static CAREFUL: LazyLock<Cleaner> = LazyLock::new(Cleaner::shipped);
static BALANCED: LazyLock<Cleaner> =
    LazyLock::new(|| Cleaner::builder().mode(Mode::Balanced).build());
static THOROUGH: LazyLock<Cleaner> =
    LazyLock::new(|| Cleaner::builder().mode(Mode::Thorough).build());

/// Cleans a page, restores it, and cleans the clean text again.
pub fn clean(text: &str) {
    for cleaner in [&CAREFUL, &THOROUGH] {
        let page = Page::new(text);
        let cleaned = cleaner.clean(&page);
        let record = cleaned.record("page");
        assert_eq!(record.restore(&cleaned.text).as_deref(), Ok(text));
        // Not promised of a page that was kept whole, or did not settle.
        if cleaned.warnings.is_empty() {
            let again = cleaner.clean(&Page::new(&cleaned.text));
            assert_eq!(again.text, cleaned.text, "{:#?}", again.cuts);
        }
    }
}

/// Takes lines by their last letter: about half of them, wherever they stand.
static ANY_LINES: LazyLock<Cleaner> = LazyLock::new(|| {
    let text = "schema = 1\npack = 't'\n[[rule]]\nid = 'x'\nkind = 'other'\n\
        match.regex = '(?i)[ac-fhk-m1](?:[^a-z]{0,9})$'\n";
    let source = PackSource {
        name: "x.toml".to_owned(),
        text: text.to_owned(),
    };
    let rules = RulesBuilder::new().without_shipped().file(source).build();
    by_rules(rules.expect("it is sound"))
});

/// Cleans a page in every format and mode: what goes are whole characters, apart from each other, all of it comes back,
/// what is left is clean, and shows nothing that did not show before.
pub fn view(text: &str) {
    for format in Format::ALL {
        for cleaner in [&CAREFUL, &BALANCED, &THOROUGH, &ANY_LINES] {
            viewed(cleaner, text, *format);
        }
    }
}

fn viewed(by: &Cleaner, text: &str, format: Format) {
    let page = |text, format| {
        let meta = PageMeta::default();
        Page::with_meta(text, PageMeta { format, ..meta })
    };
    let first = page(text, format);
    let cleaned = by.clean(&first);
    let mut end = 0;
    for cut in &cleaned.cuts {
        assert!(end <= cut.span.start && cut.span.start < cut.span.end);
        assert!(text.get(cut.span.range()).is_some());
        end = cut.span.end;
    }
    let record = cleaned.record("page");
    assert_eq!(record.restore(&cleaned.text).as_deref(), Ok(text));
    if cleaned.warnings.is_empty() {
        let again = by.clean(&page(&cleaned.text, format));
        assert_eq!(again.text, cleaned.text, "{format}: {:#?}", again.cuts);
    }
    // Text whose marks are few is read as something else without them.
    if format != Format::Auto {
        let before = shown(text, format);
        let mut before = words(&before);
        let after = shown(&cleaned.text, format);
        for c in words(&after) {
            assert!(before.any(|one| one == c), "{format}: {after:?} shows more");
        }
    }
}

/// The letters and digits of a text.
fn words(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric())
}

/// Loads a rule file; cleans a page by it, or says what is wrong.
pub fn rule_file(bytes: &[u8]) {
    let builder = RulesBuilder::new().without_shipped().bytes("x.toml", bytes);
    let check = builder.check();
    let warnings = check.warnings(|_| true, None);
    let said = RuleErrors::new([check.errors(), &warnings].concat()).render(false);
    assert!(check.errors().is_empty() || !said.is_empty());
    if check.errors().is_empty() {
        let page = Page::new("Share this\nThe boat left at noon.\n\n\n\nRead more: goats\n2 May\n");
        let cleaned = by_rules(check.into_rules()).clean(&page);
        let record = cleaned.record("page");
        assert_eq!(record.restore(&cleaned.text).as_deref(), Ok(page.text()));
    }
}

fn by_rules(rules: Rules) -> Cleaner {
    let options = Options {
        mode: Mode::Thorough,
        max_removed_share: 1.0,
        ..Options::default()
    };
    Cleaner::new(rules, options)
}

/// Finds a pattern in a line where regex-automata does.
pub fn pattern(pattern: &str, line: &str) {
    // Boundaries are those of ASCII words here, and `cut` names what goes.
    let differs = ["\\b", "\\B", "\\<", "\\>", "?<", "?P<"];
    let line: String = line.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
    // Blank lines are not looked at.
    let is_blank = Page::new(&line).lines().iter().all(dechaff::Line::is_blank);
    if is_blank || differs.iter().any(|sign| pattern.contains(sign)) {
        return;
    }
    let text = toml::Value::from(pattern);
    let rule = format!(
        "schema = 1\npack = 't'\n[[rule]]\nid = 'x'\nkind = 'other'\nmatch.regex = {text}\n"
    );
    let source = PackSource {
        name: "x.toml".to_owned(),
        text: rule,
    };
    let rules = RulesBuilder::new().without_shipped().file(source).build();
    let (Ok(rules), Ok(regex)) = (rules, regex_automata::meta::Regex::new(pattern)) else {
        return;
    };
    let cleaned = by_rules(rules).clean(&Page::new(&line)).text;
    assert_eq!(
        cleaned.is_empty(),
        regex.is_match(&line),
        "{pattern:?} on {line:?} leaves {cleaned:?}"
    );
}

/// Reads a record by itself, and restores a text by it where it is one.
pub fn record(json: &str, clean: &str) {
    let Ok(record) = serde_json::from_str::<Record>(json) else {
        return;
    };
    let _ = record.restore(clean);
    let written = serde_json::to_string(&record).expect("a record is JSON");
    let read: Record = serde_json::from_str(&written).expect("a record reads what it wrote");
    assert_eq!(read, record);
}

/// Brings a rule file into its canonical form, which means the same and is its own.
pub fn format(text: &str) {
    let formatted = |text: &str| {
        let name = "x.toml".to_owned();
        let text = text.to_owned();
        format_rules(&PackSource { name, text })
    };
    let Ok(once) = formatted(text) else { return };
    let meaning = |text: &str| toml::from_str::<toml::Table>(text).map(|table| table.to_string());
    assert_eq!(meaning(&once).ok(), meaning(text).ok(), "{once}");
    assert_eq!(formatted(&once).ok(), Some(once));
}
