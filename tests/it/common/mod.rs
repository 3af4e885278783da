//! What several files of tests share.

pub(crate) mod command;
pub(crate) mod labelled;
pub(crate) mod packages;
pub(crate) mod pages;
pub(crate) mod run_folder;

use dechaff::{Cleaner, Options, PackSource, Rules, RulesBuilder};
use std::path::{Path, PathBuf};

/// A pack with every matcher, extent and guard.
pub(crate) const EVERY: &str = include_str!("every.toml");

/// Evidence that weighs lines by their words, and a little by how they end.
pub(crate) const FEW_TABLES: &str = include_str!("few_tables.toml");

/// The project's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether goldens are to be written anew: `DECHAFF_BLESS=1 cargo test`.
pub(crate) fn blessing() -> bool {
    std::env::var_os("DECHAFF_BLESS").is_some_and(|value| value == "1")
}

/// Holds `found` against the file at `path`, or writes the file where goldens are blessed.
/// Returns what is wrong, so that a test can name every golden that differs.
pub(crate) fn golden(path: &Path, found: &str) -> Result<(), String> {
    if blessing() {
        std::fs::write(path, found).expect("the golden's folder is there");
        return Ok(());
    }
    let wanted = std::fs::read_to_string(path).unwrap_or_default();
    if wanted == found {
        return Ok(());
    }
    Err(format!(
        "{} differs; DECHAFF_BLESS=1 accepts what was found\n{}",
        path.display(),
        first_difference(&wanted, found)
    ))
}

fn first_difference(wanted: &str, found: &str) -> String {
    let (mut old, mut new) = (wanted.lines(), found.lines());
    for number in 1.. {
        match (old.next(), new.next()) {
            (None, None) => break,
            (one, other) if one == other => {}
            (one, other) => {
                return format!(
                    "line {number}\n- {}\n+ {}",
                    one.unwrap_or("(end)"),
                    other.unwrap_or("(end)")
                );
            }
        }
    }
    "newlines differ".to_owned()
}

/// The folders below `path`, by name.
pub(crate) fn folders(path: &Path) -> Vec<PathBuf> {
    sorted(path, Path::is_dir)
}

/// The files of `path` whose names end in `.end`, by name.
pub(crate) fn files(path: &Path, end: &str) -> Vec<PathBuf> {
    sorted(path, |path| path.extension().is_some_and(|e| e == end))
}

fn sorted(path: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(path).expect("the folder is part of the project");
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| wanted(path))
        .collect();
    found.sort();
    found
}

/// The last part of a path.
pub(crate) fn name_of(path: &Path) -> String {
    let name = path.file_name().expect("the path has a name");
    name.to_string_lossy().into_owned()
}

/// The rules of one file and no others.
pub(crate) fn rules_of(text: &str) -> Rules {
    let source = PackSource {
        name: "test.toml".to_owned(),
        text: text.to_owned(),
    };
    match RulesBuilder::new().without_shipped().file(source).build() {
        Ok(rules) => rules,
        Err(errors) => panic!("the test's rules are wrong:\n{errors}"),
    }
}

/// The shipped packs and [`EVERY`].
pub(crate) fn every_rule() -> Rules {
    let source = PackSource {
        name: "every.toml".to_owned(),
        text: EVERY.to_owned(),
    };
    match RulesBuilder::new().file(source).build() {
        Ok(rules) => rules,
        Err(errors) => panic!("tests/it/common/every.toml is wrong:\n{errors}"),
    }
}

/// A cleaner with the rules of one file and no fuse.
pub(crate) fn unfused(rules: Rules) -> Cleaner {
    let options = Options {
        max_removed_share: 1.0,
        ..Options::default()
    };
    Cleaner::new(rules, options)
}
