//! The one hash: for words, lines and whatever else is told by a number of 64 bits.
//!
//! Eight bytes at a time are multiplied to 128 bits, of which the halves are combined: the step of
//! wyhash (Wang Yi, <https://github.com/wangyi-fudan/wyhash>, public domain) and foldhash. It is no
//! cryptographic hash, and is the same on every machine.

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
