//! How many words a text holds.

use crate::text::chars::{self, CharClass, CharClasses};

/// How many bytes are looked at together.
const CHUNK: usize = 32;

/// How many words a text holds: runs of non-space characters with a letter or digit. O(n).
pub(crate) fn word_count(body: &str) -> usize {
    let bytes = body.as_bytes();
    let classes = CharClasses::shared();
    let mut count = Count::default();
    let mut at = 0;
    while at < bytes.len() {
        if count.take_chunk(&chunk_at(bytes, at)) {
            at += CHUNK;
            continue;
        }
        let end = bytes.len().min(at + CHUNK);
        while at < end {
            let byte = bytes[at];
            if byte.is_ascii() {
                at += 1;
                count.take_byte(byte);
            } else {
                let c = body[at..].chars().next().unwrap_or_default();
                at += c.len_utf8();
                count.take(sort_of(classes.of(c)));
            }
        }
    }
    count.words
}

/// The bytes from `at` on; spaces behind the end, which begin no word.
#[inline]
fn chunk_at(bytes: &[u8], at: usize) -> [u8; CHUNK] {
    let rest = &bytes[at..];
    rest.first_chunk().copied().unwrap_or_else(|| {
        let mut chunk = [b' '; CHUNK];
        chunk[..rest.len()].copy_from_slice(rest);
        chunk
    })
}

/// Words so far, and whether the word at hand is among them.
#[derive(Default)]
struct Count {
    words: usize,
    is_counted: bool,
}

impl Count {
    fn take(&mut self, sort: Sort) {
        self.words += usize::from(sort == Sort::Word && !self.is_counted);
        self.is_counted = sort == Sort::Word || self.is_counted && sort == Sort::Other;
    }

    /// The same of a character of ASCII, by a table.
    #[inline]
    fn take_byte(&mut self, byte: u8) {
        let next = NEXT[usize::from(byte & 0x7f) + 128 * usize::from(self.is_counted)];
        self.words += usize::from(next >> 1);
        self.is_counted = next & 1 != 0;
    }

    /// Takes some bytes at once, where all are of ASCII and no sign begins a run: then each run counts that begins
    /// with a letter or digit.
    fn take_chunk(&mut self, chunk: &[u8; CHUNK]) -> bool {
        let mut before = [if self.is_counted { b'a' } else { b' ' }; CHUNK];
        before[1..].copy_from_slice(&chunk[..CHUNK - 1]);
        let (mut words, mut odd) = (0_u8, 0_u8);
        for (&byte, &before) in chunk.iter().zip(&before) {
            let begins = is_space(before);
            words += u8::from(begins & is_word(byte));
            odd |= (byte & 0x80) | u8::from(begins & !is_word(byte) & !is_space(byte));
        }
        if odd == 0 {
            self.words += usize::from(words);
            self.is_counted = !is_space(chunk[CHUNK - 1]);
        }
        odd == 0
    }
}

#[inline]
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches many bytes go at once"
)]
const fn is_space(byte: u8) -> bool {
    (byte.wrapping_sub(b'\t') < 5) | (byte == b' ')
}

#[inline]
const fn is_word(byte: u8) -> bool {
    ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Word,
    Space,
    Other,
}

/// By each character of ASCII, and by whether the word at hand is counted: whether it is then, and twice whether it was
/// counted now.
static NEXT: [u8; 256] = {
    let mut next = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        let (at, is_word) = (byte as usize, is_word(byte));
        next[at] = if is_word { 0b11 } else { 0 };
        next[at + 128] = if is_space(byte) { 0 } else { 1 };
        byte += 1;
    }
    next
};

fn sort_of(class: CharClass) -> Sort {
    if class.is(chars::WORD) {
        Sort::Word
    } else if class.is(chars::WHITE) {
        Sort::Space
    } else {
        Sort::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_counted_as_they_are_defined(text in "([a-c0 .\t\u{b}\u{a0}é’-]|\\PC){0,40}|(?s).{0,40}|([a-z0-9]{1,9}[ \t.]){0,20}|[ -~]{0,120}") {
            let pieces = text.split(char::is_whitespace);
            let slow = pieces.filter(|piece| piece.contains(char::is_alphanumeric));
            prop_assert_eq!(word_count(&text), slow.count());
        }
    }
}
