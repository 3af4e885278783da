//! Phrases with which sentences begin, and phrases that no line can hold.

use crate::rulefile::check::guards::least_words;
use crate::rulefile::code::Code;
use crate::rulefile::lint::subject::{LintWarning, Subject};
use crate::rules::effect::Polarity;

pub(crate) fn warnings(subject: &Subject<'_>) -> Vec<LintWarning> {
    opening(subject)
        .into_iter()
        .chain(unreachable(subject))
        .collect()
}

/// How many words of an opening are looked at; a longer phrase says more than a sentence's start.
const MAX_OPENING_WORDS: usize = 4;

/// English words that begin sentences of any subject: determiners, pronouns, prepositions,
/// conjunctions, auxiliaries and question words, which are closed classes, and the few verbs and
/// nouns that links and advice to the reader have in common ("Read more books this winter").
const OPENERS: &[&str] = &[
    "a", "about", "above", "across", "after", "again", "against", "all", "also", "although", "am",
    "among", "an", "and", "another", "any", "are", "around", "as", "at", "be", "because", "been",
    "before", "behind", "being", "below", "between", "both", "but", "by", "can", "check", "click",
    "could", "did", "do", "does", "don't", "down", "during", "each", "either", "even", "every",
    "find", "first", "follow", "for", "from", "get", "had", "has", "have", "he", "her", "here",
    "his", "how", "i", "if", "in", "inside", "into", "is", "it", "its", "join", "just", "last",
    "learn", "let", "like", "listen", "look", "made", "make", "many", "may", "might", "miss",
    "more", "most", "much", "must", "my", "near", "never", "new", "next", "no", "nor", "not",
    "now", "of", "off", "on", "once", "one", "only", "or", "other", "our", "out", "over", "own",
    "part", "please", "read", "see", "share", "she", "should", "since", "so", "some", "story",
    "such", "take", "tell", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "those", "though", "through", "to", "today", "too", "two", "under", "until",
    "up", "us", "view", "was", "watch", "we", "were", "what", "when", "where", "whether", "which",
    "while", "who", "why", "will", "with", "within", "without", "would", "yet", "you", "your",
];

/// A `start` phrase that ends in a word and begins sentences of any subject. One content word
/// alone does so as well. Guards on the text or the place of a line make up for it.
fn opening(subject: &Subject<'_>) -> Option<LintWarning> {
    let start = subject.wire.matcher.get_ref().start.as_ref()?;
    if subject.polarity == Polarity::Protect || has_guard(subject) {
        return None;
    }
    let common: Vec<_> = start
        .get_ref()
        .iter()
        .filter(|phrase| is_opening(phrase.get_ref()))
        .collect();
    let first = common.first()?;
    let others = match common.len() {
        1 => String::new(),
        2 => ", and so with another phrase of the rule".to_owned(),
        more => format!(", and so with {} other phrases of the rule", more - 1),
    };
    Some(LintWarning {
        code: Code::CommonSentenceStart,
        span: first.span(),
        message: format!("sentences begin with \"{}\" too{others}", first.get_ref()),
        label: "no sign that ends a label".to_owned(),
        help: "add the sign that follows (a colon, a second space), or a guard: when.max_words, when.unless, when.next"
            .to_owned(),
    })
}

fn has_guard(subject: &Subject<'_>) -> bool {
    let guards = &subject.rule.guards;
    guards.max_words.is_some()
        || guards.first.is_some()
        || guards.last.is_some()
        || !guards.unless.is_empty()
        || !guards.next.is_empty()
        || guards.heading == Some(true)
        || !guards.prev.is_empty()
        || !guards.domain.is_empty()
}

fn is_opening(phrase: &str) -> bool {
    let body = phrase.trim_end();
    let signal = phrase.len() - body.len() > 1
        || phrase.contains("  ")
        || body.contains('#')
        || !body.ends_with(char::is_alphanumeric);
    let words: Vec<String> = body
        .split_whitespace()
        .map(|word| word.to_lowercase().replace('’', "'"))
        .collect();
    let opener = |word: &String| OPENERS.binary_search(&word.as_str()).is_ok();
    !signal && (words.len() == 1 || (words.len() <= MAX_OPENING_WORDS && words.iter().all(opener)))
}

/// A phrase that has more words than the rule lets a line have.
fn unreachable(subject: &Subject<'_>) -> Option<LintWarning> {
    let max = subject.rule.guards.max_words?;
    let phrases = subject.wire.matcher.get_ref().phrases();
    let over = phrases
        .iter()
        .find(|phrase| least_words(phrase.get_ref()) > max)?;
    let words = least_words(over.get_ref());
    Some(LintWarning {
        code: Code::UnreachablePhrase,
        span: over.span(),
        message: format!("a phrase of {words} words stands in no line of `max_words` = {max}"),
        label: "never found".to_owned(),
        help: "raise `when.max_words`, or take the phrase out".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_of_sentences() {
        assert!(OPENERS.is_sorted());
        for phrase in [
            "Read more",
            "In the",
            "More from",
            "Don’t miss",
            "Photo",
            "See also ",
        ] {
            assert!(is_opening(phrase), "{phrase}");
        }
        for phrase in [
            "Read more:",
            "See also  ",
            "See also |",
            "# comments",
            "Related articles",
            "The views expressed in this article",
            "Share on Facebook",
        ] {
            assert!(!is_opening(phrase), "{phrase}");
        }
    }
}
