//! How the phrases of one rule stand in a line.

use crate::matchers::phrases::index::{Entry, Hit, PhraseIndex, Stands};
use crate::matchers::phrases::matching::{Preference, ends_in_word};

/// The longest line that is looked at as a row of phrases.
pub(crate) const MAX_PHRASE_LINE_BYTES: usize = 1000;

/// Buffers for the search of phrases in a line.
#[derive(Debug, Default)]
pub(crate) struct SpellScratch {
    /// The places that were tried, as bits.
    tried: Vec<u64>,
    open: Vec<(usize, Option<u32>)>,
    hits: Vec<Hit>,
}

impl PhraseIndex {
    fn preference(&self, number: u32) -> Preference {
        let entry = self.entry(number);
        Preference::of(self.written(entry), entry.place)
    }

    /// The phrases of a rule that stand at the start of the text, in the order of preference.
    fn hits_of(&self, rule: u32, stands: Stands, text: &str, hits: &mut Vec<Hit>) {
        hits.clear();
        let wanted = |entry: &Entry| entry.rule == rule && entry.stands == stands;
        self.walk(text, wanted, |hit| hits.push(hit));
        if hits.len() > 1 {
            hits.sort_unstable_by_key(|hit| self.preference(hit.entry));
        }
    }

    /// A phrase of the rule that stands at the start of `text` and ends with a word, and its length
    /// in bytes; of several the preferred one.
    pub(crate) fn at_start(
        &self,
        (rule, stands): (u32, Stands),
        text: &str,
        scratch: &mut SpellScratch,
    ) -> Option<Hit> {
        self.hits_of(rule, stands, text, &mut scratch.hits);
        let mut hits = scratch.hits.iter();
        hits.find(|hit| !cuts_word(self.written(self.entry(hit.entry)), hit.len, text))
            .copied()
    }

    /// Every place in `text` where a phrase of the rule stands at word boundaries, from left to
    /// right, apart from each other.
    pub(crate) fn occurrences(
        &self,
        rule: u32,
        text: &str,
        scratch: &mut SpellScratch,
        mut found: impl FnMut(usize, Hit),
    ) {
        let mut in_word = false;
        let mut free_from = 0;
        for (at, c) in text.char_indices() {
            let goes_on = c.is_alphanumeric();
            if at >= free_from
                && !(in_word && goes_on)
                && let Some(hit) = self.at_start((rule, Stands::Inside), &text[at..], scratch)
            {
                found(at, hit);
                free_from = at + hit.len.max(1);
            }
            in_word = goes_on;
        }
    }

    /// Whether `text` is nothing but phrases of the rule, glued or parted by anything that is
    /// neither letter nor digit; returns the leftmost phrase.
    ///
    /// Texts of more than [`MAX_PHRASE_LINE_BYTES`] are not looked at. O(n) positions, each tried
    /// once.
    pub(crate) fn spell_out(
        &self,
        rule: u32,
        text: &str,
        scratch: &mut SpellScratch,
    ) -> Option<u32> {
        if text.len() > MAX_PHRASE_LINE_BYTES {
            return None;
        }
        let text = without_bullet(text);
        let SpellScratch { tried, open, hits } = scratch;
        tried.clear();
        tried.resize(text.len() / 64 + 1, 0);
        open.clear();
        open.push((0, None));
        while let Some((at, first)) = open.pop() {
            let Some(c) = text[at..].chars().next() else {
                match first {
                    Some(_) => return first,
                    None => continue,
                }
            };
            if tried[at / 64] >> (at % 64) & 1 != 0 {
                continue;
            }
            tried[at / 64] |= 1 << (at % 64);
            if !c.is_alphanumeric() {
                open.push((at + c.len_utf8(), first));
            }
            if c.is_whitespace() {
                continue; // no phrase begins with white space
            }
            self.hits_of(rule, Stands::Alone, &text[at..], hits);
            // The preferred ones are pushed last and tried first.
            let ends = hits.iter().rev();
            open.extend(ends.map(|hit| (at + hit.len, first.or(Some(hit.entry)))));
        }
        None
    }
}

/// Whether the phrase ends inside a word of the text.
fn cuts_word(phrase: &str, len: usize, text: &str) -> bool {
    ends_in_word(phrase)
        && text[len..]
            .chars()
            .next()
            .is_some_and(char::is_alphanumeric)
}

/// Some extractors write list items as "o Item": the letter is no part of the phrase.
pub(crate) fn without_bullet(text: &str) -> &str {
    text.strip_prefix("o ").unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::super::index::IndexBuilder;
    use super::*;
    use crate::matchers::phrases::Phrases;
    use crate::matchers::phrases::phrase::Phrase;
    use proptest::prelude::*;

    fn phrase() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-dA-D][a-d #]{0,6}",
            "#[ a-d]{0,3}",
            "(ab|cd|Share|x|’|“)( |  |#)?(on|more|[a-c])?",
            "\\PC{1,4}",
        ]
        .prop_filter("phrases begin with a sign", |p| {
            !p.starts_with(char::is_whitespace)
        })
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-dA-D0-3 ’'.]{0,24}",
            "o [a-d ]{0,9}",
            "(ab|cd|Share|x|'|\"|\\.| |  |12k|on|more|[a-c]){0,9}",
            "\\PC{0,12}",
        ]
    }

    fn check(rules: &[Vec<String>], text: &str) -> Result<(), TestCaseError> {
        for stands in [Stands::Alone, Stands::First, Stands::Inside] {
            let mut builder = IndexBuilder::default();
            for (rule, phrases) in rules.iter().enumerate() {
                builder.add(rule, stands, phrases.iter().map(String::as_str));
            }
            let index = builder.build();
            let (mut fast, mut slow) = (Vec::new(), Vec::new());
            index.walk(text, |_| true, |hit| fast.push((hit.entry, hit.len)));
            index.walk_all(text, |hit| slow.push((hit.entry, hit.len)));
            fast.sort_unstable();
            prop_assert_eq!(&fast, &slow);
            let mut scratch = SpellScratch::default();
            for (rule, phrases) in (0..).zip(rules) {
                let twin = Phrases::new(phrases.iter().map(String::as_str));
                let written = |number| index.written(index.entry(number));
                match stands {
                    Stands::Alone => {
                        let own = index.spell_out(rule, text, &mut scratch).map(written);
                        prop_assert_eq!(own, twin.set().spell_out(text).map(Phrase::source));
                    }
                    Stands::First => {
                        let own = index.at_start((rule, stands), text, &mut scratch);
                        let own = own.map(|hit| (written(hit.entry), hit.len));
                        prop_assert_eq!(
                            own,
                            twin.set().at_start(text).map(|(p, l)| (p.source(), l))
                        );
                    }
                    Stands::Inside => {
                        let mut own = Vec::new();
                        index.occurrences(rule, text, &mut scratch, |at, hit| {
                            own.push((at, hit.len, written(hit.entry).to_owned()));
                        });
                        let twin: Vec<_> = twin
                            .set()
                            .occurrences(text)
                            .into_iter()
                            .map(|(at, len, p)| (at, len, p.source().to_owned()))
                            .collect();
                        prop_assert_eq!(own, twin);
                    }
                }
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn phrases_are_found_as_the_twin_finds_them(
            rules in prop::collection::vec(prop::collection::vec(phrase(), 1..9), 1..4),
            text in text(),
        ) {
            check(&rules, &text)?;
        }
    }
}
