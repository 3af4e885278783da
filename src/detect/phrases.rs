//! The phrases of one rule as they are written. What finds them is built when a line needs it,
//! since most pages need a few of all rules.

use super::phrase::PhraseSet;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Phrases, their needles, and, once needed, what finds them.
#[derive(Debug)]
pub(crate) struct Phrases {
    written: Vec<String>,
    needles: Option<Vec<String>>,
    set: OnceLock<PhraseSet>,
}

impl Phrases {
    /// O(n) in the phrases' bytes.
    pub(crate) fn new<'a>(written: impl IntoIterator<Item = &'a str>) -> Self {
        let written: Vec<String> = written.into_iter().map(str::to_owned).collect();
        let words: Option<BTreeSet<&str>> = written.iter().map(|phrase| needle(phrase)).collect();
        let lower = |words: BTreeSet<&str>| -> BTreeSet<String> {
            words.into_iter().map(str::to_ascii_lowercase).collect()
        };
        Self {
            needles: words.map(|words| lower(words).into_iter().collect()),
            written,
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
        let written = || self.written.iter().map(String::as_str);
        self.set.get_or_init(|| PhraseSet::new(written()))
    }
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
