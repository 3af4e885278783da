//! Where a field stands in a row.

use crate::io::format::jsonl::members::members;
use serde::de::{DeserializeSeed, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// The key of a field, or keys of objects within each other, with dots between them: `metadata.url`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPath {
    written: String,
    /// The first key and the rest of the path, where there are more than one.
    parted: Option<(String, Box<FieldPath>)>,
}

impl FieldPath {
    /// Reads a path. A key of the row that is spelt like the whole path, dots and all, wins over the objects that
    /// it would lead through.
    pub fn new(written: &str) -> Self {
        Self {
            written: written.to_owned(),
            parted: written
                .split_once('.')
                .map(|(first, rest)| (first.to_owned(), Box::new(Self::new(rest)))),
        }
    }

    /// The path as it was written.
    pub fn written(&self) -> &str {
        &self.written
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// What stands at a path: a value as the row spells it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Found<'r> {
    pub(crate) value: Option<&'r str>,
    /// Whether its key stands more than once; the last one counts.
    pub(crate) twice: bool,
}

/// Reads a JSON object whole and returns what stands at each path. O(n) in bytes, and no allocation but for the
/// list of what is found.
///
/// # Errors
///
/// Where it is no JSON object.
pub(crate) fn find<'r>(
    object: &'r str,
    paths: &[&FieldPath],
) -> Result<Vec<Found<'r>>, serde_json::Error> {
    let slots = match Slots::of_usual(object, paths) {
        Some(slots) => slots,
        None => Slots::of_any(object, paths)?,
    };
    let found = slots.0.into_iter().zip(paths).map(|(slot, path)| {
        let within = || Some((slot.outer.value?, path.parted.as_ref()?));
        match (slot.whole.value, within()) {
            (None, Some((object, (_, rest)))) if object.starts_with('{') => {
                let inner = find(object, &[&**rest]).ok()?.pop()?;
                Some(Found {
                    twice: inner.twice || slot.outer.twice,
                    ..inner
                })
            }
            _ => Some(slot.whole),
        }
    });
    Ok(found.map(Option::unwrap_or_default).collect())
}

/// What was found for one path among the keys of an object.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Slot<'r> {
    /// Under a key that is the whole path.
    whole: Found<'r>,
    /// Under a key that is its first part.
    outer: Found<'r>,
}

/// What was found so far, for each path.
#[derive(Debug)]
struct Slots<'r>(Vec<Slot<'r>>);

impl<'r> Slots<'r> {
    fn new(paths: &[&FieldPath]) -> Self {
        Self(vec![Slot::default(); paths.len()])
    }

    /// Of an object whose spelling is the usual one.
    fn of_usual(object: &'r str, paths: &[&FieldPath]) -> Option<Self> {
        let mut slots = Self::new(paths);
        members(object, |key, value| slots.put(paths, key, value))?;
        Some(slots)
    }

    /// The same of any object.
    fn of_any(object: &'r str, paths: &[&FieldPath]) -> Result<Self, serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(object);
        let slots = Finder { paths }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(slots)
    }

    fn put(&mut self, paths: &[&FieldPath], key: &str, value: &'r str) {
        for (slot, path) in self.0.iter_mut().zip(paths) {
            if is_key(key, &path.written) {
                slot.whole.put(value);
            } else if let Some((first, _)) = &path.parted
                && is_key(key, first)
            {
                slot.outer.put(value);
            }
        }
    }
}

struct Finder<'p> {
    paths: &'p [&'p FieldPath],
}

impl<'r> DeserializeSeed<'r> for Finder<'_> {
    type Value = Slots<'r>;

    fn deserialize<D: serde::Deserializer<'r>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'r> Visitor<'r> for Finder<'_> {
    type Value = Slots<'r>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<M: MapAccess<'r>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut slots = Slots::new(self.paths);
        while let Some((key, value)) = map.next_entry::<&'r RawValue, &'r RawValue>()? {
            slots.put(self.paths, key.get(), value.get());
        }
        Ok(slots)
    }
}

impl<'r> Found<'r> {
    fn put(&mut self, value: &'r str) {
        self.twice |= self.value.is_some();
        self.value = Some(value);
    }
}

/// Whether a key, as a row spells it, is that name.
fn is_key(spelt: &str, name: &str) -> bool {
    let inside = &spelt[1..spelt.len() - 1];
    if !inside.contains('\\') {
        return inside == name;
    }
    serde_json::from_str::<String>(spelt).is_ok_and(|key| key == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An object as rows have them, or nearly one.
    fn spelt() -> impl Strategy<Value = String> {
        let string = r#""([a-cé:,{}]|\\[nu"/x]|\\u00e[0-9g]|\u{1}){0,5}""#;
        let value = prop_oneof![
            string,
            "-?[0-9]{0,3}([.][0-9]{0,2})?(e[0-9])?",
            "true|false|null|nul|[a-z]",
            r#"(\{"b": ?("x"|1)( |,"b":2)?\}|\[1, ?(2|"]")\]|\[|\{)"#,
        ];
        let key = prop_oneof![
            Just(r#""a""#.to_owned()),
            Just(r#""a.b""#.to_owned()),
            Just(r#""\u0061""#.to_owned()),
            string
        ];
        let member =
            (key, "[ \t]?:[ \n]?", value).prop_map(|(key, colon, value)| key + &colon + &value);
        let members = prop::collection::vec(member, 0..5);
        ("[ ]?", members, "( ?, ?|,,)", "[}x ]{0,2}").prop_map(|(start, members, comma, end)| {
            format!("{start}{{{}}}{end}", members.join(&comma))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn usual_objects_are_read_as_all_are(object in spelt()) {
            let paths = ["a", "a.b", "b"].map(FieldPath::new);
            let paths: Vec<&FieldPath> = paths.iter().collect();
            let any = Slots::of_any(&object, &paths).map(|slots| slots.0);
            if let Some(usual) = Slots::of_usual(&object, &paths) {
                prop_assert_eq!(usual.0, any.expect("what is read is well-formed"));
            }
        }
    }
}
