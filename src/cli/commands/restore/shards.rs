//! Shards as they were.

use crate::cli::commands::restore::tally::RestoreTally;
use anyhow::{Context as _, bail};
use dechaff::io::shard::{RestoredShard, packer, restore_shard, sidecars, unpacked};
use dechaff::io::sink::stage;
use dechaff::io::source::PageId;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

fn ids(clean: &Path) -> anyhow::Result<Vec<PageId>> {
    if !clean.is_dir() {
        return Ok(Vec::new()); // one page was asked for
    }
    sidecars(clean).with_context(|| format!("{}: cuts of shards", clean.display()))
}

/// Restores every shard of a folder of clean text below `out`, packed as the clean one is. What is there already stays
/// where it holds the same rows, and else unless it may be replaced.
pub(crate) fn restore(
    clean: &Path,
    out: &Path,
    replaces: bool,
    tally: &mut RestoreTally,
) -> anyhow::Result<()> {
    for id in ids(clean)? {
        let restored = restore_one(clean, out, &id, replaces);
        count(&id, restored, tally);
    }
    Ok(())
}

fn restore_one(
    clean: &Path,
    out: &Path,
    id: &PageId,
    replaces: bool,
) -> anyhow::Result<RestoredShard> {
    let target = out.join(id.path());
    if target.exists() && !replaces {
        let same = verify_one(clean, Some(&target), id);
        return same.with_context(|| {
            let target = target.display();
            format!("{target} is there and holds something else; give --force to replace it")
        });
    }
    let cannot = || target.display().to_string();
    let from = clean.join(id.path());
    let mut staged = stage(&target, b"").with_context(cannot)?;
    let writer = packer(&from, &mut staged);
    let mut writer = writer.with_context(|| from.display().to_string())?;
    let restored = restore_shard(clean, id, &mut writer)?;
    writer.finish().with_context(cannot)?;
    staged.sync().with_context(cannot)?;
    staged.publish().with_context(cannot)?;
    Ok(restored)
}

/// Restores every shard of a folder of clean text into nothing, and compares it with the originals.
pub(crate) fn verify(
    clean: &Path,
    originals: Option<&Path>,
    tally: &mut RestoreTally,
) -> anyhow::Result<()> {
    for id in ids(clean)? {
        let verified = verify_one(clean, originals, &id);
        count(&id, verified, tally);
    }
    Ok(())
}

fn verify_one(
    clean: &Path,
    originals: Option<&Path>,
    id: &PageId,
) -> anyhow::Result<RestoredShard> {
    let Some(originals) = originals else {
        return Ok(restore_shard(clean, id, &mut io::sink())?);
    };
    let path = if originals.is_file() {
        originals.to_owned()
    } else {
        originals.join(id.path())
    };
    let original = unpacked(&path).with_context(|| path.display().to_string())?;
    let mut comparing = Comparing {
        original: BufReader::new(original),
        same: 0,
    };
    let restored = restore_shard(clean, id, &mut comparing)?;
    let mut more = [0];
    if comparing.original.read(&mut more)? > 0 {
        bail!("{} goes on where the restored rows end", path.display());
    }
    Ok(restored)
}

/// Takes what is to be the same as the original.
struct Comparing<R> {
    original: R,
    same: u64,
}

impl<R: Read> Write for Comparing<R> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut wanted = vec![0; bytes.len()];
        let is_there = self.original.read_exact(&mut wanted).is_ok();
        if !is_there || wanted != bytes {
            let differ = wanted.iter().zip(bytes).take_while(|(a, b)| a == b).count();
            let at = self.same + differ as u64;
            let why = format!("the original differs from the restored rows from byte {at} on");
            return Err(io::Error::other(why));
        }
        self.same += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn count(id: &PageId, done: anyhow::Result<RestoredShard>, tally: &mut RestoreTally) {
    match done {
        Ok(restored) => {
            tally.shards += 1;
            tally.rows += restored.rows;
        }
        Err(error) => tally.fail(&id.text(), &error),
    }
}
