//! `docs/rules.md` has every key of the rule file, each in an example that loads.

use crate::common;
use dechaff::{PackSource, RulesBuilder};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use toml::de::{DeTable, DeValue};

const HEADER: &str = "schema = 1\npack = \"reference\"\n";
const RULE: &str = "[[rule]]\nid = \"example\"\nkind = \"other\"\n";
const MATCHER: &str = "match.line = [\"x\"]\n";

#[test]
fn every_key_has_an_example_that_loads() {
    let page = std::fs::read_to_string(common::root().join("docs/rules.md")).expect("it is there");
    let mut used = BTreeSet::new();
    let others = named_files(&page);
    for (line, block) in toml_blocks(&page) {
        for text in completed(&block) {
            let source = PackSource {
                name: format!("docs/rules.md:{line}"),
                text: text.clone(),
            };
            let builder = others
                .iter()
                .cloned()
                .fold(RulesBuilder::new(), RulesBuilder::file);
            if let Err(errors) = builder.file(source).build() {
                panic!("the example at line {line} does not load:\n{errors}");
            }
            let table = DeTable::parse(&text).expect("it has been loaded");
            keys_used(table.get_ref(), "", &mut used);
        }
    }
    for part in others.iter().filter(|other| !other.is_lines_file()) {
        let table = DeTable::parse(&part.text).expect("it has been loaded");
        keys_used(table.get_ref(), "", &mut used);
    }
    let schema: Value = serde_json::from_str(&dechaff::rulefile::rules_schema()).expect("JSON");
    let mut known = BTreeSet::new();
    keys_known(&schema, &schema, "", &mut known);
    let missing: Vec<&String> = known.difference(&used).collect();
    assert!(
        missing.is_empty(),
        "docs/rules.md shows no example of {missing:?}"
    );
    for key in &known {
        let word = key.rsplit('.').next().expect("a key has a last part");
        let told = [
            format!("`{word}`"),
            format!("`{key}`"),
            format!("`when.{word} ="),
            format!("`{word} ="),
            format!("`{word}.*`"),
            format!("[[{word}]]"),
            format!(" {word} |"),
        ];
        assert!(
            told.iter().any(|one| page.contains(one)),
            "docs/rules.md does not explain {key}"
        );
    }
}

/// The TOML examples of a page, each with the line that it begins on.
fn toml_blocks(page: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in page.lines().enumerate() {
        if line == "```toml" {
            open = Some((number + 2, String::new()));
        } else if line == "```" {
            blocks.extend(open.take());
        } else if let Some((_, text)) = &mut open {
            text.push_str(line);
            text.push('\n');
        }
    }
    assert!(blocks.len() > 8, "the examples were not found");
    blocks
}

/// The files that examples name: files of lines, and parts of packs.
fn named_files(page: &str) -> Vec<PackSource> {
    let file = |block: &str| {
        let (name, rest) = block.split_once('\n')?;
        let (text, _) = rest.split_once("\n```")?;
        Some(PackSource {
            name: name.to_owned(),
            text: format!("{text}\n"),
        })
    };
    let lines = page.split("\n```json ").skip(1).filter_map(file);
    let parts = page.split("\n```toml ").skip(1).filter_map(file);
    let lines = lines.filter(PackSource::is_lines_file);
    let parts: Vec<PackSource> = lines.chain(parts).collect();
    assert!(parts.len() > 1, "the files were not found");
    parts
}

/// An example shows what it is about; here it becomes whole files. A new matcher begins a rule.
fn completed(block: &str) -> Vec<String> {
    if block.contains("schema = 1") {
        return vec![block.to_owned()];
    }
    if block.starts_with("[[") {
        return vec![format!("{HEADER}{block}")];
    }
    let mut rules: Vec<String> = vec![String::new()];
    for line in block.lines() {
        let last = rules.last_mut().expect("there is always one");
        if line.starts_with("match.") && last.contains("match.") {
            rules.push(format!("{line}\n"));
        } else {
            let _ = writeln!(last, "{line}");
        }
    }
    let whole = |rule: String| {
        let matcher = if rule.contains("match.") { "" } else { MATCHER };
        format!("{HEADER}{RULE}{matcher}{rule}")
    };
    rules.into_iter().map(whole).collect()
}

fn keys_used(table: &DeTable<'_>, above: &str, used: &mut BTreeSet<String>) {
    for (key, value) in table {
        let key = format!("{above}{}", key.get_ref());
        match value.get_ref() {
            DeValue::Table(inner) => keys_used(inner, &format!("{key}."), used),
            DeValue::Array(items) => {
                for item in items {
                    if let DeValue::Table(inner) = item.get_ref() {
                        keys_used(inner, &format!("{key}."), used);
                    }
                }
            }
            _ => {}
        }
        used.insert(plain(&key));
    }
}

fn keys_known(schema: &Value, root: &Value, above: &str, known: &mut BTreeSet<String>) {
    let Some(properties) = schema["properties"].as_object() else {
        return;
    };
    for (key, property) in properties {
        let key = format!("{above}{key}");
        let pointers = [
            "/$ref",
            "/allOf/0/$ref",
            "/items/$ref",
            "/items/allOf/0/$ref",
        ];
        let reference = pointers
            .iter()
            .find_map(|at| property.pointer(at)?.as_str());
        if let Some(inner) = reference.and_then(|target| root.pointer(&target[1..])) {
            let below = key.replace("protect", "rule");
            keys_known(inner, root, &format!("{below}."), known);
        }
        known.insert(plain(&key));
    }
}

/// What a protect rule takes is what a rule takes, and a file allows what a rule allows.
fn plain(key: &str) -> String {
    let key = key.replace("protect.", "rule.");
    key.strip_prefix("rule.")
        .filter(|rest| rest.starts_with("allow."))
        .map_or(key.clone(), str::to_owned)
}
