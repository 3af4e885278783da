//! The configuration that a command runs with.

use crate::cli::config::file::FoundFile;
use crate::cli::config::layered::Layered;
use dechaff::io::batch::DEFAULT_MAX_PAGE_BYTES;
use dechaff::rulefile::Selector;
use dechaff::rules::EvidenceParts;
use dechaff::{Mode, Options};
use std::path::PathBuf;

/// The configuration that a command runs with.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) mode: Layered<Mode>,
    pub(crate) rules: Vec<Layered<PathBuf>>,
    pub(crate) only: Layered<Vec<Selector>>,
    pub(crate) skip: Layered<Vec<Selector>>,
    pub(crate) keep: Layered<Vec<Selector>>,
    /// Whether lines that are weighed may go.
    pub(crate) evidence_line: Layered<bool>,
    /// Whether other stories after the page's own may go.
    pub(crate) evidence_story: Layered<bool>,
    /// Where clean text is written.
    pub(crate) out: Layered<Option<PathBuf>>,
    /// Where a diff is written.
    pub(crate) diff: Layered<Option<PathBuf>>,
    pub(crate) max_removed_share: Layered<f64>,
    /// The most bytes that a page may have; 0 means any number.
    pub(crate) max_page_bytes: Layered<u64>,
    /// Threads; 0 means one a core.
    pub(crate) jobs: Layered<usize>,
    /// The encoding of pages that are not UTF-8; unset, such pages are reported and skipped.
    pub(crate) encoding: Layered<Option<String>>,
    pub(crate) file: Option<FoundFile>,
}

impl Config {
    /// The options of a cleaner.
    pub(crate) fn options(&self) -> Options {
        Options {
            mode: self.mode.value,
            max_removed_share: self.max_removed_share.value,
            evidence: EvidenceParts {
                line: self.evidence_line.value,
                story: self.evidence_story.value,
            },
        }
    }

    pub(crate) fn defaults() -> Self {
        let options = Options::default();
        Self {
            mode: Layered::default_of(options.mode),
            rules: Vec::new(),
            only: Layered::default_of(Vec::new()),
            skip: Layered::default_of(Vec::new()),
            keep: Layered::default_of(Vec::new()),
            evidence_line: Layered::default_of(options.evidence.line),
            evidence_story: Layered::default_of(options.evidence.story),
            out: Layered::default_of(None),
            diff: Layered::default_of(None),
            max_removed_share: Layered::default_of(options.max_removed_share),
            max_page_bytes: Layered::default_of(DEFAULT_MAX_PAGE_BYTES),
            jobs: Layered::default_of(0),
            encoding: Layered::default_of(None),
            file: None,
        }
    }
}
