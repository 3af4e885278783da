//! The file of `--diff`.

use crate::cli::input::paths::DASH;
use anyhow::Context as _;
use dechaff::io::sink::replace_file;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The file of `--diff`, written beside its name until the run ends; `-` is standard output.
pub(crate) enum DiffFile {
    Stdout,
    File(tempfile::NamedTempFile, PathBuf),
}

impl DiffFile {
    /// Starts the file.
    pub(crate) fn start(target: &Path) -> anyhow::Result<Self> {
        if target == Path::new(DASH) {
            return Ok(Self::Stdout);
        }
        let folder = target
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let file = beside(folder.unwrap_or(Path::new(".")));
        let file = file.with_context(|| format!("--diff {}", target.display()))?;
        Ok(Self::File(file, target.to_owned()))
    }

    /// Adds the diff of a page.
    pub(crate) fn append(&mut self, diff: &str) -> anyhow::Result<()> {
        match self {
            Self::Stdout => io::stdout()
                .lock()
                .write_all(diff.as_bytes())
                .context("standard output"),
            Self::File(file, target) => {
                let written = file.write_all(diff.as_bytes());
                written.with_context(|| format!("--diff {}", target.display()))
            }
        }
    }

    /// Gives the file its name.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout => io::stdout().lock().flush().context("standard output"),
            Self::File(file, target) => {
                let done = file.as_file().sync_all().map_err(anyhow::Error::from);
                done.and_then(|()| Ok(file.persist(&target)?))
                    .map(drop)
                    .with_context(|| format!("--diff {}", target.display()))
            }
        }
    }
}

/// A file without a name yet, with the permissions that a plain new file would have.
fn beside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Writes a diff that is whole already.
pub(crate) fn write_diff(target: &Path, diff: &str) -> anyhow::Result<()> {
    if target == Path::new(DASH) {
        return io::stdout()
            .lock()
            .write_all(diff.as_bytes())
            .context("standard output");
    }
    replace_file(target, diff.as_bytes()).with_context(|| format!("--diff {}", target.display()))
}
