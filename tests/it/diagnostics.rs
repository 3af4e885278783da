//! What is said of a wrong, or doubtful, rule file: a golden text a file of `tests/errors`.
//!
//! `DECHAFF_BLESS=1 cargo test --test it diagnostics` writes the goldens anew. A file whose first
//! line is `# only: WORD...` is read with these selectors; one that starts with `# dechaff.toml`
//! is read as a configuration, one that starts with `# review` as somebody else's pack.

use crate::common;
use dechaff::rulefile::{Code, ConfigFile, Diagnostic, RuleActivity, Selector};
use dechaff::tools::active_rules::ActiveRules;
use dechaff::tools::review::review_pack;
use dechaff::{PackSource, Page, RuleErrors, Rules, RulesBuilder};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

/// What is said of a file: its errors, or the warnings where it has none. The line after a first
/// line `# page: ` is a page on which its rules run.
fn load(path: &Path) -> Vec<Diagnostic> {
    let bytes = std::fs::read(path).expect("the file is part of the project");
    let text = String::from_utf8_lossy(&bytes);
    if text.starts_with("# dechaff.toml") {
        return errors_of(load_config(path, text.into_owned()));
    }
    if text.starts_with("# review") {
        let files = [(common::name_of(path), bytes)];
        return review_pack(&files).map_or_else(
            |errors| errors.diagnostics().to_vec(),
            |review| review.notes,
        );
    }
    let first = text.lines().next().unwrap_or_default();
    let words = first.strip_prefix("# only: ").unwrap_or_default();
    let selectors = words.split_whitespace();
    let selectors = selectors.map(|word| word.parse().expect("any word is a selector"));
    let check = RulesBuilder::new()
        .without_shipped()
        .bytes(&common::name_of(path), &bytes)
        .only(selectors.collect::<Vec<Selector>>())
        .check();
    if !check.errors().is_empty() {
        return check.errors().to_vec();
    }
    let fired = first.strip_prefix("# page: ").map(|page| {
        let firing = ActiveRules::new(check.rules());
        let rules = firing.on(&Page::new(page)).into_iter();
        RuleActivity {
            pages: 1,
            rules: rules.map(str::to_owned).collect(),
        }
    });
    check.warnings(|_| true, fired.as_ref())
}

fn errors_of<T>(read: Result<T, RuleErrors>) -> Vec<Diagnostic> {
    read.map_or_else(|errors| errors.diagnostics().to_vec(), |_| Vec::new())
}

fn load_config(path: &Path, text: String) -> Result<Rules, RuleErrors> {
    let folder = path.parent().expect("a file lies in a folder");
    let read = |path: &str| {
        let text = std::fs::read_to_string(folder.join(path));
        let text = text.map_err(|_| "it cannot be read".to_owned())?;
        let name = path.to_owned();
        Ok(vec![PackSource { name, text }])
    };
    let name = common::name_of(path);
    let file = ConfigFile::read(&PackSource { name, text });
    let add = |builder: RulesBuilder, sources: Vec<PackSource>| {
        sources.into_iter().fold(builder, RulesBuilder::file)
    };
    file.load_into(RulesBuilder::new(), read, add).build()
}

fn error_files() -> Vec<std::path::PathBuf> {
    common::files(&common::root().join("tests/errors"), "toml")
}

#[test]
fn every_wrong_file_is_answered_as_its_golden_says() {
    let mut wrong = Vec::new();
    for path in error_files() {
        let found = load(&path);
        assert!(!found.is_empty(), "{} is not wrong", path.display());
        let said = format!("{}\n", RuleErrors::new(found).render(false));
        wrong.extend(common::golden(&path.with_extension("txt"), &said).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_code_has_a_golden_of_its_name() {
    let names: BTreeSet<String> = error_files()
        .iter()
        .map(|path| common::name_of(&path.with_extension("")))
        .collect();
    for code in Code::ALL {
        assert!(
            names.contains(code.name()),
            "no tests/errors/{}.toml",
            code.name()
        );
        let path = common::root()
            .join("tests/errors")
            .join(format!("{}.toml", code.name()));
        let found = load(&path);
        let codes: BTreeSet<&str> = found.iter().map(|found| found.code.id()).collect();
        assert!(
            codes.contains(code.id()),
            "{} has {codes:?}, not {}",
            code.name(),
            code.id()
        );
    }
    let ids: BTreeSet<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    assert_eq!(ids.len(), Code::ALL.len(), "two codes share an id");
}

#[test]
fn nothing_is_said_twice() {
    for path in error_files() {
        let mut said = BTreeSet::new();
        for found in load(&path) {
            let key = (
                found.line(),
                found.column(),
                found.code,
                found.message.clone(),
            );
            assert!(
                said.insert(key.clone()),
                "{}: twice: {key:?}",
                path.display()
            );
        }
    }
}

/// `(line, column, code)` of everything that is wrong with `text`.
fn places(text: &str) -> Vec<(usize, usize, &'static str)> {
    let source = PackSource {
        name: "x.toml".to_owned(),
        text: text.to_owned(),
    };
    let errors = RulesBuilder::new().without_shipped().file(source).build();
    let errors = errors.expect_err("the text is wrong");
    let found = errors.diagnostics().iter();
    found
        .map(|one| (one.line(), one.column(), one.code.id()))
        .collect()
}

const HEAD: &str = "schema = 1\npack = \"t\"\n[[rule]]\nid = \"a\"\nkind = \"nav\"\n";

#[test]
fn columns_point_into_strings() {
    let at = |value: &str| places(&format!("{HEAD}match.regex = {value}\n"));
    assert_eq!(at("'ab[z-a]'"), [(6, 19, "E007")]);
    assert_eq!(at("'''ab[z-a]'''"), [(6, 21, "E007")]);
    assert_eq!(
        at("'''é日[z-a]'''"),
        [(6, 21, "E007")],
        "characters, not bytes"
    );
    assert_eq!(
        at("'''\nab[z-a]'''"),
        [(7, 4, "E007")],
        "the newline after the quotes is no text"
    );
    assert_eq!(at("'''\r\nab[z-a]'''"), [(7, 4, "E007")], "nor is this one");
    assert_eq!(at("'''ab\nc[z-a]'''"), [(7, 3, "E007")]);
    assert_eq!(at("\"ab[z-a]\""), [(6, 19, "E007")]);
    assert_eq!(at("\"\"\"ab[z-a]\"\"\""), [(6, 21, "E007")]);
    assert_eq!(
        at("\"\\t[z-a]\""),
        [(6, 15, "E007")],
        "escapes: the whole string"
    );
}

#[test]
fn a_damaged_pack_does_not_make_the_overrides_of_others_wrong() {
    let source = |name: &str, text: &str| PackSource {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let pack = format!("{HEAD}match.line = [\"x\"\n");
    let own = "schema = 1\npack = \"own\"\n[[override]]\nrule = \"t/a\"\nlevel = \"off\"\n";
    let builder = RulesBuilder::new().without_shipped();
    let errors = builder
        .file(source("pack.toml", &pack))
        .file(source("own.toml", own))
        .build();
    let errors = errors.expect_err("the pack is not TOML");
    assert!(
        errors
            .diagnostics()
            .iter()
            .all(|one| one.code == Code::Syntax),
        "{errors}"
    );
}

#[test]
fn findings_of_all_files_come_in_order() {
    let builder = (0..3).fold(RulesBuilder::new().without_shipped(), |builder, number| {
        let text = format!("schema = 1\npack = \"p{number}\"\nwrong = 1\nalso = 2\n");
        builder.file(PackSource {
            name: format!("{number}.toml"),
            text,
        })
    });
    let errors = builder.build().expect_err("all three are wrong");
    let places: Vec<String> = errors
        .diagnostics()
        .iter()
        .map(|one| format!("{}:{}", one.file, one.line()))
        .collect();
    assert_eq!(
        places,
        [
            "0.toml:3", "0.toml:4", "1.toml:3", "1.toml:4", "2.toml:3", "2.toml:4"
        ]
    );
}

/// A rule file is loaded or refused within a second; a debug build on a busy machine
/// gets thirty: the parsers of TOML and of patterns run twenty to thirty times slower there.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 1 });

fn ends_soon(name: &str, text: &str) {
    let started = Instant::now();
    let source = PackSource {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let check = RulesBuilder::new().without_shipped().file(source).check();
    let took = started.elapsed();
    assert!(took < PATIENCE, "{name}: {took:?} to load");
    let mut found = check.errors().to_vec();
    found.extend(check.warnings(|_| true, None));
    let took = started.elapsed();
    assert!(took < PATIENCE, "{name}: {took:?} to find what is doubtful");
    if !found.is_empty() {
        let said = RuleErrors::new(found).render(false);
        let took = started.elapsed();
        assert!(took < PATIENCE, "{name}: {took:?} to say what is wrong");
        assert!(
            said.len() < 1 << 20,
            "{name}: {} bytes of findings",
            said.len()
        );
    }
}

fn numbered(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect()
}

fn rules(count: usize, body: impl Fn(usize) -> String) -> String {
    let rules = (0..count).map(|at| {
        format!(
            "[[rule]]\nid = \"r{at}\"\nabout = \"x\"\nkind = \"nav\"\n{}\n",
            body(at)
        )
    });
    format!("schema = 1\npack = \"t\"\n{}", rules.collect::<String>())
}

// But for the first ones, which are refused by their size, these fill what a file may hold.
macro_rules! hostile {
    ($($name:ident: $text:expr;)+) => {
        $(#[test] fn $name() { ends_soon(stringify!($name), &$text); })+
    };
}

hostile! {
    hostile_ten_thousand_rules: rules(10_000, |at| format!("match.line = [\"Label {at}\"]\ntests = [\"[-Label {at}-]\"]"));
    hostile_ten_thousand_patterns: rules(10_000, |at| format!("match.regex = '^Label {at} (a|b)+$'"));
    hostile_patterns_full_of_states: rules(50, |at| format!("match.regex = '{at}\\w{{1,15}}x'"));
    hostile_patterns_too_large: rules(20, |_| "match.regex = '(\\w{1,100}){1,100}'".to_owned());
    hostile_unless_too_large: rules(10, |_| format!("match.line = [\"x\"]\nwhen.unless = [{}]", "'(\\w{1,100}){1,100}',".repeat(3)));
    hostile_patterns_near_the_cap: rules(2000, |at| format!("match.regex = '{at}(\\w{{1,20}}){{1,3}}'"));
    hostile_patterns_all_too_large: rules(2000, |_| "match.regex = '(\\w{1,100}){1,100}'".to_owned());
    hostile_patterns_of_one_guard: rules(1, |_| format!("match.line = [\"x\"]\nwhen.unless = [{}]", "'\\w{1,10}x',".repeat(100_000)));
    hostile_patterns_of_overrides: format!("{}{}", rules(1, |_| "match.line = [\"x\"]".to_owned()),
        "[[override]]\nrule = \"t/r0\"\nunless = ['\\w{1,9}z']\n".repeat(40_000));
    hostile_empty_repeats: rules(300, |_| format!("match.regex = '{}a?{}'", "(".repeat(13), "){9}".repeat(13)));
    hostile_many_classes: rules(300, |_| format!("match.regex = '{}'", "[\\w&&[^\\d]--\\pL]".repeat(200)));
    hostile_many_case_folded_classes: rules(500, |_| format!("match.regex = '(?i){}'", "[\\w]".repeat(680)));
    hostile_nested_pattern: rules(1, |_| format!("match.regex = '{}'", "(".repeat(2000) + &")".repeat(2000)));
    hostile_nested_repeats: rules(1, |_| format!("match.regex = '{}a{}'", "(".repeat(60), "{1,60})".repeat(60)));
    hostile_classes: rules(3, |_| format!("match.regex = '{}'", "[\\w&&[^\\d]--\\pL]".repeat(200)));
    hostile_case_folded_classes: rules(3, |_| format!("match.regex = '(?i){}'", "[^a]".repeat(1000)));
    hostile_ten_thousand_copies: rules(10_000, |_| String::new()).replace("\"r1", "\"r");
    hostile_ten_megabytes_of_nothing: " \n".repeat(5 << 20);
    hostile_ten_megabytes_of_comment: format!("# {}", "x".repeat(10 << 20));
    hostile_keys: numbered(170_000, |at| format!("key{at} = {at}\n"));
    hostile_errors: "= [\n".repeat(780_000);
    hostile_one_phrase: rules(1, |_| format!("match.line = [\"{}\"]", "x".repeat(3_000_000)));
    hostile_phrases: rules(1, |_| format!("match.line = [{}]", "\"phrase\",".repeat(340_000)));
    hostile_tests: rules(1, |_| format!("match.line = [\"x\"]\ntests = [{}]", "\"[-x\",".repeat(520_000)));
    hostile_one_long_test: rules(1, |_| format!("match.line = [\"x\"]\ntests = [\"{}\"]", "[-x-]".repeat(620_000)));
    hostile_long_id: format!("{}[[override]]\nrule = \"{}\"\n", rules(1000, |_| "match.line = [\"x\"]".to_owned()), "x".repeat(1 << 20));
    hostile_long_key: format!("{} = 1\n", "x".repeat(1 << 20));
    hostile_unknown_overrides: format!("{}{}", rules(5000, |_| "match.line = [\"x\"]".to_owned()),
        numbered(5000, |at| format!("[[override]]\nrule = \"t/x{at}\"\n")));
    hostile_deep_arrays: format!("pack = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    hostile_deep_tables: format!("pack = {}1{}", "{a=".repeat(100_000), "}".repeat(100_000));
    hostile_deep_keys: format!("{}a = 1\n", "a.".repeat(100_000));
    hostile_deep_headers: format!("[{}a]\n", "a.".repeat(100_000));
    hostile_many_headers: "[[rule]]\n".repeat(49_000);
    hostile_dotted_tables: numbered(20_000, |at| format!("[a.b.c{at}]\n"));
    hostile_copies_of_a_phrase: rules(5_000, |at| format!("match.start = [\"Label\"]\nwhen.max_words = {}", 5_000 - at));
    hostile_phrases_of_lines: rules(1_000, |_| format!("match.line = [{}]", numbered(100, |at| format!("\"Label {at}\","))));
    hostile_wildcards: rules(1_000, |at| format!("match.regex = '{}.*{at}.*{}'", "(a|".repeat(60), ")".repeat(60)));
    hostile_newlines_of_macs: "[[rule]]\r".repeat(49_000);
}

proptest! {
    #[test]
    fn no_text_makes_the_loader_panic(text in any::<String>()) {
        let _ = load_text(&text);
    }

    #[test]
    fn no_bytes_make_the_loader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let loaded = RulesBuilder::new().without_shipped().bytes("x.toml", &bytes).build();
        if let Err(errors) = loaded {
            prop_assert!(!errors.render(true).is_empty());
        }
    }

    /// Sound files with parts taken out, doubled and moved: nearer to what people write.
    #[test]
    fn no_damaged_file_makes_the_loader_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, 0_usize..5, "\\PC{0,8}"), 1..8),
    ) {
        let mut text: Vec<char> = common::EVERY.chars().collect();
        for (at, len, what, insert) in edits {
            let at = at.index(text.len());
            let end = (at + len).min(text.len());
            match what {
                0 => drop(text.drain(at..end)),
                1 => text.extend_from_within(at..end),
                2 => text.truncate(at.max(1)),
                3 => drop(text.splice(at..end, insert.chars())),
                _ => drop(text.splice(at..at, "[]{}\"'''\n=,.é".chars())),
            }
            if text.is_empty() {
                text.push('\n');
            }
        }
        let text: String = text.into_iter().collect();
        match load_text(&text) {
            Ok(rules) => drop(dechaff::tools::rule_tests::run_tests(&rules)),
            Err(errors) => for found in errors.diagnostics() {
                prop_assert!(found.line() >= 1 && found.column() >= 1);
            },
        }
    }

    /// Any string as the value of any key that takes one.
    #[test]
    fn no_value_makes_the_loader_panic(key in 0_usize..9, value in any::<String>()) {
        let keys = ["id", "kind", "match.regex", "match.line", "when.prev", "when.unless", "tests", "remove", "when.domain"];
        let quoted = toml::Value::String(value).to_string();
        let list = keys[key] == "match.line" || keys[key] == "when.unless" || keys[key] == "tests";
        let written = if list { format!("[{quoted}]") } else { quoted };
        let matcher = if keys[key].starts_with("match") { "" } else { "match.line = [\"x\"]\n" };
        let text = format!("schema = 1\npack = \"t\"\n[[rule]]\n{matcher}{} = {written}\n", keys[key]);
        if let Err(errors) = load_text(&text) {
            prop_assert!(!errors.render(false).is_empty());
        }
    }
}

fn load_text(text: &str) -> Result<Rules, RuleErrors> {
    let source = PackSource {
        name: "x.toml".to_owned(),
        text: text.to_owned(),
    };
    let loaded = RulesBuilder::new().without_shipped().file(source).build();
    if let Err(errors) = &loaded {
        assert!(!errors.render(false).is_empty());
    }
    loaded
}
