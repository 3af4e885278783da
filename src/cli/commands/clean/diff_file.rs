//! The file of `--diff`.

use crate::cli::input::paths::DASH;
use anyhow::Context as _;
use dechaff::io::sink::{Staged, replace_file, stage};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The file of `--diff`, written beside its name until the run ends; `-` is standard output.
pub(crate) enum DiffFile {
    Stdout,
    File(Staged, PathBuf),
}

impl DiffFile {
    /// Starts the file.
    pub(crate) fn start(target: &Path) -> anyhow::Result<Self> {
        if target == Path::new(DASH) {
            return Ok(Self::Stdout);
        }
        let file = stage(target, b"").with_context(|| format!("--diff {}", target.display()))?;
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
                let written = file.append(diff.as_bytes());
                written.with_context(|| format!("--diff {}", target.display()))
            }
        }
    }

    /// Gives the file its name.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout => io::stdout().lock().flush().context("standard output"),
            Self::File(file, target) => {
                let done = file.sync().and_then(|()| file.publish());
                done.with_context(|| format!("--diff {}", target.display()))
            }
        }
    }
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
