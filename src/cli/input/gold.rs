//! Gold texts: what people marked as the article of a page.

use crate::cli::args::common::InputArgs;
use crate::cli::input::page_ids::{ENDINGS, read_lossy};
use crate::cli::input::texts::Texts;
use anyhow::ensure;
use std::path::{Path, PathBuf};

/// Gold texts: a folder of them, laid out as `score` reads it, with shards in it or not; or a shard.
#[derive(Debug)]
pub(crate) struct GoldTexts {
    root: PathBuf,
    texts: Texts,
}

impl GoldTexts {
    /// Those that were asked for, if some were.
    pub(crate) fn open(gold: Option<&Path>, input: &InputArgs) -> anyhow::Result<Option<Self>> {
        let Some(gold) = gold else {
            return Ok(None);
        };
        let from_stdin = input.paths.iter().any(|path| path == Path::new("-"));
        ensure!(
            !from_stdin,
            "--gold finds the gold of a page by its path; standard input has none"
        );
        Self::at(gold).map(Some)
    }

    /// Those at that path.
    pub(crate) fn at(gold: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            root: gold.to_owned(),
            texts: Texts::open(gold)?,
        })
    }

    /// The gold text of the page at that path below its input, or of the row of that id; `None` where there is none.
    pub(crate) fn of_page(&self, path: &str) -> anyhow::Result<Option<String>> {
        let stem = ENDINGS.iter().find_map(|end| path.strip_suffix(end));
        self.of(stem.unwrap_or(path))
    }

    /// The gold text of that id, a path without its ending or a row's; `None` where there is none.
    pub(crate) fn of(&self, id: &str) -> anyhow::Result<Option<String>> {
        let own = [self.root.join(id).join("gold.txt")];
        let with = |ending: &str| self.root.join(format!("{id}{ending}"));
        match first_file(own.into_iter().chain(ENDINGS.map(with))) {
            Some(path) => read_lossy(&path).map(Some),
            None => Ok(self.texts.row(id).map(|row| row.text.clone())),
        }
    }
}

pub(crate) fn first_file(paths: impl IntoIterator<Item = PathBuf>) -> Option<PathBuf> {
    paths.into_iter().find(|path| path.exists())
}
