//! How many pages and shards came back.

use crate::cli::input::cleaned::{CleanedEvent, CleanedPage, CleanedPages, Strays};
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{counted, escape};
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

/// How many pages and shards went well, and which did not.
#[derive(Default)]
pub(crate) struct RestoreTally {
    pages: usize,
    failed: usize,
    /// Records of pages and cuts of shards that have no clean file.
    missing: usize,
    pub(crate) strays: Strays,
    /// Shards, and their rows.
    pub(crate) shards: usize,
    pub(crate) rows: usize,
}

impl RestoreTally {
    /// Goes through all pages; what goes wrong with one is named and counted, and the rest goes on.
    pub(crate) fn go_through(
        &mut self,
        pages: &CleanedPages<'_>,
        mut visit: impl FnMut(&CleanedPage, &[u8]) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        pages.for_each(|event| {
            match event {
                CleanedEvent::Missing(file) => self.miss(&file, "there is a record of this page"),
                CleanedEvent::Failed(name, error) => self.fail(&name, &error),
                CleanedEvent::Original(page, bytes) => match visit(&page, &bytes) {
                    Ok(()) => self.pages += 1,
                    Err(error) => self.fail(&page.record.page, &error),
                },
            }
            Ok(())
        })
    }

    pub(crate) fn fail(&mut self, page: &str, error: &anyhow::Error) {
        self.failed += 1;
        tracing::error!("{}: {}", escape(page), escape(&format!("{error:#}")));
    }

    /// There is what `kept` says, and no file.
    pub(crate) fn miss(&mut self, file: &Path, kept: &str) {
        self.missing += 1;
        let file = escape(&file.to_string_lossy());
        tracing::error!("{file}: {kept}, and no clean file");
    }

    pub(crate) fn report(&self, deed: &str) -> anyhow::Result<Outcome> {
        for file in &self.strays.files {
            let file = escape(&file.to_string_lossy());
            tracing::error!(
                "{file}: there is no record of this file; nothing is known of its cuts"
            );
        }
        let mut text = format!("{} {deed}, {} failed", self.done(), self.failed);
        let strays = self.strays.files.len();
        for (count, what) in [
            (self.missing, "without a clean file"),
            (strays, "without a record"),
        ] {
            if count > 0 {
                let _ = write!(text, ", {count} {what}");
            }
        }
        if self.strays.is_unfinished && self.missing + strays > 0 {
            text += "; the last run there did not come to its end: run it again";
        }
        writeln!(io::stderr().lock(), "{text}")?;
        Ok(match (self.failed, self.missing + strays) {
            (0, 0) => Outcome::Done,
            (0, _) => Outcome::Found,
            _ => Outcome::SomeFailed,
        })
    }

    /// What came back, in words.
    fn done(&self) -> String {
        let mut said = Vec::new();
        if self.pages > 0 || self.shards == 0 {
            said.push(counted(self.pages, "page"));
        }
        if self.shards > 0 {
            let shards = counted(self.shards, "shard");
            said.push(format!("{shards} of {}", counted(self.rows, "row")));
        }
        said.join(" and ")
    }
}
