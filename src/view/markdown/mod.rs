//! Markdown, as extractors and readers for language models write it.

pub(crate) mod events;
pub(crate) mod fill;
pub(crate) mod header;
pub(crate) mod recognise;

use crate::text::span::Span;
use crate::view::markdown::events::Events;
use crate::view::markdown::fill::fill;
use crate::view::markdown::header::Header;
use crate::view::markup::Markup;
use crate::view::reader::Reader;

/// Reads Markdown: links, pictures, emphasis, the marks of headings, lists and quotes, and escapes are layout;
/// code and definitions are opaque; a table is shown with its bars, so that it stays one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Markdown;

impl Reader for Markdown {
    fn read(&self, text: &str) -> Markup {
        let mut markup = Markup::default();
        let header = Header::of(text);
        header.mark(text, &mut markup);
        let events = Events::read(text, header.end);
        let whole = Span::new(header.end, text.len());
        fill(text, whole, events, &mut markup);
        markup
    }
}
