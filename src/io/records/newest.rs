//! Which of a page's records is its newest.

use crate::io::records::files::{RecordFileError, RecordRow, read_records};
use crate::record::Record;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

/// A page's id as a number: 64 bits of its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageKey(u64);

impl PageKey {
    /// The key of the page that a record is of.
    pub fn of(record: &Record) -> Self {
        Self::new(&record.page, record.path_hex.as_deref())
    }

    /// The key of a page of that id, and of that path in hex where it is not UTF-8.
    pub fn new(page: &str, path_hex: Option<&str>) -> Self {
        let mut hasher = DefaultHasher::new();
        (page, path_hex).hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// The newest record of each page, by its place among all records. Takes some 30 bytes a page.
#[derive(Debug, Default)]
pub struct Newest {
    places: HashMap<PageKey, usize>,
    rows: usize,
}

impl Newest {
    /// Reads the records of `files` once.
    ///
    /// # Errors
    ///
    /// Where a file cannot be read.
    pub fn read(files: &[PathBuf]) -> Result<Self, RecordFileError> {
        let mut newest = Self::default();
        read_records(files, |row| {
            newest.count(&row);
            Ok::<(), RecordFileError>(())
        })?;
        Ok(newest)
    }

    /// Counts a row; rows that cannot be read take a place, too.
    pub(crate) fn count(&mut self, row: &RecordRow<'_>) {
        if let Ok(record) = &row.record {
            self.places.insert(PageKey::of(record), self.rows);
        }
        self.rows += 1;
    }

    /// Counts a record behind all others.
    pub(crate) fn add(&mut self, key: PageKey) {
        self.places.insert(key, self.rows);
        self.rows += 1;
    }

    /// Whether the record at that place among all, from 0, is its page's newest.
    pub fn is_newest(&self, key: PageKey, place: usize) -> bool {
        self.places.get(&key) == Some(&place)
    }

    /// Where among all records the page's newest is.
    pub(crate) fn place(&self, key: PageKey) -> Option<usize> {
        self.places.get(&key).copied()
    }

    /// Whether there is a record of the page.
    pub fn has(&self, key: PageKey) -> bool {
        self.places.contains_key(&key)
    }

    /// How many pages have records.
    pub fn pages(&self) -> usize {
        self.places.len()
    }

    /// How many rows are not their page's newest, or cannot be read.
    pub(crate) fn superseded(&self) -> usize {
        self.rows - self.places.len()
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }
}
