//! Unknown keys, missing keys and wrong types of a rule file, all of them at once.
//!
//! serde stops at the first error. So where it fails, the file's tree is walked along the JSON
//! Schema that is generated from the same structs: one source of truth for both.

use crate::rulefile::code::Code;
use crate::rulefile::reporter::Reporter;
use crate::text::nearest::nearest;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Schema;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// Reads a file into its wire struct.
///
/// Where that fails everything that is wrong is reported, and the answer is the file's tree, if
/// it has one: parts of it may be sound.
pub(crate) fn read<'s, T: DeserializeOwned + JsonSchema>(
    source: &'s str,
    what: &str,
    reporter: &mut Reporter,
) -> Result<T, Option<DeTable<'s>>> {
    if let Ok(file) = toml::from_str::<T>(source) {
        return Ok(file);
    }
    let (table, errors) = DeTable::parse_recoverable(source);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().trim();
        let finding = reporter.error(Code::Syntax, span, message, "not TOML");
        if message.starts_with("missing escaped value") {
            finding.help(
                "in single quotation marks a backslash is itself, as patterns want it: '^\\d+'",
            );
        }
    }
    if !errors.is_empty() {
        return Err(None);
    }
    report::<T>(&table, what, reporter);
    if reporter.is_clean() {
        // The tree fits the schema and yet serde refused it: say what serde says.
        if let Err(error) = toml::from_str::<T>(source) {
            let span = error.span().unwrap_or(0..0);
            reporter.error(Code::WrongType, span, error.message().trim(), "here");
        }
    }
    Err(Some(table.into_inner()))
}

/// The tables of the list `key` that have the right shape, or have it without the keys that the
/// format does not know, so that what else is wrong with them shows in the same run.
pub(crate) fn sound_items<T: DeserializeOwned + JsonSchema>(
    table: &DeTable<'_>,
    key: &str,
) -> Vec<Spanned<T>> {
    items(table, key)
        .into_iter()
        .filter_map(Result::ok)
        .collect()
}

/// The tables of the list `key`, each read as [`sound_items`] does, or as it is where that fails.
pub(crate) fn items<'t, T: DeserializeOwned + JsonSchema>(
    table: &DeTable<'t>,
    key: &str,
) -> Vec<Result<Spanned<T>, Spanned<DeValue<'t>>>> {
    let schema = schemars::schema_for!(T).to_value();
    let walk = SchemaWalk {
        definitions: schema.get("$defs").cloned().unwrap_or_default(),
    };
    let items = table.get(key).and_then(|value| value.get_ref().as_array());
    let read = |item: &Spanned<DeValue<'t>>| {
        let mut item = item.clone();
        if let DeValue::Table(table) = item.get_mut() {
            walk.drop_unknown_keys(table, &schema);
        }
        Spanned::<T>::deserialize(ValueDeserializer::from(item.clone())).map_err(|_| item)
    };
    items.into_iter().flatten().map(read).collect()
}

/// The value of `key`, where it has the right shape.
pub(crate) fn sound_value<T: DeserializeOwned>(
    table: &DeTable<'_>,
    key: &str,
) -> Option<Spanned<T>> {
    let value = table.get(key)?.clone();
    Spanned::<T>::deserialize(ValueDeserializer::from(value)).ok()
}

/// What `read` makes of the table `key`; its default where there is none.
pub(crate) fn sound_table<T: Default>(
    table: &DeTable<'_>,
    key: &str,
    read: impl FnOnce(&DeTable<'_>) -> T,
) -> T {
    match table.get(key).map(Spanned::get_ref) {
        Some(DeValue::Table(inner)) => read(inner),
        _ => T::default(),
    }
}

/// Reports where `table` departs from the shape of `T`.
fn report<T: JsonSchema>(table: &Spanned<DeTable<'_>>, what: &str, reporter: &mut Reporter) {
    let root = schemars::schema_for!(T).to_value();
    let walk = SchemaWalk {
        definitions: root.get("$defs").cloned().unwrap_or_default(),
    };
    walk.table(table.get_ref(), &table.span(), &root, what, reporter);
}

/// What a file may say of a key that it lacks.
fn example_of(key: &str) -> &'static str {
    match key {
        "schema" => "1",
        _ => "...",
    }
}

struct SchemaWalk {
    definitions: Schema,
}

impl SchemaWalk {
    /// Takes out the keys that the schema does not have, in inner tables too; a key that is near
    /// to a known one is taken for that.
    fn drop_unknown_keys(&self, table: &mut DeTable<'_>, schema: &Schema) {
        let Some(properties) = schema.get("properties").and_then(Schema::as_object) else {
            return;
        };
        let names = table.keys().map(|key| key.get_ref().to_string());
        let unknown: Vec<String> = names
            .filter(|name| !properties.contains_key(name))
            .collect();
        for name in unknown {
            let Some((key, value)) = table.remove_entry(name.as_str()) else {
                continue;
            };
            let near = nearest(&name, properties.keys().map(String::as_str));
            if let Some(near) = near.filter(|near| !table.contains_key(*near)) {
                table.insert(Spanned::new(key.span(), near.to_owned().into()), value);
            }
        }
        for (key, value) in table.iter_mut() {
            let schema = properties.get(key.get_ref().as_ref());
            if let (DeValue::Table(inner), Some(schema)) = (value.get_mut(), schema) {
                self.drop_unknown_keys(inner, self.resolve(schema));
            }
        }
    }

    fn table(
        &self,
        table: &DeTable<'_>,
        span: &std::ops::Range<usize>,
        schema: &Schema,
        what: &str,
        reporter: &mut Reporter,
    ) {
        let Some(properties) = schema.get("properties").and_then(Schema::as_object) else {
            return;
        };
        for (key, value) in table {
            if let Some(property) = properties.get(key.get_ref().as_ref()) {
                self.value(value, property, key.get_ref(), reporter);
            } else {
                let home = self.home_of(key.get_ref(), properties);
                unknown_key(key, properties, home.as_deref(), what, reporter);
            }
        }
        let required = schema.get("required").and_then(Schema::as_array);
        for key in required.into_iter().flatten().filter_map(Schema::as_str) {
            if !table.contains_key(key) {
                let at = span.start..span.end.min(span.start + 1);
                reporter
                    .error(
                        Code::MissingKey,
                        at,
                        format!("{what} has no `{key}`"),
                        "here",
                    )
                    .help(format!("add `{key} = {}`", example_of(key)));
            }
        }
    }

    fn value(
        &self,
        value: &Spanned<DeValue<'_>>,
        schema: &Schema,
        key: &str,
        reporter: &mut Reporter,
    ) {
        let schema = self.resolve(schema);
        if self.words(schema, value, key, reporter) {
            return;
        }
        let types = self.types(schema);
        let (found, fits) = match value.get_ref() {
            DeValue::String(_) => ("a string", types.contains(&"string")),
            DeValue::Integer(_) => (
                "a whole number",
                types.contains(&"integer") || types.contains(&"number"),
            ),
            DeValue::Float(_) => ("a number", types.contains(&"number")),
            DeValue::Boolean(_) => ("true or false", types.contains(&"boolean")),
            DeValue::Array(_) => ("a list", types.contains(&"array")),
            DeValue::Table(_) => ("a table", types.contains(&"object")),
            DeValue::Datetime(_) => ("a date", false),
        };
        if !fits {
            let wanted = types
                .iter()
                .map(|word| type_words(word))
                .collect::<Vec<_>>()
                .join(" or ");
            let message = format!("`{key}` takes {wanted}, not {found}");
            let error = reporter.error(
                Code::WrongType,
                value.span(),
                message,
                format!("{found} here"),
            );
            if types == ["array"] {
                error.help(format!("write `{key} = [...]`"));
            }
            return;
        }
        if let (DeValue::Integer(number), Some(0)) = (
            value.get_ref(),
            schema.get("minimum").and_then(Schema::as_u64),
        ) && number.as_str().starts_with('-')
        {
            reporter
                .error(
                    Code::OutOfRange,
                    value.span(),
                    format!("`{key}` is out of range"),
                    "out of range",
                )
                .help(format!("`{key}` takes 0 or more"));
        }
        self.inner(value, schema, key, reporter);
    }

    fn inner(
        &self,
        value: &Spanned<DeValue<'_>>,
        schema: &Schema,
        key: &str,
        reporter: &mut Reporter,
    ) {
        match value.get_ref() {
            DeValue::Table(table) => {
                let what = format!("`{key}`");
                let keyed = |branch: &&Schema| branch.get("properties").is_some();
                let schema = self
                    .branches(schema)
                    .into_iter()
                    .find(keyed)
                    .unwrap_or(schema);
                self.table(table, &value.span(), schema, &what, reporter);
            }
            DeValue::Array(items) => {
                let branches = self.branches(schema);
                let item = branches.iter().find_map(|branch| branch.get("items"));
                for value in items {
                    if let Some(item) = item {
                        self.value(value, item, key, reporter);
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether the schema is a list of words; a word that is not in it is reported.
    fn words(
        &self,
        schema: &Schema,
        value: &Spanned<DeValue<'_>>,
        key: &str,
        reporter: &mut Reporter,
    ) -> bool {
        let words: Vec<&str> = self
            .branches(schema)
            .into_iter()
            .flat_map(|branch| {
                let one = branch.get("const").and_then(Schema::as_str);
                let many = branch.get("enum").and_then(Schema::as_array);
                one.into_iter()
                    .chain(many.into_iter().flatten().filter_map(Schema::as_str))
            })
            .collect();
        match value.get_ref().as_str() {
            Some(word) if !words.is_empty() => {
                if !words.contains(&word) {
                    unknown_value(key, word, value.span(), &words, reporter);
                }
                true
            }
            _ => false,
        }
    }

    /// The table among `properties` that has the key, which was written one level too high.
    fn home_of(&self, key: &str, properties: &serde_json::Map<String, Schema>) -> Option<String> {
        let has_key = |schema: &Schema| self.resolve(schema).get("properties")?.get(key).cloned();
        let home = properties
            .iter()
            .find(|(_, table)| has_key(table).is_some());
        home.map(|(name, _)| name.clone())
    }

    fn types<'s>(&'s self, schema: &'s Schema) -> Vec<&'s str> {
        let mut types: Vec<&str> = Vec::new();
        for branch in self.branches(schema) {
            match branch.get("type") {
                Some(Schema::String(word)) => types.push(word),
                Some(Schema::Array(words)) => types.extend(words.iter().filter_map(Schema::as_str)),
                _ => {}
            }
        }
        types.retain(|word| *word != "null");
        types.dedup();
        types
    }

    /// The schema itself, or each branch of its `anyOf` / `oneOf`, and of theirs, resolved.
    fn branches<'s>(&'s self, schema: &'s Schema) -> Vec<&'s Schema> {
        let schema = self.resolve(schema);
        let list = ["anyOf", "oneOf"]
            .iter()
            .find_map(|key| schema.get(key)?.as_array());
        list.map_or_else(
            || vec![schema],
            |list| list.iter().flat_map(|one| self.branches(one)).collect(),
        )
    }

    /// Follows `$ref`, and an `anyOf` of one schema and null, to the schema that is meant.
    fn resolve<'s>(&'s self, schema: &'s Schema) -> &'s Schema {
        let target = schema.get("$ref").and_then(Schema::as_str);
        if let Some(name) = target.and_then(|target| target.rsplit('/').next()) {
            return self
                .definitions
                .get(name)
                .map_or(schema, |found| self.resolve(found));
        }
        let some = schema
            .get("anyOf")
            .and_then(Schema::as_array)
            .and_then(|branches| {
                let mut real = branches
                    .iter()
                    .filter(|b| b.get("type") != Some(&"null".into()));
                let first = real.next()?;
                real.next().is_none().then_some(first)
            });
        some.map_or(schema, |inner| self.resolve(inner))
    }
}

fn type_words(word: &str) -> &str {
    match word {
        "string" => "a string",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "a table",
        other => other,
    }
}

fn unknown_key(
    key: &Spanned<std::borrow::Cow<'_, str>>,
    properties: &serde_json::Map<String, Schema>,
    home: Option<&str>,
    what: &str,
    reporter: &mut Reporter,
) {
    if reporter.is_full() {
        reporter.drop_one();
        return;
    }
    let known: Vec<&str> = properties.keys().map(String::as_str).collect();
    let written = key.get_ref();
    let help = match (home, nearest(written, known.iter().copied())) {
        (Some(home), _) => format!("it belongs to `{home}`: write `{home}.{written}`"),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => format!("{what} takes: {}", known.join(", ")),
    };
    reporter
        .error(
            Code::UnknownKey,
            key.span(),
            format!("{what} has no key `{written}`"),
            "unknown key",
        )
        .help(help);
}

/// Reports a word that is not one of those the key takes.
pub(crate) fn unknown_value(
    key: &str,
    written: &str,
    span: std::ops::Range<usize>,
    known: &[&str],
    reporter: &mut Reporter,
) {
    let help = match nearest(written, known.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("one of: {}", known.join(", ")),
    };
    reporter
        .error(
            Code::UnknownValue,
            span,
            format!("`{key}` cannot be \"{written}\""),
            "unknown value",
        )
        .help(help);
}
