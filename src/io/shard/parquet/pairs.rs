//! Objects and lists of JSON, one level deep.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The keys of an object, in order, with their values as they are spelt. Of a key that stands twice both are there.
#[derive(Debug)]
pub(crate) struct Pairs<'r>(pub(crate) Vec<(Cow<'r, str>, &'r RawValue)>);

impl<'r> Pairs<'r> {
    /// Reads an object; `None` where it is none, or a key of it is no text. O(n) in bytes.
    pub(crate) fn read(spelt: &'r str) -> Option<Self> {
        serde_json::from_str(spelt).ok()
    }

    /// The last value of that key.
    pub(crate) fn get(&self, key: &str) -> Option<&'r RawValue> {
        let mut pairs = self.0.iter().rev();
        pairs.find(|(own, _)| own == key).map(|(_, value)| *value)
    }
}

/// A key, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Key<'r>(#[serde(borrow)] Cow<'r, str>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut pairs = Vec::new();
                while let Some((Key(key), value)) = map.next_entry()? {
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }

        from.deserialize_map(Keys)
    }
}

/// The values of a list; `None` where it is none.
pub(crate) fn items(spelt: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(spelt).ok()
}
