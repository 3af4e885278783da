//! Why bytes could not be read as text.

/// Why bytes could not be read as text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The bytes are not UTF-8, and nothing else was asked for.
    #[error(
        "not UTF-8 (byte {offset}); it looks like {guess}: give --encoding auto, or --encoding {guess}"
    )]
    NotUtf8 {
        /// The first byte, from 0, that is not UTF-8.
        offset: usize,
        /// What the bytes look like.
        guess: &'static str,
    },
    /// The bytes are UTF-8 but for some, and nothing else was asked for.
    #[error(
        "valid UTF-8 but for {count} byte{}, the first at byte {offset}: give --encoding auto to read it as such; restoring gives the bytes back",
        if *count == 1 { "" } else { "s" }
    )]
    Broken {
        /// How many bytes are not UTF-8.
        count: usize,
        /// The first of them, from 0.
        offset: usize,
    },
    /// The bytes are those of a file that is no text.
    #[error("this is {what}, not text: {help}")]
    Binary {
        /// What it is.
        what: &'static str,
        /// What to do with it.
        help: &'static str,
    },
    /// The text is an HTML page.
    #[error(
        "this is an HTML page, not its text: extract that first, with trafilatura for instance, or give --page-format html to read it crudely"
    )]
    Html,
    /// The bytes are not in the encoding they were to be read as.
    #[error("not valid {0}")]
    Invalid(&'static str),
    /// The text would not give the same bytes again, so no record could restore the page.
    #[error("read as {0}, the page could not be restored byte for byte")]
    NotReversible(&'static str),
}
