//! The rows of a file of counts: one a page, then one a line of its host. `docs/templates.md` has the format.

use crate::text::line_key::{LineKey, Vary};
use crate::tools::templates::line_count::{
    Context, LineCount, MOST_CONTEXTS, Places, Sample, Samples,
};
use crate::tools::templates::pages::PageCount;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// The version of the format that is written, and the only one that is read.
const VERSION: u32 = 1;

/// What is known of a page, or of a line of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub(crate) host: Arc<str>,
    pub(crate) kind: RowKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// A page, by id.
    Page(Arc<str>, PageCount),
    /// A line, by key.
    Line(u64, LineCount),
}

/// Why a text is no row of a file of counts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RowError(String);

impl RowError {
    pub(crate) fn new(error: &serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

/// The place of a row among those of a file.
pub(crate) type Place<'r> = (&'r str, bool, &'r str, u64);

impl Row {
    /// The host.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The place of the row: by host, pages first, these by id and lines by key.
    pub(crate) fn place(&self) -> Place<'_> {
        match &self.kind {
            RowKind::Page(id, _) => (&self.host, false, id, 0),
            RowKind::Line(key, _) => (&self.host, true, "", *key),
        }
    }

    /// The same, to be kept.
    pub(crate) fn owned_place(&self) -> (Arc<str>, bool, Arc<str>, u64) {
        let host = Arc::clone(&self.host);
        match &self.kind {
            RowKind::Page(id, _) => (host, false, Arc::clone(id), 0),
            RowKind::Line(key, _) => (host, true, Arc::default(), *key),
        }
    }

    /// The host, and a text whose bytes sort the rows of a host as files of counts have them: pages, then lines.
    /// Rows that are equal in both are of one page or line.
    pub fn sort_key(&self) -> (&str, String) {
        let key = match &self.kind {
            RowKind::Page(id, _) => format!("0{id}"),
            RowKind::Line(key, _) => format!("1{}", LineKey(*key)),
        };
        (&self.host, key)
    }

    /// Reads a row as [`push_row`] writes it.
    ///
    /// # Errors
    ///
    /// Where the text is no such row.
    pub fn parse(text: &str) -> Result<Self, RowError> {
        let wire: WireRow<'_> =
            serde_json::from_str(text).map_err(|error| RowError::new(&error))?;
        wire.into_row().ok_or_else(|| RowError("a row has a `page`, or a `key` with `pages`, `first`, `last`, `contexts` and `samples`".to_owned()))
    }
}

/// The first line of a file of counts.
#[derive(Serialize, Deserialize)]
struct Header {
    dechaff_counts: u32,
}

/// Writes the first line of a file of counts.
pub fn push_header(out: &mut Vec<u8>) {
    push_json(
        &Header {
            dechaff_counts: VERSION,
        },
        out,
    );
}

/// Whether a text is the first line of a file of counts that can be read.
///
/// # Errors
///
/// Why not, in words.
pub(crate) fn check_header(text: &str) -> Result<(), RowError> {
    match serde_json::from_str::<Header>(text) {
        Ok(header) if header.dechaff_counts == VERSION => Ok(()),
        Ok(header) => Err(RowError(format!(
            "counts of version {}; this dechaff reads version {VERSION}: count the pages anew",
            header.dechaff_counts
        ))),
        Err(_) => Err(RowError(
            "no file of counts: its first line is {\"dechaff_counts\":1}".to_owned(),
        )),
    }
}

/// Writes a row, and a newline.
pub fn push_row(row: &Row, out: &mut Vec<u8>) {
    push_json(&WireRow::of(row), out);
}

fn push_json(value: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(&mut *out, value)
        .expect("these are strings and numbers, and memory takes all");
    out.push(b'\n');
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireRow<'r> {
    #[serde(borrow)]
    host: Cow<'r, str>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    page: Option<Cow<'r, str>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    prose_keys: Vec<LineKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<LineKey>,
    #[serde(default, skip_serializing_if = "Vary::is_nothing")]
    vary: Vary,
    #[serde(default, skip_serializing_if = "is_zero")]
    pages: u32,
    /// Left out where it is `pages`.
    #[serde(default, skip_serializing_if = "is_zero")]
    times: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    start: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    middle: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    end: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    prose: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    words: u32,
    #[serde(default, skip_serializing_if = "is_zero")]
    len_bytes: u32,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    first: Option<Cow<'r, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    last: Option<Cow<'r, str>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    contexts: Vec<Context>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    samples: Vec<Cow<'r, str>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands references")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl<'r> WireRow<'r> {
    fn of(row: &'r Row) -> Self {
        let host = Cow::Borrowed(&*row.host);
        match &row.kind {
            RowKind::Page(id, page) => Self {
                host,
                page: Some(Cow::Borrowed(id)),
                prose_keys: page.sketch.iter().copied().map(LineKey).collect(),
                ..Self::default()
            },
            RowKind::Line(key, line) => Self {
                host,
                key: Some(LineKey(*key)),
                vary: line.vary,
                pages: line.pages,
                times: if line.times == line.pages {
                    0
                } else {
                    line.times
                },
                start: line.places.start,
                middle: line.places.middle,
                end: line.places.end,
                prose: line.prose,
                words: line.words,
                len_bytes: line.len_bytes,
                first: Some(Cow::Borrowed(&line.first)),
                last: Some(Cow::Borrowed(&line.last)),
                contexts: line.contexts.clone(),
                samples: line
                    .samples
                    .0
                    .iter()
                    .map(|sample| Cow::Borrowed(&*sample.text))
                    .collect(),
                ..Self::default()
            },
        }
    }

    fn into_row(self) -> Option<Row> {
        let host = Arc::from(&*self.host);
        if let Some(page) = self.page {
            let sketch = self.prose_keys.into_iter().map(|key| key.0).collect();
            let kind = RowKind::Page(Arc::from(&*page), PageCount { sketch });
            return Some(Row { host, kind });
        }
        let mut samples = Samples(Vec::new());
        self.samples
            .iter()
            .for_each(|text| samples.insert(Sample::of(text)));
        let mut contexts = self.contexts;
        contexts.sort_unstable();
        contexts.dedup();
        contexts.truncate(MOST_CONTEXTS);
        if contexts.is_empty() || samples.0.is_empty() || self.pages == 0 {
            return None;
        }
        let line = LineCount {
            vary: self.vary,
            pages: self.pages,
            times: self.times.max(self.pages),
            places: Places {
                start: self.start,
                middle: self.middle,
                end: self.end,
            },
            words: self.words,
            prose: self.prose,
            len_bytes: self.len_bytes,
            first: Arc::from(&*self.first?),
            last: Arc::from(&*self.last?),
            contexts,
            samples,
        };
        let kind = RowKind::Line(self.key?.0, line);
        Some(Row { host, kind })
    }
}
