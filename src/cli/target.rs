//! Files that a command writes whole: refused before its work where they cannot be, there at its end.

use anyhow::{Context as _, ensure};
use dechaff::io::sink::{Staged, stage};
use std::fs;
use std::path::{Path, PathBuf};

/// A file that appears at the end of a run, whole.
pub(crate) struct Target {
    staged: Staged,
    path: PathBuf,
}

impl Target {
    /// Makes the file of that flag ready under another name, in the folder where it will be.
    pub(crate) fn start(flag: &str, path: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        ensure!(!path.is_dir(), "{flag} {shown}: a folder; give a file");
        Ok(Self {
            staged: stage(path, b"").with_context(|| cannot(path))?,
            path: path.to_owned(),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn append(&mut self, text: impl AsRef<[u8]>) -> anyhow::Result<()> {
        let appended = self.staged.append(text.as_ref());
        appended.with_context(|| cannot(&self.path))
    }

    pub(crate) fn finish(self) -> anyhow::Result<()> {
        let published = self.staged.sync().and_then(|()| self.staged.publish());
        published.with_context(|| cannot(&self.path))
    }
}

/// Refuses a folder in which something stands, and says why.
pub(crate) fn check_empty(folder: &Path, why: &str) -> anyhow::Result<()> {
    let occupied = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    ensure!(!occupied, "{} is not empty; {why}", folder.display());
    Ok(())
}

fn cannot(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

/// Whether what would be written at `path` is that file, or would lie in that folder, whatever way leads
/// there; of folders that are not there yet, those above them decide.
pub(crate) fn lies_in(path: &Path, input: &Path) -> bool {
    let (Ok(input), Ok(path)) = (fs::canonicalize(input), std::path::absolute(path)) else {
        return false;
    };
    let real = |path: &Path| {
        path.ancestors()
            .find_map(|part| fs::canonicalize(part).ok())
    };
    // A link is replaced where it lies, and leads to where it must not.
    let places = [Some(&*path), path.parent()].map(|place| place.and_then(real));
    places
        .iter()
        .flatten()
        .any(|place| place.starts_with(&input))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;

    #[test]
    fn a_path_lies_in_what_it_leads_to() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::create_dir_all(at("gold/host")).unwrap();
        fs::write(at("gold/host/page.txt"), "").unwrap();
        for path in [
            "gold",
            "gold/new.toml",
            "gold/host/page.txt",
            "gold/new/newer/x.toml",
            "gold/host/../x.toml",
        ] {
            assert!(lies_in(&at(path), &at("gold")), "{path}");
        }
        for path in [
            "x.toml",
            "golden/x.toml",
            "new/gold/x.toml",
            "gold/../x.toml",
        ] {
            assert!(!lies_in(&at(path), &at("gold")), "{path}");
        }
        assert!(lies_in(
            &at("gold/host/page.txt"),
            &at("gold/host/page.txt")
        ));
        assert!(!lies_in(&at("gold/x.toml"), &at("no gold")));
    }

    #[cfg(unix)]
    #[test]
    fn links_hide_nothing() {
        use std::os::unix::fs::symlink;
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::create_dir_all(at("gold")).unwrap();
        fs::write(at("page.txt"), "").unwrap();
        symlink(at("gold"), at("alias")).unwrap();
        symlink(at("page.txt"), at("gold/link.txt")).unwrap();
        for path in ["alias/x.toml", "gold/link.txt"] {
            assert!(lies_in(&at(path), &at("gold")), "{path}");
        }
    }
}
