//! Texts that are no scraped news, written for this project: manuals, contracts, plays, code.
//!
//! Nothing on the pages of `tests/it/harm` is noise, though much of it looks like noise. The default
//! mode may take nothing from them but blank lines; `balanced` at most one word in [`BALANCED_ONE_IN`]
//! of the set. A new page is a file there whose name says what it is.

use crate::common;
use dechaff::{Cleaned, Cleaner, Mode, Model, Options, Page, Rules};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

/// One in so many of the set's words may go in `balanced`: .2 %.
const BALANCED_ONE_IN: usize = 500;

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

#[test]
fn harm_careful_takes_nothing_but_blank_lines() {
    let pages = pages();
    assert!(pages.len() >= 44, "only {} pages", pages.len());
    let cleaner = cleaner(Mode::Careful);
    let (mut report, mut hurt) = (String::new(), 0);
    for page in &pages {
        let losses = losses(&cleaner.clean(&Page::new(&page.text)));
        if !losses.is_empty() {
            hurt += 1;
            report.push_str(&told(&page.name, &losses));
        }
    }
    assert_eq!(
        hurt,
        0,
        "careful takes text from {hurt} of {} pages\n{report}",
        pages.len()
    );
}

#[test]
fn harm_balanced_takes_next_to_nothing() {
    let pages = pages();
    let cleaner = cleaner(Mode::Balanced);
    let (mut report, mut hurt) = (String::new(), 0);
    let (mut before, mut after) = (0, 0);
    for page in &pages {
        let cleaned = cleaner.clean(&Page::new(&page.text));
        before += cleaned.words_before;
        after += cleaned.words_after;
        let losses = losses(&cleaned);
        if !losses.is_empty() {
            hurt += 1;
            report.push_str(&told(&page.name, &losses));
        }
    }
    let lost = before - after;
    assert!(
        lost * BALANCED_ONE_IN <= before,
        "balanced takes {lost} of {before} words, from {hurt} of {} pages\n{report}",
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
