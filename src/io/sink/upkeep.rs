//! What is out of date in a folder: records that later ones replace, and pages that the input no longer has.

use crate::io::records::files::{
    OLDER, RecordFileError, RecordRow, frame, read_records, record_files,
};
use crate::io::records::newest::PageKey;
use crate::io::records::original::page_id;
use crate::io::sink::atomic::replace_file;
use crate::io::sink::disk::Disk;
use crate::io::sink::folder_error::{FolderError, at};
use crate::io::sink::journal::{Journal, write_anew};
use crate::record::Record;
use crate::record::rows::{ReasonForm, rows};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A folder's records, at the end of a run.
pub(crate) struct Upkeep<'s> {
    pub(crate) folder: &'s Path,
    pub(crate) own: &'s Path,
    pub(crate) room: &'s Path,
    pub(crate) disk: &'s dyn Disk,
    pub(crate) form: ReasonForm,
    pub(crate) journal: &'s mut Journal,
}

impl Upkeep<'_> {
    /// Writes the journal anew where much of it is out of date, or where there are records of an older form,
    /// or of pages that are not kept.
    fn tidy(&mut self, keeps: impl Fn(&Record) -> bool) -> Result<(), FolderError> {
        let older: Vec<PathBuf> = OLDER.iter().map(|name| self.own.join(name)).collect();
        let newest = &self.journal.newest;
        write_anew(
            (self.own, self.room),
            self.disk,
            (&record_files(self.folder), self.form),
            |place, _, record| newest.is_newest(PageKey::of(record), place) && keeps(record),
        )?;
        for file in older.iter().filter(|file| file.exists()) {
            fs::remove_file(file).map_err(at(file))?;
        }
        *self.journal = Journal::open(self.own, &[], self.form)?;
        Ok(())
    }

    fn needs_tidying(&self) -> bool {
        let has_older = OLDER.iter().any(|name| self.own.join(name).exists());
        has_older || self.journal.is_stale()
    }

    /// Removes the pages that are not among those that were written; their records go to a file of their own first.
    pub(crate) fn prune(
        &mut self,
        word: &str,
        written: &HashSet<PageKey>,
    ) -> Result<usize, FolderError> {
        let newest = &self.journal.newest;
        let (mut place, mut gone) = (0, Vec::new());
        let stays = |record: &Record| written.contains(&PageKey::of(record));
        read_records(&record_files(self.folder), |row: RecordRow<'_>| {
            if let Ok(record) = row.record
                && newest.is_newest(PageKey::of(&record), place)
                && !stays(&record)
            {
                gone.push(record);
            }
            place += 1;
            Ok::<(), RecordFileError>(())
        })?;
        if gone.is_empty() {
            return self.tidy_if_needed().map(|()| 0);
        }
        let path = self.own.join(format!("pruned-{word}.jsonl.zst"));
        let mut bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(at(&path)(error)),
        };
        bytes.extend(frame(&rows(&gone, self.form)));
        replace_file(&path, &bytes).map_err(at(&path))?;
        for record in &gone {
            let file = self.folder.join(page_id(record).path());
            match fs::remove_file(&file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(at(&file)(error));
                }
                _ => {}
            }
        }
        self.tidy(stays)?;
        Ok(gone.len())
    }

    /// Writes the journal anew where that is worth it.
    pub(crate) fn tidy_if_needed(&mut self) -> Result<(), FolderError> {
        if self.needs_tidying() {
            self.tidy(|_| true)?;
        }
        Ok(())
    }
}
