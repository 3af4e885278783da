//! Phrases: literals that match whatever the case, the quotation marks and the width of spaces.

use crate::text::fold::fold_char;

/// How many bytes at the start of `text` the phrase matches. `#` stands for a number; n spaces stand
/// for n or more. O(m) in the match's length.
pub(crate) fn match_len(phrase: &str, text: &str) -> Option<usize> {
    let mut rest = text;
    let mut written = phrase.chars().peekable();
    while let Some(c) = written.next() {
        if c.is_whitespace() {
            let mut least = 1;
            while written.next_if(|c| c.is_whitespace()).is_some() {
                least += 1;
            }
            let after = rest.trim_start_matches(char::is_whitespace);
            let spaces = rest[..rest.len() - after.len()].chars().count();
            rest = (spaces >= least).then_some(after)?;
        } else if c == '#' {
            rest = &rest[number_len(rest)?..];
        } else {
            let mut chars = rest.chars();
            rest = (fold_char(chars.next()?) == fold_char(c)).then_some(chars.as_str())?;
        }
    }
    Some(text.len() - rest.len())
}

/// How many bytes at the start of `text` are a number, as `#` takes it.
pub(crate) fn number_len(text: &str) -> Option<usize> {
    let digits = text
        .bytes()
        .take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
        .count();
    let starts = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
    let number = text[..digits].trim_end_matches(['.', ',']).len();
    let suffix = match text.as_bytes().get(number) {
        Some(b'k' | b'K' | b'm' | b'M') => {
            let next = text[number + 1..].chars().next();
            usize::from(!next.is_some_and(char::is_alphabetic))
        }
        _ => 0,
    };
    starts.then_some(number + suffix)
}

/// How many tokens a phrase has: characters, runs of spaces, numbers.
pub(crate) fn token_count(phrase: &str) -> usize {
    let mut before = 'x';
    phrase
        .chars()
        .filter(|c| {
            let goes_on = c.is_whitespace() && before.is_whitespace();
            before = *c;
            !goes_on
        })
        .count()
}

/// Whether a phrase ends with a letter, digit or number, which must not go on in the text.
pub(crate) fn ends_in_word(phrase: &str) -> bool {
    phrase
        .chars()
        .next_back()
        .is_some_and(|c| c == '#' || fold_char(c).is_alphanumeric())
}

/// In which order phrases of one rule are tried that begin alike: those whose first two characters
/// are fixed, then those of which one is, then numbers; the longest of each first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Preference {
    group: u8,
    /// Less for more tokens.
    length: std::cmp::Reverse<u16>,
    place: u32,
}

impl Preference {
    /// That of the phrase at `place` of its rule's list.
    pub(crate) fn of(phrase: &str, place: u32) -> Self {
        let mut chars = phrase.chars();
        let group = match (chars.next(), chars.next()) {
            (Some('#'), _) => 2,
            (_, Some(second)) if second != '#' && !second.is_whitespace() => 0,
            _ => 1,
        };
        let tokens = u16::try_from(token_count(phrase)).unwrap_or(u16::MAX);
        Self {
            group,
            length: std::cmp::Reverse(tokens),
            place,
        }
    }
}
