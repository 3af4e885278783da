//! Where labels go: standard output, or a file that appears whole.

use crate::cli::args::label::LabelArgs;
use crate::cli::render::terminal;
use crate::cli::target::{Target, lies_in};
use anyhow::ensure;
use std::fs;
use std::io::{BufWriter, StdoutLock, Write as _};
use std::path::{Path, PathBuf};

pub(crate) enum LabelOutput {
    Stdout(BufWriter<StdoutLock<'static>>),
    File(Target),
}

impl LabelOutput {
    /// Makes the output ready before any page is read.
    pub(crate) fn start(args: &LabelArgs) -> anyhow::Result<Self> {
        let Some(target) = args.out.as_deref().filter(|out| *out != Path::new("-")) else {
            return Ok(Self::Stdout(terminal::out()));
        };
        ensure!(
            !lies_in(target, &args.gold),
            "--out {}: labels do not belong among gold texts",
            target.display()
        );
        Ok(Self::File(Target::start("--out", target)?))
    }

    /// The file that would be replaced, where there is one: it must be no page of the input.
    pub(crate) fn taken(&self) -> Option<PathBuf> {
        match self {
            Self::Stdout(_) => None,
            Self::File(target) => fs::canonicalize(target.path()).ok(),
        }
    }

    pub(crate) fn append(&mut self, text: &str) -> anyhow::Result<()> {
        match self {
            Self::Stdout(out) => Ok(out.write_all(text.as_bytes())?),
            Self::File(target) => target.append(text),
        }
    }

    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Stdout(mut out) => Ok(out.flush()?),
            Self::File(target) => target.finish(),
        }
    }
}
