//! Where runs of ASCII letters and digits begin and end, found eight bytes at a time.

const HIGH: u64 = 0x8080_8080_8080_8080;
/// A number that holds a byte eight times is that byte times this.
pub(crate) const EACH: u64 = 0x0101_0101_0101_0101;

/// Writes to `edges` where each run begins and where it ends, in turn; places are counted on from `first`.
/// O(n), eight bytes a step.
///
/// Texts of 4 GiB and more are not for this.
pub(crate) fn find_runs(bytes: &[u8], first: u32, edges: &mut Vec<u32>) {
    edges.clear();
    let (blocks, rest) = bytes.as_chunks::<64>();
    let (mut carry, mut base) = (0, first);
    for block in blocks {
        let word = word_bits(block);
        push_changes(word ^ (word << 1 | carry), base, edges);
        carry = word >> 63;
        base += 64;
    }
    let mut last = [0; 64];
    last[..rest.len()].copy_from_slice(rest);
    let word = word_bits(&last);
    push_changes(word ^ (word << 1 | carry), base, edges);
}

#[inline]
fn push_changes(mut changes: u64, base: u32, edges: &mut Vec<u32>) {
    edges.reserve(64);
    while changes != 0 {
        edges.push(base + changes.trailing_zeros());
        changes &= changes - 1;
    }
}

/// A bit for each byte that is an ASCII letter or digit.
#[inline]
fn word_bits(block: &[u8; 64]) -> u64 {
    let mut bits = 0;
    for (at, chunk) in block.as_chunks::<8>().0.iter().enumerate() {
        bits |= gather(word_flags(u64::from_le_bytes(*chunk))) << (8 * at);
    }
    bits
}

/// The high bit of each byte that is an ASCII letter or digit: each byte is compared with the ends
/// of both ranges by an addition that carries into its high bit.
#[inline]
fn word_flags(chunk: u64) -> u64 {
    let plain = chunk & !HIGH;
    let lower = plain | (EACH * 0x20);
    let from = |bytes: u64, least: u8| bytes + EACH * u64::from(0x80 - least);
    let letter = from(lower, b'a') & !from(lower, b'z' + 1);
    let digit = from(plain, b'0') & !from(plain, b'9' + 1);
    (letter | digit) & !chunk & HIGH
}

/// The eight high bits as one byte.
#[inline]
fn gather(flags: u64) -> u64 {
    (flags >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The slow, obvious twin.
    fn plain_runs(bytes: &[u8]) -> Vec<u32> {
        let mut edges = Vec::new();
        let mut inside = false;
        for (at, byte) in bytes.iter().chain([&b' ']).enumerate() {
            if byte.is_ascii_alphanumeric() != inside {
                inside = !inside;
                edges.push(u32::try_from(at).expect("tests are short"));
            }
        }
        edges
    }

    proptest! {
        #[test]
        fn runs_are_those_of_the_twin(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut edges = Vec::new();
            find_runs(&bytes, 7, &mut edges);
            let plain: Vec<u32> = plain_runs(&bytes).iter().map(|edge| edge + 7).collect();
            prop_assert_eq!(edges, plain);
        }

        #[test]
        fn runs_of_text_are_those_of_the_twin(text in "[a-zA-Z0-9 .@`{\\[/:^_é]{0,200}") {
            let mut edges = Vec::new();
            find_runs(text.as_bytes(), 0, &mut edges);
            prop_assert_eq!(edges, plain_runs(text.as_bytes()));
        }
    }
}
