//! Guards: the conditions under `when`.

use crate::page::line::LONG_WORDS;
use crate::rules::worded::worded_enum;

worded_enum! {
    /// What the line before or after a match may look like.
    pub enum Neighbour {
        /// It could be a headline.
        Title = "title",
        /// It reads like prose.
        Prose = "prose",
        /// It could be a label or a button.
        Label = "label",
        /// It is blank, or the page ends there.
        Blank = "blank",
    }
}

/// The conditions of one rule; all that are set must hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guards {
    pub(crate) domain: Vec<String>,
    pub(crate) lang: Vec<String>,
    pub(crate) first: Option<usize>,
    pub(crate) last: Option<usize>,
    pub(crate) after: Option<f64>,
    pub(crate) prev: Vec<Neighbour>,
    pub(crate) next: Vec<Neighbour>,
    /// Whether the line must, or must not, be [one that could be a heading](is_heading).
    pub(crate) heading: Option<bool>,
    pub(crate) max_words: Option<usize>,
    pub(crate) min_words: Option<usize>,
    /// Patterns, as they are written.
    pub(crate) unless: Vec<String>,
}

impl Guards {
    /// Every guard that is set, in words.
    pub(crate) fn in_words(&self) -> Vec<String> {
        let mut words = Vec::new();
        if !self.domain.is_empty() {
            words.push(format!("on pages of {}", self.domain.join(", ")));
        }
        if !self.lang.is_empty() {
            words.push(format!("on pages in {}", self.lang.join(", ")));
        }
        words.extend(self.first.map(|n| edge("first", n)));
        words.extend(self.last.map(|n| edge("last", n)));
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        words.extend(
            self.after
                .map(|share| format!("after {} of the words", percent(share))),
        );
        words.extend(beside("before", &self.prev));
        words.extend(beside("after", &self.next));
        words.extend(self.heading.map(|is| heading(is).to_owned()));
        words.extend(
            self.min_words
                .map(|n| format!("lines of at least {}", words_in_words(n))),
        );
        words.extend(
            self.max_words
                .map(|n| format!("lines of at most {}", words_in_words(n))),
        );
        let unless = |pattern: &String| format!("not where '{pattern}' finds something");
        words.extend(self.unless.iter().map(unless));
        words
    }

    /// Whether a guard keeps the rule from most places; a language alone does not.
    pub(crate) fn hold_back(&self) -> bool {
        let Self {
            domain,
            lang: _,
            first,
            last,
            after,
            prev,
            next,
            heading,
            max_words,
            min_words,
            unless,
        } = self;
        let counts = [first, last, max_words, min_words];
        let lists = [prev, next];
        counts.into_iter().any(Option::is_some)
            || lists.into_iter().any(|list| !list.is_empty())
            || after.is_some()
            || heading.is_some()
            || !domain.is_empty()
            || !unless.is_empty()
    }

    /// Whether a line of so many words is too short or too long for the rule. The answer does not
    /// change while a page is cleaned, so that the rule need not look at the line.
    pub(crate) fn refuses_length(&self, words: usize) -> bool {
        self.min_words.is_some_and(|min| words < min)
            || self.max_words.is_some_and(|max| words > max)
    }
}

/// A line beside another, as guards look at it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beside {
    pub(crate) words: usize,
    pub(crate) ends_sentence: bool,
}

/// A sentence has so many words at least; "Share:" has fewer.
const SENTENCE_WORDS: usize = 2;

/// Whether what stands between two lines could be a heading: a sentence ends before it, and one follows.
pub(crate) fn is_heading(before: Option<Beside>, after: Option<Beside>) -> bool {
    let is_long = |line: Beside| line.words >= LONG_WORDS;
    before.is_some_and(|line| line.ends_sentence || is_long(line))
        && after.is_some_and(|line| {
            (line.ends_sentence && line.words >= SENTENCE_WORDS) || is_long(line)
        })
}

/// The guard on headings, in words.
fn heading(is: bool) -> &'static str {
    if is {
        "where a sentence ends before it and one follows"
    } else {
        "not where a sentence ends before it and one follows, as with a heading"
    }
}

fn edge(which: &str, lines: usize) -> String {
    match lines {
        1 => format!("in the {which} line that is left"),
        more => format!("in the {which} {more} lines that are left"),
    }
}

fn words_in_words(count: usize) -> String {
    match count {
        1 => "1 word".to_owned(),
        more => format!("{more} words"),
    }
}

fn beside(side: &str, shapes: &[Neighbour]) -> Option<String> {
    let words = words_of(shapes);
    (!shapes.is_empty()).then(|| format!("where the line {side} is {words}"))
}

/// Shapes in words, one of which is wanted.
pub(crate) fn words_of(shapes: &[Neighbour]) -> String {
    shapes
        .iter()
        .map(|shape| shape.word())
        .collect::<Vec<_>>()
        .join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_in_words() {
        let guards = Guards {
            lang: vec!["en".to_owned()],
            first: Some(1),
            after: Some(0.4),
            next: vec![Neighbour::Title, Neighbour::Blank],
            heading: Some(false),
            max_words: Some(25),
            ..Guards::default()
        };
        assert_eq!(
            guards.in_words(),
            [
                "on pages in en",
                "in the first line that is left",
                "after 40 % of the words",
                "where the line after is title or blank",
                "not where a sentence ends before it and one follows, as with a heading",
                "lines of at most 25 words",
            ]
        );
    }
}
