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
    /// Reads an object; `None` where it is none. O(n) in bytes.
    pub(crate) fn read(spelt: &'r str) -> Option<Self> {
        serde_json::from_str(spelt).ok()
    }

    /// The last value of that key.
    pub(crate) fn get(&self, key: &str) -> Option<&'r RawValue> {
        let mut pairs = self.0.iter().rev();
        pairs.find(|(own, _)| own == key).map(|(_, value)| *value)
    }
}

/// A key, borrowed where it has no escapes. Half a surrogate pair, which a row may have and a column's name may not, is
/// replaced.
struct Key<'r>(Cow<'r, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl<'de> Visitor<'de> for Bytes {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
                Ok(Key(String::from_utf8_lossy(bytes)))
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                Ok(Key(String::from_utf8_lossy(bytes).into_owned().into()))
            }
        }

        // As bytes: as text, half a pair would be an error.
        from.deserialize_bytes(Bytes)
    }
}

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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_a_row_may_have_is_read() {
        let pairs = Pairs::read(r#"{"a": 1, "\u00e9\ud83d\ude00": [2], "x\ud800": null, "a": 3}"#);
        let Pairs(pairs) = &pairs.unwrap();
        let keys: Vec<&str> = pairs.iter().map(|(key, _)| key.as_ref()).collect();
        assert_eq!(keys[..2], ["a", "é😀"]);
        assert!(keys[2].starts_with("x\u{fffd}"), "{keys:?}");
        assert!(matches!(pairs[0].0, Cow::Borrowed(_)));
        assert_eq!(
            Pairs::read("{\"a\": 1, \"a\": 3}")
                .unwrap()
                .get("a")
                .unwrap()
                .get(),
            "3"
        );
        assert!(Pairs::read("[1]").is_none());
    }
}
