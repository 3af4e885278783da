//! Phrases: literals that match whatever the case, the quotation marks and the width of spaces.

use crate::matchers::phrases::matching::number_len;
use crate::text::fold::fold_char;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// One literal of a rule, compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phrase {
    source: String,
    tokens: Vec<PhraseToken>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PhraseToken {
    /// One character, folded.
    Char(char),
    /// At least this many spaces.
    Spaces(usize),
    /// A number: digits, and `.`, `,`, `k`, `m` between or after them.
    Number,
}

impl Phrase {
    /// Compiles `source`. `#` stands for a number; `n` spaces stand for `n` or more.
    pub(crate) fn new(source: &str) -> Self {
        let mut tokens = Vec::with_capacity(source.len());
        for c in source.chars() {
            match (c, tokens.last_mut()) {
                (c, Some(PhraseToken::Spaces(n))) if c.is_whitespace() => *n += 1,
                (c, _) if c.is_whitespace() => tokens.push(PhraseToken::Spaces(1)),
                ('#', _) => tokens.push(PhraseToken::Number),
                (c, _) => tokens.push(PhraseToken::Char(fold_char(c))),
            }
        }
        Self {
            source: source.to_owned(),
            tokens,
        }
    }

    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// How many bytes at the start of `text` the phrase matches. O(m) in the match's length.
    fn match_len(&self, text: &str) -> Option<usize> {
        let mut rest = text;
        for token in &self.tokens {
            rest = match *token {
                PhraseToken::Char(want) => {
                    let mut chars = rest.chars();
                    (fold_char(chars.next()?) == want).then_some(chars.as_str())?
                }
                PhraseToken::Spaces(n) => {
                    let after = rest.trim_start_matches(char::is_whitespace);
                    let spaces = rest[..rest.len() - after.len()].chars().count();
                    (spaces >= n).then_some(after)?
                }
                PhraseToken::Number => &rest[number_len(rest)?..],
            };
        }
        Some(text.len() - rest.len())
    }

    fn ends_in_word(&self) -> bool {
        match self.tokens.last() {
            Some(PhraseToken::Char(c)) => c.is_alphanumeric(),
            Some(PhraseToken::Number) => true,
            _ => false,
        }
    }
}

/// The phrases of one rule, found together: grouped by how they start, the longest first.
#[derive(Debug)]
pub(crate) struct PhraseSet {
    /// All phrases as they are written, one behind the other.
    written: Arc<str>,
    groups: BTreeMap<StartKey, PhraseGroup>,
    /// The ASCII characters, as bits, with which a phrase can start.
    first_ascii: u128,
    /// Whether a phrase can start with any other character.
    first_other: bool,
    /// Whether what follows the first character of some phrase is not one fixed character.
    has_open_second: bool,
}

/// The first two characters of a phrase, folded, as far as they are fixed.
type StartKey = (char, Option<char>);

/// Phrases that start alike; they are compiled when a text starts like them.
#[derive(Debug, Default)]
struct PhraseGroup {
    written: Vec<Range<usize>>,
    compiled: OnceLock<Vec<Phrase>>,
}

impl PhraseGroup {
    fn phrases(&self, written: &str) -> &[Phrase] {
        self.compiled.get_or_init(|| {
            let compile = |range: &Range<usize>| Phrase::new(&written[range.clone()]);
            let mut phrases: Vec<Phrase> = self.written.iter().map(compile).collect();
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.tokens.len()));
            phrases
        })
    }
}

/// Stands for a first character that is a digit.
const NUMBER: char = '#';
/// The ASCII digits as bits.
const DIGITS: u128 = 0x3ff << b'0';

impl PhraseSet {
    /// The phrases of which `written` is made, each up to one of the `ends`.
    pub(crate) fn new(written: &Arc<str>, ends: &[usize]) -> Self {
        let mut set = Self {
            written: Arc::clone(written),
            groups: BTreeMap::new(),
            first_ascii: 0,
            first_other: false,
            has_open_second: false,
        };
        let mut start = 0;
        for &end in ends {
            set.add(&written[start..end], start..end);
            start = end;
        }
        set
    }

    fn add(&mut self, phrase: &str, range: Range<usize>) {
        let Some(start) = start_of(phrase) else {
            return; // refused when rules are checked
        };
        match start.0 {
            NUMBER => self.first_ascii |= DIGITS,
            c if c.is_ascii() => self.first_ascii |= 1 << u32::from(c),
            _ => self.first_other = true,
        }
        self.has_open_second |= start.0 != NUMBER && start.1.is_none();
        self.groups.entry(start).or_default().written.push(range);
    }

    /// Whether some phrase may start with the folded character: far cheaper than to look for it.
    fn can_start(&self, c: char) -> bool {
        match c {
            c if c.is_ascii() => self.first_ascii & (1 << u32::from(c)) != 0,
            _ => self.first_other,
        }
    }

    /// The phrases that may stand at the start of `text`.
    fn candidates(&self, text: &str) -> impl Iterator<Item = &Phrase> {
        let mut chars = text.chars();
        let first = chars.next().map(fold_char).filter(|c| self.can_start(*c));
        let second = chars.next().map(fold_char);
        let number = first.filter(char::is_ascii_digit).map(|_| (NUMBER, None));
        let pair = first
            .zip(second)
            .map(|(first, second)| (first, Some(second)));
        let single = first
            .filter(|_| self.has_open_second)
            .map(|first| (first, None));
        [pair, single, number]
            .into_iter()
            .flatten()
            .filter_map(|start| self.groups.get(&start))
            .flat_map(|group| group.phrases(&self.written))
    }

    /// A phrase that stands at the start of `text` and ends with a word, and its length in bytes; of
    /// several that start alike the longest.
    pub(crate) fn at_start(&self, text: &str) -> Option<(&Phrase, usize)> {
        self.candidates(text).find_map(|phrase| {
            let len = phrase.match_len(text)?;
            let next = text[len..].chars().next();
            let cut_word = phrase.ends_in_word() && next.is_some_and(char::is_alphanumeric);
            (!cut_word).then_some((phrase, len))
        })
    }

    /// Every place in `text` where a phrase stands at word boundaries, from left to right, apart
    /// from each other: byte offset, length and phrase. O(n) for phrases of bounded length.
    pub(crate) fn occurrences<'s>(&'s self, text: &'s str) -> Vec<(usize, usize, &'s Phrase)> {
        let mut found = Vec::new();
        let mut in_word = false;
        let mut free_from = 0;
        for (at, c) in text.char_indices() {
            let inside = in_word && c.is_alphanumeric();
            if at >= free_from
                && !inside
                && let Some((phrase, len)) = self.at_start(&text[at..])
            {
                found.push((at, len, phrase));
                free_from = at + len.max(1);
            }
            in_word = c.is_alphanumeric();
        }
        found
    }

    /// Whether a phrase stands where the text's first words do: nearly every line that is no row
    /// of phrases is told by that, without any memory.
    fn could_spell(&self, text: &str) -> bool {
        for (at, c) in text.char_indices() {
            let rest = &text[at..];
            if self
                .candidates(rest)
                .any(|phrase| phrase.match_len(rest).is_some())
            {
                return true;
            }
            if c.is_alphanumeric() {
                return false;
            }
        }
        false
    }

    /// Whether `text` is nothing but phrases of the set, glued or parted by anything that is
    /// neither letter nor digit; returns the leftmost phrase.
    ///
    /// Texts of more than [`MAX_PHRASE_LINE_BYTES`] are not looked at. O(n) positions, each tried
    /// once.
    pub(crate) fn spell_out(&self, text: &str) -> Option<&Phrase> {
        if text.len() > MAX_PHRASE_LINE_BYTES {
            return None;
        }
        let text = without_bullet(text);
        if !self.could_spell(text) {
            return None;
        }
        let mut tried = vec![false; text.len() + 1];
        let mut open: Vec<(usize, Option<&Phrase>)> = vec![(0, None)];
        while let Some((at, first)) = open.pop() {
            let Some(c) = text[at..].chars().next() else {
                match first {
                    Some(_) => return first,
                    None => continue,
                }
            };
            if std::mem::replace(&mut tried[at], true) {
                continue;
            }
            if !c.is_alphanumeric() {
                open.push((at + c.len_utf8(), first));
            }
            // The longest phrases come first, so they are pushed last and tried first.
            let mut ends: Vec<_> = self
                .candidates(&text[at..])
                .filter_map(|phrase| Some((at + phrase.match_len(&text[at..])?, phrase)))
                .collect();
            ends.reverse();
            open.extend(
                ends.into_iter()
                    .map(|(end, phrase)| (end, first.or(Some(phrase)))),
            );
        }
        None
    }
}

fn start_of(phrase: &str) -> Option<StartKey> {
    let mut chars = phrase.chars();
    match chars.next()? {
        '#' => Some((NUMBER, None)),
        c if c.is_whitespace() => None,
        c => {
            let second = chars.next().filter(|c| *c != '#' && !c.is_whitespace());
            Some((fold_char(c), second.map(fold_char)))
        }
    }
}

/// Some extractors write list items as "o Item": the letter is no part of the phrase.
fn without_bullet(text: &str) -> &str {
    text.strip_prefix("o ").unwrap_or(text)
}

/// The longest line that is looked at as a row of phrases.
pub(crate) const MAX_PHRASE_LINE_BYTES: usize = 1000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matchers::phrases::Phrases;

    fn spelt(phrases: &[&str], text: &str) -> bool {
        Phrases::new(phrases.iter().copied())
            .set()
            .spell_out(text)
            .is_some()
    }

    #[test]
    fn a_line_of_phrases_may_be_glued_or_spaced() {
        let bar = [
            "Share on Facebook",
            "Tweet about this on Twitter",
            "Tweet",
            "# Comments",
        ];
        assert!(spelt(&bar, "Share on FacebookTweet about this on Twitter"));
        assert!(spelt(&bar, "→ share on FACEBOOK | Tweet ←"));
        assert!(spelt(&bar, "1,204 comments"));
        assert!(!spelt(&bar, "Tweet that changed a life"));
        assert!(!spelt(&bar, "12"));
        assert!(!spelt(&bar, "—"));
        assert!(spelt(&bar, "o Tweet"));
    }

    #[test]
    fn quotes_and_spaces_fold() {
        assert!(spelt(&["Don't miss"], "Don’t\u{a0}Miss"));
        assert!(!spelt(&["See  also"], "See also"));
        assert!(spelt(&["See also"], "See   also:"));
    }

    #[test]
    fn a_longer_phrase_does_not_hide_a_split() {
        assert!(spelt(&["a", "ab", "bc"], "abc"));
    }

    #[test]
    fn start_keeps_words_whole() {
        let phrases = Phrases::new(["See also", "Also read:", "See also  "]);
        let set = phrases.set();
        assert_eq!(set.at_start("See alsorans").map(|(_, len)| len), None);
        assert_eq!(
            set.at_start("See also the annex").map(|(_, len)| len),
            Some(8)
        );
        assert_eq!(set.at_start("see also  Army").map(|(_, len)| len), Some(10));
        assert_eq!(set.at_start("Also read:Army").map(|(_, len)| len), Some(10));
    }

    #[test]
    fn occurrences_stand_at_word_boundaries() {
        let phrases = Phrases::new(["read more"]);
        let set = phrases.set();
        let found = |text| {
            set.occurrences(text)
                .into_iter()
                .map(|(at, len, _)| (at, len))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("Read more. (Read  more)"), [(0, 9), (12, 10)]);
        assert_eq!(found("bread more"), []);
        assert_eq!(found("read mores"), []);
    }

    #[test]
    fn numbers() {
        assert_eq!(number_len("1,204 x"), Some(5));
        assert_eq!(number_len("3.4k views"), Some(4));
        assert_eq!(number_len("3km"), Some(1));
        assert_eq!(number_len("12. x"), Some(2));
        assert_eq!(number_len("x"), None);
    }
}
