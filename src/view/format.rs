//! In which format a page was written.

use std::str::FromStr;

/// In which format a page was written: what of it is layout.
///
/// # Example
///
/// ```
/// use dechaff::view::Format;
///
/// assert_eq!("markdown".parse(), Ok(Format::Markdown));
/// assert_eq!(Format::default(), Format::Auto);
/// ```
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Recognised from the page.
    #[default]
    Auto,
    /// Text, a line a paragraph.
    Plain,
    /// Text whose paragraphs were wrapped into lines of one width: what [`Self::Plain`] is found to be.
    Wrapped,
    /// Text without lines, shown in its sentences and labels: what [`Self::Plain`] is found to be.
    OneLine,
    /// Markdown, as extractors and readers for language models write it.
    Markdown,
    /// HTML, of which tags are layout: read crudely, for those who have nothing better.
    Html,
}

/// A name that no format has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no format is called \"{0}\"; there are auto, plain, markdown and html")]
pub struct UnknownFormat(String);

impl Format {
    /// Every format that may be asked for, the recognised one first.
    pub const ALL: &'static [Self] = &[Self::Auto, Self::Plain, Self::Markdown, Self::Html];

    /// Every format as which a page is read.
    pub const READ: &'static [Self] = &[
        Self::Plain,
        Self::Wrapped,
        Self::OneLine,
        Self::Markdown,
        Self::Html,
    ];

    /// Its name on the command line, in rule files and in records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Plain => "plain",
            Self::Wrapped => "wrapped",
            Self::OneLine => "one-line",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// What a page was read as, in words: "wrapped text".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Plain => "plain text",
            Self::Wrapped => "wrapped text",
            Self::OneLine => "text in one line",
            other => other.word(),
        }
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().find(|format| format.word() == name);
        found.copied().ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(self.word())
    }
}
