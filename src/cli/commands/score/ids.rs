//! Which pages are scored.

use crate::cli::input::page_ids::{PageFile, PageFiles, read_lossy};
use crate::cli::input::texts::Texts;
use crate::cli::render::terminal::counted;
use anyhow::{bail, ensure};
use std::collections::BTreeSet;
use std::path::Path;

/// The pages to score, and what went on when they were looked up.
pub(crate) struct Chosen {
    /// Sorted by id.
    pub(crate) pages: Vec<PageFile>,
    /// Names that cannot be ids.
    pub(crate) unnamed: Vec<String>,
    /// What is to be said of the list.
    pub(crate) remark: Option<String>,
}

impl Chosen {
    /// All pages of `before`, whose texts these are, or of those that `list` names, plain or after the name of
    /// `gold`.
    ///
    /// # Errors
    ///
    /// If a folder or the list cannot be read, or if the list names none of the pages.
    pub(crate) fn find(
        before: &Path,
        texts: &Texts,
        gold: &Path,
        list: Option<&Path>,
    ) -> anyhow::Result<Self> {
        let PageFiles { pages, unnamed } = texts.pages()?;
        let mut found = Self {
            pages,
            unnamed,
            remark: None,
        };
        if let Some(list) = list {
            found.keep_listed(before, gold, list)?;
        }
        Ok(found)
    }

    fn keep_listed(&mut self, before: &Path, gold: &Path, list: &Path) -> anyhow::Result<()> {
        let text = read_lossy(list)?;
        let lines = text.lines().map(str::trim);
        let mut wanted: BTreeSet<&str> = lines.filter(|line| !line.is_empty()).collect();
        let (listed, list) = (wanted.len(), list.display());
        ensure!(listed > 0, "{list} names no page: it is empty");
        let set = gold.file_name().unwrap_or_default().to_string_lossy();
        let example = self.pages.first().map(|page| page.id.clone());
        self.pages.retain(|PageFile { id, .. }| {
            let plain = wanted.remove(id.as_str());
            wanted.remove(format!("{set}/{id}").as_str()) || plain
        });
        if let Some(example) = example.filter(|_| self.pages.is_empty()) {
            bail!(
                "{list} names no page of {}: an id is a page's path below it without its ending, such as {example} or {set}/{example}",
                before.display()
            );
        }
        if let Some(unmatched) = wanted.first() {
            let (ids, left) = (counted(listed, "id"), wanted.len());
            let verb = if left == 1 { "names" } else { "name" };
            self.remark = Some(format!(
                "{left} of {ids} of {list} {verb} no page of {}, such as {unmatched}",
                before.display()
            ));
        }
        Ok(())
    }
}
