//! Cut records in files: the newest of each page, and the original that one gives.

pub(crate) mod earlier_page;
pub(crate) mod files;
pub(crate) mod newest;
pub(crate) mod original;

pub use crate::io::records::earlier_page::EarlierPage;
pub use crate::io::records::files::{
    RecordFileError, RecordRow, frame, read_records, record_files,
};
pub use crate::io::records::newest::{Newest, PageKey};
pub use crate::io::records::original::{OriginalError, original, page_id};
