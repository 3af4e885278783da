//! What rules found on a page.

use crate::page::live::rest::Rest;
use crate::text::span::Span;

/// Why something was found: said in words when somebody asks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Why {
    /// The line is the phrase of that number.
    Phrase(u32),
    /// The line begins with it.
    Begins(u32),
    /// The line holds it.
    Holds(u32),
    /// The pattern matches.
    Pattern,
    /// The line is a heading of `match.appended`: no find by itself.
    Heading,
    /// The line stands near itself.
    Same(TextRef),
    /// The full text of a line that was cut off.
    FullText(TextRef),
    /// So many cards in a row, from a title on.
    Cards(u32, TextRef),
    /// Other stories: the share of what follows that stands before.
    Overlap(f64),
    /// So many blank lines too many.
    Blank(u32),
    /// The headline without capitals.
    Lowered(TextRef),
    /// Of a comment: dates of one shape stand between the texts.
    Dated,
    /// The line of that number of a template, by rule.
    Repeated(u32, u32),
}

/// A text that stands on the page, or in what was written anew of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextRef {
    pub(crate) is_patch: bool,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Where on its lines something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// These bytes of the first line.
    Part(u32, u32),
    /// All of the lines, without white space at both ends.
    Trimmed,
    /// All of the lines, with what ends the last.
    Whole,
}

/// What a rule found, undecided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Found {
    /// The rule's place in load order.
    pub(crate) rule: u32,
    /// The first and the last line that it touches.
    pub(crate) first: u32,
    pub(crate) last: u32,
    pub(crate) place: Place,
    pub(crate) why: Why,
}

impl Rest<'_> {
    /// Refers to a line's text without white space at its ends.
    pub(crate) fn text_ref(self, line: usize) -> TextRef {
        let (is_patch, span) = self.trimmed_place(line);
        let small = |at: usize| u32::try_from(at).expect("a page is below 4 GiB");
        TextRef {
            is_patch,
            start: small(span.start),
            end: small(span.end),
        }
    }
}

impl Found {
    pub(crate) fn lines(&self) -> (usize, usize) {
        (self.first as usize, self.last as usize)
    }

    /// The match itself, in bytes of the rest.
    pub(crate) fn span(&self, rest: Rest<'_>) -> Span {
        let (first, last) = self.lines();
        match self.place {
            Place::Part(from, to) => {
                let start = rest.start(first);
                Span::new(start + from as usize, start + to as usize)
            }
            Place::Trimmed => {
                Span::new(rest.trimmed_span(first).start, rest.trimmed_span(last).end)
            }
            Place::Whole => Span::new(rest.start(first), rest.full_span(last).end),
        }
    }
}
