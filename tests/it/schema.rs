//! The committed schemas are those that the code makes.
//!
//! `DECHAFF_BLESS=1 cargo test --test it schema` writes it anew.

use crate::common;
use dechaff::rules::{Extent, Level, Neighbour};
use dechaff::{Confidence, Kind};
use serde_json::Value;

#[test]
fn the_committed_schemas_are_the_codes() {
    for (name, schema) in [
        ("rules.schema.json", dechaff::rulefile::rules_schema()),
        ("config.schema.json", dechaff::rulefile::config_schema()),
    ] {
        let path = common::root().join("schema").join(name);
        if let Err(difference) = common::golden(&path, &schema) {
            panic!("{difference}");
        }
    }
}

#[test]
fn no_null_and_no_integer_width_is_left() {
    fn walk(value: &Value, at: &str) {
        match value {
            Value::Object(map) => {
                let is_keyword = !at.ends_with("/properties");
                assert!(
                    !is_keyword || !map.contains_key("format"),
                    "{at} has a format"
                );
                for (key, inner) in map {
                    walk(inner, &format!("{at}/{key}"));
                }
            }
            Value::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(index, inner)| walk(inner, &format!("{at}/{index}"))),
            Value::String(word) => assert_ne!(word, "null", "{at}"),
            Value::Null => panic!("{at} is null"),
            _ => {}
        }
    }
    walk(&schema(), "");
    walk(&config_schema(), "");
}

/// Editors show these texts where the pointer rests on a key or a word.
#[test]
fn every_key_and_every_word_says_what_it_is_for() {
    let mut count = 0;
    let mut look = |at: &str, schema: &Value| {
        if let Some(properties) = schema["properties"].as_object() {
            assert_eq!(schema["additionalProperties"], false, "{at} takes any key");
            for (key, property) in properties {
                count += 1;
                has_text(property, &format!("{at}.{key}"));
            }
        }
        if schema.get("const").is_some() {
            count += 1;
            has_text(schema, at);
        }
        assert!(schema.get("enum").is_none(), "{at}: `enum` has no texts");
    };
    each_table(&schema(), "rule file", &mut look);
    each_table(&config_schema(), "dechaff.toml", &mut look);
    assert!(count > 70, "only {count} keys and words were found");
}

fn has_text(schema: &Value, at: &str) {
    let text = schema["description"].as_str().unwrap_or_default();
    assert!(text.contains(' '), "{at} has no description");
    assert!(text.ends_with('.'), "{at}: {text:?} is no sentence");
}

/// Calls `look` for every object of the schema.
fn each_table(schema: &Value, at: &str, look: &mut impl FnMut(&str, &Value)) {
    match schema {
        Value::Object(map) => {
            look(at, schema);
            for (key, inner) in map {
                each_table(inner, &format!("{at}/{key}"), look);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                each_table(inner, &format!("{at}/{index}"), look);
            }
        }
        _ => {}
    }
}

#[test]
fn a_rule_needs_a_kind_and_what_protects_needs_none() {
    let schema = schema();
    let needs_kind = |name: &str| {
        let target = schema["properties"][name]["items"]["$ref"]
            .as_str()
            .expect(name);
        let table = schema.pointer(&target[1..]).expect(target);
        table["required"]
            .as_array()
            .expect(target)
            .contains(&"kind".into())
    };
    assert!(needs_kind("rule"));
    assert!(!needs_kind("protect"));
}

/// A key of a few words names them, so that an editor completes them.
#[test]
fn closed_lists_of_words_are_in_the_schema() {
    let schema = schema();
    for (key, words) in [
        ("WireRule/properties/kind", Kind::ALL.len()),
        ("WireRule/properties/remove", Extent::ALL.len()),
        ("WireRule/properties/confidence", Confidence::ALL.len()),
        ("WireOverride/properties/level", Level::ALL.len()),
        ("WireWhen/properties/prev", 2 * Neighbour::ALL.len()),
        ("WireWhen/properties/next", 2 * Neighbour::ALL.len()),
        ("WireDuplicate/properties/keep", 2),
    ] {
        let property = schema.pointer(&format!("/definitions/{key}"));
        let found = words_of(property.expect(key), &schema).len();
        assert_eq!(found, words, "{key}");
    }
}

/// The words that a value may be, or hold, through all references.
fn words_of<'s>(part: &'s Value, schema: &'s Value) -> Vec<&'s str> {
    let mut words = Vec::new();
    each_part(part, &mut |map| {
        words.extend(map.get("const").and_then(Value::as_str));
        if let Some(target) = map.get("$ref").and_then(Value::as_str) {
            let target = schema
                .pointer(&target[1..])
                .expect("a reference leads somewhere");
            words.extend(words_of(target, schema));
        }
    });
    words
}

fn each_part<'s>(part: &'s Value, look: &mut impl FnMut(&'s serde_json::Map<String, Value>)) {
    match part {
        Value::Object(map) => {
            look(map);
            map.values().for_each(|inner| each_part(inner, look));
        }
        Value::Array(items) => items.iter().for_each(|inner| each_part(inner, look)),
        _ => {}
    }
}

#[test]
fn every_matcher_of_the_test_pack_is_a_key_of_match() {
    let schema = schema();
    let keys = schema["definitions"]["WireMatch"]["properties"]
        .as_object()
        .expect("match is a table");
    let rules = common::every_rule();
    let used: std::collections::BTreeSet<&str> =
        rules.iter().map(dechaff::Rule::matcher_key).collect();
    assert_eq!(used, keys.keys().map(String::as_str).collect());
}

#[test]
fn every_key_of_the_configuration_has_a_row_and_an_example() {
    let read = |name: &str| std::fs::read_to_string(common::root().join(name)).expect("a text");
    let (reference, example) = (read("docs/cli.md"), read("docs/example/site/dechaff.toml"));
    let (schema, mut keys) = (config_schema(), 0);
    let of_table = |name: &str| {
        schema["definitions"][name]["properties"]
            .as_object()
            .cloned()
    };
    let tables = [
        ("", schema["properties"].as_object().cloned()),
        ("evidence.", of_table("WireEvidence")),
        ("output.", of_table("WireOutput")),
        ("limits.", of_table("WireLimits")),
    ];
    for (prefix, table) in tables {
        for key in table.expect("a table has keys").keys() {
            let (row, example_of) = match key.as_str() {
                "evidence" | "output" | "limits" => continue,
                "override" | "protect" => (format!("| `[[{key}]]` |"), format!("[[{key}]]\n")),
                _ => (format!("| `{prefix}{key}` |"), format!("\n{key} = ")),
            };
            assert!(reference.contains(&row), "docs/cli.md lacks {row}");
            assert!(
                example.contains(&example_of),
                "the example lacks {example_of}"
            );
            keys += 1;
        }
    }
    assert_eq!(keys, 17);
}

fn config_schema() -> Value {
    serde_json::from_str(&dechaff::rulefile::config_schema()).expect("the schema is JSON")
}

fn schema() -> Value {
    serde_json::from_str(&dechaff::rulefile::rules_schema()).expect("the schema is JSON")
}
