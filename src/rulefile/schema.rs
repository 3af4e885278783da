//! The JSON Schemas of rule files and of the configuration, from which editors complete and check them.

use crate::rulefile::config::wire::WireConfig;
use crate::rulefile::wire::WireFile;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// The JSON Schema (draft-07) of a rule file, indented, with a newline at its end.
///
/// It is generated from the same structs that read rule files. A copy is committed as
/// `schema/rules.schema.json`; a rule file that begins with `#:schema` and its path gets
/// completion and checks in editors that use taplo or tombi.
///
/// # Panics
///
/// Never: what it prints is a tree of strings and numbers.
///
/// # Example
///
/// ```
/// let schema = dechaff::rulefile::rules_schema();
/// assert!(schema.contains("\"http://json-schema.org/draft-07/schema#\""));
/// ```
pub fn rules_schema() -> String {
    schema_of::<WireFile>("dechaff rule file")
}

/// The JSON Schema (draft-07) of `dechaff.toml`, indented, with a newline at its end; committed as
/// `schema/config.schema.json`. See [`rules_schema`].
///
/// # Panics
///
/// Never: what it prints is a tree of strings and numbers.
pub fn config_schema() -> String {
    schema_of::<WireConfig>("dechaff.toml")
}

fn schema_of<T: JsonSchema>(title: &str) -> String {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), title.into());
    }
    exactly_one_matcher(&mut schema);
    kind_of_every_rule(&mut schema);
    simplify(&mut schema);
    let mut text =
        serde_json::to_string_pretty(&schema).expect("a tree of strings and numbers is JSON");
    text.push('\n');
    text
}

/// The structs cannot say that one key of `match` is set and no second one.
fn exactly_one_matcher(schema: &mut Value) {
    if let Some(matcher) = schema.pointer_mut("/definitions/WireMatch")
        && let Some(matcher) = matcher.as_object_mut()
    {
        matcher.insert("minProperties".to_owned(), 1.into());
        matcher.insert("maxProperties".to_owned(), 1.into());
    }
}

/// A `[[rule]]` has a kind; a `[[protect]]`, which is read into the same struct, needs none.
fn kind_of_every_rule(schema: &mut Value) {
    if schema["properties"].get("rule").is_none() {
        return; // the configuration: it has no rules
    }
    let mut rule = schema["definitions"]["WireRule"].clone();
    let mut protect = rule.clone();
    protect["description"] = schema["properties"]["protect"]["description"].clone();
    schema["definitions"]["WireProtect"] = protect;
    schema["properties"]["protect"]["items"] = json!({ "$ref": "#/definitions/WireProtect" });
    if let Some(required) = rule["required"].as_array_mut() {
        required.push("kind".into());
    }
    schema["definitions"]["WireRule"] = rule;
}

/// Takes out what means something in Rust or JSON but nothing in TOML: `null` as a value, and the
/// width of integers. Editors complete the keys of a table only where no `anyOf` hides it.
fn simplify(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            // A key of rule files may be called so, too.
            if map.get("format").is_some_and(Value::is_string) {
                map.remove("format");
            }
            if map.get("default").is_some_and(Value::is_null) {
                map.remove("default");
            }
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|one| *one != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    map.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(mut branches)) = map.remove("anyOf") {
                branches.retain(|branch| branch.get("type") != Some(&Value::from("null")));
                let key = if branches.len() == 1 {
                    "allOf"
                } else {
                    "anyOf"
                };
                map.insert(key.to_owned(), branches.into());
            }
            map.values_mut().for_each(simplify);
        }
        Value::Array(items) => items.iter_mut().for_each(simplify),
        _ => {}
    }
}
