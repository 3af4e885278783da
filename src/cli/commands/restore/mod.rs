//! `dechaff restore` and `dechaff verify`: from clean text and records back to the originals.

pub(crate) mod shards;
pub(crate) mod tally;

use crate::cli::args::command::{RestoreArgs, VerifyArgs};
use crate::cli::commands::restore::tally::RestoreTally;
use crate::cli::input::cleaned::{CleanedPage, CleanedPages};
use crate::cli::outcome::Outcome;
use anyhow::{Context as _, bail};
use dechaff::io::sink::{Staged, publish_all, stage};
use std::fs;
use std::path::Path;

/// How many originals are written before they are brought to the disk together.
const GROUP_PAGES: usize = 512;

pub(crate) fn restore(args: &RestoreArgs) -> anyhow::Result<Outcome> {
    refuse_overlap(&args.clean, &args.out)?;
    let pages = CleanedPages::open(&args.clean, args.cuts.as_deref())?;
    let mut tally = RestoreTally::default();
    let mut writer = OriginalsWriter {
        out: &args.out,
        replaces: args.force,
        staged: Vec::new(),
    };
    tally.go_through(&pages, |page, bytes| writer.write(page, bytes))?;
    writer.publish()?;
    shards::restore(&args.clean, &args.out, args.force, &mut tally)?;
    tally.strays = pages.strays();
    tally.report("restored")
}

pub(crate) fn verify(args: &VerifyArgs) -> anyhow::Result<Outcome> {
    let pages = CleanedPages::open(&args.clean, args.cuts.as_deref())?;
    let mut tally = RestoreTally::default();
    tally.go_through(&pages, |page, bytes| {
        let against = args.against.as_deref();
        against.map_or(Ok(()), |originals| compare(originals, page, bytes))
    })?;
    shards::verify(&args.clean, args.against.as_deref(), &mut tally)?;
    tally.strays = pages.strays();
    tally.report("verified")
}

fn compare(originals: &Path, page: &CleanedPage, bytes: &[u8]) -> anyhow::Result<()> {
    let path = page.path_below(originals);
    let original = fs::read(&path).with_context(|| path.display().to_string())?;
    if original != bytes {
        let both = original.iter().zip(bytes);
        let differ = both.take_while(|(a, b)| a == b).count();
        bail!(
            "{} differs from the restored text from byte {differ} on",
            path.display()
        );
    }
    Ok(())
}

/// Originals must not be written over the clean text that they are made from.
fn refuse_overlap(clean: &Path, out: &Path) -> anyhow::Result<()> {
    match (fs::canonicalize(clean), fs::canonicalize(out)) {
        (Ok(clean), Ok(out)) if clean.starts_with(&out) => {
            bail!(
                "--out {}: the clean text lies there and would be replaced",
                out.display()
            )
        }
        _ => Ok(()),
    }
}

/// Writes originals below a folder, some together.
struct OriginalsWriter<'a> {
    out: &'a Path,
    /// Whether other files may be replaced.
    replaces: bool,
    staged: Vec<Staged>,
}

impl OriginalsWriter<'_> {
    fn write(&mut self, page: &CleanedPage, bytes: &[u8]) -> anyhow::Result<()> {
        let target = self.out.join(page.id.path());
        let cannot = || target.display().to_string();
        match fs::read(&target) {
            Ok(there) if there == bytes => return Ok(()),
            Ok(_) if !self.replaces => bail!(
                "{} is there and holds something else; give --force to replace it",
                target.display()
            ),
            _ => {}
        }
        let staged = stage(&target, bytes).and_then(Staged::close);
        self.staged.push(staged.with_context(cannot)?);
        if self.staged.len() == GROUP_PAGES {
            self.publish()?;
        }
        Ok(())
    }

    fn publish(&mut self) -> anyhow::Result<()> {
        let cannot = || self.out.display().to_string();
        publish_all(self.out, &mut self.staged).with_context(cannot)
    }
}
