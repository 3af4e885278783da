//! Writing results: whole files or none.

pub(crate) mod atomic;
pub(crate) mod folder;

pub use crate::io::sink::atomic::{Staged, publish_all, replace_file, stage, sync_folder};
pub use crate::io::sink::folder::{FolderError, FolderSink, PageFiles};
