//! What a run over shards hands on beside its output.

use crate::clean::cleaned::Warning;
use crate::io::shard::counts::ShardTotals;
use crate::io::source::entry::ShardEntry;
use crate::record::statistics::CutStatistics;
use std::ops::ControlFlow;
use std::path::Path;

/// Something that deserves to be known.
#[derive(Debug)]
#[non_exhaustive]
pub enum ShardEvent<'e> {
    /// A shard is being read; how, in words.
    Started(&'e Path, String),
    /// A shard was done by an earlier run. What went of it stands beside it.
    Known(&'e ShardEntry, &'e ShardTotals),
    /// So many of its blocks were done by an earlier run.
    Resumed(&'e Path, u64),
    /// A line is no row: its number from 1, and why.
    Rejected(&'e Path, u64, &'e str),
    /// A row was not cleaned as its rules would have it, or readers may not agree on it: its line, and what is so.
    Row(&'e Path, u64, RowNote),
    /// Some rows more are done.
    Progress(&'e ShardTotals),
    /// A shard is done.
    Done(&'e ShardEntry, &'e ShardTotals),
    /// Some of its rows, which an earlier run wrote.
    Kept(&'e ShardTotals),
    /// What went of a shard that is done, or of what is written of one that was left, as far as cuts stand beside it: what a
    /// later run could tell as well. Nothing of one that an earlier run has done: there it stands.
    Cuts(&'e ShardEntry, Option<&'e CutStatistics>),
    /// Something of a shard as a whole deserves to be known.
    Note(&'e Path, String),
    /// A shard could not be read, or not to its end.
    Failed(&'e Path, &'e str),
}

/// What is to be known of a row.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum RowNote {
    /// The page was not cleaned as its rules would have it.
    Page(Warning),
    /// Its text is longer than the limit: so many bytes.
    TooLong(usize),
    /// It is longer than a quarter of the memory that a run may take.
    LongRow,
    /// The key of the text stands more than once.
    KeyTwice,
    /// Its text has half a surrogate pair; whether it was therefore kept whole.
    LoneSurrogate {
        /// Halves would have come together.
        kept_whole: bool,
    },
    /// Its text is a whole HTML page.
    Html,
    /// Its text is not UTF-8 from this byte on.
    NotUtf8(usize),
    /// What looks like a text is something else; it stays as it is.
    Odd(&'static str),
    /// What stands where the text should is something else.
    OtherType(&'static str),
}

/// How far a run is, in bytes of files as they lie on the disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DoneBytes {
    /// Up to here all is done.
    pub all: u64,
    /// So many of them were done by earlier runs.
    pub earlier: u64,
}

/// Who is told.
pub trait ShardWatch {
    /// Takes an event; `Break` ends the run, as an interrupt does.
    fn event(&mut self, event: &ShardEvent<'_>) -> ControlFlow<()>;

    /// Told some times a second while a run waits, and at its end.
    fn tick(&mut self, _done: DoneBytes) {}
}
