//! `dechaff restore` and `dechaff verify`: from clean text and records back to the originals.

pub(crate) mod shards;
pub(crate) mod tally;

use crate::cli::args::command::{RestoreArgs, VerifyArgs};
use crate::cli::commands::restore::tally::RestoreTally;
use crate::cli::outcome::Outcome;
use anyhow::{Context as _, anyhow, bail};
use dechaff::Record;
use dechaff::io::sink::{publish_all, stage};
use dechaff::io::source::{PageId, encode};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};

/// How many originals are written before they are brought to the disk together.
const GROUP_PAGES: usize = 512;

pub(crate) fn restore(args: &RestoreArgs) -> anyhow::Result<Outcome> {
    refuse_overlap(&args.clean, &args.out)?;
    let mut tally = RestoreTally::default();
    let mut staged = Vec::new();
    let cannot = || args.out.display().to_string();
    for_each_record(&args.clean, args.cuts.as_deref(), &mut tally, |page| {
        let target = args.out.join(page.id.path());
        let bytes = page.original()?;
        staged.push(stage(&target, &bytes).with_context(|| target.display().to_string())?);
        if staged.len() == GROUP_PAGES {
            publish_all(&args.out, &mut staged).with_context(cannot)?;
        }
        Ok(())
    })?;
    publish_all(&args.out, &mut staged).with_context(cannot)?;
    shards::restore(&args.clean, &args.out, &mut tally)?;
    tally.report("restored")
}

pub(crate) fn verify(args: &VerifyArgs) -> anyhow::Result<Outcome> {
    let mut tally = RestoreTally::default();
    for_each_record(&args.clean, args.cuts.as_deref(), &mut tally, |page| {
        let bytes = page.original()?;
        let Some(originals) = &args.against else {
            return Ok(());
        };
        let path = page_path(originals, &page.id);
        let original = fs::read(&path).with_context(|| path.display().to_string())?;
        if original != bytes {
            let differ = original
                .iter()
                .zip(&bytes)
                .take_while(|(a, b)| a == b)
                .count();
            bail!(
                "{} differs from the restored text from byte {differ} on",
                path.display()
            );
        }
        Ok(())
    })?;
    shards::verify(&args.clean, args.against.as_deref(), &mut tally)?;
    tally.report("verified")
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

/// A record and the place of its clean text.
struct CleanedPage {
    id: PageId,
    clean: PathBuf,
    record: Record,
}

impl CleanedPage {
    /// The original's bytes, held against the record's hash.
    fn original(&self) -> anyhow::Result<Vec<u8>> {
        let bytes = fs::read(&self.clean).with_context(|| self.clean.display().to_string())?;
        let clean = String::from_utf8(bytes)
            .map_err(|_| anyhow!("{}: not UTF-8; clean text always is", self.clean.display()))?;
        let text = self.record.join(&clean)?;
        let bytes = match &self.record.encoding {
            None => text.into_bytes(),
            Some(name) => encode(&text, name)
                .ok_or_else(|| anyhow!("the text cannot be written as {name}"))?,
        };
        self.record.check_hash(&bytes)?;
        Ok(bytes)
    }
}

/// Reads records one by one; what goes wrong with one page is named and counted, and the rest
/// goes on.
fn for_each_record(
    clean: &Path,
    cuts: Option<&Path>,
    tally: &mut RestoreTally,
    mut visit: impl FnMut(&CleanedPage) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let default = clean.join("_dechaff").join("cuts.jsonl");
    if cuts.is_none() && !default.exists() && shards::has_some(clean)? {
        return Ok(()); // shards alone were cleaned
    }
    let cuts = cuts.unwrap_or(&default);
    let file = File::open(cuts).with_context(|| format!("cut records {}", cuts.display()))?;
    let mut lines = BufReader::new(file);
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = lines.read_until(b'\n', &mut line);
        if read.with_context(|| cuts.display().to_string())? == 0 {
            break;
        }
        match serde_json::from_slice::<Record>(&line) {
            Err(error) => {
                let column = error.column();
                tally.fail(
                    &format!("{}:{number}:{column}", cuts.display()),
                    &error.into(),
                );
            }
            Ok(record) => {
                let id = id_of(&record);
                if clean.is_file() && id.path().file_name() != clean.file_name() {
                    continue; // one page of many was asked for
                }
                let page = CleanedPage {
                    clean: page_path(clean, &id),
                    id,
                    record,
                };
                match visit(&page) {
                    Ok(()) => tally.done += 1,
                    Err(error) => tally.fail(&page.record.page, &error),
                }
            }
        }
    }
    Ok(())
}

/// The page's file: `root` itself where that is a file.
fn page_path(root: &Path, id: &PageId) -> PathBuf {
    if root.is_file() {
        root.to_owned()
    } else {
        root.join(id.path())
    }
}

fn id_of(record: &Record) -> PageId {
    match record.path_hex.as_deref().and_then(path_from_hex) {
        Some(path) => PageId::new(&path),
        None => PageId::new(Path::new(&record.page)),
    }
}

#[cfg(unix)]
fn path_from_hex(hex: &str) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    let digits = hex.as_bytes().chunks(2).map(std::str::from_utf8);
    let bytes: Option<Vec<u8>> = digits
        .map(|pair| u8::from_str_radix(pair.ok()?, 16).ok())
        .collect();
    Some(PathBuf::from(std::ffi::OsString::from_vec(bytes?)))
}

#[cfg(not(unix))]
fn path_from_hex(_hex: &str) -> Option<PathBuf> {
    None
}
