//! Words of a line: what white space parts.

use crate::text::span::Span;

/// The stretches of a line between white space, in order. O(n) in bytes.
pub(super) fn words(text: &str, line: Span) -> Vec<Span> {
    let mut words = Vec::new();
    let mut start: Option<usize> = None;
    for (at, c) in text[line.range()].char_indices() {
        let at = line.start + at;
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                words.push(Span::new(from, at));
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    words.extend(start.map(|from| Span::new(from, line.end)));
    words
}

/// Whether a line may begin with a word.
pub(super) fn may_begin(word: &str) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric();
    let first = word.trim_start_matches(is_sign).chars().next();
    match first {
        Some(c) => !c.is_lowercase(),
        // A sign by itself: a bar, a dash.
        None => false,
    }
}

/// Whether a word begins as a name, a title's word or a sentence does.
pub(super) fn is_capitalised(word: &str) -> bool {
    word.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_uppercase)
}

/// Whether all of a word's letters, of which there are some, are capitals.
pub(super) fn is_all_capitals(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let first = letters.next();
    first.is_some_and(char::is_uppercase)
        && letters.clone().count() > 0
        && letters.all(char::is_uppercase)
}

/// Small words with which English sentences begin, or which stand before names in them.
const SMALL: &[&str] = &[
    "a", "about", "after", "all", "although", "an", "and", "another", "are", "as", "at", "before",
    "both", "but", "by", "called", "despite", "during", "each", "every", "for", "from", "he",
    "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "like", "many", "most", "my",
    "named", "no", "of", "on", "one", "or", "our", "over", "she", "since", "so", "some", "than",
    "that", "the", "their", "there", "these", "they", "this", "those", "to", "under", "via", "was",
    "we", "were", "what", "when", "where", "while", "who", "with", "you", "your",
];

/// Whether a word is one of those that part no lines: what follows belongs to it.
pub(super) fn is_small(word: &str) -> bool {
    let lower = word.to_lowercase();
    SMALL.binary_search(&lower.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_are_sorted() {
        assert!(SMALL.is_sorted());
        assert!(is_small("The") && !is_small("Quay"));
    }

    #[test]
    fn words_are_what_white_space_parts() {
        let text = " Rain  fell.";
        let words = words(text, Span::new(0, text.len()));
        let texts: Vec<&str> = words.iter().map(|word| &text[word.range()]).collect();
        assert_eq!(texts, ["Rain", "fell."]);
        assert!(
            may_begin("\u{201c}Rain") && may_begin("9") && !may_begin("rain") && !may_begin("|")
        );
        assert!(is_all_capitals("RAIN.") && !is_all_capitals("A") && !is_all_capitals("Rain"));
    }
}
