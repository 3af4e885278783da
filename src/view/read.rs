//! From a text and its format to its view.

use crate::view::format::Format;
use crate::view::html::Html;
use crate::view::markdown::Markdown;
use crate::view::markdown::header::Header;
use crate::view::markdown::recognise::{is_document, is_markdown};
use crate::view::plain::Plain;
use crate::view::reader::Reader;
use crate::view::shown::View;

impl View {
    /// The view of a text in that format; none where the text is what it shows, which costs searches for a few
    /// bytes.
    pub(crate) fn read(text: &str, format: Format) -> Option<Self> {
        match format {
            Format::Auto if is_markdown(text) => Self::read(text, Format::Markdown),
            Format::Markdown if is_document(text) => Self::read(text, Format::Plain),
            Format::Html => Some(Self::new(text, Html.read(text), Format::Html)),
            Format::Auto | Format::Plain => {
                let markup = Plain.read(text);
                (!markup.is_empty()).then(|| Self::new(text, markup, Format::Plain))
            }
            Format::Markdown => {
                let mut view = Self::new(text, Markdown.read(text), Format::Markdown);
                view.url = Header::of(text).url;
                Some(view)
            }
        }
    }
}
