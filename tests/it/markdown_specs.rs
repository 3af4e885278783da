//! The examples of `CommonMark`'s specification and of GitHub's come through whole, read as Markdown: they show how
//! Markdown is written, and hold next to nothing that is noise.
//!
//! They are those with which pulldown-cmark tests itself. Its package holds them, and none are kept here.

use crate::common::packages::packages;
use crate::common::root;
use dechaff::view::Format;
use dechaff::{Cleaner, Kind, Page, PageMeta};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

/// The suites, each with how many examples it has at least.
const SUITES: &[(&str, usize)] = &[
    ("spec", 640),
    ("gfm_table", 8),
    ("gfm_tasklist", 2),
    ("gfm_strikethrough", 3),
    ("table", 20),
    ("strikethrough", 10),
];

/// Examples of which a line is noise wherever it stands: "link" by itself, as share bars have it, and "world" by itself,
/// as menus do where nothing says that the page is Markdown.
const NOISE: &[(&str, usize)] = &[("spec", 148), ("spec", 501), ("spec", 505)];

/// An example: its suite, its number there, and its text.
struct Example {
    suite: &'static str,
    number: usize,
    text: String,
}

static EXAMPLES: LazyLock<Vec<Example>> = LazyLock::new(|| {
    let folder = suites();
    let examples = SUITES.iter().flat_map(|(suite, least)| {
        let path = folder.join(format!("{suite}.rs"));
        let found = examples(
            suite,
            &fs::read_to_string(&path).expect("the suite is there"),
        );
        assert!(
            found.len() >= *least,
            "{suite} has {} examples",
            found.len()
        );
        found
    });
    examples.collect()
});

/// The folder of the suites, in the package that the lock file names.
fn suites() -> PathBuf {
    let mut packages = packages(&root().join("Cargo.toml")).into_iter();
    let package = packages.find(|package| package.name == "pulldown-cmark");
    let manifest = package.expect("it is a dependency").manifest_path;
    manifest.with_file_name("tests").join("suite")
}

/// The texts of a suite: raw strings behind `let original =`.
fn examples(suite: &'static str, source: &str) -> Vec<Example> {
    let pieces = source.split("let original = r##\"").skip(1);
    let texts = pieces.map(|piece| piece.split("\"##;").next().expect("a split has a part"));
    texts
        .enumerate()
        .map(|(at, text)| Example {
            suite,
            number: at + 1,
            text: text.to_owned(),
        })
        .collect()
}

fn page(text: &str, format: Format) -> Page<'_> {
    let meta = PageMeta {
        format,
        ..PageMeta::default()
    };
    Page::with_meta(text, meta)
}

/// What goes from an example besides blank lines, as text; empty where nothing does.
fn gone(by: &Cleaner, example: &Example, format: Format) -> String {
    let cleaned = by.clean(&page(&example.text, format));
    let record = cleaned.record("example");
    assert_eq!(record.restore(&cleaned.text).as_deref(), Ok(&*example.text));
    let cuts = cleaned.cuts.iter();
    let cuts = cuts.filter(|cut| cut.kind != Kind::Layout);
    let cuts: Vec<String> = cuts
        .map(|cut| format!("{}: {:?}", cut.rule, &example.text[cut.span.range()]))
        .collect();
    cuts.join("\n")
}

#[test]
fn examples_of_the_specifications_stay_whole() {
    let cleaner = Cleaner::shipped();
    let mut wrong = Vec::new();
    for example in EXAMPLES.iter() {
        for format in [Format::Markdown, Format::Auto] {
            let gone = gone(&cleaner, example, format);
            let (suite, number, text) = (example.suite, example.number, &example.text);
            if !gone.is_empty() && !NOISE.contains(&(suite, number)) {
                wrong.push(format!("{suite} {number}, {format}: {text:?}\n{gone}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
