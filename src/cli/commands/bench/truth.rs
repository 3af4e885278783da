//! Labels, and how well cuts meet them.

use anyhow::{Context as _, ensure};
use dechaff::Cleaned;
use dechaff::tools::synthesize::{NoiseSpan, PageLabels, Truth};
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// The labels of pages by their ids.
pub(crate) struct LabelFile {
    path: String,
    pages: HashMap<String, PageLabels>,
    truth: Truth,
    known: usize,
}

impl LabelFile {
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let shown = path.display().to_string();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        let mut pages = HashMap::new();
        for (at, row) in (1..).zip(text.lines()) {
            let labels = PageLabels::read(row).with_context(|| format!("{shown}:{at}"))?;
            pages.insert(labels.id.clone(), labels);
        }
        Ok(Self {
            path: shown,
            pages,
            truth: Truth::default(),
            known: 0,
        })
    }

    /// Counts the cuts of a page, if its labels are known.
    pub(crate) fn add(
        &mut self,
        id: &str,
        text: &str,
        cleaned: &Cleaned<'_>,
    ) -> anyhow::Result<()> {
        let Some(labels) = self.pages.get(id.strip_suffix(".txt").unwrap_or(id)) else {
            return Ok(());
        };
        ensure!(
            labels.len_bytes == text.len(),
            "{}: {id} has {} bytes there and {} here",
            self.path,
            labels.len_bytes,
            text.len()
        );
        let cut = |cut: &dechaff::Cut| NoiseSpan {
            span: cut.span,
            kind: cut.kind,
        };
        let cuts: Vec<NoiseSpan> = cleaned.cuts.iter().map(cut).collect();
        self.truth.add(text, &labels.noise, &cuts);
        self.known += 1;
        Ok(())
    }

    /// What was counted of `pages` pages.
    pub(crate) fn finish(self, pages: usize) -> anyhow::Result<Truth> {
        ensure!(self.known > 0, "{}: no label of these pages", self.path);
        if self.known < pages {
            let without = pages - self.known;
            tracing::warn!("{}: {without} of {pages} pages have no labels", self.path);
        }
        Ok(self.truth)
    }
}
