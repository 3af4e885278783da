//! What a reader says of a text: which bytes are not shown as they stand.

use crate::text::span::Span;

/// What stands in the place of an opaque stretch: code, a picture, a definition. It is no word, and no rule takes it
/// for what fonts and extractors leave behind, as U+FFFC is.
pub(crate) const OPAQUE: &str = "\u{fffb}";

/// Bytes of a text that are not shown as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) span: Span,
    pub(crate) shown: Shown,
}

/// What is shown in the place of some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Nothing: they are layout.
    Nothing,
    /// The end of a logical line.
    LineEnd,
    /// A space: a line that was wrapped goes on.
    Space,
    /// [`OPAQUE`]: something that is not read.
    Opaque,
    /// What they stand for; it holds no end of line.
    Text(Box<str>),
}

impl Shown {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Nothing => "",
            Self::LineEnd => "\n",
            Self::Space => " ",
            Self::Opaque => OPAQUE,
            Self::Text(text) => text,
        }
    }
}

/// Markup around a stretch of text, such as that of a link: it goes when all goes that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Element {
    /// With its markup.
    pub(crate) outer: Span,
    /// Without.
    pub(crate) inner: Span,
    pub(crate) is_link: bool,
    /// Whether it is a link that does something rather than lead to a page.
    pub(crate) acts: bool,
}

/// Which lines are headings and items of lists: a byte of each, and its level, from 1 on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Levels {
    pub(crate) headings: Vec<(usize, u8)>,
    pub(crate) items: Vec<(usize, u8)>,
}

/// A logical line that does not go by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pin {
    /// It goes only between lines that go.
    Amid,
    /// It goes only if all these spans of the text go; it need not be cut itself where it `follows` them.
    With { spans: Vec<Span>, follows: bool },
}

/// What a reader found in a text: marks, elements, and which lines do not go by themselves, by a byte of each.
#[derive(Debug, Default)]
pub(crate) struct Markup {
    pub(crate) marks: Vec<Mark>,
    pub(crate) elements: Vec<Element>,
    pub(crate) pins: Vec<(usize, Pin)>,
    pub(crate) levels: Levels,
    /// Whether its lines are sentences of lines that were longer.
    pub(crate) is_parted: bool,
    /// Whether its lines are paragraphs that were wrapped.
    pub(crate) is_wrapped: bool,
}

impl Markup {
    pub(crate) fn mark(&mut self, start: usize, end: usize, shown: Shown) {
        if start < end {
            let span = Span::new(start, end);
            self.marks.push(Mark { span, shown });
        }
    }

    /// Sorts the marks; of two that overlap the first, and of those the longer, stays.
    pub(crate) fn settle(&mut self) {
        self.marks
            .sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        let mut end = 0;
        self.marks.retain(|mark| {
            let is_apart = mark.span.start >= end;
            if is_apart {
                end = mark.span.end;
            }
            is_apart
        });
        self.elements
            .sort_by_key(|one| (one.outer.start, std::cmp::Reverse(one.outer.end)));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.elements.is_empty()
    }
}
