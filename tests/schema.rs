//! The committed schemas are those that the code makes.
//!
//! `DECHAFF_BLESS=1 cargo test --test schema` writes it anew.

mod common;

use serde_json::Value;

#[test]
fn the_committed_schemas_are_the_codes() {
    for (name, schema) in [
        ("rules.schema.json", dechaff::rules_schema()),
        ("config.schema.json", dechaff::config_schema()),
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
                assert!(!map.contains_key("format"), "{at} has a format");
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

#[test]
fn every_key_says_what_it_is_for() {
    for schema in [schema(), config_schema()] {
        let definitions = schema["definitions"].as_object().expect("definitions");
        for (name, table) in definitions.iter().chain([(&"file".to_owned(), &schema)]) {
            let Some(properties) = table["properties"].as_object() else {
                continue;
            };
            assert_eq!(table["additionalProperties"], false, "{name} takes any key");
            for (key, property) in properties {
                assert!(property["description"].is_string(), "{name}.{key}");
            }
        }
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
        ("output.", of_table("WireOutput")),
        ("limits.", of_table("WireLimits")),
    ];
    for (prefix, table) in tables {
        for key in table.expect("a table has keys").keys() {
            let (row, example_of) = match key.as_str() {
                "output" | "limits" => continue,
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
    assert_eq!(keys, 14);
}

fn config_schema() -> Value {
    serde_json::from_str(&dechaff::config_schema()).expect("the schema is JSON")
}

fn schema() -> Value {
    serde_json::from_str(&dechaff::rules_schema()).expect("the schema is JSON")
}
