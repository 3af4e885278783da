//! The phrases of one rule as they are written. What finds them is built when a line needs it,
//! since most pages need a few of all rules.

use crate::detect::phrase::PhraseSet;
use std::sync::{Arc, OnceLock};

/// Phrases, their needles, and, once needed, what finds them.
#[derive(Debug)]
pub(crate) struct Phrases {
    /// All phrases in one text: a rule may have thousands.
    written: Arc<str>,
    /// Where in that text each phrase ends.
    ends: Vec<usize>,
    needles: Option<Vec<String>>,
    set: OnceLock<PhraseSet>,
}

impl Phrases {
    /// O(n log n) in the phrases.
    pub(crate) fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut written, mut ends) = (String::new(), Vec::new());
        let mut words = Some(Vec::new());
        for phrase in phrases {
            written.push_str(phrase);
            ends.push(written.len());
            match (needle(phrase), &mut words) {
                (Some(word), Some(words)) => words.push(word),
                _ => words = None,
            }
        }
        Self {
            written: written.into(),
            ends,
            needles: words.map(lower),
            set: OnceLock::new(),
        }
    }

    /// Literals of which a text must hold one, in whatever ASCII case, for any phrase to match;
    /// `None` where some phrase has none.
    pub(crate) fn needles(&self) -> Option<&[String]> {
        self.needles.as_deref()
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
