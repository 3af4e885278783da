//! A fast, fixed hash for the tables of one page.
//!
//! The maps it serves are looked up and never walked, so their order reaches no output. It is not
//! meant to withstand crafted input: a page that sets out to collide costs time, never a figure.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from words or packed shingles.
pub(crate) type FoldMap<K, V> = HashMap<K, V, BuildHasherDefault<FoldHasher>>;

/// Arbitrary odd constants: the fractional digits of pi.
const KEYS: [u64; 2] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7345];

/// Multiplies 64 by 64 bits and folds the halves together, as in `wyhash` and `foldhash`.
#[derive(Default)]
pub(crate) struct FoldHasher(u64);

impl FoldHasher {
    fn mix(&mut self, low: u64, high: u64) {
        let product = u128::from(low ^ KEYS[0] ^ self.0) * u128::from(high ^ KEYS[1]);
        self.0 = halves(product).0 ^ halves(product).1;
    }
}

impl Hasher for FoldHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.mix(u64::from_le_bytes(word), chunk.len() as u64);
        }
    }

    /// Only strings write single bytes, to end themselves; their chunks carry lengths already.
    fn write_u8(&mut self, _: u8) {}

    fn write_u128(&mut self, value: u128) {
        let (low, high) = halves(value);
        self.mix(low, high);
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "the truncation takes the lower half"
)]
fn halves(value: u128) -> (u64, u64) {
    (value as u64, (value >> 64) as u64)
}
