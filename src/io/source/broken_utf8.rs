//! Text that is UTF-8 but for some bytes: cut inside a character, with a stray byte, with halves of surrogates.

/// The name of the encoding in records: UTF-8, with bytes that are none.
pub(crate) const BROKEN_UTF8: &str = "utf-8+bytes";

/// As what bytes are read that are no UTF-8, a run of them as one.
const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// A text that is UTF-8 but for some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    /// The text, with a replacement character for each run of bad bytes.
    pub(crate) text: String,
    /// For each replacement character of the text, in order, the bytes that stand there.
    pub(crate) bytes: Vec<Vec<u8>>,
    /// How many bytes are bad.
    pub(crate) bad_bytes: usize,
}

impl Broken {
    /// Reads bytes of which most that are not ASCII are UTF-8; none where they look like another encoding. O(n)
    /// in bytes.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let mut broken = Self {
            text: String::with_capacity(bytes.len()),
            bytes: Vec::new(),
            bad_bytes: 0,
        };
        let (mut good, mut odd, mut surrogates) = (0_usize, 0_usize, 0_usize);
        let mut in_run = false;
        for chunk in bytes.utf8_chunks() {
            good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            for c in chunk.valid().chars().filter(|c| *c == REPLACEMENT) {
                let mut buffer = [0; 4];
                broken
                    .bytes
                    .push(c.encode_utf8(&mut buffer).as_bytes().to_vec());
            }
            broken.text.push_str(chunk.valid());
            in_run &= chunk.valid().is_empty();
            let bad = chunk.invalid();
            broken.bad_bytes += bad.len();
            match bad {
                [] => continue,
                // Half a surrogate is three bad bytes, of which the first tells it.
                [0xed] => surrogates += 1,
                _ => odd += 1,
            }
            if let Some(run) = broken.bytes.last_mut().filter(|_| in_run) {
                run.extend_from_slice(bad);
            } else {
                broken.text.push(REPLACEMENT);
                broken.bytes.push(bad.to_vec());
            }
            in_run = true;
        }
        // The two bytes behind that of a surrogate are odd by themselves.
        let odd = odd.saturating_sub(2 * surrogates);
        let is_utf8 = good + surrogates > 0 && good + surrogates >= odd;
        (is_utf8 || odd == 1 && is_cut_off(bytes)).then_some(broken)
    }
}

/// Whether the only bytes that are not ASCII are the last ones, and begin a character: of two or more nothing else can
/// be said, and one that is a capital with an accent in other encodings would not end a word.
fn is_cut_off(bytes: &[u8]) -> bool {
    let ascii = bytes.iter().rposition(u8::is_ascii).map_or(0, |at| at + 1);
    let (before, end) = bytes.split_at(ascii);
    let begins = std::str::from_utf8(end).is_err_and(|error| error.error_len().is_none());
    let is_in_word = before.last().is_some_and(u8::is_ascii_lowercase);
    before.is_ascii() && begins && (end.len() > 1 || is_in_word && end[0] < 0xdf)
}

/// The bytes of such a text: `bytes` in the place of its replacement characters. None where there are not as many.
pub(crate) fn encode(text: &str, bytes: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len());
    let mut left = bytes.iter();
    let mut parts = text.split(REPLACEMENT);
    out.extend_from_slice(parts.next()?.as_bytes());
    for part in parts {
        out.extend_from_slice(left.next()?);
        out.extend_from_slice(part.as_bytes());
    }
    left.next().is_none().then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn most_of_what_is_not_ascii_decides() {
        let read = |bytes: &[u8]| Broken::of(bytes).map(|broken| (broken.text, broken.bad_bytes));
        let is = |text: &str, bad: usize| Some((text.to_owned(), bad));
        assert_eq!(
            read(b"Gr\xc3\xbc\xe2\x80"),
            is("Gr\u{fc}\u{fffd}", 2),
            "cut inside a character"
        );
        assert_eq!(
            read(b"caf\xc3\xa9, caf\xe9"),
            is("caf\u{e9}, caf\u{fffd}", 1),
            "one of both"
        );
        assert_eq!(
            read(b"\xed\xa0\xbd\xed\xb8\x80 said"),
            is("\u{fffd} said", 6),
            "surrogates"
        );
        assert_eq!(read(b"caf\xe9 cr\xe8me"), None, "latin");
        assert_eq!(
            read(b"said \xe2\x80"),
            is("said \u{fffd}", 2),
            "a quotation"
        );
        assert_eq!(read(b"caf\xc3"), is("caf\u{fffd}", 1), "cut off");
        assert_eq!(read(b"caf\xe9"), None, "latin, too");
        assert_eq!(read(b"CAF\xc9"), None, "and in capitals");
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_back(bytes in prop::collection::vec(any::<u8>(), 0..60), text in "[a-z\u{e9}\u{fffd}]{0,20}") {
            let bytes = [text.as_bytes(), &bytes, text.as_bytes()].concat();
            if let Some(broken) = Broken::of(&bytes) {
                prop_assert_eq!(encode(&broken.text, &broken.bytes), Some(bytes));
            }
        }
    }
}
