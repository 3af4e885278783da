//! From a text and its format to its view.

use crate::view::format::Format;
use crate::view::html::Html;
use crate::view::labels::{Labels, NoLabels};
use crate::view::markdown::Markdown;
use crate::view::markdown::header::Header;
use crate::view::markdown::recognise::{is_document, is_markdown};
use crate::view::plain::Plain;
use crate::view::reader::Reader;
use crate::view::shown::View;
use std::borrow::Cow;

/// What a text shows in a format, without its layout: of Markdown no targets, marks and escapes. O(n) in bytes.
///
/// # Example
///
/// ```
/// use dechaff::view::{Format, shown};
///
/// let text = "## Related\n\n* [Ferry **sold**](/n/1)\n";
/// assert_eq!(shown(text, Format::Markdown), "Related\n\nFerry sold\n");
/// assert_eq!(shown(text, Format::Plain), text);
/// ```
pub fn shown(text: &str, format: Format) -> Cow<'_, str> {
    match View::read(text, format, &NoLabels) {
        Some(view) => Cow::Owned(view.text),
        None => Cow::Borrowed(text),
    }
}

impl View {
    /// The view of a text in that format; none where the text is what it shows, which costs searches for a few
    /// bytes.
    pub(crate) fn read(text: &str, format: Format, labels: &dyn Labels) -> Option<Self> {
        match format {
            Format::Auto if is_markdown(text) => Self::read(text, Format::Markdown, labels),
            Format::Markdown if is_document(text) => Self::read(text, Format::Plain, labels),
            Format::Html => Some(Self::new(text, Html.read(text), Format::Html)),
            Format::Auto | Format::Plain | Format::Wrapped | Format::OneLine => {
                let markup = Plain(labels).read(text);
                let format = match () {
                    () if markup.is_parted => Format::OneLine,
                    () if markup.is_wrapped => Format::Wrapped,
                    () => Format::Plain,
                };
                (!markup.is_empty()).then(|| Self::new(text, markup, format))
            }
            Format::Markdown => {
                let mut view = Self::new(text, Markdown.read(text), Format::Markdown);
                let header = Header::of(text);
                (view.url, view.header_end) = (header.url, header.end);
                Some(view)
            }
        }
    }

    /// What another text shows to the reader that read this one, where a cut could change what other bytes mean. How a
    /// text is read is told by its marks; that is not asked anew.
    pub(crate) fn shown_alike(&self, text: &str) -> Option<String> {
        let markup = match self.format {
            Format::Markdown => Markdown.read(text),
            Format::Html => Html.read(text),
            _ => return None,
        };
        Some(Self::new(text, markup, self.format).text)
    }
}
