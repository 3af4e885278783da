//! Reads rule files from the compact tree that the build made of the shipped ones.
//!
//! The tree holds what the TOML holds, with its spans, but for comments and tests. It names its
//! keys, so that `wire` alone knows which there are. `build/tree.rs` says how it is laid out.

use serde::Deserialize;
use serde::de::value::Error;
use serde::de::{
    self, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde_spanned::de::{SpannedDeserializer, is_spanned};

static FILES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));

/// The shipped file of that name, of rules without their tests or of evidence; `None` where it has errors, which reading its
/// TOML will show. O(n) in the bytes of its rules.
pub(crate) fn read<'de, T: Deserialize<'de>>(name: &str) -> Option<T> {
    let mut files = TreeReader { bytes: FILES };
    while !files.bytes.is_empty() {
        let found = files.text().ok()?;
        let mut file = TreeReader {
            bytes: files.counted().ok()?,
        };
        if found == name {
            return T::deserialize(&mut file).ok();
        }
    }
    None
}

/// Where the reading of a tree has come to.
struct TreeReader<'de> {
    bytes: &'de [u8],
}

impl<'de> TreeReader<'de> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (head, rest) = self.bytes.split_first_chunk().ok_or_else(too_short)?;
        self.bytes = rest;
        Ok(*head)
    }

    fn len(&mut self) -> Result<usize, Error> {
        let number = u32::from_le_bytes(self.take()?);
        usize::try_from(number).map_err(Error::custom)
    }

    /// As many bytes as the number before them says.
    fn counted(&mut self) -> Result<&'de [u8], Error> {
        let len = self.len()?;
        let (head, rest) = self.bytes.split_at_checked(len).ok_or_else(too_short)?;
        self.bytes = rest;
        Ok(head)
    }

    fn text(&mut self) -> Result<&'de str, Error> {
        std::str::from_utf8(self.counted()?).map_err(Error::custom)
    }

    fn span(&mut self) -> Result<std::ops::Range<usize>, Error> {
        Ok(self.len()?..self.len()?)
    }

    /// The value behind its span.
    fn value<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let [sign] = self.take()?;
        match sign {
            b's' => visitor.visit_borrowed_str(self.text()?),
            b'i' => visitor.visit_i64(i64::from_le_bytes(self.take()?)),
            b'f' => visitor.visit_f64(f64::from_le_bytes(self.take()?)),
            b'b' => visitor.visit_bool(self.take()? == [1]),
            b'l' => {
                let left = self.len()?;
                visitor.visit_seq(TreeParts { reader: self, left })
            }
            b't' => {
                let left = self.len()?;
                visitor.visit_map(TreeParts { reader: self, left })
            }
            _ => Err(Error::custom("no sign of a value")),
        }
    }
}

fn too_short() -> Error {
    Error::custom("the tree ends too early")
}

impl<'de> Deserializer<'de> for &mut TreeReader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.span()?;
        self.value(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self) // TOML has no null
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let span = self.span()?;
        if is_spanned(name) {
            visitor.visit_map(SpannedDeserializer::new(Behind(self), span))
        } else {
            self.value(visitor)
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let word = String::deserialize(self)?;
        visitor.visit_enum(word.into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}

/// The parts of a list or a table that are still to come.
struct TreeParts<'r, 'de> {
    reader: &'r mut TreeReader<'de>,
    left: usize,
}

impl<'de> SeqAccess<'de> for TreeParts<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'de> MapAccess<'de> for TreeParts<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let key = self.reader.text()?;
        seed.deserialize(de::value::BorrowedStrDeserializer::new(key))
            .map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(&mut *self.reader)
    }
}

/// A value whose span was read before.
struct Behind<'r, 'de>(&'r mut TreeReader<'de>);

impl<'de> IntoDeserializer<'de, Error> for Behind<'_, 'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Behind<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.0.value(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulefile::shipped::shipped_packs;
    use crate::rulefile::wire::WireFile;

    #[test]
    fn the_compact_files_are_the_shipped_ones_without_their_tests() {
        for (name, text) in shipped_packs() {
            let mut written: WireFile = toml::from_str(text).expect("it is checked elsewhere");
            for rule in written.rule.iter_mut().chain(&mut written.protect) {
                rule.get_mut().tests.clear();
            }
            let read: WireFile = read(name).expect("the build read it");
            assert_eq!(format!("{read:#?}"), format!("{written:#?}"), "{name}");
        }
    }
}
