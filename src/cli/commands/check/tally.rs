//! What a run of `check` came to. Pure.

use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::counted;
use dechaff::Kind;
use std::collections::BTreeMap;
use std::fmt::Write as _;

#[derive(Debug, Default)]
pub(crate) struct CheckTally {
    pages: usize,
    noisy: usize,
    failed: usize,
    pub(crate) skipped: usize,
    layout: usize,
    by_kind: BTreeMap<Kind, usize>,
}

impl CheckTally {
    pub(crate) fn count(&mut self, checked: &Checked) {
        if checked.failure.is_some() {
            self.failed += 1;
            return;
        }
        self.pages += 1;
        self.noisy += usize::from(!checked.kinds.is_empty());
        self.layout += checked.layout;
        for kind in &checked.kinds {
            *self.by_kind.entry(*kind).or_default() += 1;
        }
    }

    /// The closing summary; `verbose` names what is not shown.
    pub(crate) fn in_words(&self, verbose: bool) -> String {
        let found: usize = self.by_kind.values().sum();
        let pages = counted(self.pages, "page");
        let mut words = if found == 0 {
            format!("no noise on {pages}")
        } else {
            let kind = |(kind, count)| format!("{kind} {count}");
            let kinds: Vec<String> = self.by_kind.iter().map(kind).collect();
            let found = counted(found, "finding");
            format!("{found} on {} of {pages}: {}", self.noisy, kinds.join(", "))
        };
        if self.failed > 0 {
            let _ = write!(
                words,
                "\n{} could not be read",
                counted(self.failed, "page")
            );
        }
        if self.skipped > 0 {
            let skipped = counted(self.skipped, "file");
            let _ = write!(words, "\n{skipped} skipped; -vv says why");
        }
        if verbose && self.layout > 0 {
            let layout = counted(self.layout, "layout cut");
            let _ = write!(
                words,
                "\n{layout} (blank lines) not shown; --only layout shows them"
            );
        }
        words
    }

    /// A page that could not be read may hold noise too, so it outweighs what was found.
    pub(crate) fn outcome(&self) -> Outcome {
        match (self.failed, self.noisy) {
            (0, 0) => Outcome::Done,
            (0, _) => Outcome::Found,
            _ => Outcome::SomeFailed,
        }
    }
}

/// What became of one page: what is printed of it, and what is counted.
pub(crate) struct Checked {
    pub(crate) printed: String,
    pub(crate) warnings: Vec<String>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) layout: usize,
    pub(crate) failure: Option<String>,
}
