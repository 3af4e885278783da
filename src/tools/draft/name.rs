//! A rule's id and the sentence about it, from the words of a line.

use crate::rules::effect::Extent;
use std::collections::BTreeSet;

/// How many words of a line its id holds.
const ID_WORDS: usize = 4;
/// Words that say nothing of the thing named.
const IDLE: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is",
    "it", "its", "of", "on", "or", "our", "s", "that", "the", "this", "to", "was", "we", "will",
    "with", "you", "your",
];

/// Whether the word joins others and says nothing alone.
pub(crate) fn is_idle(word: &str) -> bool {
    IDLE.binary_search(&word.to_lowercase().as_str()).is_ok()
}

/// A kebab-case id for what the words name, one that is not taken.
pub(crate) fn id_of(words: &str, ending: &str, pack: &str, taken: &BTreeSet<String>) -> String {
    let lower = words.to_lowercase().replace(['\'', '’'], "");
    let parts = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !word.bytes().all(|b| b.is_ascii_digit()));
    let parts: Vec<&str> = parts.filter(|word| word.len() <= 24).collect();
    let telling = |word: &&&str| IDLE.binary_search(*word).is_err();
    let mut chosen: Vec<&str> = parts
        .iter()
        .filter(telling)
        .take(ID_WORDS)
        .copied()
        .collect();
    if chosen.is_empty() {
        chosen = parts.into_iter().take(ID_WORDS).collect();
    }
    if chosen.is_empty() && ending == "label" {
        let number = words.contains(|c: char| c.is_ascii_digit());
        chosen.push(if number { "number" } else { "sign" });
    }
    if chosen.last() != Some(&ending) {
        chosen.push(ending);
    }
    let id = chosen.join("-");
    let is_free = |id: &String| !taken.contains(&format!("{pack}/{id}"));
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.clone())
        .chain(numbered)
        .find(is_free)
        .unwrap_or(id)
}

/// How much of a line `about` quotes.
const QUOTED_CHARS: usize = 60;

/// The start of a line, in one row.
pub(crate) fn quote_of(line: &str) -> String {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut quoted: String = line.chars().take(QUOTED_CHARS).collect();
    if quoted.len() < line.len() {
        quoted = quoted.trim_end().to_owned() + "…";
    }
    quoted
}

/// One sentence on what goes.
pub(crate) fn about(line: &str, what: &str, remove: Extent) -> String {
    let quoted = quote_of(line);
    match remove {
        Extent::Section => format!("Heading \"{quoted}\" and the short lines under it."),
        Extent::Tail => format!("Heading \"{quoted}\" and all that follows it."),
        _ => format!("{what} \"{quoted}\"."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_name_the_thing() {
        let taken = BTreeSet::from(["t/leave-reply-label".to_owned()]);
        let id = |words: &str, ending: &str| id_of(words, ending, "t", &taken);
        assert!(IDLE.is_sorted());
        assert_eq!(id("Tide at ", "line"), "tide-line");
        assert_eq!(id("Leave a Reply", "label"), "leave-reply-label-2");
        assert_eq!(id("Don’t miss: 12 goats", "line"), "dont-miss-goats-line");
        assert_eq!(id("By the", "line"), "by-the-line");
        assert_eq!(id("→ 12", "label"), "number-label");
        assert_eq!(id("", "byline"), "byline");
    }
}
