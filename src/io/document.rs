//! A page as it comes from whatever holds it.

use crate::io::source::entry::PageId;
use crate::page::PageMeta;
use std::borrow::Cow;
use std::fmt;

/// Where a page stands: a row of a shard.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DocumentId {
    /// The shard.
    pub shard: PageId,
    /// Its row: of JSONL the line, from 1.
    pub row: u64,
}

/// A page of a shard: its id, text, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<'t> {
    /// Where it stands.
    pub id: DocumentId,
    /// The id that it has itself.
    pub own_id: Option<String>,
    /// Its text. Where the shard cannot say it in UTF-8 (half a surrogate pair), U+FFFD stands for what is missing.
    pub text: Cow<'t, str>,
    /// Where it was found, and its language.
    pub meta: PageMeta,
}

impl Document<'_> {
    /// The name by which records know it: its own id, else where it stands.
    pub fn name(&self) -> String {
        self.own_id.clone().unwrap_or_else(|| self.id.to_string())
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.shard.text(), self.row)
    }
}
