//! Reasons as codes and numbers, and the words that they stand for.
//!
//! A reason such as `12 words: +0.4` is a sentence with figures in it. A file of records holds each sentence
//! once, with slots for the figures, and of each cut the number of the sentence and its figures.

use memchr::{memchr, memrchr};
use serde::{Deserialize, Serialize};

/// Digits behind the point of a figure, which a slot names by one digit.
const MOST_PLACES: usize = 9;

/// A reason as a row has it: in words, or as the number of a sentence and what fills its slots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Reason {
    Words(String),
    Coded(Vec<Filling>),
}

/// The number of a sentence, a figure without its point, or text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Filling {
    Figure(i64),
    Text(String),
}

/// The sentences of a segment, in the order in which they were first said.
///
/// `{}` is a slot for text, `{0}` one for a whole number, `{2}` for a figure of two digits behind its point and
/// `{+1}` for one of one digit that always has its sign.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Sentences(Vec<String>);

impl Sentences {
    /// The reason as a code; a sentence that is new is added. O(n) in its bytes and the number of sentences.
    pub(crate) fn code(&mut self, words: String) -> Reason {
        let Some((sentence, mut fillings)) = taken_apart(&words) else {
            return Reason::Words(words);
        };
        let number = self.0.iter().position(|known| *known == sentence);
        let number = number.unwrap_or_else(|| {
            self.0.push(sentence);
            self.0.len() - 1
        });
        let number = i64::try_from(number).expect("sentences are few");
        fillings[0] = Filling::Figure(number);
        Reason::Coded(fillings)
    }

    /// The words that a reason stands for; `None` where its code has no meaning here.
    pub(crate) fn words(&self, reason: &Reason) -> Option<String> {
        let fillings = match reason {
            Reason::Words(words) => return Some(words.clone()),
            Reason::Coded(fillings) => fillings,
        };
        let (Filling::Figure(number), fillings) = fillings.split_first()? else {
            return None;
        };
        put_together(self.0.get(usize::try_from(*number).ok()?)?, fillings)
    }
}

/// The sentence with slots, and behind a place for its number what fills them. `None` where it would not come back as it was.
fn taken_apart(words: &str) -> Option<(String, Vec<Filling>)> {
    let mut sentence = String::with_capacity(words.len());
    let mut fillings = vec![Filling::Figure(0)];
    // What stands in quotation marks is of the page or of a rule.
    let marks = (
        memchr(b'"', words.as_bytes()),
        memrchr(b'"', words.as_bytes()),
    );
    let (before, quoted, after) = match marks {
        (Some(from), Some(to)) if from < to => {
            (&words[..=from], Some(&words[from + 1..to]), &words[to..])
        }
        _ => (words, None, ""),
    };
    // Such a brace would be taken for a slot's.
    if [before, after].iter().any(|part| part.contains('{')) {
        return None;
    }
    figures(before, &mut sentence, &mut fillings)?;
    if let Some(quoted) = quoted {
        sentence.push_str("{}");
        fillings.push(Filling::Text(quoted.to_owned()));
    }
    figures(after, &mut sentence, &mut fillings)?;
    Some((sentence, fillings))
}

/// Copies a text, with slots in the place of figures; `None` where one has more digits than a slot takes.
fn figures(text: &str, sentence: &mut String, fillings: &mut Vec<Filling>) -> Option<()> {
    let bytes = text.as_bytes();
    let mut copied = 0;
    while let Some(digits) = bytes[copied..].iter().position(u8::is_ascii_digit) {
        let digits = copied + digits;
        let has_sign = digits > copied && matches!(bytes[digits - 1], b'+' | b'-');
        let start = digits - usize::from(has_sign);
        let whole = digits + digits_from(bytes, digits);
        let places = match bytes.get(whole) {
            Some(b'.') => digits_from(bytes, whole + 1),
            _ => 0,
        };
        let end = if places == 0 {
            whole
        } else {
            whole + 1 + places
        };
        if places > MOST_PLACES {
            return None;
        }
        sentence.push_str(&text[copied..start]);
        // Of a figure below zero it is not seen whether its sign is always shown: those that come to be, are.
        sentence.push_str(if has_sign { "{+" } else { "{" });
        sentence.push(char::from(b'0' + u8::try_from(places).unwrap_or_default()));
        sentence.push('}');
        let value = value(&bytes[start..end], whole - digits);
        fillings.push(value.map_or_else(
            || Filling::Text(text[start..end].to_owned()),
            Filling::Figure,
        ));
        copied = end;
    }
    sentence.push_str(&text[copied..]);
    Some(())
}

fn digits_from(bytes: &[u8], from: usize) -> usize {
    let digits = bytes[from.min(bytes.len())..].iter();
    digits.take_while(|byte| byte.is_ascii_digit()).count()
}

/// A figure without its point; `None` where no number is written like that: `007`, `-0.0`, one of more than 64 bits.
fn value(figure: &[u8], whole_digits: usize) -> Option<i64> {
    let mut value: i64 = 0;
    for byte in figure.iter().filter(|byte| byte.is_ascii_digit()) {
        value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
    }
    let has_minus = figure[0] == b'-';
    let first = figure.iter().find(|byte| byte.is_ascii_digit());
    let has_spare_zero = whole_digits > 1 && first == Some(&b'0');
    let is_minus_zero = has_minus && value == 0;
    (!has_spare_zero && !is_minus_zero).then_some(if has_minus { -value } else { value })
}

fn written(value: i64, places: usize, with_sign: bool) -> String {
    let digits = format!("{:0width$}", value.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    let sign = match (value < 0, with_sign) {
        (true, _) => "-",
        (false, true) => "+",
        (false, false) => "",
    };
    if places == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

fn put_together(sentence: &str, fillings: &[Filling]) -> Option<String> {
    let mut words = String::with_capacity(sentence.len() + 8);
    let (mut rest, mut fillings) = (sentence, fillings.iter());
    while let Some((before, after)) = rest.split_once('{') {
        let (slot, after) = after.split_once('}')?;
        words.push_str(before);
        match fillings.next()? {
            Filling::Text(text) => words.push_str(text),
            Filling::Figure(value) => {
                let places = slot.trim_start_matches('+').parse().ok()?;
                let places: usize = Some(places).filter(|places| *places <= MOST_PLACES)?;
                words.push_str(&written(*value, places, slot.starts_with('+')));
            }
        }
        rest = after;
    }
    words.push_str(rest);
    fillings.next().is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sentence_is_kept_once() {
        let mut sentences = Sentences::default();
        let first = sentences.code("log-odds of noise +2.4, with its neighbours -0.9".to_owned());
        let second = sentences.code("log-odds of noise +0.1, with its neighbours +3.0".to_owned());
        assert_eq!(
            sentences.0,
            ["log-odds of noise {+1}, with its neighbours {+1}"]
        );
        let figures =
            |all: &[i64]| Reason::Coded(all.iter().copied().map(Filling::Figure).collect());
        assert_eq!(first, figures(&[0, 24, -9]));
        assert_eq!(second, figures(&[0, 1, 30]));
        assert_eq!(
            sentences.words(&second).as_deref(),
            Some("log-odds of noise +0.1, with its neighbours +3.0")
        );
    }

    #[test]
    fn what_is_quoted_is_text() {
        let mut sentences = Sentences::default();
        let words = "the line begins with \"Posted 3 \"new\" items {now}\"";
        let reason = sentences.code(words.to_owned());
        assert_eq!(sentences.0, ["the line begins with \"{}\""]);
        assert_eq!(sentences.words(&reason).as_deref(), Some(words));
    }

    #[test]
    fn codes_without_a_meaning_have_no_words() {
        let sentences = Sentences(vec!["{0} words".to_owned(), "{x".to_owned()]);
        for fillings in [
            vec![],
            vec![Filling::Figure(7)],
            vec![Filling::Figure(-1)],
            vec![Filling::Figure(0)],
            vec![Filling::Figure(1), Filling::Figure(1)],
            vec![Filling::Figure(0), Filling::Figure(1), Filling::Figure(1)],
        ] {
            assert_eq!(sentences.words(&Reason::Coded(fillings)), None);
        }
    }

    proptest! {
        #[test]
        fn every_reason_comes_back(words in "([-+]?[0-9]{1,3}(\\.[0-9]{0,3})?|[a-z :{}\"é]|-0\\.0){0,12}") {
            let mut sentences = Sentences::default();
            let reason = sentences.code(words.clone());
            prop_assert_eq!(sentences.words(&reason), Some(words));
        }
    }
}
