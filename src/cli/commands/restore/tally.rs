//! How many pages and shards came back.

use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::escape;
use std::io::{self, Write as _};

/// How many pages went well, and how many did not.
#[derive(Default)]
pub(crate) struct RestoreTally {
    pub(crate) done: usize,
    failed: usize,
    /// Shards among them, and their rows.
    pub(crate) shards: usize,
    pub(crate) rows: u64,
}

impl RestoreTally {
    pub(crate) fn fail(&mut self, page: &str, error: &anyhow::Error) {
        self.failed += 1;
        tracing::error!("{}: {}", escape(page), escape(&format!("{error:#}")));
    }

    pub(crate) fn report(&self, deed: &str) -> anyhow::Result<Outcome> {
        let mut err = io::stderr().lock();
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let pages = self.done - self.shards;
        let mut said = Vec::new();
        if pages > 0 || self.shards == 0 {
            said.push(format!("{pages} page{}", plural(pages)));
        }
        if self.shards > 0 {
            let (shards, rows) = (self.shards, self.rows);
            said.push(format!("{shards} shard{} of {rows} rows", plural(shards)));
        }
        writeln!(err, "{} {deed}, {} failed", said.join(" and "), self.failed)?;
        Ok(if self.failed == 0 {
            Outcome::Done
        } else {
            Outcome::SomeFailed
        })
    }
}
