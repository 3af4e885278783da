//! Pages in one line: sentences and labels are its lines.
//!
//! Who collapses white space, or reads text from cells of a table, leaves a page without ends of line. Where
//! lines would have ended is certain behind sentences, and around labels that rules know; there alone they end.

mod labelled;
mod sentences;
mod words;

use crate::text::span::Span;
use crate::view::labels::Labels;
use crate::view::markup::{Markup, Shown};
use crate::view::one_line::sentences::sentences;
use crate::view::one_line::words::words;

/// Words from which on a page that is a single line is one.
const LEAST_WORDS: usize = 80;
/// Up to how many lines a page may have of which such long ones are parted.
const FEW_LINES: usize = 4;
const VERY_LONG_WORDS: usize = 300;
/// Sentences of a line that is text, and how many words they have at most in the mean.
const LEAST_SENTENCES: usize = 3;
const MOST_WORDS: usize = 80;
/// Signs of code for so many words.
const WORDS_A_SIGN: usize = 12;

/// Marks where the lines of a page end that stands in one line, or in very few. What has lines costs a search
/// for its first ends of line, else O(n log n) in bytes.
pub(crate) fn one_line(text: &str, labels: &dyn Labels, markup: &mut Markup) {
    let Some(lines) = few_lines(text) else { return };
    if markup.marks.iter().any(|mark| mark.shown == Shown::LineEnd) {
        return;
    }
    let least = if lines.len() == 1 {
        LEAST_WORDS
    } else {
        VERY_LONG_WORDS
    };
    for line in lines {
        part(text, line, least, labels, markup);
    }
}

/// The filled lines of a text that has few of them.
fn few_lines(text: &str) -> Option<Vec<Span>> {
    let mut lines: Vec<Span> = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    loop {
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]);
        let end = end.map_or(text.len(), |len| start + len);
        if !text[start..end].trim().is_empty() {
            lines.push(Span::new(start, end));
        }
        if lines.len() > FEW_LINES {
            return None;
        }
        start = end + 1;
        if start > text.len() {
            return Some(lines);
        }
    }
}

fn part(text: &str, line: Span, least: usize, labels: &dyn Labels, markup: &mut Markup) {
    let words = words(text, line);
    if words.len() < least || is_data(text, line, words.len()) {
        return;
    }
    let sentences = sentences(text, &words);
    if sentences.len() < LEAST_SENTENCES || words.len() > MOST_WORDS * sentences.len() {
        return;
    }
    for sentence in sentences {
        let own = &words[sentence.clone()];
        for start in labelled::line_starts(text, own, labels) {
            let word = sentence.start + start;
            if word > 0 {
                markup.mark(words[word - 1].end, words[word].start, Shown::LineEnd);
                markup.is_parted = true;
            }
        }
    }
}

/// Whether a line is data or code of which the ends of line do not matter.
fn is_data(text: &str, line: Span, words: usize) -> bool {
    let line = text[line.range()].trim_start();
    let signs = line
        .bytes()
        .filter(|byte| matches!(byte, b'{' | b'}' | b'=' | b'<' | b'>' | b'\\' | b'\t'));
    line.starts_with(['{', '[', '<', '|']) || signs.count() * WORDS_A_SIGN > words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::builder::Built;
    use crate::view::labels::NoLabels;
    use proptest::prelude::*;

    #[derive(Debug)]
    struct Few;

    impl Labels for Few {
        fn labels_at(&self, text: &str, found: &mut dyn FnMut(usize)) {
            let known = ["Share this:", "Facebook", "Advertisement", "Read More"];
            let known = known.iter().filter(|label| text.starts_with(**label));
            known.for_each(|label| found(label.len()));
        }

        fn opens_line(&self, text: &str) -> bool {
            text.starts_with("Read more:")
        }
    }

    fn lines(text: &str, labels: &dyn Labels) -> Vec<String> {
        let mut markup = Markup::default();
        one_line(text, labels, &mut markup);
        markup.settle();
        let built = Built::new(text, &markup.marks);
        built.text.lines().map(str::to_owned).collect()
    }

    const SENTENCE: &str = "The pilots of the estuary have asked for a third boat since the old one was sold to a man.";

    #[test]
    fn long_lines_of_few_are_parted() {
        let page = [SENTENCE; 5].join(" ");
        assert_eq!(lines(&page, &NoLabels), [SENTENCE; 5]);
        let few = format!("A third boat\n\n{page}\n");
        assert_eq!(lines(&few, &NoLabels).len(), 3, "a paragraph below a title");
        let long = [SENTENCE; 20].join(" ");
        let few = format!("A third boat\r\n{long}\n");
        assert_eq!(lines(&few, &NoLabels).len(), 21);
        let many = format!("a\nb\nc\nd\n{long}\n");
        assert_eq!(lines(&many, &NoLabels).len(), 5, "a page of lines");
    }

    #[test]
    fn what_is_no_text_stays_one_line() {
        let list = ["four oars of ash, one cracked;"; 30].join(" ");
        assert_eq!(lines(&list, &NoLabels).len(), 1);
        let json = format!("{{\"a\": \"{}\"}}", [SENTENCE; 6].join(" "));
        assert_eq!(lines(&json, &NoLabels).len(), 1);
        let code = ["if (a == b) { c = d; } The end."; 20].join(" ");
        assert_eq!(lines(&code, &NoLabels).len(), 1);
    }

    proptest! {
        #[test]
        fn nothing_but_white_space_becomes_an_end(pieces in prop::collection::vec(prop::sample::select(vec![
            SENTENCE, "Share this: Facebook", "Advertisement", "Read More", "Read more: a b c The end is", "No.", "\u{201c}So. It", "goes\u{201d}",
            "\u{a0}", "  ", "é.", "Ω", "\n", "?!", "(A)", "|", "7.",
        ]), 0..60)) {
            let text = pieces.join(" ");
            let mut markup = Markup::default();
            one_line(&text, &Few, &mut markup);
            for mark in &markup.marks {
                prop_assert!(text[mark.span.range()].chars().all(char::is_whitespace));
            }
            markup.settle();
            let shown = Built::new(&text, &markup.marks).text;
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&shown), bare(&text));
            // What was parted is not parted again, and parts stay what they are.
            prop_assert!(markup.marks.is_empty() || shown.lines().count() > 1);
        }
    }
}
