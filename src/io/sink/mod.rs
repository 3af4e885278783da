//! Writing results: whole files or none.

pub(crate) mod atomic;
pub(crate) mod disk;
pub(crate) mod earlier;
pub(crate) mod folder;
pub(crate) mod folder_error;
pub(crate) mod journal;
pub(crate) mod lock;
pub(crate) mod long_text;
pub(crate) mod sweep;
pub(crate) mod upkeep;

pub use crate::io::sink::atomic::{Staged, publish_all, replace_file, stage, sync_folder};
pub use crate::io::sink::folder::{Ending, FolderSink, PageFiles, is_unfinished};
pub use crate::io::sink::folder_error::FolderError;
