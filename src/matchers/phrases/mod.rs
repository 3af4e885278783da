//! Matchers of phrases, and the phrases of one rule as they are written. What finds them is built
//! when a line needs it, since most pages need a few of all rules.

pub(crate) mod anywhere;
#[allow(dead_code, reason = "the build makes what the program reads")]
pub(crate) mod index;
pub(crate) mod line;
pub(crate) mod matching;
pub(crate) mod phrase;
pub(crate) mod spell;
pub(crate) mod start;

use crate::matchers::error::{MatcherError, Problem};
use crate::matchers::phrases::phrase::PhraseSet;
use crate::rules::rule::Rule;
use std::iter;
use std::sync::{Arc, OnceLock};

/// Phrases, their needles, and, once needed, what finds them.
#[derive(Debug)]
pub(crate) struct Phrases {
    /// All phrases in one text: a rule may have thousands.
    written: Arc<str>,
    /// Where in that text each phrase ends.
    ends: Vec<usize>,
    needles: OnceLock<Option<Vec<String>>>,
    set: OnceLock<PhraseSet>,
}

impl Phrases {
    /// O(n) in the bytes of the phrases.
    pub(crate) fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut written, mut ends) = (String::new(), Vec::new());
        for phrase in phrases {
            written.push_str(phrase);
            ends.push(written.len());
        }
        Self {
            written: written.into(),
            ends,
            needles: OnceLock::new(),
            set: OnceLock::new(),
        }
    }

    /// Literals of which a text must hold one, in whatever ASCII case, for any phrase to match;
    /// `None` where some phrase has none. The first call costs O(n log n) in the phrases.
    pub(crate) fn needles(&self) -> Option<&[String]> {
        let collect = || self.phrases().map(needle).collect::<Option<Vec<_>>>();
        let needles = self.needles.get_or_init(|| collect().map(lower));
        needles.as_deref()
    }

    fn phrases(&self) -> impl Iterator<Item = &str> {
        let starts = iter::once(0).chain(self.ends.iter().copied());
        let spans = starts.zip(&self.ends);
        spans.map(|(start, &end)| &self.written[start..end])
    }

    /// What finds the phrases.
    pub(crate) fn set(&self) -> &PhraseSet {
        let build = || PhraseSet::new(&self.written, &self.ends);
        self.set.get_or_init(build)
    }
}

/// The words in lower case, each once.
fn lower(mut words: Vec<&str>) -> Vec<String> {
    words.sort_unstable();
    words.dedup();
    let mut words: Vec<String> = words.into_iter().map(str::to_ascii_lowercase).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The longest run of ASCII letters and digits: a literal that any text matched by the phrase
/// holds, in whatever case.
fn needle(phrase: &str) -> Option<&str> {
    let runs = phrase.split(|c: char| !c.is_ascii_alphanumeric());
    let longest = runs.reduce(|best, run| if run.len() > best.len() { run } else { best });
    longest.filter(|run| !run.is_empty())
}

/// The longest phrase that a rule may hold.
pub(crate) const MAX_PHRASE_BYTES: usize = 500;

/// Compiles the phrases of a matcher, of which there must be one, with every error.
pub(crate) fn compile_some(phrases: &[String]) -> Result<Phrases, Vec<MatcherError>> {
    if phrases.is_empty() {
        return Err(vec![Problem::NoPhrase.into()]);
    }
    let errors = check(phrases.iter().map(String::as_str));
    if errors.is_empty() {
        Ok(Phrases::new(phrases.iter().map(String::as_str)))
    } else {
        Err(errors)
    }
}

/// Everything that is wrong with phrases.
pub(crate) fn check<'p>(phrases: impl Iterator<Item = &'p str>) -> Vec<MatcherError> {
    let error = |(at, text): (usize, &str)| {
        let usable = text.chars().next().is_some_and(|c| !c.is_whitespace());
        let problem = if !usable {
            Problem::EmptyPhrase
        } else if text.len() > MAX_PHRASE_BYTES {
            Problem::TooLong {
                len_bytes: text.len(),
                cap_bytes: MAX_PHRASE_BYTES,
            }
        } else {
            return None;
        };
        Some(MatcherError {
            problem,
            phrase: Some(at),
        })
    };
    phrases.enumerate().filter_map(error).collect()
}

/// Those of a rule's phrases that stand somewhere in `text`, whether or not its matcher finds them
/// there.
pub fn phrases_in(rule: &Rule, text: &str) -> Vec<String> {
    let phrases = Phrases::new(rule.phrases().iter().map(String::as_str));
    let found = phrases.set().occurrences(text).into_iter();
    found
        .map(|(_, _, phrase)| phrase.source().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needles_are_the_longest_plain_words() {
        let needles = |phrase| Phrases::new([phrase]).needles().map(<[String]>::to_vec);
        assert_eq!(needles("Don’t miss this"), Some(vec!["miss".to_owned()]));
        assert_eq!(needles("# comments"), Some(vec!["comments".to_owned()]));
        assert_eq!(needles("Ko\u{212a}o Go"), Some(vec!["ko".to_owned()]));
        assert_eq!(needles("→"), None);
    }

    #[test]
    fn one_phrase_without_a_needle_leaves_the_rule_without() {
        assert_eq!(Phrases::new(["Share", "→"]).needles(), None);
        let shared = Phrases::new(["Share on X", "SHARE"]);
        assert_eq!(shared.needles(), Some(["share".to_owned()].as_slice()));
    }
}
