//! Lines that stand on one page so far: most of a crawl, kept without an allocation each.

use crate::text::line_key::Vary;
use crate::text::number::small;
use crate::tools::templates::line_count::{Context, LineCount, Places, Standing, start_of};
use std::sync::Arc;

/// Texts behind each other. A line that is counted under three keys has one text.
#[derive(Debug, Default)]
pub(crate) struct Texts(String);

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextAt {
    start: usize,
    len: u8,
}

impl Texts {
    /// Keeps a text, or its start.
    pub(crate) fn push(&mut self, text: &str) -> TextAt {
        let text = start_of(text);
        let start = self.0.len();
        self.0.push_str(text);
        TextAt {
            start,
            len: u8::try_from(text.len()).expect("a sample has 240 bytes at most"),
        }
    }

    pub(crate) fn get(&self, at: TextAt) -> &str {
        &self.0[at.start..at.start + usize::from(at.len)]
    }

    /// Bytes that are set aside for texts.
    pub(crate) fn capacity(&self) -> usize {
        self.0.capacity()
    }

    /// Takes the texts of another part; by how much their places move.
    pub(crate) fn append(&mut self, other: &Self) -> usize {
        let by = self.0.len();
        self.0.push_str(&other.0);
        by
    }
}

/// A line that stands on one page so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Once {
    /// The page's place among those of its host.
    pub(crate) page: u32,
    pub(crate) times: u32,
    before: u64,
    after: u64,
    pub(crate) text: TextAt,
    pub(crate) vary: Vary,
    place: u8,
    is_prose: bool,
    pub(crate) words: u32,
    len_bytes: u32,
}

impl Once {
    pub(crate) fn of(page: u32, line: Standing<'_>, text: TextAt) -> Self {
        let Places { start, end, .. } = line.places;
        Self {
            page,
            times: 1,
            before: line.context.before,
            after: line.context.after,
            text,
            vary: line.vary,
            place: u8::from(end > 0) * 2 + u8::from(start > 0),
            is_prose: line.is_prose,
            words: line.words,
            len_bytes: small(line.text.len()),
        }
    }

    /// The same, where the pages and texts of its part stand behind others.
    pub(crate) fn moved(mut self, pages: u32, texts: usize) -> Self {
        self.page += pages;
        self.text.start += texts;
        self
    }

    /// The count of the line, which has all that is known of it.
    pub(crate) fn count(&self, (id, number): &(Arc<str>, u64), texts: &Texts) -> LineCount {
        let line = Standing {
            text: texts.get(self.text),
            vary: self.vary,
            places: Places {
                start: u32::from(self.place == 1),
                middle: u32::from(self.place == 0),
                end: u32::from(self.place == 2),
            },
            words: self.words,
            is_prose: self.is_prose,
            context: Context {
                page: *number,
                before: self.before,
                after: self.after,
            },
        };
        LineCount {
            times: self.times,
            len_bytes: self.len_bytes,
            ..LineCount::one(id, line)
        }
    }
}
