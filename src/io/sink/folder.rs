//! A folder of clean text, with the records of the cuts in `_dechaff`. Runs add to it.
//!
//! Of each group of pages come, in this order: clean text under other names, the records, one sync, the names.
//! So whatever ends a run, and wherever, no page is clean without the record by which it comes back.

use crate::io::records::files::{
    OLDER, RecordFileError, RecordRow, frame, read_records, record_files,
};
use crate::io::records::newest::PageKey;
use crate::io::records::original::page_id;
use crate::io::sink::atomic::replace_file;
use crate::io::sink::disk::{Disk, RealDisk};
use crate::io::sink::journal::{Journal, recover, write_anew};
use crate::io::sink::lock::{FolderLock, LockError};
use crate::io::sink::sweep::sweep;
use crate::io::source::entry::PageId;
use crate::record::Record;
use crate::record::rows::{ReasonForm, rows};
use rayon::prelude::*;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The folder below the output that holds records and summary.
const OWN_FOLDER: &str = crate::io::source::walk::OWN_FOLDER;

/// The folder in which files are written that have no name yet. It is gone where a run has ended as it should.
const ROOM: &str = "tmp";

/// What is written of one page.
#[derive(Debug)]
pub struct PageFiles {
    /// The page's name, which is also the clean file's path below the folder.
    pub id: PageId,
    /// The clean text.
    pub clean: String,
    /// What went.
    pub record: Record,
}

/// Whether the last run into the folder did not come to its end: it was killed, or could not write.
pub fn is_unfinished(folder: &Path) -> bool {
    let own = folder.join(OWN_FOLDER);
    own.join(ROOM).exists() || own.join(OLDER[1]).exists()
}

/// Why an output folder cannot be used or written to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// There is a file of that name.
    #[error("{}: this is a file; --out takes a folder", .0.display())]
    NotAFolder(PathBuf),
    /// The folder has content that dechaff did not write.
    #[error("{}: the folder is not empty and not from an earlier run (it has no {OWN_FOLDER}); name another one, so that nothing of yours is replaced", .0.display())]
    NotOurs(PathBuf),
    /// Another run writes there.
    #[error("{}: another run writes there (process {holder}); wait for its end, or name another folder", folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
        /// The number of the process that holds the lock, as text.
        holder: String,
    },
    /// The records that are there cannot be read.
    #[error("{0}; nothing was changed")]
    Records(#[from] RecordFileError),
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// How a run ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ending<'d> {
    /// Every input was read.
    #[default]
    Done,
    /// Every input was read, and pages that were not among them go. The word, such as a date, is part of the
    /// name of the file that keeps their records.
    Prune(&'d str),
    /// It stops early, and as soon as it can.
    Early,
}

/// Writes pages into a folder. Each clean file appears whole, and only after its record is on
/// disk, so that no page is ever clean without the way back.
#[derive(Debug)]
pub struct FolderSink {
    folder: PathBuf,
    own: PathBuf,
    room: PathBuf,
    journal: Journal,
    form: ReasonForm,
    disk: Box<dyn Disk>,
    /// The pages of this run.
    written: HashSet<PageKey>,
    /// Whether something could not be written: the next run then looks after it.
    has_failed: bool,
    _lock: FolderLock,
}

impl FolderSink {
    /// Looks whether `folder` may be written to, without writing anything.
    ///
    /// # Errors
    ///
    /// Where it is a file, or holds something that is not of an earlier run.
    pub fn check(folder: &Path) -> Result<(), FolderError> {
        let mut entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(FolderError::NotAFolder(folder.into()));
            }
            Err(error) => return Err(at(folder)(error)),
        };
        if entries.next().is_some() && !folder.join(OWN_FOLDER).is_dir() {
            return Err(FolderError::NotOurs(folder.into()));
        }
        Ok(())
    }

    /// Starts writing: makes the folder where it is not there, locks it, removes what a killed run left, and
    /// reads which pages have records. Costs a read of the records.
    ///
    /// # Errors
    ///
    /// As [`Self::check`]; where another run writes there, or its records cannot be read; and whatever the file
    /// system says.
    pub fn create(folder: &Path, form: ReasonForm) -> Result<Self, FolderError> {
        Self::create_on(folder, form, Box::new(RealDisk))
    }

    fn create_on(
        folder: &Path,
        form: ReasonForm,
        disk: Box<dyn Disk>,
    ) -> Result<Self, FolderError> {
        Self::check(folder)?;
        let own = folder.join(OWN_FOLDER);
        fs::create_dir_all(&own).map_err(at(&own))?;
        let lock = FolderLock::take(&own.join("lock")).map_err(|error| match error {
            LockError::Held(holder) => FolderError::Locked {
                folder: folder.into(),
                holder,
            },
            LockError::Io(error) => at(&own)(error),
        })?;
        let room = own.join(ROOM);
        let was_killed = room.exists();
        sweep(folder, &own, &room).map_err(at(folder))?;
        fs::create_dir_all(&room).map_err(at(&room))?;
        if was_killed {
            recover((&own, &room), folder, &*disk)?;
        }
        let older: Vec<PathBuf> = OLDER.iter().map(|name| own.join(name)).collect();
        let older: Vec<PathBuf> = older.into_iter().filter(|file| file.exists()).collect();
        Ok(Self {
            journal: Journal::open(&own, &older, form)?,
            folder: folder.into(),
            own,
            room,
            form,
            disk,
            written: HashSet::new(),
            has_failed: false,
            _lock: lock,
        })
    }

    /// Writes some pages: their text under other names, then the records, then one sync, then the names.
    ///
    /// # Errors
    ///
    /// The first thing that could not be written. Pages before this call are whole; of these,
    /// none has its name, or the records of all are on disk.
    pub fn write(&mut self, pages: Vec<PageFiles>) -> Result<(), FolderError> {
        let written = self.write_group(pages);
        self.has_failed |= written.is_err();
        written
    }

    fn write_group(&mut self, pages: Vec<PageFiles>) -> Result<(), FolderError> {
        let (disk, room, folder) = (&*self.disk, &self.room, &self.folder);
        let mut targets = Vec::with_capacity(pages.len());
        let mut texts = Vec::with_capacity(pages.len());
        let mut records = Vec::with_capacity(pages.len());
        for page in pages {
            targets.push(folder.join(page.id.path()));
            texts.push(page.clean);
            records.push(page.record);
        }
        let staged = |number: usize| room.join(format!("{number}.txt"));
        let stage = |(number, text): (usize, &String)| {
            let target = &targets[number];
            make_way(target).map_err(at(target))?;
            disk.write(&staged(number), text.as_bytes())
                .map_err(at(target))
        };
        texts.par_iter().enumerate().try_for_each(stage)?;
        self.journal.append(disk, &records).map_err(at(&self.own))?;
        if let Err(error) = disk.sync(folder, self.journal.file()) {
            self.journal.take_back().map_err(at(&self.own))?;
            return Err(at(folder)(error));
        }
        self.journal.settle(&records).map_err(at(&self.own))?;
        self.written.extend(records.iter().map(PageKey::of));
        for (number, target) in targets.iter().enumerate() {
            disk.rename(&staged(number), target).map_err(at(target))?;
        }
        Ok(())
    }

    /// Ends the run: records that are out of date go, what is not in the input where that is asked for, and
    /// `summary.json` is written. Returns how many pages were pruned.
    ///
    /// # Errors
    ///
    /// Whatever the file system says.
    pub fn finish(mut self, summary: &str, ending: Ending<'_>) -> Result<usize, FolderError> {
        let pruned = match ending {
            Ending::Prune(word) if !self.has_failed => self.prune(word)?,
            Ending::Done if !self.has_failed => {
                self.tidy_if_needed()?;
                0
            }
            _ => 0,
        };
        let path = self.own.join("summary.json");
        replace_file(&path, summary.as_bytes()).map_err(at(&path))?;
        let (disk, journal) = (&*self.disk, &self.journal);
        if let Err(error) = disk.sync(&self.folder, journal.file()) {
            self.has_failed = true;
            return Err(at(&self.folder)(error));
        }
        if !self.has_failed {
            fs::remove_dir_all(&self.room).map_err(at(&self.room))?;
        }
        Ok(pruned)
    }

    /// Writes the journal anew where much of it is out of date, or where there are records of an older form,
    /// or of pages that are not kept.
    fn tidy(&mut self, keeps: impl Fn(&Record) -> bool) -> Result<(), FolderError> {
        let older: Vec<PathBuf> = OLDER.iter().map(|name| self.own.join(name)).collect();
        let newest = &self.journal.newest;
        write_anew(
            (&self.own, &self.room),
            &*self.disk,
            (&record_files(&self.folder), self.form),
            |place, _, record| newest.is_newest(PageKey::of(record), place) && keeps(record),
        )?;
        for file in older.iter().filter(|file| file.exists()) {
            fs::remove_file(file).map_err(at(file))?;
        }
        self.journal = Journal::open(&self.own, &[], self.form)?;
        Ok(())
    }

    fn needs_tidying(&self) -> bool {
        let has_older = OLDER.iter().any(|name| self.own.join(name).exists());
        has_older || self.journal.is_stale()
    }

    /// Removes the pages that were not in this run; their records go to a file of their own first.
    fn prune(&mut self, word: &str) -> Result<usize, FolderError> {
        let (newest, written) = (&self.journal.newest, &self.written);
        let (mut place, mut gone) = (0, Vec::new());
        let stays = |record: &Record| written.contains(&PageKey::of(record));
        read_records(&record_files(&self.folder), |row: RecordRow<'_>| {
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
        let kept = std::mem::take(&mut self.written);
        self.tidy(|record| kept.contains(&PageKey::of(record)))?;
        Ok(gone.len())
    }

    fn tidy_if_needed(&mut self) -> Result<(), FolderError> {
        if self.needs_tidying() {
            self.tidy(|_| true)?;
        }
        Ok(())
    }
}

/// Makes the folders above a clean file, and looks whether it may be replaced.
fn make_way(target: &Path) -> io::Result<()> {
    if fs::symlink_metadata(target).is_ok_and(|known| !known.is_file()) {
        let why = "it is no regular file, and would be replaced by one; give another path";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    }
    target.parent().map_or(Ok(()), fs::create_dir_all)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |source| FolderError::Io { path, source }
}

#[cfg(test)]
mod tests;
