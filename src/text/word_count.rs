//! How many words a text holds.

/// How many bytes are looked at together.
const CHUNK: usize = 32;

/// How many words a text holds: runs of non-space characters with a letter or digit. O(n).
pub(crate) fn word_count(body: &str) -> usize {
    let bytes = body.as_bytes();
    let mut count = Count::default();
    let mut at = 0;
    while at < bytes.len() {
        if let Some(chunk) = bytes[at..].first_chunk()
            && count.take_chunk(chunk)
        {
            at += CHUNK;
            continue;
        }
        let end = at + CHUNK;
        while at < end
            && let Some(&byte) = bytes.get(at)
        {
            if let Some(&sort) = SORTS.get(usize::from(byte)) {
                at += 1;
                count.take(sort);
            } else {
                let c = body[at..].chars().next().unwrap_or_default();
                at += c.len_utf8();
                count.take(sort_of(c));
            }
        }
    }
    count.words
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

/// What each character of ASCII is.
static SORTS: [Sort; 128] = {
    let mut sorts = [Sort::Other; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        if is_word(byte) {
            sorts[byte as usize] = Sort::Word;
        } else if is_space(byte) {
            sorts[byte as usize] = Sort::Space;
        }
        byte += 1;
    }
    sorts
};

fn sort_of(c: char) -> Sort {
    match c {
        c if c.is_alphanumeric() => Sort::Word,
        c if c.is_whitespace() => Sort::Space,
        _ => Sort::Other,
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
