//! Records of earlier runs, found again by their pages.

use crate::io::records::files::{RecordRow, read_frame};
use crate::io::records::newest::{Newest, PageKey};
use crate::record::Record;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// Which frames a journal had when it was opened.
#[derive(Debug, Default)]
pub(crate) struct JournalFrames {
    /// The place of its first record among all records, and its first byte.
    starts: Vec<(usize, u64)>,
    /// How many records there were.
    records: usize,
}

impl JournalFrames {
    /// Takes a row of the journal, which has that place among all records.
    pub(crate) fn add(&mut self, place: usize, row: &RecordRow<'_>) {
        if self
            .starts
            .last()
            .is_none_or(|(_, start)| *start != row.frame_start)
        {
            self.starts.push((place, row.frame_start));
        }
        self.records = place + 1;
    }

    /// The newest records of these pages, as far as they stand in the journal. Reads the frames in which they do: one
    /// or two where pages come in the order in which they came before.
    pub(crate) fn records(
        &self,
        journal: &Path,
        newest: &Newest,
        pages: &[PageKey],
    ) -> Vec<Option<Record>> {
        let mut wanted: HashMap<usize, usize> = HashMap::new();
        let mut frames = BTreeSet::new();
        for (at, page) in pages.iter().enumerate() {
            // What this run has written is not of an earlier one.
            let Some(place) = newest.place(*page).filter(|place| *place < self.records) else {
                continue;
            };
            // Records of older versions stand before the journal's first.
            if let Some(frame) = self
                .starts
                .partition_point(|(first, _)| *first <= place)
                .checked_sub(1)
            {
                frames.insert(frame);
                wanted.insert(place, at);
            }
        }
        let mut found: Vec<Option<Record>> = pages.iter().map(|_| None).collect();
        for frame in frames {
            let (mut place, start) = self.starts[frame];
            // Where it cannot be read its pages are as those of which nothing is known.
            let _ = read_frame(journal, start, |row| {
                if let Some(at) = wanted.get(&place) {
                    found[*at] = row.record.ok();
                }
                place += 1;
            });
        }
        found
    }
}
