//! Where a field stands in a row.

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
#[derive(Debug, Clone, Copy, Default)]
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
    let mut deserializer = serde_json::Deserializer::from_str(object);
    let slots = Finder { paths }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    let found = slots.into_iter().zip(paths).map(|(slot, path)| {
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
#[derive(Debug, Clone, Copy, Default)]
struct Slot<'r> {
    /// Under a key that is the whole path.
    whole: Found<'r>,
    /// Under a key that is its first part.
    outer: Found<'r>,
}

struct Finder<'p> {
    paths: &'p [&'p FieldPath],
}

impl<'r> DeserializeSeed<'r> for Finder<'_> {
    type Value = Vec<Slot<'r>>;

    fn deserialize<D: serde::Deserializer<'r>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'r> Visitor<'r> for Finder<'_> {
    type Value = Vec<Slot<'r>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<M: MapAccess<'r>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut slots = vec![Slot::default(); self.paths.len()];
        while let Some((key, value)) = map.next_entry::<&'r RawValue, &'r RawValue>()? {
            for (slot, path) in slots.iter_mut().zip(self.paths) {
                if is_key(key.get(), &path.written) {
                    slot.whole.put(value.get());
                } else if let Some((first, _)) = &path.parted
                    && is_key(key.get(), first)
                {
                    slot.outer.put(value.get());
                }
            }
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
