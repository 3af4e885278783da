//! Keys by which lines of many pages are counted: the same line has the same key on every machine, and in
//! files that other programs read. `docs/templates.md` defines them for those.
//!
//! [`Vary::Nothing`] takes a line as [`same_line`](crate::text::compare::same_line) does: case, quotation marks
//! and white space do not count. [`Vary::Numbers`] takes each number, and beside one the words of dates, as one
//! sign; [`Vary::Names`] runs of capitalised words behind the first word as well.

use crate::text::ascii_keys::{
    AsciiKeys, CHUNK, MAX_FOLDED_BYTES, MAX_NAMED_WORDS, is_simple, signs, simple_chunk,
};
use crate::text::chars::{self, CharClass, CharClasses};
use crate::text::date_words::is_date_word;
use crate::text::fold::is_space;
use crate::text::mix;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A key as files have it: 16 hexadecimal digits, since many readers take numbers of 64 bits for floats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct LineKey(pub(crate) u64);

impl fmt::Display for LineKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", self.0)
    }
}

impl From<LineKey> for String {
    fn from(key: LineKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for LineKey {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let read = u64::from_str_radix(&text, 16).ok().filter(|_| is_hex);
        read.map(Self)
            .ok_or_else(|| format!("\"{text}\" is no key: 16 hexadecimal digits"))
    }
}

/// What may differ between lines that count as one.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Vary {
    /// Case, quotation marks and white space.
    #[default]
    Nothing,
    /// Numbers and dates as well: "12 comments", "Updated 3 May 2024".
    Numbers,
    /// Names, too: "By Ada Finch".
    Names,
}

impl Vary {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands references")]
    pub(crate) fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }

    /// As files have it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Numbers => "numbers",
            Self::Names => "names",
        }
    }
}

/// Computes keys. Its buffers are kept from line to line.
#[derive(Debug, Default)]
pub(crate) struct LineKeys {
    plain: Vec<u8>,
    folded: String,
    cased: Vec<u8>,
    /// With signs for names.
    named: String,
    ascii: AsciiKeys,
}

impl LineKeys {
    /// The key of a line that varies so; `None` where it has nothing that varies so. O(n) in its bytes.
    pub(crate) fn key(&mut self, line: &str, vary: Vary) -> Option<u64> {
        match vary {
            Vary::Nothing => {
                push_plain(line, &mut self.plain);
                Some(hash(&self.plain, vary))
            }
            Vary::Numbers => self.numbers(line),
            Vary::Names => self.names(line),
        }
    }

    /// The keys of a line by how it varies, [`Vary::Nothing`] first: what [`Self::key`] says of each, in one reading.
    pub(crate) fn all(&mut self, line: &str) -> [Option<u64>; 3] {
        let bytes = line.as_bytes();
        let is_short = line.len() <= MAX_FOLDED_BYTES;
        if is_simple(bytes) && !line.starts_with(' ') && !line.ends_with(' ') {
            let plain = Some(mix::of_ascii_lowercase(bytes));
            let [numbers, names] = if is_short {
                self.ascii.varied(bytes)
            } else {
                [None; 2]
            };
            return [plain, numbers, names];
        }
        let seen = push_plain(line, &mut self.plain);
        let plain = Some(hash(&self.plain, Vary::Nothing));
        let [numbers, names] = if !is_short {
            [None; 2]
        } else if self.plain.is_ascii() {
            push_cased(line, &mut self.cased);
            self.ascii.varied(&self.cased)
        } else {
            let (has_digit, has_capital) = signs(bytes);
            let has_number = has_digit || seen & chars::NUMBER != 0;
            let may_have_name = has_capital || seen & chars::UPPER != 0;
            let numbers = has_number.then(|| self.numbers_of_plain());
            let names = may_have_name.then(|| self.names(line));
            [numbers.flatten(), names.flatten()]
        };
        [plain, numbers, names]
    }

    fn numbers(&mut self, line: &str) -> Option<u64> {
        if !has_foldable_number(line) {
            return None;
        }
        push_plain(line, &mut self.plain);
        self.numbers_of_plain()
    }

    fn numbers_of_plain(&mut self) -> Option<u64> {
        self.folded.clear();
        push_numbers(text_of(&self.plain), &mut self.folded);
        has_letter(&self.folded).then(|| hash(self.folded.as_bytes(), Vary::Numbers))
    }

    fn names(&mut self, line: &str) -> Option<u64> {
        if line.len() > MAX_FOLDED_BYTES || !may_have_name(line) {
            return None;
        }
        self.named.clear();
        let (mut words, mut has_name, mut is_behind_one) = (0, false, false);
        for word in line.split(is_space).filter(|word| !word.is_empty()) {
            let is_one = words > 0 && begins_name(word);
            words += 1;
            if words > MAX_NAMED_WORDS {
                return None;
            }
            if is_one && is_behind_one {
                continue;
            }
            is_behind_one = is_one;
            has_name |= is_one;
            if words > 1 {
                self.named.push(' ');
            }
            self.named.push_str(if is_one { "@" } else { word });
        }
        if !has_name {
            return None;
        }
        push_plain(&self.named, &mut self.plain);
        self.folded.clear();
        push_numbers(text_of(&self.plain), &mut self.folded);
        has_letter(&self.folded).then(|| hash(self.folded.as_bytes(), Vary::Names))
    }
}

fn hash(key: &[u8], vary: Vary) -> u64 {
    mix::of_bytes(key) ^ vary as u64
}

fn text_of(plain: &[u8]) -> &str {
    std::str::from_utf8(plain).expect("it was written as characters")
}

/// How many letters a line has besides numbers and, where it has a number, words of dates.
pub(crate) fn letters(line: &str) -> usize {
    let mut plain = Vec::new();
    push_plain(line, &mut plain);
    let mut plain = text_of(&plain).to_owned();
    if line.len() <= MAX_FOLDED_BYTES && line.chars().any(char::is_numeric) {
        let mut folded = String::new();
        push_numbers(&plain, &mut folded);
        plain = folded;
    }
    plain.chars().filter(|c| c.is_alphabetic()).count()
}

/// Whether a line is short enough for its numbers to be folded, and has some.
fn has_foldable_number(line: &str) -> bool {
    line.len() <= MAX_FOLDED_BYTES
        && if line.is_ascii() {
            line.bytes().any(|byte| byte.is_ascii_digit())
        } else {
            let classes = CharClasses::shared();
            line.chars().any(|c| classes.of(c).is(chars::NUMBER))
        }
}

/// Whether a capital stands behind the line's first character: no name begins without.
fn may_have_name(line: &str) -> bool {
    let classes = CharClasses::shared();
    line.chars().skip(1).any(|c| classes.of(c).is(chars::UPPER))
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

pub(crate) fn begins_name(word: &str) -> bool {
    word.trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .next()
        .is_some_and(char::is_uppercase)
}

/// The characters by which a line is compared: folded, every run of white space one space, none at the ends,
/// all quotation marks one mark. Which classes there are of characters behind the first, apart from capitals and digits
/// of ASCII.
fn push_plain(line: &str, plain: &mut Vec<u8>) -> u16 {
    plain.clear();
    let (bytes, classes) = (line.as_bytes(), CharClasses::shared());
    let (mut at, mut seen) = (0, 0);
    while at < bytes.len() {
        if let Some(chunk) = simple_chunk(&bytes[at..])
            && !(chunk[0] == b' ' && is_after_gap(plain))
        {
            plain.extend_from_slice(&chunk.map(|byte| byte.to_ascii_lowercase()));
            at += CHUNK;
            continue;
        }
        let end = bytes.len().min(at + CHUNK);
        while at < end {
            if bytes[at].is_ascii() {
                push_char(classes.of_byte(bytes[at]), plain);
                at += 1;
            } else {
                let c = line[at..].chars().next().unwrap_or_default();
                let class = classes.of(c);
                seen |= if at > 0 {
                    class.flags
                } else {
                    class.flags & !chars::UPPER
                };
                push_char(class, plain);
                at += c.len_utf8();
            }
        }
    }
    if plain.ends_with(b" ") {
        plain.pop();
    }
    seen
}

/// Whether white space would not show here.
fn is_after_gap(plain: &[u8]) -> bool {
    matches!(plain, [] | [.., b' '])
}

fn push_char(class: CharClass, plain: &mut Vec<u8>) {
    if class.is(chars::BLANK) {
        if !is_after_gap(plain) {
            plain.push(b' ');
        }
    } else if let Ok(byte @ ..0x80) = u8::try_from(class.line) {
        plain.push(byte);
    } else {
        let c = char::from_u32(class.line).unwrap_or_default();
        plain.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// The characters by which a line is compared, but with its capitals of ASCII.
fn push_cased(line: &str, cased: &mut Vec<u8>) {
    let classes = CharClasses::shared();
    cased.clear();
    for c in line.chars() {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii_alphanumeric() => cased.push(byte),
            _ => push_char(classes.of(c), cased),
        }
    }
    if cased.ends_with(b" ") {
        cased.pop();
    }
}

/// The same with `#` for each number, and, since there is one, for the words of dates.
fn push_numbers(plain: &str, folded: &mut String) {
    let mut rest = plain;
    while let Some(first) = rest.chars().next() {
        let len = if first.is_numeric() {
            number_len(rest)
        } else if first.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic());
            end.unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, behind) = rest.split_at(len);
        let is_folded = first.is_numeric() || is_date_word(token);
        folded.push_str(if is_folded { "#" } else { token });
        rest = behind;
    }
}

/// A number at the start of a text, with the signs between its digits: "1,204", "9:45", "3/5/2024".
fn number_len(text: &str) -> usize {
    let mut end = 0;
    let mut sign = None;
    for (at, c) in text.char_indices() {
        if c.is_numeric() {
            (end, sign) = (at + c.len_utf8(), None);
        } else if sign.is_none() && matches!(c, ',' | '.' | ':' | '/') {
            sign = Some(c);
        } else {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::compare::same_line;
    use crate::text::fold::fold_char;
    use proptest::prelude::*;

    /// The characters by which a line is compared, one after the other: the slow twin of [`push_plain`].
    fn plain(line: &str) -> String {
        let words = line.split(is_space).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.collect();
        let folded = words.join(" ").chars().map(fold_char).collect::<String>();
        folded.replace(['"', '`'], "'")
    }

    fn same(one: &str, other: &str, vary: Vary) -> bool {
        let mut keys = LineKeys::default();
        let key = keys.key(one, vary);
        key.is_some() && key == keys.key(other, vary)
    }

    #[test]
    fn other_engines_may_make_the_same_keys() {
        let key = LineKeys::default().key("  Kettle  & Pan", Vary::Nothing);
        assert_eq!(
            key,
            Some(0xc221_06b1_9ad7_f538),
            "as docs/templates.md says"
        );
    }

    #[test]
    fn numbers_and_dates_are_one_line() {
        for (one, other) in [
            ("12 comments", "1,204 Comments"),
            ("Updated 3 May 2024", "Updated 17 November 2019"),
            (
                "Updated: Monday, May 3, 9:45",
                "Updated: Friday, June 12, 10:01",
            ),
            ("5 minutes ago", "2 hours ago"),
            ("Опубликовано 3 мая 2024", "Опубликовано 12 июня 2023"),
        ] {
            assert!(same(one, other, Vary::Numbers), "{one} / {other}");
            assert!(!same(one, other, Vary::Nothing), "{one} / {other}");
        }
        assert!(!same("12 comments", "12 votes", Vary::Numbers));
        assert!(!same("We may go", "We june go", Vary::Numbers), "no number");
        assert!(!same("12", "13", Vary::Numbers), "nothing is fixed");
    }

    #[test]
    fn names_are_one_line_where_something_is_fixed() {
        assert!(same("By Ada Finch", "By Tom O’Reed Jr.", Vary::Names));
        assert!(same(
            "Posted by Ada Finch in Tides, 3 May",
            "Posted by Tom in Old Boats, 12 June",
            Vary::Names
        ));
        assert!(!same("By Ada Finch", "With Tom Reed", Vary::Names));
        assert!(!same("no name here", "no name here", Vary::Names));
    }

    #[test]
    fn keys_are_what_the_documentation_says() {
        let mut keys = LineKeys::default();
        assert_eq!(
            keys.key("  12 “Comments” ", Vary::Nothing),
            Some(mix::of_bytes("12 'comments'".as_bytes()))
        );
        assert_eq!(
            keys.key("12 Comments", Vary::Numbers),
            Some(mix::of_bytes(b"# comments") ^ 1)
        );
        assert_eq!(
            keys.key("By Ada Finch", Vary::Names),
            Some(mix::of_bytes(b"by @") ^ 2)
        );
    }

    proptest! {
        #[test]
        fn one_reading_tells_the_keys_of_lines(line in "[A-Ca-c@(]{0,3}( [A-Ca-c'@#.,:/0-2]{1,4}| May| 12:30,| hours| [0-9]{1,3}[.:/,][0-9]){0,15}") {
            let mut keys = LineKeys::default();
            let each = [Vary::Nothing, Vary::Numbers, Vary::Names].map(|vary| keys.key(&line, vary));
            prop_assert_eq!(keys.all(&line), each, "{}", line);
        }

        #[test]
        fn one_reading_tells_all_keys(line in "[aAB 1,.\t\u{0}\u{1c}\u{a0}\"“`é]{0,12}|([A-Ba-b]{1,3} (May|12|at) ){0,8}") {
            let mut keys = LineKeys::default();
            let each = [Vary::Nothing, Vary::Numbers, Vary::Names].map(|vary| keys.key(&line, vary));
            prop_assert_eq!(keys.all(&line), each);
        }

        #[test]
        fn lines_are_compared_character_by_character(line in "([a-cA-C]{1,9}[ ,.]| |\u{0}|\t|[\"“`’é\u{a0}\u{200b}ÉßKŸ]|[ -~]{1,20}|\\PC){0,12}") {
            let mut fast = Vec::new();
            push_plain(&line, &mut fast);
            prop_assert_eq!(text_of(&fast), &plain(&line));
            let mut keys = LineKeys::default();
            let each = [Vary::Nothing, Vary::Numbers, Vary::Names].map(|vary| keys.key(&line, vary));
            prop_assert_eq!(keys.all(&line), each);
        }

        #[test]
        fn lines_that_are_the_same_have_one_key(one in "[aA \t\u{a0}\"“'’é1]{0,6}", other in "[aA \t\u{a0}\"“'’é1]{0,6}") {
            let mut keys = LineKeys::default();
            let alike = keys.key(&one, Vary::Nothing) == keys.key(&other, Vary::Nothing);
            prop_assert_eq!(alike, same_line(&one, &other));
        }
    }
}
