//! Text as it is written: a line on its way, capitals, digits.

/// Up to fifteen bytes of text, and their number, which are copied as sixteen: that costs less than
/// copying as many as there are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Short([u8; Self::BYTES]);

impl Short {
    const BYTES: usize = 16;
    pub(crate) const MOST: usize = Self::BYTES - 1;

    /// The text, if it is short enough.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let len = u8::try_from(text.len()).ok()?;
        let mut bytes = [0; Self::BYTES];
        bytes[..Self::MOST]
            .get_mut(..text.len())?
            .copy_from_slice(text.as_bytes());
        bytes[Self::MOST] = len;
        Some(Self(bytes))
    }

    #[inline]
    fn len(&self) -> usize {
        usize::from(self.0[Self::MOST])
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).expect("it was made of text")
    }

    #[inline]
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let end = out.len() + self.len();
        out.extend_from_slice(&self.0);
        out.truncate(end);
    }

    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0[..self.len()]
    }
}

/// Whether "an" stands before the text, not "a".
#[inline]
pub(crate) fn starts_with_vowel(text: &[u8]) -> bool {
    match text {
        // "a union", "a useful": the u is spoken as in "you".
        [b'u' | b'U', b'n', b'i', ..] | [b'u' | b'U', b's' | b't', ..] | [] => false,
        [b'h', b'o', b'u', b'r', ..] | [b'h', b'o', b'n', ..] => true,
        [first, ..] => b"aeiouAEIOU".contains(first),
    }
}

/// Text on its way: its length is in a register, which that of a vector behind a pointer is not.
pub(crate) struct LineBuffer {
    bytes: [u8; Self::BYTES],
    len: usize,
}

impl LineBuffer {
    const BYTES: usize = 256;

    #[inline]
    pub(crate) fn new() -> Self {
        Self {
            bytes: [0; Self::BYTES],
            len: 0,
        }
    }

    /// Makes room for three short texts.
    #[inline]
    pub(crate) fn make_room(&mut self, out: &mut Vec<u8>) {
        if self.len > Self::BYTES - 3 * Short::BYTES {
            self.flush(out);
        }
    }

    #[inline]
    pub(crate) fn push(&mut self, text: &Short) {
        self.bytes[self.len..self.len + Short::BYTES].copy_from_slice(&text.0);
        self.len += text.len();
    }

    /// The same, with a capital at its start.
    #[inline]
    pub(crate) fn push_capital(&mut self, text: &Short) {
        let start = self.len;
        self.push(text);
        self.bytes[start].make_ascii_uppercase();
    }

    pub(crate) fn pop(&mut self) {
        self.len -= 1;
    }

    #[inline]
    pub(crate) fn flush(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.bytes[..self.len]);
        self.len = 0;
    }
}

/// Makes the first letter a capital, also behind an opening mark. Letters outside of ASCII stay.
pub(crate) fn capital(text: &mut [u8]) {
    let lead = text
        .iter()
        .take_while(|byte| matches!(byte, 0x80..|b'"'| b'('))
        .count();
    if let Some(first) = text.get_mut(lead) {
        first.make_ascii_uppercase();
    }
}

/// Writes a number in digits.
pub(crate) fn push_number(out: &mut Vec<u8>, number: u64) {
    push_digits(out, number, 1);
}

/// Writes a number in digits, at least so many.
pub(crate) fn push_digits(out: &mut Vec<u8>, mut number: u64, least: usize) {
    let mut digits = [b'0'; 20];
    let mut start = digits.len();
    while number > 0 {
        start -= 1;
        digits[start] = b'0' + u8::try_from(number % 10).expect("a digit");
        number /= 10;
    }
    out.extend_from_slice(&digits[start.min(digits.len() - least)..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_digits() {
        let mut out = Vec::new();
        push_number(&mut out, 0);
        push_number(&mut out, 1_234_567);
        push_digits(&mut out, 42, 8);
        assert_eq!(out, b"0123456700000042");
    }
}
