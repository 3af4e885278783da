//! The one hash of texts that are compared or counted: 64-bit FNV-1a over characters.
//!
//! Fowler, Noll, Vo: <http://www.isthe.com/chongo/tech/comp/fnv/>. It is fixed, so that equal texts
//! have equal keys in every run; it is not meant to withstand crafted input.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

pub(crate) const PRIME: u64 = 0x0100_0000_01b3;
pub(crate) const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// A hash while its characters come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextHash(u64);

impl TextHash {
    /// The hash of no character.
    pub(crate) fn new() -> Self {
        Self(BASIS)
    }

    /// The hash of all of these characters.
    pub(crate) fn of(chars: impl Iterator<Item = char>) -> Self {
        chars.fold(Self::new(), Self::with)
    }

    /// The same with one character more.
    #[must_use]
    pub(crate) fn with(self, c: char) -> Self {
        Self(step(self.0, u64::from(u32::from(c))))
    }

    /// The hash as it is: good for comparing, and for maps that hash it again.
    pub(crate) fn value(self) -> u64 {
        self.0
    }

    /// The hash spread over all of its bits, as a [`KeyMap`] needs it.
    pub(crate) fn key(self) -> u64 {
        spread(self.0)
    }
}

/// The key of some keys in a row, which a single key shares with no other number of keys.
pub(crate) fn joined(keys: impl Iterator<Item = u64>) -> u64 {
    spread(keys.fold(BASIS, |hash, key| step(hash.rotate_left(23), key)))
}

fn step(hash: u64, next: u64) -> u64 {
    (hash ^ next).wrapping_mul(PRIME)
}

/// Spreads a number over all of its bits: the finaliser of Stafford's `Mix13`, as in `SplitMix64`.
pub(crate) fn spread(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A map by keys, which are hashes already. It is looked up and never walked.
pub(crate) type KeyMap<V> = HashMap<u64, V, BuildHasherDefault<KeyHasher>>;

/// Hands a key on as its own hash.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = step(self.0, u64::from(byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        // Of one byte a character, as the authors' test vectors have them.
        for (text, expected) in [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            assert_eq!(TextHash::of(text.chars()).value(), expected, "{text}");
        }
    }

    #[test]
    fn keys_in_a_row_are_told_from_each_other() {
        let key = |word: &str| TextHash::of(word.chars()).key();
        let row = |words: &[&str]| joined(words.iter().map(|word| key(word)));
        assert_ne!(row(&["read", "more"]), row(&["more", "read"]));
        assert_ne!(row(&["read"]), key("read"));
    }
}
