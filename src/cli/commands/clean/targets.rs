//! Where a run writes.

use crate::cli::args::command::{CleanArgs, ReasonsArg};
use crate::cli::setup::Setup;
use anyhow::bail;
use dechaff::io::sink::FolderSink;
use dechaff::record::rows::ReasonForm;
use std::path::{Path, PathBuf};

/// Where a run writes, by the command line or else by the configuration.
pub(crate) struct Targets {
    pub(crate) out: Option<PathBuf>,
    pub(crate) diff: Option<PathBuf>,
    pub(crate) dry_run: bool,
    /// How records give reasons.
    pub(crate) reasons: ReasonForm,
    /// Whether pages that are not in the input go.
    pub(crate) prune: bool,
}

impl Targets {
    pub(crate) fn new(args: &CleanArgs, prepared: &Setup) -> anyhow::Result<Self> {
        let out = args.out.clone().or_else(|| prepared.out.clone());
        let diff = args.diff.clone().or_else(|| prepared.diff.clone());
        if out.is_none() && diff.is_none() && !args.dry_run {
            bail!("where to? give --out DIR, --diff FILE or --dry-run");
        }
        Ok(Self {
            out,
            diff,
            dry_run: args.dry_run,
            reasons: args.reasons.into(),
            prune: args.prune,
        })
    }
}

impl From<ReasonsArg> for ReasonForm {
    fn from(reasons: ReasonsArg) -> Self {
        match reasons {
            ReasonsArg::Coded => Self::Coded,
            ReasonsArg::Full => Self::Full,
        }
    }
}

impl Targets {
    /// The same, with no folder to write to.
    pub(crate) fn without_out(self) -> Self {
        Self { out: None, ..self }
    }
}

/// Whether `out` could be written to, before anything is read.
pub(crate) fn check_out(out: Option<&Path>) -> anyhow::Result<()> {
    out.map_or(Ok(()), |out| Ok(FolderSink::check(out)?))
}
