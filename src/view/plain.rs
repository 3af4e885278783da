//! Text of no markup: characters that nobody sees, entities, and ends of line of other kinds.

use crate::text::span::Span;
use crate::view::entity::entities;
use crate::view::invisible::invisible;
use crate::view::labels::Labels;
use crate::view::line_ends::{is_whole_line, unusual_ends, written_ends};
use crate::view::markup::{Markup, Shown};
use crate::view::one_line::one_line;
use crate::view::reader::Reader;
use crate::view::tagged::{is_spoken_of, tagged_lines};
use crate::view::tags::{Tag, tags};
use crate::view::wrapped::wrapped_paragraphs;

/// Reads plain text.
pub(crate) struct Plain<'l>(pub(crate) &'l dyn Labels);

impl Reader for Plain<'_> {
    fn read(&self, text: &str) -> Markup {
        let mut markup = Markup::default();
        characters(text, Span::new(0, text.len()), &mut markup);
        written_ends(text, &mut markup);
        left_tags(text, &mut markup);
        wrapped_paragraphs(text, &mut markup);
        one_line(text, self.0, &mut markup);
        markup
    }
}

/// Marks what was left of HTML. One search where there is none.
fn left_tags(text: &str, markup: &mut Markup) {
    if memchr::memchr(b'<', text.as_bytes()).is_some() {
        let tags = tags(text, Span::new(0, text.len()));
        breaks(text, &tags, markup);
        tagged_lines(text, &tags, markup);
    }
}

/// Marks breaks and comments of HTML that were left in a text: `<br>` ends a line, unless one ends there anyway.
fn breaks(text: &str, tags: &[Tag], markup: &mut Markup) {
    for tag in tags {
        let span = tag.span;
        let name = &text[span.range()];
        let ends_anyway = text[span.end..].starts_with(['\n', '\r']);
        // A comment that is a line by itself is one that rules know.
        let is_scrap = is_whole_line(text, span);
        if name.starts_with("<!--") && !is_scrap || name.starts_with("<br") && ends_anyway {
            markup.mark(span.start, span.end, Shown::Nothing);
        } else if name.starts_with("<br") && !is_spoken_of(text, span) {
            markup.mark(span.start, span.end, Shown::LineEnd);
        }
    }
}

/// What is so in text of any format. A byte order mark before it all is part of the text.
pub(crate) fn characters(text: &str, part: Span, markup: &mut Markup) {
    let mark = "\u{feff}";
    let is_first = part.start == 0 && text.starts_with(mark);
    let part = Span::new(part.start + if is_first { mark.len() } else { 0 }, part.end);
    invisible(text, part, markup);
    unusual_ends(text, part, markup);
    entities(text, part, markup);
}
