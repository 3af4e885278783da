//! The unified diff of a page turns its clean text back into the original: by a reader of diffs
//! written here, and by `patch -R` where that is installed.

use crate::common;
use crate::common::pages::{page_text, phrases_of};
use dechaff::{Cleaner, Page};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::sync::LazyLock;

static CLEANER: LazyLock<Cleaner> = LazyLock::new(|| common::unfused(common::every_rule()));

/// The page's clean text and its diff.
fn diffed(name: &str, text: &str) -> (String, String) {
    let page = Page::new(text);
    let cleaned = CLEANER.clean(&page);
    let diff = cleaned.record(name).unified_diff(text);
    (cleaned.text, diff)
}

/// What `patch -R` makes of `clean`: every hunk's new lines give way to its old ones.
fn undo(clean: &str, diff: &str) -> String {
    let new: Vec<&str> = clean.split_inclusive('\n').collect();
    let mut lines = diff.split_inclusive('\n').peekable();
    let (mut out, mut at) = (String::new(), 0);
    while let Some(line) = lines.next() {
        let Some(range) = line.strip_prefix("@@ -") else {
            continue; // a file header
        };
        let plus = range.split(' ').nth(1).expect("a hunk has two ranges");
        let (start, count) = plus[1..].split_once(',').expect("start and count");
        let (start, count): (usize, usize) = (
            start.parse().expect("a number"),
            count.parse().expect("a number"),
        );
        let from = start - usize::from(count > 0);
        out.extend(new[at..from].iter().copied());
        at = from;
        while let Some(line) = lines.next_if(|line| line.starts_with([' ', '-', '+'])) {
            let last = lines.next_if(|next| next.starts_with('\\')).is_some();
            let body = if last {
                &line[1..line.len() - 1]
            } else {
                &line[1..]
            };
            if !line.starts_with('-') {
                assert_eq!(new[at], body, "the hunk is about other lines");
                at += 1;
            }
            if !line.starts_with('+') {
                out.push_str(body);
            }
        }
    }
    out.extend(new[at..].iter().copied());
    out
}

fn comes_back(text: &str) -> Result<(), TestCaseError> {
    let (clean, diff) = diffed("a page.txt", text);
    prop_assert_eq!(undo(&clean, &diff), text, "{}", diff);
    Ok(())
}

fn pages() -> impl Strategy<Value = String> {
    page_text(phrases_of(common::EVERY))
}

proptest! {
    #[test]
    fn diffs_of_pages_can_be_undone(text in pages()) {
        comes_back(&text)?;
    }

    #[test]
    fn diffs_of_any_text_can_be_undone(text in any::<String>()) {
        comes_back(&text)?;
    }
}

#[test]
fn a_diff_names_its_rules_and_marks_a_missing_newline() {
    let text = "Rain fell on the harbour all day long\nRain fell on the harbour all day long";
    let page = Page::new(text);
    let cleaner = Cleaner::shipped();
    let diff = cleaner.clean(&page).record("a.txt").unified_diff(text);
    let mut expected = String::from("--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,1 @@ ");
    write!(
        expected,
        "core/line-repeated\n {line}\n-{line}\n\\ No newline at end of file\n",
        line = "Rain fell on the harbour all day long"
    )
    .expect("writing to a string");
    assert_eq!(diff, expected);
}

#[test]
#[ignore = "needs the program `patch`"]
fn patch_restores_every_fixture() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut all = String::new();
    let mut originals = Vec::new();
    for fixture in common::folders(&common::root().join("fixtures")) {
        let name = fixture
            .file_name()
            .expect("it has one")
            .to_string_lossy()
            .into_owned();
        let Ok(text) = fs::read_to_string(fixture.join("in.txt")) else {
            continue; // a folder of other fixtures
        };
        let (clean, diff) = diffed(&name, &text);
        fs::write(folder.path().join(&name), clean).expect("written");
        all.push_str(&diff);
        originals.push((name, text));
    }
    assert!(originals.len() > 40, "the fixtures are there");
    fs::write(folder.path().join("all.diff"), all).expect("written");
    let done = Command::new("patch")
        .args(["-R", "-p1", "--binary", "-s", "-i", "all.diff"])
        .current_dir(folder.path())
        .status();
    assert!(done.expect("it starts").success());
    for (name, text) in originals {
        let found = fs::read_to_string(folder.path().join(&name)).expect("there");
        assert_eq!(found, text, "{name}");
    }
}
