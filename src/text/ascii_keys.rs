//! Keys of lines that are in ASCII when they are compared, as most are: a byte is a character, and one reading folds
//! what varies. What [`LineKeys::key`](crate::text::line_key::LineKeys) says of each is the twin of this.

use crate::text::date_words::is_date_word_in_bytes;
use crate::text::mix;

/// The longest line, in bytes, of which numbers or names are folded; others vary in nothing.
pub(crate) const MAX_FOLDED_BYTES: usize = 200;
/// The most words of a line of which names are folded.
pub(crate) const MAX_NAMED_WORDS: usize = 12;

/// By what the keys of lines that vary in numbers and in names are told from those of lines that are the same.
const NUMBERS: u64 = 1;
const NAMES: u64 = 2;

/// Folds lines. Its buffers are kept from line to line.
#[derive(Debug, Default)]
pub(crate) struct AsciiKeys {
    plain: Vec<u8>,
    /// With a sign for each number and date word.
    numbers: Folded,
    /// With one for runs of names besides.
    names: Folded,
}

/// A text of which parts are left out, while it is written: what stays is copied when the next part goes.
#[derive(Debug, Default)]
struct Folded {
    text: Vec<u8>,
    /// Up to where the text was copied or left out.
    done: usize,
}

impl Folded {
    fn clear(&mut self) {
        self.text.clear();
        self.done = 0;
    }

    /// Copies what stands before `at`.
    fn copy_to(&mut self, plain: &[u8], at: usize) {
        self.text.extend_from_slice(&plain[self.done..at]);
        self.done = at;
    }

    /// Puts a sign for what stands there.
    fn put(&mut self, plain: &[u8], from: usize, to: usize, sign: u8) {
        self.copy_to(plain, from);
        self.text.push(sign);
        self.done = to;
    }

    fn key(&self, vary: u64) -> Option<u64> {
        let has_letter = self.text.iter().any(u8::is_ascii_alphabetic);
        has_letter.then(|| mix::of_bytes(&self.text) ^ vary)
    }
}

/// What is folded of a line.
#[derive(Debug, Clone, Copy)]
struct Folds {
    numbers: bool,
    names: bool,
}

impl AsciiKeys {
    /// The keys of a line with its numbers folded, and with names as well, where it has such. `line` is as it is compared,
    /// but with its capitals.
    pub(crate) fn varied(&mut self, line: &[u8]) -> [Option<u64>; 2] {
        let (numbers, may_have_name) = signs(line);
        let is_short = || memchr::memchr_iter(b' ', line).count() < MAX_NAMED_WORDS;
        let names = may_have_name && is_short();
        if !numbers && !names {
            return [None; 2];
        }
        let mut plain = std::mem::take(&mut self.plain);
        plain.clear();
        plain.extend_from_slice(line);
        plain.make_ascii_lowercase();
        let has_name = self.fold(&plain, line, Folds { numbers, names });
        self.plain = plain;
        let key = |is: bool, folded: &Folded, vary| is.then(|| folded.key(vary)).flatten();
        [
            key(numbers, &self.numbers, NUMBERS),
            key(has_name, &self.names, NAMES),
        ]
    }

    /// Folds the words of the line; whether names were among them.
    fn fold(&mut self, plain: &[u8], cased: &[u8], folds: Folds) -> bool {
        self.numbers.clear();
        self.names.clear();
        let (mut at, mut has_name, mut is_behind_one) = (0, false, false);
        while at < plain.len() {
            let start = at;
            let is_one = folds.names && start > 0 && begins_name(&cased[start..]);
            at = self.fold_word(plain, start, !is_one && folds.names, folds.numbers);
            if is_one && is_behind_one {
                self.names.done = at;
            } else if is_one {
                self.names.put(plain, start, at, b'@');
            }
            is_behind_one = is_one;
            has_name |= is_one;
            at += 1;
        }
        let ends = [
            (folds.numbers, &mut self.numbers),
            (has_name, &mut self.names),
        ];
        for (_, folded) in ends.into_iter().filter(|(is, _)| *is) {
            folded.copy_to(plain, plain.len());
        }
        has_name
    }

    /// Folds numbers and date words of the word that starts at `at`, in one of the texts or both; where it ends.
    fn fold_word(&mut self, plain: &[u8], mut at: usize, names: bool, numbers: bool) -> usize {
        while let Some(&first) = plain.get(at) {
            let (len, is_folded) = match sort_of(first) {
                Sort::Space => break,
                Sort::Other => (1, false),
                Sort::Digit => (number_len(&plain[at..]), true),
                Sort::Letter => {
                    let len = letters_len(&plain[at..]);
                    (len, is_date_word_in_bytes(&plain[at..at + len]))
                }
            };
            if is_folded && numbers {
                self.numbers.put(plain, at, at + len, b'#');
            }
            if is_folded && names {
                self.names.put(plain, at, at + len, b'#');
            }
            at += len;
        }
        at
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Other,
    Space,
    Digit,
    Letter,
}

fn sort_of(byte: u8) -> Sort {
    static SORTS: [Sort; 256] = {
        let mut sorts = [Sort::Other; 256];
        let mut byte = 0_u8;
        while byte < 128 {
            if byte.is_ascii_alphabetic() {
                sorts[byte as usize] = Sort::Letter;
            } else if byte.is_ascii_digit() {
                sorts[byte as usize] = Sort::Digit;
            }
            byte += 1;
        }
        sorts[b' ' as usize] = Sort::Space;
        sorts
    };
    SORTS[usize::from(byte)]
}

/// Whether there is a digit, and whether a capital stands behind the first byte: without branches, so that many bytes
/// go at once.
pub(crate) fn signs(line: &[u8]) -> (bool, bool) {
    let number = line
        .iter()
        .fold(false, |any, byte| any | byte.is_ascii_digit());
    let behind = line.get(1..).unwrap_or_default();
    let capital = behind
        .iter()
        .fold(false, |any, byte| any | byte.is_ascii_uppercase());
    (number, capital)
}

/// Whether the word with which a text starts begins with a capital, but for signs.
fn begins_name(text: &[u8]) -> bool {
    let first = text
        .iter()
        .find(|byte| **byte == b' ' || byte.is_ascii_alphanumeric());
    first.is_some_and(u8::is_ascii_uppercase)
}

fn letters_len(text: &[u8]) -> usize {
    let end = text.iter().position(|byte| sort_of(*byte) != Sort::Letter);
    end.unwrap_or(text.len())
}

/// A number at the start of a text, with the signs between its digits: "1,204", "9:45", "3/5/2024".
fn number_len(text: &[u8]) -> usize {
    let (mut end, mut is_behind_sign) = (0, false);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => (end, is_behind_sign) = (at + 1, false),
            b',' | b'.' | b':' | b'/' if !is_behind_sign => is_behind_sign = true,
            _ => break,
        }
    }
    end
}

/// How many bytes are looked at together.
pub(crate) const CHUNK: usize = 16;

/// Whether a text is of ASCII and changes but for its capitals when it is compared: it has no control characters, no
/// quotation marks that become others, and no two spaces side by side.
pub(crate) fn is_simple(bytes: &[u8]) -> bool {
    let behind_first = bytes.get(1..).unwrap_or_default();
    let Some(last) = behind_first.len().checked_sub(CHUNK) else {
        let next = behind_first.iter().chain(&[0]);
        return !bytes
            .iter()
            .zip(next)
            .any(|(&byte, &next)| is_odd(byte, next));
    };
    let is_simple = |at: usize| simple_chunk(&bytes[at..]).is_some();
    // The last chunk begins within the one before.
    (0..last).step_by(CHUNK).all(is_simple) && is_simple(last) && !is_odd(bytes[last + CHUNK], 0)
}

/// The first bytes of a text that is longer, if they are so.
#[inline]
pub(crate) fn simple_chunk(bytes: &[u8]) -> Option<&[u8; CHUNK]> {
    let chunk: &[u8; CHUNK] = bytes.first_chunk()?;
    let next: &[u8; CHUNK] = bytes.get(1..)?.first_chunk()?;
    let pairs = chunk.iter().zip(next);
    let odd = pairs.fold(false, |odd, (&byte, &next)| odd | is_odd(byte, next));
    (!odd).then_some(chunk)
}

/// Without branches, so that many bytes go at once.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "as it says")]
fn is_odd(byte: u8, next: u8) -> bool {
    // What is beyond ASCII is negative, and less than a space as well.
    (byte.cast_signed() < 32) | (byte == b'"') | (byte == b'`') | ((byte == b' ') & (next == b' '))
}
