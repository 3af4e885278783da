//! Texts that are no scraped news, written for this project: manuals, contracts, plays, code.
//!
//! Nothing on the pages of `tests/it/harm` is noise, though much of it looks like noise. The default
//! mode may take nothing from them but blank lines, `balanced` at most .2 % of the words. A new page is a
//! file there whose name says what it is.

use crate::common;
use dechaff::{Cleaned, Cleaner, Mode, Model, Options, Page, Rules};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

struct HarmPage {
    name: String,
    text: String,
}

fn pages() -> Vec<HarmPage> {
    let folder = common::root().join("tests/it/harm");
    let mut paths: Vec<PathBuf> = common::files(&folder, "txt");
    paths.extend(common::files(&folder, "md"));
    let read = |path: PathBuf| HarmPage {
        name: common::name_of(&path),
        text: std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display())),
    };
    paths.into_iter().map(read).collect()
}

fn cleaner(mode: Mode) -> Cleaner {
    let options = Options {
        mode,
        ..Options::default()
    };
    Cleaner::new(Rules::shipped(), options).with_model(Some(Model::shipped()))
}

/// How many words a mode takes that it should not, and the lines for people.
fn taken(mode: Mode) -> (usize, String) {
    let cleaner = cleaner(mode);
    let (mut words, mut report) = (0, String::new());
    for page in &pages() {
        let losses = losses(&cleaner.clean(&Page::new(&page.text)));
        if !losses.is_empty() {
            let taken = losses.iter().map(|loss| word_count(&loss.text));
            words += taken.sum::<usize>();
            report.push_str(&told(&page.name, &losses));
        }
    }
    (words, report)
}

fn word_count(text: &str) -> usize {
    text.split_whitespace().count()
}

#[test]
fn careful_takes_nothing() {
    let (words, report) = taken(Mode::Careful);
    assert_eq!(words, 0, "words are lost\n{report}");
}

#[test]
fn balanced_takes_next_to_nothing() {
    let all: usize = pages().iter().map(|page| word_count(&page.text)).sum();
    let (words, report) = taken(Mode::Balanced);
    assert!(
        words * 500 <= all,
        "{words} of {all} words are lost\n{report}"
    );
}

#[test]
fn the_harm_set_is_large() {
    let pages = pages();
    let words: usize = pages.iter().map(|page| word_count(&page.text)).sum();
    assert!(
        pages.len() >= 88 && words >= 28_000,
        "{} pages, {words} words",
        pages.len()
    );
}

/// A cut of more than blank lines.
struct Loss {
    line: usize,
    rule: String,
    text: String,
}

fn losses(cleaned: &Cleaned<'_>) -> Vec<Loss> {
    let record = cleaned.record("page");
    let cuts = record.cuts.into_iter();
    cuts.filter(|cut| !cut.text.trim().is_empty())
        .map(|cut| Loss {
            line: cut.line,
            rule: cut.rule,
            text: cut.text,
        })
        .collect()
}

/// The losses of a page, a line each, and the rules that made them.
fn told(name: &str, losses: &[Loss]) -> String {
    let rules: BTreeSet<&str> = losses.iter().map(|loss| loss.rule.as_str()).collect();
    let rules: Vec<&str> = rules.into_iter().collect();
    let mut told = format!("{name}: {}\n", rules.join(", "));
    for loss in losses {
        for (at, line) in loss.text.lines().enumerate() {
            if !line.trim().is_empty() {
                writeln!(told, "  {}: {} {}", loss.line + at, loss.rule, line.trim())
                    .expect("writing to a string");
            }
        }
    }
    told
}
