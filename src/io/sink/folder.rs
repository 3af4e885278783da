//! A folder of clean text, with the records of the cuts beside it in `_dechaff`.

use crate::io::sink::atomic::{Journal, Staged, replace_file, stage, sync_folder};
use crate::io::source::walk::PageId;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The folder below the output that holds records, manifest and summary.
const OWN_FOLDER: &str = crate::io::source::walk::OWN_FOLDER;

/// What is written of one page.
#[derive(Debug)]
pub struct PageFiles {
    /// The page's name, which is also the clean file's path below the folder.
    pub id: PageId,
    /// The clean text.
    pub clean: String,
    /// The line for `cuts.jsonl`, without its newline.
    pub record: String,
    /// The line for `manifest.jsonl`, without its newline.
    pub manifest: String,
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
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Writes pages into a folder. Each clean file appears whole, and only after its record is on
/// disk, so that no page is ever clean without the way back.
#[derive(Debug)]
pub struct FolderSink {
    folder: PathBuf,
    cuts: Journal,
    manifest: Journal,
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

    /// Starts writing: makes the folder and starts its journals.
    ///
    /// # Errors
    ///
    /// As [`Self::check`], and whatever the file system says.
    pub fn create(folder: &Path) -> Result<Self, FolderError> {
        Self::check(folder)?;
        let own = folder.join(OWN_FOLDER);
        fs::create_dir_all(&own).map_err(at(&own))?;
        let journal = |name: &str| Journal::start(own.join(name)).map_err(at(&own.join(name)));
        Ok(Self {
            folder: folder.into(),
            cuts: journal("cuts.jsonl")?,
            manifest: journal("manifest.jsonl")?,
        })
    }

    /// Writes some pages: temporary files, then the records, then one sync, then the names.
    ///
    /// # Errors
    ///
    /// The first thing that could not be written. Pages before this call are whole; of these,
    /// none has its name, or the records of all are on disk.
    pub fn write(&mut self, pages: &[PageFiles]) -> Result<(), FolderError> {
        let staged: Vec<Staged> = pages
            .par_iter()
            .map(|page| {
                let target = self.folder.join(page.id.path());
                stage(&target, page.clean.as_bytes()).map_err(at(&target))
            })
            .collect::<Result<_, _>>()?;
        let own = self.folder.join(OWN_FOLDER);
        self.cuts
            .append(&lines(pages.iter().map(|page| &page.record)))
            .map_err(at(&own))?;
        sync_folder(&self.folder, &staged).map_err(at(&self.folder))?;
        for (file, page) in staged.into_iter().zip(pages) {
            file.publish()
                .map_err(at(&self.folder.join(page.id.path())))?;
        }
        self.manifest
            .append(&lines(pages.iter().map(|page| &page.manifest)))
            .map_err(at(&own))
    }

    /// Ends the run: the journals get their names, and `summary.json` is written.
    ///
    /// # Errors
    ///
    /// Whatever the file system says.
    pub fn finish(self, summary: &str) -> Result<(), FolderError> {
        let own = self.folder.join(OWN_FOLDER);
        self.cuts.finish().map_err(at(&own.join("cuts.jsonl")))?;
        self.manifest
            .finish()
            .map_err(at(&own.join("manifest.jsonl")))?;
        let path = own.join("summary.json");
        replace_file(&path, summary.as_bytes()).map_err(at(&path))
    }
}

fn lines<'s>(parts: impl Iterator<Item = &'s String>) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
        text.push('\n');
    }
    text
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |source| FolderError::Io { path, source }
}
