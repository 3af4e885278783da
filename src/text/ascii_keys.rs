//! Keys of lines in ASCII, as most are: a byte is a character, and one reading tells a line's keys. What
//! [`LineKeys::key`](crate::text::line_key::LineKeys) says of each is the twin of this.

use crate::text::date_words::is_date_word_in_bytes;
use crate::text::mix;

/// The longest line, in bytes, of which numbers or names are folded; others vary in nothing.
pub(crate) const MAX_FOLDED_BYTES: usize = 200;
/// The most words of a line of which names are folded.
pub(crate) const MAX_NAMED_WORDS: usize = 12;

/// By what the keys of lines that vary in numbers and in names are told from those of lines that are the same.
const NUMBERS: u64 = 1;
const NAMES: u64 = 2;

/// Computes keys. Its buffers are kept from line to line.
#[derive(Debug, Default)]
pub(crate) struct AsciiKeys {
    plain: Vec<u8>,
    /// With a sign for each number and date word.
    numbers: Vec<u8>,
    /// With one for runs of names besides.
    names: Vec<u8>,
}

impl AsciiKeys {
    /// Whether a line can be read so: of ASCII, as it is compared but for its capitals.
    pub(crate) fn takes(line: &[u8]) -> bool {
        let ends = [line.first(), line.last()];
        line.is_ascii() && is_simple(line) && !ends.contains(&Some(&b' '))
    }

    /// The keys of a line as it is, with its numbers folded, and with names as well; the latter where it has such.
    pub(crate) fn all(&mut self, line: &[u8]) -> [Option<u64>; 3] {
        self.plain.clear();
        self.plain.extend_from_slice(line);
        self.plain.make_ascii_lowercase();
        let plain = Some(mix::of_bytes(&self.plain));
        if line.len() > MAX_FOLDED_BYTES {
            return [plain, None, None];
        }
        let (has_number, may_have_name) = signs(line);
        if !has_number && !may_have_name {
            return [plain, None, None];
        }
        let has_name = self.fold(line);
        let key = |folded: &[u8], vary: u64| {
            let has_letter = folded.iter().any(u8::is_ascii_alphabetic);
            has_letter.then(|| mix::of_bytes(folded) ^ vary)
        };
        let numbers = has_number.then(|| key(&self.numbers, NUMBERS));
        let names = has_name.then(|| key(&self.names, NAMES));
        [plain, numbers.flatten(), names.flatten()]
    }

    /// Folds the words of the line; whether names were among so few that they count.
    fn fold(&mut self, line: &[u8]) -> bool {
        self.numbers.clear();
        self.names.clear();
        let (mut at, mut words, mut has_name, mut is_behind_one) = (0, 0, false, false);
        while at < line.len() {
            let len = line[at..].iter().position(|byte| *byte == b' ');
            let end = len.map_or(line.len(), |len| at + len);
            let is_one = words > 0 && begins_name(&line[at..end]);
            words += 1;
            if words > 1 {
                self.numbers.push(b' ');
            }
            let start = self.numbers.len();
            push_numbers(&self.plain[at..end], &mut self.numbers);
            if !(is_one && is_behind_one) && words <= MAX_NAMED_WORDS {
                if words > 1 {
                    self.names.push(b' ');
                }
                if is_one {
                    self.names.push(b'@');
                } else {
                    self.names.extend_from_slice(&self.numbers[start..]);
                }
            }
            is_behind_one = is_one;
            has_name |= is_one;
            at = end + 1;
        }
        has_name && words <= MAX_NAMED_WORDS
    }
}

/// Whether there is a number, and whether a capital stands behind the first byte: without branches, so that many bytes
/// go at once.
fn signs(line: &[u8]) -> (bool, bool) {
    let number = line
        .iter()
        .fold(false, |any, byte| any | byte.is_ascii_digit());
    let behind = line.get(1..).unwrap_or_default();
    let capital = behind
        .iter()
        .fold(false, |any, byte| any | byte.is_ascii_uppercase());
    (number, capital)
}

fn begins_name(word: &[u8]) -> bool {
    let first = word.iter().find(|byte| byte.is_ascii_alphanumeric());
    first.is_some_and(u8::is_ascii_uppercase)
}

/// A word with `#` for each number and date word.
fn push_numbers(word: &[u8], folded: &mut Vec<u8>) {
    let mut rest = word;
    while let Some(first) = rest.first() {
        let len = match first {
            b'0'..=b'9' => number_len(rest),
            _ if first.is_ascii_alphabetic() => letters_len(rest),
            _ => 1,
        };
        let (token, behind) = rest.split_at(len);
        if first.is_ascii_digit() || is_date_word_in_bytes(token) {
            folded.push(b'#');
        } else {
            folded.extend_from_slice(token);
        }
        rest = behind;
    }
}

fn letters_len(text: &[u8]) -> usize {
    let end = text.iter().position(|byte| !byte.is_ascii_alphabetic());
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

/// Whether a run of ASCII has no control characters, no quotation marks that become others, and no two spaces side
/// by side.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches many bytes go at once"
)]
pub(crate) fn is_simple(bytes: &[u8]) -> bool {
    let is_odd = |byte: u8| (byte < b' ') | (byte == b'"') | (byte == b'`');
    let Some((&last, _)) = bytes.split_last() else {
        return true;
    };
    let pairs = bytes.iter().zip(&bytes[1..]);
    let odd = pairs.fold(is_odd(last), |odd, (&one, &next)| {
        odd | is_odd(one) | ((one == b' ') & (next == b' '))
    });
    !odd
}
