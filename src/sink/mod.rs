//! Writing results: whole files or none.

mod atomic;
mod folder;

pub use atomic::{Staged, publish_all, replace_file, stage, sync_folder};
pub use folder::{FolderError, FolderSink, PageFiles};
