//! Markdown, as extractors and readers for language models write it.

pub(crate) mod events;
pub(crate) mod fill;
pub(crate) mod header;
pub(crate) mod recognise;

use crate::text::span::Span;
use crate::view::markdown::events::Events;
use crate::view::markdown::fill::fill;
use crate::view::markdown::header::Header;
use crate::view::markdown::recognise::is_document;
use crate::view::markup::Markup;
use crate::view::reader::Reader;

/// Reads Markdown: links, pictures, emphasis, the marks of headings, lists and quotes, and escapes are layout;
/// code and definitions are opaque; a table is shown with its bars, so that it stays one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Markdown {
    /// Whether it is a manual or the like, whose marks are of what it says: those of headings, lists and code are
    /// shown, so that what it calls "Share" is no button.
    pub(crate) is_document: bool,
}

impl Markdown {
    /// The reader of a text, by what it is.
    pub(crate) fn of(text: &str) -> Self {
        Self {
            is_document: is_document(text),
        }
    }
}

impl Reader for Markdown {
    fn read(&self, text: &str) -> Markup {
        let mut markup = Markup {
            is_document: self.is_document,
            ..Markup::default()
        };
        let header = Header::of(text);
        header.mark(text, &mut markup);
        let events = Events::read(text, header.end, self.is_document);
        let whole = Span::new(header.end, text.len());
        fill(text, whole, events, &mut markup);
        markup
    }
}
