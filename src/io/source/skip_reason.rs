//! Why files are passed over.

/// Why a file below a folder was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SkipReason {
    /// Its ending is neither one of texts (.txt, .text, .md) nor one of shards.
    Ending,
    /// It ends in .json and is something else than one object a line with a text in it.
    Json,
    /// Its rows are records, or cuts, that dechaff wrote of pages.
    Records,
    /// Its name, or that of a folder above it, starts with a dot.
    Hidden,
    /// It is a symbolic link.
    Link,
    /// It is a pipe, socket or device.
    NotAFile,
    /// It is dechaff's own output.
    Own,
}

impl SkipReason {
    /// The reason in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Ending => "neither a text nor a shard by its ending",
            Self::Json => "JSON, but not one object a line with a text",
            Self::Records => "records of cuts, which dechaff wrote, and no pages",
            Self::Hidden => "hidden",
            Self::Link => "symbolic link",
            Self::NotAFile => "not a regular file",
            Self::Own => "dechaff's own output",
        }
    }
}
