//! Reads the shipped rules once, when dechaff is built, so that the program need not do it at
//! every start: their TOML becomes a compact tree without comments and tests, and their patterns
//! become programs that are ready to run. Evidence becomes such a tree, too.
//!
//! A file that is not TOML is left to the program, whose findings say more than a failed build.

#[expect(dead_code, reason = "the build writes what the program reads")]
mod matchers;
mod patterns;
mod phrases;
#[expect(dead_code, reason = "the build writes what the program reads")]
mod text;
mod tree;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};
use toml::de::{DeTable, DeValue};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    for read in ["build", "rules", "src/matchers", "src/text"] {
        writeln!(io::stdout(), "cargo::rerun-if-changed={read}")?;
    }
    let mut sources = BTreeSet::from([matchers::pages::stamp_pattern::STAMP.to_owned()]);
    let mut trees = Vec::new();
    let mut rules = phrases::Prepared::default();
    for (name, text) in rule_files(&root)? {
        let Ok(mut file) = DeTable::parse(&text) else {
            continue;
        };
        add_patterns(file.get_ref(), &mut sources);
        rules_of(file.get_ref()).for_each(|rule| rules.add(rule));
        drop_tests(file.get_mut());
        tree::push_text(&name, &mut trees);
        tree::push_file(&file, &mut trees);
    }
    fs::write(out.join("rules.bin"), trees)?;
    fs::write(out.join("scan.bin"), rules.pack())?;
    fs::write(out.join("patterns.bin"), patterns::table(&sources))
}

/// The rule files by name: `rules/FOLDER/FILE.toml`, as the program calls them.
fn rule_files(root: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for folder in fs::read_dir(root.join("rules"))? {
        let folder = folder?;
        if !folder.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(folder.path())? {
            let path = file?.path();
            if path.extension().is_some_and(|end| end == "toml") {
                let name = path.strip_prefix(root).expect("below the root");
                let name = name.to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The lists of rules that a file may hold.
const RULE_LISTS: [&str; 2] = ["rule", "protect"];

fn rules_of<'f, 's>(file: &'f DeTable<'s>) -> impl Iterator<Item = &'f DeTable<'s>> {
    let lists = RULE_LISTS.iter().filter_map(|key| file.get(*key));
    let rules = lists.filter_map(|list| list.get_ref().as_array()).flatten();
    rules.filter_map(|rule| rule.get_ref().as_table())
}

/// Every text below `match` and `when` may be a pattern; those that are none are never asked for.
fn add_patterns(file: &DeTable<'_>, patterns: &mut BTreeSet<String>) {
    for rule in rules_of(file) {
        let value = |table: &str, key: &str| {
            Some(rule.get(table)?.get_ref().as_table()?.get(key)?.get_ref())
        };
        let own = value("match", "regex").and_then(DeValue::as_str);
        let unless = value("when", "unless").and_then(DeValue::as_array);
        let unless = unless
            .into_iter()
            .flatten()
            .filter_map(|one| one.get_ref().as_str());
        patterns.extend(own.into_iter().chain(unless).map(str::to_owned));
    }
}

fn drop_tests(file: &mut DeTable<'_>) {
    for key in RULE_LISTS {
        let Some(DeValue::Array(rules)) = file.get_mut(key).map(toml::Spanned::get_mut) else {
            continue;
        };
        for rule in rules.iter_mut() {
            if let DeValue::Table(rule) = rule.get_mut() {
                rule.remove("tests");
            }
        }
    }
}
