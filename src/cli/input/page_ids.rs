//! The pages of a folder and their ids.

use anyhow::Context as _;
use std::fs;
use std::path::Path;

/// The endings of pages, and of gold texts, in the order in which they are looked for.
pub(crate) const ENDINGS: [&str; 3] = [".txt", ".text", ".md"];

/// A page of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PageFile {
    /// The path without its ending.
    pub(crate) id: String,
    /// The path below the folder.
    pub(crate) path: String,
}

/// The pages of a folder and its sub-folders, sorted by id, and what is none for its name's sake.
#[derive(Debug, Default)]
pub(crate) struct PageFiles {
    pub(crate) pages: Vec<PageFile>,
    pub(crate) unnamed: Vec<String>,
}

impl PageFiles {
    /// Finds them by their endings, which are those that all commands read. Of files that differ in
    /// nothing else, one is the page. Links to folders are not followed, so there is no way round.
    pub(crate) fn find(folder: &Path) -> anyhow::Result<Self> {
        let mut found = Self::default();
        found.add(folder, "")?;
        found.pages.sort_unstable_by(|one, other| {
            let key = |page: &PageFile| (place_of_ending(&page.path), page.path.clone());
            one.id
                .cmp(&other.id)
                .then_with(|| key(one).cmp(&key(other)))
        });
        let unnamed = &mut found.unnamed;
        found.pages.dedup_by(|later, page| {
            let same = later.id == page.id;
            if same {
                unnamed.push(format!(
                    "{}: left out, {} has the same id",
                    later.path, page.path
                ));
            }
            same
        });
        found.unnamed.sort_unstable();
        Ok(found)
    }

    fn add(&mut self, folder: &Path, prefix: &str) -> anyhow::Result<()> {
        let cannot = || format!("cannot list {}", folder.display());
        for entry in fs::read_dir(folder).with_context(cannot)? {
            let entry = entry.with_context(cannot)?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let path = entry.path();
                self.unnamed
                    .push(format!("{}: the name is not UTF-8", path.display()));
                continue;
            };
            let path = format!("{prefix}{name}");
            if entry.file_type().with_context(cannot)?.is_dir() {
                self.add(&entry.path(), &format!("{path}/"))?;
            } else if let Some(id) = without_ending(&path).filter(|_| !entry.path().is_dir()) {
                let id = id.to_owned();
                self.pages.push(PageFile { id, path });
            }
        }
        Ok(())
    }
}

/// Reads a text; bytes that are not UTF-8 become U+FFFD, which is part of no word.
pub(crate) fn read_lossy(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// The path without its ending, where it has that of a page.
pub(crate) fn without_ending(path: &str) -> Option<&str> {
    let at = path.rfind('.')?;
    place_of_ending(path).map(|_| &path[..at])
}

fn place_of_ending(path: &str) -> Option<usize> {
    let ending = &path[path.rfind('.')?..];
    ENDINGS
        .iter()
        .position(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_endings_of_pages_count_and_each_id_once() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("b")).expect("a folder");
        for name in ["a.md", "a.txt", "b/c.TEXT", "d.json", "e"] {
            fs::write(folder.path().join(name), "x").expect("a file");
        }
        let found = PageFiles::find(folder.path()).expect("it can be listed");
        let pages: Vec<(&str, &str)> = found
            .pages
            .iter()
            .map(|page| (&*page.id, &*page.path))
            .collect();
        assert_eq!(pages, [("a", "a.txt"), ("b/c", "b/c.TEXT")]);
        assert_eq!(found.unnamed, ["a.md: left out, a.txt has the same id"]);
    }
}
