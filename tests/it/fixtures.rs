//! Whole pages, written for this project in the shapes of real ones.
//!
//! `in.txt` is the page, `want.txt` what a person says is left of it, `out.txt` and `cuts.jsonl`
//! what the shipped packs make of it in the default mode. `DECHAFF_BLESS=1 cargo test --test
//! fixtures` writes the last two anew, and `perfect.txt`, the list of the pages on which nothing
//! is lost and no noise stays.

use crate::common;
use dechaff::{Cleaned, Cleaner, Kind, Page, PageMeta};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static CLEANER: LazyLock<Cleaner> = LazyLock::new(Cleaner::shipped);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meta {
    about: String,
    kinds: Vec<Kind>,
    url: Option<String>,
    lang: Option<String>,
}

struct Fixture {
    path: PathBuf,
    text: String,
    want: String,
    meta: Meta,
}

impl Fixture {
    fn read(path: PathBuf) -> Self {
        let file = |name: &str| {
            let path = path.join(name);
            std::fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let meta = toml::from_str(&file("meta.toml"));
        Self {
            text: file("in.txt"),
            want: file("want.txt"),
            meta: meta.unwrap_or_else(|error| panic!("{}: {error}", path.display())),
            path,
        }
    }

    fn name(&self) -> String {
        common::name_of(&self.path)
    }

    fn page(&self) -> Page<'_> {
        let meta = PageMeta {
            url: self.meta.url.clone(),
            lang: self.meta.lang.clone(),
            ..PageMeta::default()
        };
        Page::with_meta(&self.text, meta)
    }
}

fn fixtures() -> Vec<Fixture> {
    let folders = common::folders(&common::root().join("fixtures"));
    folders
        .into_iter()
        .filter(|path| path.join("in.txt").exists())
        .map(Fixture::read)
        .collect()
}

#[test]
fn every_page_is_cleaned_as_its_goldens_say() {
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let page = fixture.page();
        let cleaned = CLEANER.clean(&page);
        let cuts = cut_lines(&fixture, &cleaned);
        wrong.extend(common::golden(&fixture.path.join("out.txt"), &cleaned.text).err());
        wrong.extend(common::golden(&fixture.path.join("cuts.jsonl"), &cuts).err());
    }
    assert!(
        wrong.is_empty(),
        "{} goldens differ\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

/// A cut a line, without what changes with every change of the packs.
fn cut_lines(fixture: &Fixture, cleaned: &Cleaned<'_>) -> String {
    let record = cleaned.record(&fixture.name());
    assert_eq!(
        record.restore(&cleaned.text),
        Ok(fixture.text.clone()),
        "{}",
        fixture.name()
    );
    let mut lines = String::new();
    for cut in &record.cuts {
        lines.push_str(&serde_json::to_string(cut).expect("a cut is JSON"));
        lines.push('\n');
    }
    for warning in &cleaned.warnings {
        writeln!(lines, "{{\"warning\":\"{warning:?}\"}}").expect("writing to a string");
    }
    lines
}

#[test]
fn perfect_pages_stay_perfect() {
    let list = common::root().join("fixtures/perfect.txt");
    let (mut report, mut perfect) = (String::new(), String::new());
    let (mut lost_lines, mut noise_lines) = (0, 0);
    for fixture in fixtures() {
        let cleaned = CLEANER.clean(&fixture.page());
        let mut gone = missing_from(&fixture.want, &cleaned.text);
        // With noise still glued to it, a line is not lost.
        gone.retain(|line| !lines(&cleaned.text).any(|left| left.contains(line)));
        let noise = missing_from(&cleaned.text, &fixture.want);
        if gone.is_empty() && noise.is_empty() {
            writeln!(perfect, "{}", fixture.name()).expect("writing to a string");
            continue;
        }
        (lost_lines, noise_lines) = (lost_lines + gone.len(), noise_lines + noise.len());
        writeln!(report, "{}", fixture.name()).expect("writing to a string");
        for (sign, lines) in [("lost ", &gone), ("noise", &noise)] {
            for line in lines {
                writeln!(report, "  {sign} {line}").expect("writing to a string");
            }
        }
    }
    let count = perfect.lines().count();
    writeln!(
        report,
        "{count} of {} perfect; {lost_lines} lines lost, {noise_lines} lines of noise left",
        fixtures().len()
    )
    .expect("writing to a string");
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures-report.txt");
    std::fs::write(&to, &report).expect("the target folder can be written");
    if common::blessing() {
        std::fs::write(&list, &perfect).expect("the list can be written");
    }
    let listed = std::fs::read_to_string(&list).expect("the list is part of the project");
    let fallen: Vec<&str> = listed
        .lines()
        .filter(|name| !perfect.lines().any(|one| one == *name))
        .collect();
    assert!(
        fallen.is_empty(),
        "no longer perfect: {fallen:?}; see {}\n{report}",
        to.display()
    );
}

/// The lines of `from` that `text` does not hold, as often as it does not hold them. Blank lines
/// and white space at ends do not count.
fn missing_from<'t>(from: &'t str, text: &str) -> Vec<&'t str> {
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines(text) {
        *held.entry(line).or_default() += 1;
    }
    lines(from)
        .filter(|line| match held.get_mut(line) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        })
        .collect()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
}

#[test]
fn missing_lines_are_counted() {
    assert_eq!(missing_from("a\n\nb\nb \n", " b\nc"), ["a", "b"]);
    assert_eq!(missing_from("a\r\nb", "b\na"), [""; 0]);
}

#[test]
fn what_is_wanted_is_the_page_minus_something() {
    for fixture in fixtures() {
        let mut rest = fixture.text.chars();
        for wanted in fixture.want.chars().filter(|c| !c.is_whitespace()) {
            assert!(
                rest.any(|c| c == wanted),
                "{}: want.txt rewrites the page",
                fixture.name()
            );
        }
        let whole = fixture.text.trim() == fixture.want.trim();
        assert_eq!(
            whole,
            fixture.meta.kinds.is_empty(),
            "{}: kinds",
            fixture.name()
        );
        assert!(
            fixture.meta.about.ends_with('.'),
            "{}: about",
            fixture.name()
        );
    }
}

#[test]
fn every_kind_stands_on_some_page() {
    // `template` needs a crawl, `layout` is what the other kinds leave, `other` is no kind of noise.
    let free = [Kind::Template, Kind::Layout, Kind::Other];
    let shown: Vec<Kind> = fixtures()
        .iter()
        .flat_map(|one| one.meta.kinds.clone())
        .collect();
    let missing: Vec<&Kind> = Kind::ALL
        .iter()
        .filter(|kind| !free.contains(kind) && !shown.contains(kind))
        .collect();
    assert!(missing.is_empty(), "no fixture shows {missing:?}");
}
