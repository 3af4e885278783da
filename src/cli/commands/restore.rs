//! `dechaff restore` and `dechaff verify`: from clean text and records back to the originals.

use crate::cli::args::command::{RestoreArgs, VerifyArgs};
use crate::cli::input::cleaned::{CleanedEvent, CleanedPage, CleanedPages, Strays};
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::escape;
use anyhow::{Context as _, bail};
use dechaff::io::sink::{Staged, publish_all, stage};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
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

/// How many pages went well, and which did not.
#[derive(Default)]
struct RestoreTally {
    done: usize,
    failed: usize,
    /// Records of pages that have no clean file.
    missing: usize,
    strays: Strays,
}

impl RestoreTally {
    /// Goes through all pages; what goes wrong with one is named and counted, and the rest goes on.
    fn go_through(
        &mut self,
        pages: &CleanedPages<'_>,
        mut visit: impl FnMut(&CleanedPage, &[u8]) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        pages.for_each(|event| {
            match event {
                CleanedEvent::Missing(file) => self.miss(&file),
                CleanedEvent::Failed(name, error) => self.fail(&name, &error),
                CleanedEvent::Original(page, bytes) => match visit(&page, &bytes) {
                    Ok(()) => self.done += 1,
                    Err(error) => self.fail(&page.record.page, &error),
                },
            }
            Ok(())
        })
    }

    fn fail(&mut self, page: &str, error: &anyhow::Error) {
        self.failed += 1;
        tracing::error!("{}: {}", escape(page), escape(&format!("{error:#}")));
    }

    /// There is a record of the page, and no file.
    fn miss(&mut self, file: &Path) {
        self.missing += 1;
        let file = escape(&file.to_string_lossy());
        tracing::error!("{file}: there is a record of this page, and no clean file");
    }

    fn report(&self, deed: &str) -> anyhow::Result<Outcome> {
        for file in &self.strays.files {
            let file = escape(&file.to_string_lossy());
            tracing::error!(
                "{file}: there is no record of this file; nothing is known of its cuts"
            );
        }
        let plural = if self.done == 1 { "" } else { "s" };
        let mut text = format!("{} page{plural} {deed}, {} failed", self.done, self.failed);
        let strays = self.strays.files.len();
        for (count, what) in [
            (self.missing, "without a clean file"),
            (strays, "without a record"),
        ] {
            if count > 0 {
                let _ = write!(text, ", {count} {what}");
            }
        }
        if self.strays.is_unfinished && self.missing + strays > 0 {
            text += "; the last run there did not come to its end: run it again";
        }
        writeln!(io::stderr().lock(), "{text}")?;
        Ok(match (self.failed, self.missing + strays) {
            (0, 0) => Outcome::Done,
            (0, _) => Outcome::Found,
            _ => Outcome::SomeFailed,
        })
    }
}
