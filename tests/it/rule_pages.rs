//! `docs/rules/` is what `dechaff rules show --all` makes of the shipped rules.
//!
//! `DECHAFF_BLESS=1 cargo test --test it rule_pages` writes the folder anew.

use crate::common;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_committed_pages_are_the_rules() {
    let made = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_dechaff"));
    command.args([
        "rules",
        "show",
        "--all",
        "--no-config",
        "--format",
        "markdown",
        "--out",
    ]);
    let status = command
        .arg(made.path())
        .status()
        .expect("the program starts");
    assert!(status.success());
    let (folder, made) = (common::root().join("docs/rules"), pages(made.path()));
    assert!(made.len() > 20, "only {:?}", made.keys());
    if common::blessing() {
        write(&folder, &made);
    }
    let committed = pages(&folder);
    let names: Vec<&String> = committed.keys().collect();
    assert_eq!(
        names,
        made.keys().collect::<Vec<_>>(),
        "files of docs/rules"
    );
    for (name, text) in &made {
        common::golden(&folder.join(name), text).unwrap_or_else(|wrong| panic!("{wrong}"));
    }
    links_lead_somewhere(&folder);
}

/// A page leads to others and to places in rule files; all are there.
fn links_lead_somewhere(folder: &Path) {
    let pattern =
        regex::Regex::new(r"\]\(([\w./-]+\.(?:md|toml))(?:#([\w-]+))?\)").expect("a pattern");
    let mut count = 0;
    for (name, text) in pages(folder) {
        for found in pattern.captures_iter(&text) {
            let target = folder.join(&found[1]);
            let Ok(there) = fs::read_to_string(&target) else {
                panic!("{name}: {} is not there", &found[1]);
            };
            let Some(place) = found.get(2) else { continue };
            count += 1;
            if let Some(line) = place.as_str().strip_prefix('L') {
                let number: usize = line.parse().expect("a line's number");
                let header = there.lines().nth(number - 1).unwrap_or_default();
                assert!(
                    header.starts_with("[["),
                    "{name}: {} is {header:?}",
                    &found[0]
                );
            } else {
                let heading = format!("\n## {}\n", place.as_str());
                assert!(there.contains(&heading), "{name}: {}", &found[0]);
            }
        }
    }
    assert!(
        count > 2 * dechaff::Rules::shipped().len() - 1,
        "only {count} links"
    );
}

fn pages(folder: &Path) -> BTreeMap<String, String> {
    let read = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).expect("a page is text");
        (common::name_of(&path), text)
    };
    common::files(folder, "md").into_iter().map(read).collect()
}

fn write(folder: &Path, made: &BTreeMap<String, String>) {
    fs::create_dir_all(folder).expect("the folder can be made");
    for old in common::files(folder, "md") {
        if !made.contains_key(&common::name_of(&old)) {
            fs::remove_file(old).expect("the page can be removed");
        }
    }
    for (name, text) in made {
        fs::write(folder.join(name), text).expect("the page can be written");
    }
}
