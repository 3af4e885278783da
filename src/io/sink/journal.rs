//! A folder's records: a journal to which runs add, and which is written anew where much of it is out of date.

use crate::io::records::files::{
    Extent, JOURNAL, RecordFileError, RecordRow, frame, read_file, read_records,
};
use crate::io::records::newest::{Newest, PageKey};
use crate::io::records::original::{original, page_id};
use crate::io::sink::disk::Disk;
use crate::io::sink::earlier::JournalFrames;
use crate::record::Record;
use crate::record::rows::{ReasonForm, rows};
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Records that are written anew together.
const GROUP_RECORDS: usize = 256;

/// The last frames of a run that was killed, of which some clean text may not be in place.
const UNSURE_FRAMES: usize = 2;

/// The open journal.
#[derive(Debug)]
pub(crate) struct Journal {
    file: File,
    len_bytes: u64,
    form: ReasonForm,
    pub(crate) newest: Newest,
    frames: JournalFrames,
    path: PathBuf,
}

impl Journal {
    /// Opens the journal in `own`, after the records in the files `older`. What a killed run left of a frame is
    /// cut off.
    pub(crate) fn open(
        own: &Path,
        older: &[PathBuf],
        form: ReasonForm,
    ) -> Result<Self, RecordFileError> {
        let path = own.join(JOURNAL);
        let mut newest = Newest::read(older)?;
        let mut frames = JournalFrames::default();
        let len_bytes = if path.exists() {
            let mut count = |row: RecordRow<'_>| {
                frames.add(newest.rows(), &row);
                newest.count(&row);
                Ok::<(), RecordFileError>(())
            };
            read_file(&path, &mut count)?.whole_bytes
        } else {
            0
        };
        let cannot = |source| RecordFileError {
            path: path.clone(),
            source,
        };
        let mut options = OpenOptions::new();
        let file = options.append(true).create(true).open(&path);
        let file = file.map_err(cannot)?;
        file.set_len(len_bytes).map_err(cannot)?;
        Ok(Self {
            file,
            len_bytes,
            form,
            newest,
            frames,
            path,
        })
    }

    /// The records of these pages that earlier runs wrote, each as far as it is there.
    pub(crate) fn earlier(&self, pages: &[PageKey]) -> Vec<Option<Record>> {
        self.frames.records(&self.path, &self.newest, pages)
    }

    /// The file.
    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Adds records as a frame. Where that fails nothing is added.
    pub(crate) fn append(&mut self, disk: &dyn Disk, records: &[Record]) -> io::Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        let bytes = frame(&rows(records, self.form));
        if let Err(error) = disk.append(&mut self.file, &bytes) {
            self.take_back()?;
            return Err(error);
        }
        Ok(())
    }

    /// What was added since the last call is sure.
    pub(crate) fn settle(&mut self, records: &[Record]) -> io::Result<()> {
        self.len_bytes = self.file.metadata()?.len();
        for record in records {
            self.newest.add(PageKey::of(record));
        }
        Ok(())
    }

    /// Takes back what was added and is not sure.
    pub(crate) fn take_back(&mut self) -> io::Result<()> {
        self.file.set_len(self.len_bytes)
    }

    /// Whether so much of it is out of date that it is worth writing it anew.
    pub(crate) fn is_stale(&self) -> bool {
        4 * self.newest.superseded() > self.newest.rows()
    }
}

/// Writes a journal with those records of `files` that `keeps` says, by their place among all, in place of the
/// one in `own`: whole or not at all. Memory is that of some records.
pub(crate) fn write_anew(
    (own, room): (&Path, &Path),
    disk: &dyn Disk,
    (files, form): (&[PathBuf], ReasonForm),
    mut keeps: impl FnMut(usize, &RecordRow<'_>, &Record) -> bool,
) -> Result<(), RecordFileError> {
    let growing = room.join(JOURNAL);
    let cannot = |source| RecordFileError {
        path: growing.clone(),
        source,
    };
    let mut file = File::create(&growing).map_err(cannot)?;
    let (mut place, mut group) = (0, Vec::new());
    read_records(files, |row| {
        if let Ok(record) = &row.record
            && keeps(place, &row, record)
        {
            group.push(record.clone());
        }
        place += 1;
        if group.len() == GROUP_RECORDS {
            let bytes = frame(&rows(&group, form));
            group.clear();
            disk.append(&mut file, &bytes).map_err(cannot)?;
        }
        Ok::<(), RecordFileError>(())
    })?;
    if !group.is_empty() {
        let bytes = frame(&rows(&group, form));
        disk.append(&mut file, &bytes).map_err(cannot)?;
    }
    disk.sync(own, &file)
        .and_then(|()| disk.rename(&growing, &own.join(JOURNAL)))
        .map_err(cannot)
}

/// After a run that was killed: drops those of its last records of which no clean text is in place, where
/// others of the page are. Records that stay without a file are named by `verify`.
pub(crate) fn recover(
    (own, room): (&Path, &Path),
    clean: &Path,
    disk: &dyn Disk,
) -> Result<(), RecordFileError> {
    let path = own.join(JOURNAL);
    if !path.exists() {
        return Ok(());
    }
    let mut nothing = |_: RecordRow<'_>| Ok::<(), RecordFileError>(());
    let Extent { frames, .. } = read_file(&path, &mut nothing)?;
    let is_sure = |row: &RecordRow<'_>| row.frame + UNSURE_FRAMES < frames;
    let fits = |record: &Record| {
        let file = clean.join(page_id(record).path());
        original(record, &file).is_ok()
    };
    let mut drops = false;
    let mut look = |row: RecordRow<'_>| {
        drops |= !is_sure(&row) && row.record.as_ref().is_ok_and(|record| !fits(record));
        Ok::<(), RecordFileError>(())
    };
    read_file(&path, &mut look)?;
    if !drops {
        return Ok(());
    }
    let keeps = |_: usize, row: &RecordRow<'_>, record: &Record| is_sure(row) || fits(record);
    write_anew((own, room), disk, (&[path], ReasonForm::Coded), keeps)
}
