//! The entries of a fitted lexicon as they are written: texts in place of keys.

use crate::model::lexicon::{Slot, each_piece, entry_key};
use crate::page::Page;
use crate::text::hash::KeyMap;
use crate::tools::fit::lexicon::FittedLexicon;
use crate::tools::fit::vocabulary::{LexiconSource, LexiconVocabulary};

/// Characters of an entry at most: the lexicon holds words and phrases, no sentences.
const MOST_CHARS: usize = 60;

impl LexiconVocabulary {
    /// The entries of a lexicon as they are written.
    pub(crate) fn entries(
        &self,
        sources: &[LexiconSource<'_>],
        lexicon: &FittedLexicon,
    ) -> Vec<(Slot, String, f32)> {
        let wanted = lexicon.weights.iter();
        let mut wanted: KeyMap<f32> = wanted
            .map(|&(number, weight)| (self.key(number), weight))
            .collect();
        let mut entries = Vec::new();
        for source in sources {
            if wanted.is_empty() {
                break;
            }
            let text = Page::new(source.text);
            for (rank, &line) in text.filled().iter().enumerate() {
                let pieces = source.pieces.of_line(rank);
                if pieces.iter().any(|key| wanted.contains_key(key)) {
                    find_entries(text.trimmed_text(line), &mut wanted, &mut entries);
                }
            }
        }
        entries.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        entries
    }
}

/// The texts of wanted pieces of a line, which then are wanted no more.
fn find_entries(line: &str, wanted: &mut KeyMap<f32>, entries: &mut Vec<(Slot, String, f32)>) {
    let words = spelled(line);
    each_piece(words.len(), |(slot, range)| {
        let text = words[range].join(" ");
        let Some(key) = entry_key(slot, &text) else {
            return;
        };
        if let Some(weight) = wanted.remove(&key)
            && text.chars().count() <= MOST_CHARS
        {
            entries.push((slot, text, weight));
        }
    });
}

/// The words of a line as an entry spells them: lower case, digits as zeros.
fn spelled(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let inside =
            open && matches!(c, '\'' | '’') && chars.peek().is_some_and(|c| c.is_alphanumeric());
        if !(c.is_alphanumeric() || inside) {
            open = false;
            continue;
        }
        if !std::mem::replace(&mut open, true) {
            words.push(String::new());
        }
        let word = words.last_mut().expect("one is open");
        match c {
            '’' => word.push('\''),
            c if c.is_numeric() => word.push('0'),
            c => word.extend(c.to_lowercase()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::words_of;

    #[test]
    fn entries_are_spelled_as_words_are_read() {
        let line = "Don’t miss: 12 THINGS to do in O'Hara-town";
        assert_eq!(
            spelled(line).join(" "),
            "don't miss 00 things to do in o'hara town"
        );
        let keys = |text: &str| {
            words_of(text)
                .iter()
                .map(|word| word.key)
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(line), keys(&spelled(line).join(" ")));
    }
}
