//! Where labels go: standard output, or a file that appears whole.

use crate::cli::args::LabelArgs;
use crate::cli::terminal;
use anyhow::{Context as _, ensure};
use dechaff::sink::{Staged, stage};
use std::fs;
use std::io::{BufWriter, StdoutLock, Write as _};
use std::path::{Path, PathBuf};

pub(super) enum Output {
    Stdout(BufWriter<StdoutLock<'static>>),
    File { staged: Staged, target: PathBuf },
}

impl Output {
    /// Makes the output ready before any page is read.
    pub(super) fn start(args: &LabelArgs) -> anyhow::Result<Self> {
        let Some(target) = args.out.as_deref().filter(|out| *out != Path::new("-")) else {
            return Ok(Self::Stdout(terminal::out()));
        };
        ensure!(
            !target.is_dir(),
            "--out {}: a folder; give a file",
            target.display()
        );
        ensure!(
            !lies_in(target, &args.gold),
            "--out {}: labels do not belong among gold texts",
            target.display()
        );
        Ok(Self::File {
            staged: stage(target, b"").with_context(|| cannot(target))?,
            target: target.to_owned(),
        })
    }

    /// The file that would be replaced, where there is one: it must be no page of the input.
    pub(super) fn taken(&self) -> Option<PathBuf> {
        match self {
            Self::Stdout(_) => None,
            Self::File { target, .. } => fs::canonicalize(target).ok(),
        }
    }

    pub(super) fn append(&mut self, text: &str) -> anyhow::Result<()> {
        match self {
            Self::Stdout(out) => Ok(out.write_all(text.as_bytes())?),
            Self::File { staged, target } => staged
                .append(text.as_bytes())
                .with_context(|| cannot(target)),
        }
    }

    pub(super) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout(mut out) => Ok(out.flush()?),
            Self::File { staged, target } => staged
                .sync()
                .and_then(|()| staged.publish())
                .with_context(|| cannot(&target)),
        }
    }
}

fn lies_in(target: &Path, folder: &Path) -> bool {
    let above = target.parent().map(|above| match above.as_os_str() {
        own if own.is_empty() => Path::new("."),
        _ => above,
    });
    let above = above.and_then(|above| fs::canonicalize(above).ok());
    let folder = fs::canonicalize(folder).ok();
    above
        .zip(folder)
        .is_some_and(|(above, folder)| above.starts_with(folder))
}

fn cannot(target: &Path) -> String {
    format!("cannot write {}", target.display())
}
