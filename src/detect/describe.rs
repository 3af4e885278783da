//! Matchers in words, for `rules show` and `explain`.

use super::phrase::PhraseSet;
use super::{Matcher, line::compile};
use crate::rule::wire::{KeepCopy, WireMatch};
use toml::Spanned;

impl Matcher {
    /// The phrases that it looks for, as they are written.
    pub(crate) fn phrases(&self) -> Vec<&str> {
        let written = written_phrases(&self.wire);
        written
            .iter()
            .map(|phrase| phrase.get_ref().as_str())
            .collect()
    }

    /// The regular expression that it looks for.
    pub(crate) fn pattern(&self) -> Option<&str> {
        self.wire
            .regex
            .as_ref()
            .map(|regex| regex.get_ref().as_str())
    }

    /// The phrases that stand somewhere in `text`, whether or not the matcher finds them there.
    pub(crate) fn phrases_in(&self, text: &str) -> Vec<String> {
        let set: PhraseSet = compile(written_phrases(&self.wire)).unwrap_or_default();
        let found = set.occurrences(text).into_iter();
        found
            .map(|(_, _, phrase)| phrase.source().to_owned())
            .collect()
    }

    /// Its numbers and choices, each in words.
    pub(crate) fn settings(&self) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(duplicate) = &self.wire.duplicate {
            let duplicate = duplicate.get_ref();
            words.push(match duplicate.keep {
                KeepCopy::First => "the first copy stays".to_owned(),
                KeepCopy::Last => "the last copy stays".to_owned(),
            });
            words.push(least_words(duplicate.min_words));
            words.push(format!("copies at most {} lines apart", duplicate.within));
        }
        if let Some(truncated) = &self.wire.truncated {
            words.push(least_words(truncated.get_ref().min_words));
            words.push(format!(
                "at most {} lines apart",
                truncated.get_ref().within
            ));
        }
        if let Some(slug) = &self.wire.slug {
            words.push(format!("in the first {} lines", slug.get_ref().first));
            words.push(least_words(slug.get_ref().min_words));
        }
        if let Some(card) = &self.wire.card {
            words.push(format!("at least {} in a row", card.get_ref().min));
        }
        if let Some(appended) = &self.wire.appended {
            let share = appended.get_ref().max_overlap * 100.0;
            words.push(format!(
                "at most {share:.0} % of the words after it stand before it"
            ));
        }
        if let Some(blank) = &self.wire.blank_run {
            words.push(format!("{} of a run stays", blank.get_ref().keep));
        }
        words
    }
}

fn least_words(count: usize) -> String {
    format!("at least {count} words")
}

fn written_phrases(wire: &WireMatch) -> &[Spanned<String>] {
    let lists = [&wire.line, &wire.start, &wire.anywhere];
    let headings = wire
        .appended
        .as_ref()
        .map(|params| &params.get_ref().headings);
    let list = lists
        .into_iter()
        .find_map(|list| list.as_ref().map(Spanned::get_ref));
    list.or(headings).map_or(&[], Vec::as_slice)
}
