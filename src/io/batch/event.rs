//! What a run hands on.

use crate::clean::cleaned::Warning;
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
}

/// What a run hands on, in the order of its input.
#[derive(Debug)]
pub enum Event {
    /// A page is clean.
    Page(Box<CleanPage>),
    /// A page could not be read: its path, and why.
    Failed(PathBuf, String),
    /// A file was passed over.
    Skipped(PathBuf, SkipReason),
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
}
