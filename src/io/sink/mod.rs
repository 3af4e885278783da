//! Writing results: whole files or none.

pub(crate) mod atomic;
pub(crate) mod disk;
pub(crate) mod folder;
pub(crate) mod journal;
pub(crate) mod lock;
pub(crate) mod sweep;

pub use crate::io::sink::atomic::{Staged, publish_all, replace_file, stage, sync_folder};
pub use crate::io::sink::folder::{Ending, FolderError, FolderSink, PageFiles, is_unfinished};
