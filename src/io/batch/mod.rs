//! Many pages at once: reading, cleaning on all cores, writing in the order of the input.
//!
//! Pages are taken in groups of bounded size; a group is cleaned in parallel and handed on in
//! order before the next is read. So memory does not grow with the number of pages, and output
//! does not depend on the number of threads.

pub(crate) mod event;
pub(crate) mod limits;
pub(crate) mod options;
pub(crate) mod page;
pub(crate) mod plan;
pub(crate) mod rows;
pub(crate) mod run;
pub(crate) mod summary;

pub use crate::io::batch::event::{CleanPage, Event, LongPage, Receiver};
pub use crate::io::batch::limits::{DEFAULT_MAX_PAGE_BYTES, check_size, is_too_long, thread_pool};
pub use crate::io::batch::options::{Parts, RunOptions};
pub use crate::io::batch::page::clean_bytes;
pub use crate::io::batch::plan::{Plan, PlanError, check_inputs};
pub use crate::io::batch::run::{RunError, next_group, output_path, run};
pub use crate::io::batch::summary::{KindTotals, RunSummary};
