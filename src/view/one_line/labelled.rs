//! Where lines begin within a sentence: around labels that rules know.

use crate::text::span::Span;
use crate::view::labels::Labels;
use crate::view::one_line::words::{is_all_capitals, is_capitalised, is_small, may_begin};

/// Letters of a label of one word that no name begins with: "Advertisement".
const LONG_LABEL: usize = 12;
/// Letters of one in capitals.
const CAPITALS_LABEL: usize = 5;

/// Words of a site's copyright line behind its mark, and how many of them begin small: "All rights reserved".
const COPYRIGHT_WORDS: usize = 12;
const COPYRIGHT_SMALL: usize = 2;

/// The words of a sentence with which lines begin, by their place; the first is one of them.
///
/// A label at its start is a line where something follows that may begin one, and so are labels that follow
/// each other. In its midst only a label is one that is plainly none of its words. What begins with words after
/// which a line goes ends above what plainly is another sentence. O(n) in words, and as many look-ups of labels.
pub(super) fn line_starts(text: &str, words: &[Span], labels: &dyn Labels) -> Vec<usize> {
    let sentence = Sentence {
        text,
        words,
        labels,
    };
    let mut starts = vec![0];
    let mut other = 0;
    let mut at = sentence.glue(0, &mut other).unwrap_or(0);
    starts.push(at);
    at = sentence.push_labels(at, Sentence::is_sure, &mut starts);
    starts.extend((1..words.len()).find(|&at| sentence.is_copyright(at)));
    while at < words.len() {
        starts.extend(sentence.glue(at, &mut other));
        let Some(label) = sentence.next_label(at) else {
            break;
        };
        starts.push(label);
        at = sentence.push_labels(label, Sentence::is_plain, &mut starts);
    }
    starts.retain(|&at| at < words.len());
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// A sentence, or what looks like one: a title may stand before it, and labels.
struct Sentence<'a> {
    text: &'a str,
    words: &'a [Span],
    labels: &'a dyn Labels,
}

/// Whether a label of a sentence is one, by its first word and the one behind it.
type Fits<'a> = fn(&Sentence<'a>, usize, usize) -> bool;

impl<'a> Sentence<'a> {
    fn word(&self, at: usize) -> &str {
        &self.text[self.words[at].range()]
    }

    fn rest(&self, at: usize) -> &str {
        let last = self.words[self.words.len() - 1];
        &self.text[self.words[at].start..last.end]
    }

    /// Adds where each of the labels ends that stand at a word, of which the first is as it must be. Behind them; that
    /// word where none stands there.
    fn push_labels(&self, from: usize, fits: Fits<'a>, starts: &mut Vec<usize>) -> usize {
        let mut at = from;
        while at < self.words.len()
            && let Some(end) = self.label_end(at)
            && (at > from || fits(self, from, end))
        {
            starts.push(end);
            at = end;
        }
        at
    }

    /// Behind the last word of the longest label that stands at a word and behind which a line may begin, and the
    /// signs that part it from what follows.
    fn label_end(&self, at: usize) -> Option<usize> {
        let mut longest = None;
        self.labels.labels_at(self.rest(at), &mut |len| {
            let end = self.words[at].start + len;
            let mut next = self.words.partition_point(|word| word.start < end);
            let is_sign = |at: usize| !self.word(at).contains(char::is_alphanumeric);
            while next < self.words.len() && is_sign(next) {
                next += 1;
            }
            if next == self.words.len() || may_begin(self.word(next)) {
                longest = longest.max(Some(next));
            }
        });
        longest.filter(|&end| end > at)
    }

    /// Whether a label at the start of a sentence is sure to be one.
    fn is_sure(&self, from: usize, end: usize) -> bool {
        let word = self.word(from);
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        end == self.words.len()
            || end > from + 1
            || letters >= LONG_LABEL
            || letters >= CAPITALS_LABEL
                && is_all_capitals(word)
                && !is_all_capitals(self.word(end))
    }

    /// Whether a label within a sentence is plainly none of its words: its words are set as those of a title, and
    /// the words around it are not.
    fn is_plain(&self, from: usize, end: usize) -> bool {
        let before = self.word(from - 1);
        let own = from..end.min(self.words.len());
        if is_all_capitals(self.word(from)) {
            return !is_all_capitals(before) && self.is_sure(from, end);
        }
        let is_title_word = |at: usize| is_capitalised(self.word(at)) || is_small(self.word(at));
        let capitals = own
            .clone()
            .filter(|&at| is_capitalised(self.word(at)))
            .count();
        let is_other = before.chars().any(char::is_alphanumeric)
            && !is_capitalised(before)
            && !is_small(before);
        capitals >= 2
            && own.clone().all(is_title_word)
            && is_other
            && !before.ends_with([',', ':', ';'])
    }

    /// The next word behind one at which a plain label stands.
    fn next_label(&self, from: usize) -> Option<usize> {
        (from + 1..self.words.len())
            .filter(|&at| is_capitalised(self.word(at)))
            .find(|&at| self.label_end(at).is_some_and(|end| self.is_plain(at, end)))
    }

    /// Whether a word begins the copyright line of a site: nothing but the year and its name follow.
    fn is_copyright(&self, at: usize) -> bool {
        let rest = at + 1..self.words.len();
        let marks = ["\u{a9}", "(c)", "copyright"];
        let is_mark = |word: &str| marks.contains(&word.to_lowercase().as_str());
        let is_year =
            |at: usize| self.word(at).starts_with("20") || self.word(at).starts_with("19");
        let is_name =
            |at: usize| !self.word(at).starts_with(char::is_lowercase) || is_small(self.word(at));
        is_mark(self.word(at))
            && (1..=COPYRIGHT_WORDS).contains(&rest.len())
            && rest.clone().take(2).any(is_year)
            && rest.filter(|&at| !is_name(at)).count() <= COPYRIGHT_SMALL
    }

    /// Where another sentence begins behind words after which a line goes and a title; none where no such words
    /// stand there, or no other sentence is plain. `other` is where the one begins that was looked for last, from an
    /// earlier word on, so that all searches of a sentence together are one.
    fn glue(&self, from: usize, other: &mut usize) -> Option<usize> {
        if !self.labels.opens_line(self.rest(from)) {
            return None;
        }
        let from = from + 3;
        if *other < from {
            let found = (from..self.words.len()).find(|&at| self.begins_other(at));
            *other = found.unwrap_or(self.words.len());
        }
        (from..self.words.len()).contains(other).then_some(*other)
    }

    /// Whether another sentence plainly begins with a word.
    fn begins_other(&self, at: usize) -> bool {
        let (before, word) = (self.word(at - 1), self.word(at));
        let is_apart = before.ends_with(char::is_alphanumeric) && !is_small(before);
        let next = self.words.get(at + 1).map(|next| &self.text[next.range()]);
        let goes_on = next.is_some_and(|next| next.starts_with(char::is_lowercase));
        let is_quote = word.starts_with(['"', '\u{201c}']) && is_capitalised(word);
        is_apart && (is_quote || is_capitalised(word) && is_small(word) && goes_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::one_line::words::words;

    #[derive(Debug)]
    struct Few;

    impl Labels for Few {
        fn labels_at(&self, text: &str, found: &mut dyn FnMut(usize)) {
            let known = [
                "Read More",
                "Share this:",
                "Share this: Facebook",
                "Share",
                "Advertisement",
                "Related Articles",
            ];
            for label in known {
                let own = text.get(..label.len());
                if own.is_some_and(|own| own.eq_ignore_ascii_case(label)) {
                    found(label.len());
                }
            }
        }

        fn opens_line(&self, text: &str) -> bool {
            text.starts_with("Read more:")
        }
    }

    macro_rules! t {
        ($name:ident, $text:expr, $expected:expr) => {
            #[test]
            fn $name() {
                let text: &str = $text;
                let words = words(text, Span::new(0, text.len()));
                let mut starts = line_starts(text, &words, &Few);
                starts.push(words.len());
                let lines: Vec<&str> = starts
                    .windows(2)
                    .map(|pair| &text[words[pair[0]].start..words[pair[1] - 1].end])
                    .collect();
                assert_eq!(lines, $expected);
            }
        };
    }

    t!(
        labels_at_the_start_are_lines,
        "Share this: Facebook The rain fell.",
        ["Share this: Facebook", "The rain fell."]
    );
    t!(
        a_copyright_line_is_a_line,
        "Swimmers protest against fee Copyright 2024 The Fjord Post.",
        [
            "Swimmers protest against fee",
            "Copyright 2024 The Fjord Post."
        ]
    );
    t!(
        what_goes_on_is_none,
        "The photo \u{a9} 2019 by Ada shows how the old pool looked before.",
        ["The photo \u{a9} 2019 by Ada shows how the old pool looked before."]
    );
    t!(
        each_label_is_a_line,
        "Read More Share this: Facebook users Related Articles",
        [
            "Read More",
            "Share this:",
            "Facebook users",
            "Related Articles"
        ]
    );
    t!(
        words_of_a_sentence_are_not,
        "Share prices fell and advertisement income rose.",
        ["Share prices fell and advertisement income rose."]
    );
    t!(
        one_short_word_is_unsure,
        "Share Prices fell.",
        ["Share Prices fell."]
    );
    t!(
        a_plain_label_within_is_a_line,
        "Swimmers protest against the new fee Related Articles Lido to open",
        [
            "Swimmers protest against the new fee",
            "Related Articles",
            "Lido to open"
        ]
    );
    t!(
        a_label_that_a_sentence_speaks_of_is_not,
        "They wrote of Related Articles Board rules and of Share buttons",
        ["They wrote of Related Articles Board rules and of Share buttons"]
    );
    t!(
        a_title_ends_above_another_sentence,
        "Read more: Pool closed after tile falls The work is slow.",
        [
            "Read more: Pool closed after tile falls",
            "The work is slow."
        ]
    );
}
