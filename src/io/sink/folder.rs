//! A folder of clean text, with the records of the cuts in `_dechaff`. Runs add to it.
//!
//! Of each group of pages come, in this order: clean text under other names, the records, one sync, the names.
//! So whatever ends a run, and wherever, no page is clean without the record by which it comes back.

use crate::io::records::earlier_page::EarlierPage;
use crate::io::records::files::OLDER;
use crate::io::records::newest::PageKey;
use crate::io::sink::atomic::replace_file;
use crate::io::sink::disk::{Disk, RealDisk};
use crate::io::sink::folder_error::{FolderError, at};
use crate::io::sink::journal::{Journal, recover};
use crate::io::sink::lock::{FolderLock, LockError};
use crate::io::sink::long_text::{CopyError, copy_text};
use crate::io::sink::sweep::sweep;
use crate::io::sink::upkeep::Upkeep;
use crate::io::source::entry::PageId;
use crate::record::Record;
use crate::record::rows::ReasonForm;
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

    /// What earlier runs have written of these pages, each as far as there is a record of it that can be read. Reads
    /// the frames of the journal in which those stand.
    pub fn earlier(&self, pages: &[&PageId]) -> Vec<Option<EarlierPage>> {
        let key = |id: &&PageId| PageKey::new(&id.text(), id.path_hex().as_deref());
        let keys: Vec<PageKey> = pages.iter().map(key).collect();
        let records = self.journal.earlier(&keys);
        let page = |(record, id): (Option<Record>, &&PageId)| {
            let clean = self.folder.join(id.path());
            record.map(|record| EarlierPage { record, clean })
        };
        records.into_iter().zip(pages).map(page).collect()
    }

    /// Counts a page among those of this run that an earlier one has written.
    pub fn keep(&mut self, record: &Record) {
        self.written.insert(PageKey::of(record));
    }

    /// Copies a text as it is, piece by piece, with a record of which hash and length are made here. What is wrong with
    /// the text itself is the inner error, in words; then nothing of it is written.
    ///
    /// # Errors
    ///
    /// As [`Self::write`].
    pub fn copy(
        &mut self,
        id: &PageId,
        text: &Path,
        record: Record,
    ) -> Result<Result<Record, String>, FolderError> {
        let copied = self.copy_one(id, text, record);
        self.has_failed |= copied.is_err();
        copied
    }

    fn copy_one(
        &mut self,
        id: &PageId,
        text: &Path,
        mut record: Record,
    ) -> Result<Result<Record, String>, FolderError> {
        let (target, staged) = (self.folder.join(id.path()), staged(&self.room, 0));
        make_way(&target).map_err(at(&target))?;
        match copy_text(&*self.disk, text, &staged) {
            Err(CopyError::Text(why)) => return Ok(Err(why)),
            Err(CopyError::Copy(error)) => return Err(at(&target)(error)),
            Ok(copied) => {
                record.blake3 = copied.hash.to_hex().to_string();
                record.len_bytes = usize::try_from(copied.len_bytes).unwrap_or(usize::MAX);
            }
        }
        self.publish(std::slice::from_ref(&record), &[target])?;
        Ok(Ok(record))
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
        let stage = |(number, text): (usize, &String)| {
            let target = &targets[number];
            make_way(target).map_err(at(target))?;
            disk.write(&staged(room, number), text.as_bytes())
                .map_err(at(target))
        };
        texts.par_iter().enumerate().try_for_each(stage)?;
        self.publish(&records, &targets)
    }

    /// Writes the records of texts that are staged, and gives those their names.
    fn publish(&mut self, records: &[Record], targets: &[PathBuf]) -> Result<(), FolderError> {
        let (disk, room, folder) = (&*self.disk, &self.room, &self.folder);
        self.journal.append(disk, records).map_err(at(&self.own))?;
        if let Err(error) = disk.sync(folder, self.journal.file()) {
            self.journal.take_back().map_err(at(&self.own))?;
            return Err(at(folder)(error));
        }
        self.journal.settle(records).map_err(at(&self.own))?;
        self.written.extend(records.iter().map(PageKey::of));
        for (number, target) in targets.iter().enumerate() {
            disk.rename(&staged(room, number), target)
                .map_err(at(target))?;
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
        let mut upkeep = Upkeep {
            folder: &self.folder,
            own: &self.own,
            room: &self.room,
            disk: &*self.disk,
            form: self.form,
            journal: &mut self.journal,
        };
        let pruned = match ending {
            Ending::Prune(word) if !self.has_failed => upkeep.prune(word, &self.written)?,
            Ending::Done if !self.has_failed => {
                upkeep.tidy_if_needed()?;
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
}

/// The name of a text of a group until it gets its own.
fn staged(room: &Path, number: usize) -> PathBuf {
    room.join(format!("{number}.txt"))
}

/// Makes the folders above a clean file, and looks whether it may be replaced.
fn make_way(target: &Path) -> io::Result<()> {
    if fs::symlink_metadata(target).is_ok_and(|known| !known.is_file()) {
        let why = "it is no regular file, and would be replaced by one; give another path";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    }
    target.parent().map_or(Ok(()), fs::create_dir_all)
}

#[cfg(test)]
mod tests;
