//! A pattern for lines that differ from one in numbers, dates and names, in any language.

use crate::text::date_words::is_date_word;
use crate::text::fold::is_space;
use crate::text::line_key::{Vary, begins_name};
use crate::tools::draft::pattern::escape;

const NAMES: &str = r"\p{Lu}\S*(?:\s+\p{Lu}\S*)*";
const NUMBER: &str = r"\d+(?:[,.:/]\d+)*";
const DATE_WORD: &str = r"\p{L}+";

/// What a word stands for besides itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Plain,
    Number,
    DateWord,
    Name,
}

/// The pattern of all lines that a line's key for `vary` stands for; `None` where nothing in it varies so, or where a
/// phrase says it as well: digits alone.
pub(crate) fn form_of(line: &str, vary: Vary) -> Option<String> {
    let words: Vec<&str> = line
        .split(is_space)
        .filter(|word| !word.is_empty())
        .collect();
    let has_number = words.iter().any(|word| has_digit(word));
    let part = |(at, word): (usize, &&str)| match () {
        () if vary == Vary::Names && at > 0 && begins_name(word) => Part::Name,
        () if has_digit(word) => Part::Number,
        () if has_number && is_date_word(&core(word).to_lowercase()) => Part::DateWord,
        () => Part::Plain,
    };
    let parts: Vec<Part> = words.iter().enumerate().map(part).collect();
    if !parts
        .iter()
        .any(|part| matches!(part, Part::DateWord | Part::Name))
    {
        return None;
    }
    let mut pattern = String::from(r"^\s*");
    for (at, (word, part)) in words.iter().zip(&parts).enumerate() {
        if at > 0 && *part == Part::Name && parts[at - 1] == Part::Name {
            continue;
        }
        if at > 0 {
            pattern.push_str(r"\s+");
        }
        match part {
            Part::Plain => pattern.push_str(&escape(word)),
            Part::Number => pattern.push_str(&numbers_open(word)),
            Part::DateWord => pattern.push_str(&around(word, DATE_WORD)),
            Part::Name => pattern.push_str(NAMES),
        }
    }
    pattern.push_str(r"\s*$");
    Some(pattern)
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

fn core(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The signs around a word stay; what is between them is the pattern.
fn around(word: &str, pattern: &str) -> String {
    let core = core(word);
    let start = core.as_ptr() as usize - word.as_ptr() as usize;
    let (before, after) = (&word[..start], &word[start + core.len()..]);
    format!("{}{pattern}{}", escape(before), escape(after))
}

/// The word with any number in place of each.
fn numbers_open(word: &str) -> String {
    let mut out = String::new();
    let mut rest = word;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        out.push_str(&escape(&rest[..at]));
        out.push_str(NUMBER);
        let len = number_len(&rest[at..]);
        rest = &rest[at + len..];
    }
    out + &escape(rest)
}

fn number_len(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            end = at + 1;
        } else if !matches!(c, ',' | '.' | ':' | '/') || at > end {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_left_open_in_any_language() {
        for (line, vary, others, not) in [
            (
                "Опубликовано 3 мая 2024",
                Vary::Numbers,
                "Опубликовано 12 июня 2023",
                "Опубликовано вчера",
            ),
            (
                "Updated: May 3, 2024",
                Vary::Numbers,
                "Updated: June 12, 1,024",
                "Updated: soon",
            ),
            (
                "Κείμενο: Άννα Λάμπρου",
                Vary::Names,
                "Κείμενο: Νίκος",
                "Κείμενο: ναι",
            ),
            (
                "By Ada Finch at 9:45",
                Vary::Names,
                "By Tom O’Reed Jr. at 10:01",
                "By then at 9:45",
            ),
            (
                "Posted by Ada Finch in Tides",
                Vary::Names,
                "Posted by Tom in Old Boats",
                "Posted by Tom on Tides",
            ),
        ] {
            let pattern = form_of(line, vary).expect("something varies");
            let regex = regex::Regex::new(&pattern).expect("it parses");
            assert!(
                regex.is_match(line) && regex.is_match(others),
                "{pattern}: {line}, {others}"
            );
            assert!(!regex.is_match(not), "{pattern}: {not}");
        }
        assert_eq!(
            form_of("12 comments", Vary::Numbers),
            None,
            "a phrase says it"
        );
        assert_eq!(form_of("Leave a word", Vary::Names), None);
    }
}
