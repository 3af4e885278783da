//! The floor: the least that anything costs which reads text line by line.
//!
//! It stays as it is, so that shares of it can be compared over years; the engine's own hash may change.

use memchr::{memchr, memchr_iter};

/// How many newlines the text has: about what it costs to look at each byte.
///
/// # Example
///
/// ```
/// assert_eq!(dechaff::tools::bench::count_newlines("one\ntwo\n"), 2);
/// ```
pub fn count_newlines(text: &str) -> u64 {
    memchr_iter(b'\n', text.as_bytes()).count() as u64
}

/// Splits the text at newlines, trims ASCII blanks from each line and hashes it: the least that a rule
/// for whole lines costs. The sum of the hashes, so that none is left out. O(n) in bytes; no allocation.
///
/// # Example
///
/// ```
/// use dechaff::tools::bench::hash_lines;
///
/// assert_eq!(hash_lines("  one\ntwo \n"), hash_lines("two\none\n"));
/// assert_ne!(hash_lines("one\n"), hash_lines("two\n"));
/// ```
pub fn hash_lines(text: &str) -> u64 {
    let (mut rest, mut sum) = (text.as_bytes(), 0_u64);
    while !rest.is_empty() {
        let end = memchr(b'\n', rest);
        let (line, after) = match end {
            Some(end) => (&rest[..end], &rest[end + 1..]),
            None => (rest, &rest[rest.len()..]),
        };
        let line = line.trim_ascii();
        if !line.is_empty() {
            sum = sum.wrapping_add(hash(line));
        }
        rest = after;
    }
    sum
}

/// Multiplies sixteen bytes at a time to 128 bits and folds the halves together, as wyhash (Wang Yi) and
/// its kin do; the last step looks at the last sixteen bytes, whatever of them was seen before.
fn hash(bytes: &[u8]) -> u64 {
    const KEYS: [u64; 2] = [0xa076_1d64_78bd_642f, 0xe703_7ed1_a0b4_28db];
    let word = |at: usize| {
        let eight = bytes[at..].first_chunk().expect("eight bytes are left");
        u64::from_le_bytes(*eight)
    };
    let step = |state: u64, one: u64, other: u64| fold(one ^ KEYS[0] ^ state, other ^ KEYS[1]);
    let len = bytes.len();
    // Spread, so that it cannot undo a byte of the text.
    let mut state = (len as u64).wrapping_mul(KEYS[1]);
    if len >= 16 {
        for at in (0..len - 15).step_by(16) {
            state = step(state, word(at), word(at + 8));
        }
        return step(state, word(len - 16), word(len - 8));
    }
    if len >= 8 {
        return step(state, word(0), word(len - 8));
    }
    let short = bytes
        .iter()
        .fold(0, |all, &byte| all << 8 | u64::from(byte));
    step(state, short, short)
}

fn fold(one: u64, other: u64) -> u64 {
    let product = u128::from(one) * u128::from(other);
    let bytes = product.to_le_bytes();
    let half = |at: usize| {
        let eight = bytes[at..].first_chunk().expect("a half has eight bytes");
        u64::from_le_bytes(*eight)
    };
    half(0) ^ half(8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// The same, written so that it is seen to be right.
    fn slow(text: &str) -> u64 {
        let lines = text.split('\n').map(|line| line.as_bytes().trim_ascii());
        let filled = lines.filter(|line| !line.is_empty());
        filled.fold(0, |sum, line| sum.wrapping_add(hash(line)))
    }

    #[test]
    fn every_line_is_hashed_without_its_blanks() {
        for text in [
            "",
            "\n",
            "one",
            " one \n\n\ttwo\r\nthree",
            &"a longer line\n".repeat(9),
        ] {
            assert_eq!(hash_lines(text), slow(text), "{text:?}");
        }
    }

    #[test]
    fn lines_of_any_length_that_differ_in_a_byte_have_other_hashes() {
        let mut seen = HashSet::new();
        for len in 1..70 {
            let plain = vec![b'a'; len];
            assert!(seen.insert(hash(&plain)), "{len}");
            for at in 0..len {
                let mut other = plain.clone();
                other[at] = b'b';
                assert!(seen.insert(hash(&other)), "{len}, {at}");
            }
        }
    }

    #[test]
    fn newlines_are_counted() {
        assert_eq!(count_newlines("a\n\nb"), 2);
        assert_eq!(count_newlines(""), 0);
    }
}
