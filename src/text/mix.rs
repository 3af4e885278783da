//! The one hash: for words, lines and whatever else is told by a number of 64 bits.
//!
//! Eight bytes at a time are multiplied to 128 bits, of which the halves are combined: the step of
//! wyhash (Wang Yi, <https://github.com/wangyi-fudan/wyhash>, public domain) and foldhash. It is no
//! cryptographic hash, and is the same on every machine.

use crate::text::runs::EACH;

/// Where every hash begins: the fraction of the golden ratio, as in `SplitMix64`.
pub(crate) const BASIS: u64 = 0x9e37_79b9_7f4a_7c15;
const STEP: u64 = 0xbf58_476d_1ce4_e5b9;
const LAST: u64 = 0x94d0_49bb_1331_11eb;

/// Takes the next eight bytes in.
#[inline]
pub(crate) fn step(hash: u64, next: u64) -> u64 {
    mix(hash ^ next, STEP)
}

/// The hash of all that was taken in; `len` is told apart.
#[inline]
pub(crate) fn finish(hash: u64, len: usize) -> u64 {
    mix(hash ^ len as u64, LAST)
}

#[inline]
fn mix(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    #[expect(clippy::cast_possible_truncation, reason = "both halves are combined")]
    {
        product as u64 ^ (product >> 64) as u64
    }
}

/// The hash of some bytes. O(n).
pub(crate) fn of_bytes(bytes: &[u8]) -> u64 {
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut hash = BASIS;
    for chunk in chunks {
        hash = step(hash, u64::from_le_bytes(*chunk));
    }
    if !rest.is_empty() {
        hash = step(hash, load(rest, 0));
    }
    finish(hash, bytes.len())
}

/// The hash of some bytes of ASCII with small letters in place of capitals, as [`of_bytes`] has it.
pub(crate) fn of_ascii_lowercase(bytes: &[u8]) -> u64 {
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut hash = BASIS;
    for chunk in chunks {
        hash = step(hash, lowercase(u64::from_le_bytes(*chunk)));
    }
    if !rest.is_empty() {
        hash = step(hash, lowercase(load(rest, 0)));
    }
    finish(hash, bytes.len())
}

/// Eight bytes of ASCII with small letters in place of capitals.
#[inline]
fn lowercase(eight: u64) -> u64 {
    // None of the bytes has its highest bit set, so that no sum goes over into the next byte.
    let from_a = eight + EACH * u64::from(0x80 - b'A');
    let behind_z = eight + EACH * u64::from(0x7f - b'Z');
    eight | (from_a & !behind_z & (EACH * 0x80)) >> 2
}

/// A hash by which texts are looked up while they are in memory, at half the cost of [`of_bytes`]. It is in no file.
///
/// The step of wyhash with both of its factors from the text. The first would be zero for eight bytes that no UTF-8 has.
pub(crate) fn quick(bytes: &[u8]) -> u64 {
    let (chunks, rest) = bytes.as_chunks::<16>();
    let mut hash = BASIS;
    for chunk in chunks {
        hash = mix(load(chunk, 0) ^ STEP, load(chunk, 8) ^ hash);
    }
    if !rest.is_empty() {
        let (first, second) = match bytes.len().checked_sub(16) {
            Some(at) => (load(bytes, at), load(bytes, at + 8)),
            None => (load(rest, 0), load(rest, 8)),
        };
        hash = mix(first ^ STEP, second ^ hash);
    }
    finish(hash, bytes.len())
}

/// The hash of some hashes in a row.
pub(crate) fn of_hashes(hashes: impl IntoIterator<Item = u64>) -> u64 {
    let mut hash = BASIS;
    let mut count = 0;
    for one in hashes {
        hash = step(hash, one);
        count += 1;
    }
    finish(hash, count)
}

/// The eight bytes at `at`, as a number whose lowest byte is the first; zeros behind the end.
#[inline]
pub(crate) fn load(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => load_last(bytes, at),
    }
}

#[cold]
#[inline(never)]
fn load_last(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    let mut chunk = [0; 8];
    let len = rest.len().min(8);
    chunk[..len].copy_from_slice(&rest[..len]);
    u64::from_le_bytes(chunk)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn capitals_of_ascii_count_as_small_letters(text in "[@-z -~]{0,40}") {
            let slow = of_bytes(text.to_ascii_lowercase().as_bytes());
            prop_assert_eq!(of_ascii_lowercase(text.as_bytes()), slow);
        }

        #[test]
        fn all_bytes_of_a_text_tell(text in "[a-c]{1,40}", at in 0..40_usize) {
            let mut other = text.clone().into_bytes();
            let at = at % other.len();
            other[at] ^= 1;
            prop_assert_ne!(quick(text.as_bytes()), quick(&other));
            prop_assert_ne!(quick(text.as_bytes()), quick(&text.as_bytes()[..at]));
        }
    }
}
