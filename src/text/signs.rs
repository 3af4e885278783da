//! The signs of ASCII as bits, so that those of a line are one number.
//!
//! A sign's bit is its number less 32, or less 64 from 96 on: `` ` `` shares one with `@`, and so do the
//! signs behind the small letters with those behind the capitals. Letters, digits and white space have bits
//! that no sign has; digits use one of theirs together.

/// The bit of digits.
pub(crate) const DIGITS: u64 = 1 << (b'0' - 32);
/// The bits of quotation marks: a line has them for those of other alphabets, too.
pub(crate) const QUOTES: u64 = 1 << (b'"' - 32) | 1 << (b'\'' - 32) | 1 << (b'`' - 64);

/// The bit of a character by its number; none for those that are no ASCII, and for control characters.
#[inline]
pub(crate) const fn sign_bit(c: u32) -> u64 {
    match c {
        32..96 => 1 << (c - 32),
        96..128 => 1 << (c - 64),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_has_the_bit_of_digits() {
        let signs = (0_u8..128).filter(u8::is_ascii_punctuation);
        assert!(
            signs
                .map(|sign| sign_bit(sign.into()))
                .all(|bit| bit != 0 && bit & DIGITS == 0)
        );
        assert_eq!((sign_bit(9), sign_bit(0x2019)), (0, 0));
    }
}
