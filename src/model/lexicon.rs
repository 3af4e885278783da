//! Words by which noise and article are known: how lines begin, how they end, and what they hold.

use crate::model::late::Late;
use crate::page::words::Words;
use crate::text::hash::{KeyMap, joined};
use crate::text::words::{Word, words_of};
use serde::Deserialize;
use std::fmt;

/// Where in a line the words of an entry stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Slot {
    /// They are the line's first one, two or three words.
    First,
    /// They are its last one or two.
    Last,
    /// They are the whole line, of up to eight words.
    Line,
    /// The word stands in a line of up to eight words.
    Short,
    /// The word stands in a line of nine to 25 words.
    Middle,
    /// The word stands in a longer line.
    Long,
    /// The two words stand side by side in a line of up to 25 words.
    Pair,
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::First => "first",
            Self::Last => "last",
            Self::Line => "line",
            Self::Short => "short",
            Self::Middle => "middle",
            Self::Long => "long",
            Self::Pair => "pair",
        })
    }
}

/// Up to how many words a line is an entry as a whole, and short.
const SHORT_WORDS: usize = 8;
/// Up to how many words a line is of middle length.
const MIDDLE_WORDS: usize = 25;
/// Words of a line that are looked at: nothing is learned from the rest of an endless one.
const MOST_WORDS: usize = 400;

/// Weights of short pieces of lines, by their keys.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Lexicon {
    weights: Late<KeyMap<f32>>,
    bias: f32,
}

impl Lexicon {
    /// Weights of entries, and the score of a line that holds none.
    pub(crate) fn new(weights: impl IntoIterator<Item = (u64, f32)>, bias: f32) -> Self {
        let weights: KeyMap<f32> = weights.into_iter().collect();
        Self::late(move || weights, bias)
    }

    /// The same with weights that are made when they are first asked for.
    pub(crate) fn late(weights: impl FnOnce() -> KeyMap<f32> + Send + 'static, bias: f32) -> Self {
        Self {
            weights: Late::new(weights),
            bias,
        }
    }

    /// The score of a line that holds no entry.
    pub(crate) fn bias(&self) -> f32 {
        self.bias
    }

    /// The score of each line of a page.
    pub(crate) fn scores(&self, words: &Words) -> Vec<f32> {
        let mut keys = Vec::new();
        (0..words.line_count())
            .map(|rank| self.score(words.of_line(rank), &mut keys))
            .collect()
    }

    /// The score of a line: the weights of its pieces, over the root of their number. `keys` is a
    /// buffer.
    pub(crate) fn score(&self, words: &[Word], keys: &mut Vec<u64>) -> f32 {
        pieces(words, keys);
        let known = keys.iter().filter_map(|key| self.weights.get(key));
        self.bias + known.sum::<f32>() * share(keys.len())
    }
}

/// What one piece of a line of so many pieces counts.
#[expect(clippy::cast_precision_loss, reason = "a line has few pieces")]
pub(crate) fn share(pieces: usize) -> f32 {
    1.0 / (pieces.max(1) as f32).sqrt()
}

/// The key of an entry; `None` where the text holds no word.
pub(crate) fn entry_key(slot: Slot, text: &str) -> Option<u64> {
    let words = words_of(text);
    (!words.is_empty()).then(|| key(slot, &words))
}

fn key(slot: Slot, words: &[Word]) -> u64 {
    key_of_words(slot, words.iter().map(|word| word.key))
}

/// The key of an entry of words of these keys.
pub(crate) fn key_of_words(slot: Slot, words: impl Iterator<Item = u64>) -> u64 {
    joined(std::iter::once(slot as u64 + 1).chain(words))
}

/// A piece of a line: where it stands, and which of the line's words it is.
pub(crate) type LinePiece = (Slot, std::ops::Range<usize>);

/// Tells every piece of a line of so many words.
pub(crate) fn each_piece(words: usize, mut tell: impl FnMut(LinePiece)) {
    let read = words.min(MOST_WORDS);
    for count in 1..=read.min(3) {
        tell((Slot::First, 0..count));
    }
    for count in 1..=words.min(2) {
        tell((Slot::Last, words - count..words));
    }
    if (1..=SHORT_WORDS).contains(&words) {
        tell((Slot::Line, 0..words));
    }
    let slot = match words {
        0..=SHORT_WORDS => Slot::Short,
        _ if words <= MIDDLE_WORDS => Slot::Middle,
        _ => Slot::Long,
    };
    for at in 0..read {
        tell((slot, at..at + 1));
    }
    if words <= MIDDLE_WORDS {
        for at in 1..words {
            tell((Slot::Pair, at - 1..at + 1));
        }
    }
}

/// The keys of the pieces of a line, each once.
pub(crate) fn pieces(words: &[Word], keys: &mut Vec<u64>) {
    keys.clear();
    each_piece(words.len(), |(slot, range)| {
        keys.push(key(slot, &words[range]));
    });
    keys.sort_unstable();
    keys.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_line() {
        let keys = |text: &str| {
            let mut keys = Vec::new();
            pieces(&words_of(text), &mut keys);
            keys
        };
        let holds = |text: &str, slot, entry: &str| {
            keys(text).contains(&entry_key(slot, entry).expect("words"))
        };
        assert!(holds("Leave a reply below", Slot::First, "leave a"));
        assert!(holds("Leave a reply below", Slot::Last, "reply below"));
        assert!(
            holds("Posted 12 May", Slot::Line, "posted 34 may"),
            "digits are alike"
        );
        assert!(!holds("Leave a reply below", Slot::First, "reply"));
        assert!(holds("Leave a reply below", Slot::Short, "reply"));
        assert!(holds("Leave a reply below", Slot::Pair, "a reply"));
        assert!(!holds(&"word ".repeat(30), Slot::Pair, "word word"));
        assert!(holds(&"word ".repeat(30), Slot::Long, "word"));
        assert_eq!(keys("go go go").len(), 3 + 2 + 1 + 1 + 1, "each piece once");
        assert_eq!(entry_key(Slot::Line, "…"), None);
    }

    #[test]
    fn lines_are_scored_by_what_they_hold() {
        let entry = |slot, text| entry_key(slot, text).expect("words");
        let lexicon = Lexicon::new([(entry(Slot::Line, "share"), 2.0)], 0.25);
        let score = |text: &str| lexicon.score(&words_of(text), &mut Vec::new());
        // Its pieces: first, last, whole line, short.
        assert!((score("Share") - (0.25 + 2.0 / 4.0_f32.sqrt())).abs() < 1e-6);
        assert!((score("Rain fell") - 0.25).abs() < 1e-6);
    }
}
