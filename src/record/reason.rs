//! Reasons as codes and numbers, and the words that they stand for.
//!
//! A reason such as `12 words: +0.4` is a sentence with figures in it. A file of records holds each sentence
//! once, with slots for the figures, and of each cut the number of the sentence and its figures.

use serde::{Deserialize, Serialize};

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
    pub(crate) fn code(&mut self, words: &str) -> Reason {
        let Some((sentence, mut fillings)) = taken_apart(words) else {
            return Reason::Words(words.to_owned());
        };
        let number = self.0.iter().position(|known| *known == sentence);
        let number = number.unwrap_or_else(|| {
            self.0.push(sentence);
            self.0.len() - 1
        });
        let number = i64::try_from(number).expect("sentences are few");
        fillings.insert(0, Filling::Figure(number));
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

/// The sentence with slots, and what fills them. `None` where it would not come back as it was.
fn taken_apart(words: &str) -> Option<(String, Vec<Filling>)> {
    let (mut sentence, mut fillings) = (String::new(), Vec::new());
    // What stands in quotation marks is of the page or of a rule.
    let quoted = (words.find('"'), words.rfind('"'));
    let (before, after) = match quoted {
        (Some(from), Some(to)) if from < to => {
            figures(&words[..=from], &mut sentence, &mut fillings);
            sentence.push_str("{}");
            fillings.push(Filling::Text(words[from + 1..to].to_owned()));
            ("", &words[to..])
        }
        _ => (words, ""),
    };
    figures(before, &mut sentence, &mut fillings);
    figures(after, &mut sentence, &mut fillings);
    let same = put_together(&sentence, &fillings).is_some_and(|again| again == words);
    same.then_some((sentence, fillings))
}

/// Copies a text, with slots in the place of figures.
fn figures(text: &str, sentence: &mut String, fillings: &mut Vec<Filling>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        let has_sign = matches!(bytes[at], b'+' | b'-');
        let digits = at + usize::from(has_sign);
        let whole = digits + digits_from(bytes, digits);
        if whole == digits {
            let len = text[at..].chars().next().map_or(1, char::len_utf8);
            sentence.push_str(&text[at..at + len]);
            at += len;
            continue;
        }
        let places = match bytes.get(whole) {
            Some(b'.') => digits_from(bytes, whole + 1),
            _ => 0,
        };
        let end = if places == 0 {
            whole
        } else {
            whole + 1 + places
        };
        let (slot, filling) = figure(&text[at..end], places, bytes[at] == b'+');
        sentence.push_str(&slot);
        fillings.push(filling);
        at = end;
    }
}

fn digits_from(bytes: &[u8], from: usize) -> usize {
    let digits = bytes[from.min(bytes.len())..].iter();
    digits.take_while(|byte| byte.is_ascii_digit()).count()
}

/// The slot of a figure, and what fills it: text where no number is written like that.
fn figure(text: &str, places: usize, has_plus: bool) -> (String, Filling) {
    let has_minus = text.starts_with('-');
    // Of a figure below zero it is not seen whether its sign is always shown: those that come to be, are.
    let sign = if has_plus || has_minus { "+" } else { "" };
    let slot = format!("{{{sign}{places}}}");
    let digits: String = text
        .chars()
        .filter(|sign| !matches!(sign, '.' | '+'))
        .collect();
    match digits.parse::<i64>() {
        Ok(value) if written(value, places, has_plus || has_minus) == text => {
            (slot, Filling::Figure(value))
        }
        _ => (slot, Filling::Text(text.to_owned())),
    }
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
                let places: usize = Some(places).filter(|places| *places <= 9)?;
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
        let first = sentences.code("log-odds of noise +2.4, with its neighbours -0.9");
        let second = sentences.code("log-odds of noise +0.1, with its neighbours +3.0");
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
        let reason = sentences.code(words);
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
            let reason = sentences.code(&words);
            prop_assert_eq!(sentences.words(&reason), Some(words));
        }
    }
}
