//! The members of a JSON object in its usual spelling, told apart by their quotes: a byte is looked at once. What is
//! spelt otherwise is left to `serde_json`, which reads all and says what is wrong.

use serde_json::value::RawValue;

/// Hands the members of an object to `visit`: keys and values as they are spelt, with their quotes. `None` where it is
/// not known that the object is well-formed, whatever was handed over by then. O(n) in bytes.
pub(crate) fn members<'r>(object: &'r str, mut visit: impl FnMut(&'r str, &'r str)) -> Option<()> {
    // No string has control characters, and white space between values is rarely else than spaces.
    let bytes = object.as_bytes();
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "bytes are compared many at a time"
    )]
    let has_control = bytes.iter().fold(false, |any, byte| any | (*byte < b' '));
    if has_control {
        return None;
    }
    let mut reader = Reader { object, at: 0 };
    reader.sign(b'{')?;
    if reader.sign(b'}').is_none() {
        loop {
            let key = reader.string()?;
            reader.sign(b':')?;
            visit(key, reader.value()?);
            match reader.next_sign()? {
                b',' => reader.skip_spaces(),
                b'}' => break,
                _ => return None,
            }
        }
    }
    reader.skip_spaces();
    (reader.at == object.len()).then_some(())
}

struct Reader<'r> {
    object: &'r str,
    at: usize,
}

impl<'r> Reader<'r> {
    fn byte(&self) -> Option<u8> {
        self.object.as_bytes().get(self.at).copied()
    }

    fn skip_spaces(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
    }

    /// The next byte that is no space, which is passed.
    fn next_sign(&mut self) -> Option<u8> {
        self.skip_spaces();
        let sign = self.byte()?;
        self.at += 1;
        Some(sign)
    }

    /// Passes a sign and the spaces around it, if it stands here.
    fn sign(&mut self, sign: u8) -> Option<()> {
        self.skip_spaces();
        (self.byte() == Some(sign)).then(|| {
            self.at += 1;
            self.skip_spaces();
        })
    }

    fn since(&self, start: usize) -> &'r str {
        &self.object[start..self.at]
    }

    /// A string with its quotes.
    fn string(&mut self) -> Option<&'r str> {
        let (start, bytes) = (self.at, self.object.as_bytes());
        if self.byte() != Some(b'"') {
            return None;
        }
        self.at += 1;
        loop {
            self.at += memchr::memchr2(b'"', b'\\', &bytes[self.at..])?;
            if bytes[self.at] == b'"' {
                self.at += 1;
                return Some(self.since(start));
            }
            self.at += match bytes.get(self.at + 1)? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => 2,
                b'u' if bytes
                    .get(self.at + 2..self.at + 6)?
                    .iter()
                    .all(u8::is_ascii_hexdigit) =>
                {
                    6
                }
                _ => return None,
            };
        }
    }

    fn value(&mut self) -> Option<&'r str> {
        let (start, rest) = (self.at, &self.object[self.at..]);
        match self.byte()? {
            b'"' => return self.string(),
            b'{' | b'[' => {
                let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
                values.next()?.ok()?;
                self.at += values.byte_offset();
            }
            b't' | b'f' | b'n' => {
                let word = ["true", "false", "null"].into_iter();
                self.at += word.clone().find(|word| rest.starts_with(word))?.len();
            }
            _ => self.at += whole_number_len(rest)?,
        }
        Some(self.since(start))
    }
}

/// How long a whole number is that stands at the start of a text; others are none of the usual ones.
fn whole_number_len(text: &str) -> Option<usize> {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let count = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let is_usual = match digits {
        [b'0', ..] => count == 1,
        _ => count > 0,
    };
    let goes_on = matches!(digits.get(count), Some(b'.' | b'e' | b'E'));
    (is_usual && !goes_on).then_some(text.len() - digits.len() + count)
}
