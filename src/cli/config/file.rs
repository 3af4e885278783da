//! The layer of `dechaff.toml`: where it is, and its text.

use anyhow::Context as _;
use dechaff::PackSource;
use dechaff::rulefile::{CONFIG_NAME, ConfigFile};
use std::path::{Path, PathBuf};

/// A configuration file that was found or given.
#[derive(Debug)]
pub(crate) struct FoundFile {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) content: ConfigFile,
}

impl FoundFile {
    /// The nearest `dechaff.toml` in the folder of `near` or above it, if there is one.
    pub(crate) fn above(near: Option<&Path>) -> anyhow::Result<Option<Self>> {
        find(near)?.map(|path| Self::read(&path)).transpose()
    }

    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| format!("configuration {name}"))?;
        let text = String::from_utf8(bytes)
            .with_context(|| format!("configuration {name}: TOML is UTF-8, this is not"))?;
        let source = PackSource { name, text };
        Ok(Self {
            content: ConfigFile::read(&source),
            folder: path.parent().unwrap_or(Path::new("")).to_owned(),
            name: source.name,
        })
    }
}

fn find(near: Option<&Path>) -> anyhow::Result<Option<PathBuf>> {
    let near = near
        .filter(|path| *path != Path::new("-"))
        .unwrap_or(Path::new("."));
    let real = |path: &Path| std::fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    let current = std::env::current_dir().and_then(|folder| real(&folder));
    let current = current.context("the current folder")?;
    let start = real(near).with_context(|| near.display().to_string())?;
    // A file's own name with /dechaff.toml behind it is no file, so a file needs no case.
    let found = start
        .ancestors()
        .map(|folder| folder.join(CONFIG_NAME))
        .find(|path| path.is_file());
    Ok(found.map(|path| match path.strip_prefix(&current) {
        Ok(short) => short.to_owned(),
        Err(_) => path,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_above_the_input_is_found() {
        let root = tempfile::tempdir().expect("a folder");
        let inner = root.path().join("a/b");
        std::fs::create_dir_all(&inner).expect("folders");
        std::fs::write(inner.join("page.txt"), "x").expect("a page");
        std::fs::write(root.path().join(CONFIG_NAME), "mode = 'balanced'").expect("a file");
        let folder = |near: PathBuf| {
            let found = find(Some(&near)).expect("it can be looked for")?;
            Some(found.parent()?.file_name()?.to_owned())
        };
        let root_name = root.path().file_name().map(ToOwned::to_owned);
        assert_eq!(folder(inner.join("page.txt")), root_name);
        assert_eq!(folder(inner.join("no-such.txt")), root_name);
        std::fs::write(root.path().join("a").join(CONFIG_NAME), "").expect("a file");
        assert_eq!(folder(inner.clone()), Some("a".into()));
        assert_eq!(folder(inner.join("../..")), root_name);
    }
}
