//! Gold texts: what people marked as the article of a page.

use crate::cli::args::common::InputArgs;
use anyhow::{Context as _, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// The endings of pages, and of gold texts, in the order in which they are looked for.
pub(crate) const ENDINGS: [&str; 3] = [".txt", ".text", ".md"];

/// A folder of gold texts, laid out as `score` reads it.
#[derive(Debug)]
pub(crate) struct GoldFolder(PathBuf);

impl GoldFolder {
    /// The folder that was asked for, if one was.
    pub(crate) fn open(folder: Option<&Path>, input: &InputArgs) -> anyhow::Result<Option<Self>> {
        let Some(folder) = folder else {
            return Ok(None);
        };
        ensure!(folder.is_dir(), "{} is not a folder", folder.display());
        let from_stdin = input.paths.iter().any(|path| path == Path::new("-"));
        ensure!(
            !from_stdin,
            "--gold finds the gold of a page by its path; standard input has none"
        );
        Ok(Some(Self(folder.to_owned())))
    }

    /// The folder at that path, which is one.
    pub(crate) fn at(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// The gold text of the page at that path below its input; `None` where there is none.
    pub(crate) fn of_page(&self, path: &str) -> anyhow::Result<Option<String>> {
        let stem = ENDINGS.iter().find_map(|end| path.strip_suffix(end));
        self.of(stem.unwrap_or(path))
    }

    /// The gold text of that id, a path without its ending; `None` where there is none.
    pub(crate) fn of(&self, id: &str) -> anyhow::Result<Option<String>> {
        let own = [self.0.join(id).join("gold.txt")];
        let with = |ending: &str| self.0.join(format!("{id}{ending}"));
        let file = first_file(own.into_iter().chain(ENDINGS.map(with)));
        file.map(|path| read_lossy(&path)).transpose()
    }
}

pub(crate) fn first_file(paths: impl IntoIterator<Item = PathBuf>) -> Option<PathBuf> {
    paths.into_iter().find(|path| path.exists())
}

/// Reads a text; bytes that are not UTF-8 become U+FFFD, which is part of no word.
pub(crate) fn read_lossy(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}
