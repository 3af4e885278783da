//! What a run hands on.

use crate::clean::cleaned::Warning;
use crate::io::records::earlier_page::EarlierPage;
use crate::io::source::entry::PageId;
use crate::io::source::skip_reason::SkipReason;
use crate::record::Record;
use std::path::PathBuf;

/// A page that was cleaned.
#[derive(Debug)]
pub struct CleanPage {
    /// Its name.
    pub id: PageId,
    /// Its text as it was read.
    pub original: String,
    /// Its text as it is now.
    pub clean: String,
    /// What went.
    pub record: Record,
    /// What was not done, and why.
    pub warnings: Vec<Warning>,
    /// Words before and after.
    pub words: (usize, usize),
    /// Whether an earlier run has written it, and cleaning again would change nothing.
    pub is_earlier: bool,
}

/// A page that is longer than a page may be, and stays as it is.
#[derive(Debug)]
pub struct LongPage {
    /// Its name.
    pub id: PageId,
    /// Its file, which was not read.
    pub file: PathBuf,
    /// The file's size in bytes when it was found.
    pub len_bytes: u64,
    /// Its record, without hash and length.
    pub record: Record,
    /// Whether an earlier run has copied it, and nothing has changed since.
    pub is_earlier: bool,
}

/// What a run hands on, in the order of its input.
#[derive(Debug)]
pub enum Event {
    /// A page is clean.
    Page(Box<CleanPage>),
    /// A page is too long to be cleaned.
    TooLong(Box<LongPage>),
    /// A page could not be read: its path, and why.
    Failed(PathBuf, String),
    /// A file was passed over.
    Skipped(PathBuf, SkipReason),
}

/// What earlier runs have written of each item that is a page, by its name.
pub(crate) fn earlier_of<'i, T, R: Receiver>(
    receiver: &R,
    items: &'i [T],
    name: impl Fn(&'i T) -> Option<&'i PageId>,
) -> Vec<Option<EarlierPage>> {
    let names: Vec<Option<&PageId>> = items.iter().map(name).collect();
    let asked: Vec<&PageId> = names.iter().copied().flatten().collect();
    let mut found = receiver.earlier(&asked).into_iter();
    let each = |name: Option<&PageId>| name.and_then(|_| found.next().flatten());
    names.into_iter().map(each).collect()
}

/// Where a run hands its events: one group at a time, in order.
pub trait Receiver {
    /// Why a group cannot be taken.
    type Error;

    /// Takes some events. An error ends the run.
    ///
    /// # Errors
    ///
    /// Whatever the receiver cannot do.
    fn take(&mut self, events: Vec<Event>) -> Result<(), Self::Error>;

    /// What earlier runs have written of these pages: one of which nothing has changed is not cleaned again. Of none
    /// it is known by default.
    fn earlier(&self, pages: &[&PageId]) -> Vec<Option<EarlierPage>> {
        pages.iter().map(|_| None).collect()
    }
}
