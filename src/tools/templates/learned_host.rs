//! What one host repeats, judged apart from other hosts: anywhere, and sent to where the pack is written.

use crate::tools::templates::host::{Host, HostTemplates};
use crate::tools::templates::merge::{MergeError, merge};
use crate::tools::templates::row::{Row, RowError, RowKind};
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::sync::Arc;

/// What a pack needs to know of a host. It has the size of the rules that come of it, however many pages the host
/// has; [`TemplateWriter::take_host`](crate::tools::templates::TemplateWriter::take_host) takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LearnedHost {
    pub(crate) host: String,
    /// Pages that were counted.
    pub(crate) pages: usize,
    /// Words on them.
    pub(crate) words: u64,
    pub(crate) templates: HostTemplates,
}

impl LearnedHost {
    /// What a host repeats.
    pub(crate) fn of(name: &str, host: &Host) -> Self {
        Self {
            host: name.to_owned(),
            pages: host.page_count(),
            words: host.words(),
            templates: host.judged(),
        }
    }

    /// The host.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// One line of JSON, for [`Self::parse`] of the same version of dechaff.
    pub fn to_json(&self) -> String {
        json(self)
    }

    /// Reads what [`Self::to_json`] wrote.
    ///
    /// # Errors
    ///
    /// Where the text is nothing of the kind.
    pub fn parse(text: &str) -> Result<Self, RowError> {
        serde_json::from_str(text).map_err(|error| RowError::new(&error))
    }
}

fn json(host: &LearnedHost) -> String {
    serde_json::to_string(host).expect("these are strings and numbers")
}

/// The rows of one host, as they come.
#[derive(Debug, Default)]
pub(crate) struct HostRows(Option<(Arc<str>, Host)>);

impl HostRows {
    /// Whether rows are here and a row is of another host than these.
    pub(crate) fn ends_before(&self, row: &Row) -> bool {
        let host = self.0.as_ref();
        host.is_some_and(|(name, _)| *name != row.host)
    }

    pub(crate) fn add(&mut self, row: Row) {
        let (_, host) = self
            .0
            .get_or_insert_with(|| (Arc::clone(&row.host), Host::default()));
        match row.kind {
            RowKind::Page(id, page) => host.add_page(id, page),
            RowKind::Line(key, line) => host.add_line(key, line),
        }
    }

    /// What the host repeats, if there were rows; the rows are forgotten.
    pub(crate) fn judge(&mut self) -> Option<LearnedHost> {
        let (name, host) = self.0.take()?;
        Some(LearnedHost::of(&name, &host))
    }
}

/// Judges host by host what rows say, while they come. It holds the rows of one host.
///
/// # Example
///
/// ```
/// use dechaff::tools::templates::{Acceptance, Counts, HostLearner, TemplateWriter};
///
/// let mut rows = Vec::new();
/// for (id, story) in [("a", "Rain fell."), ("b", "Snow fell."), ("c", "Hail fell.")] {
///     let mut counts = Counts::default(); // as of three machines
///     counts.add("tide.example", id, &format!("Tide Tables Home\n{story}\n"));
///     rows.extend(counts.into_rows());
/// }
/// rows.sort_by_key(|row| row.sort_key().1);
/// let mut learner = HostLearner::default();
/// for row in rows {
///     assert!(learner.take(row)?.is_none(), "all are of one host");
/// }
/// let mut writer = TemplateWriter::new("templates", Acceptance::default());
/// learner.finish().into_iter().for_each(|host| writer.take_host(host));
/// assert!(writer.finish().toml.contains("Tide Tables Home"));
/// # Ok::<(), dechaff::tools::templates::MergeError<std::convert::Infallible>>(())
/// ```
#[derive(Debug, Default)]
pub struct HostLearner {
    taken: usize,
    last: Option<Row>,
    host: HostRows,
}

impl HostLearner {
    /// Takes the next row; what the host before it repeats, where the row is the first of another.
    ///
    /// Rows come sorted by [`Row::sort_key`]. A line may come several times, as of several parts of a crawl.
    ///
    /// # Errors
    ///
    /// Where the rows are not sorted, or a page comes twice.
    pub fn take(&mut self, row: Row) -> Result<Option<LearnedHost>, MergeError<Infallible>> {
        self.taken += 1;
        let Some(last) = &mut self.last else {
            self.last = Some(row);
            return Ok(None);
        };
        if last.place() == row.place() {
            return merge(last, row).map(|()| None);
        }
        if last.place() > row.place() {
            return Err(MergeError::Order(self.taken));
        }
        let is_of_another = last.host != row.host;
        let last = std::mem::replace(last, row);
        self.host.add(last);
        Ok(if is_of_another {
            self.host.judge()
        } else {
            None
        })
    }

    /// What the last host repeats.
    pub fn finish(mut self) -> Option<LearnedHost> {
        self.host.add(self.last?);
        self.host.judge()
    }
}
