//! Shards as they were.

use crate::cli::commands::restore::tally::RestoreTally;
use crate::cli::render::terminal::{escape, whole};
use anyhow::Context as _;
use dechaff::io::shard::{
    RestoredShard, ShardRestoreError, converted_from, restore_file, sidecars, verify_shard,
};
use dechaff::io::sink::stage;
use dechaff::io::source::PageId;
use std::io::ErrorKind;
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
        count(clean, &id, restored, tally);
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
    let staged = stage(&target, b"").with_context(cannot)?;
    let file = staged.file().with_context(cannot)?;
    let above = target.parent().unwrap_or(out);
    let restored = restore_file(clean, id, &file, above)?;
    drop(file);
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
        let originals = originals.filter(|_| !is_converted(clean, &id));
        let verified = verify_one(clean, originals, &id);
        count(clean, &id, verified, tally);
    }
    Ok(())
}

/// Whether a shard was read in another format, so that there is no file to hold it against; says so.
fn is_converted(clean: &Path, id: &PageId) -> bool {
    let Ok(Some(from)) = converted_from(clean, id) else {
        return false; // what is wrong with it is said when it is verified
    };
    let name = escape(&id.text());
    tracing::warn!(
        "{name}: written from {from}, so that its rows are held against their hashes alone"
    );
    true
}

fn verify_one(
    clean: &Path,
    originals: Option<&Path>,
    id: &PageId,
) -> anyhow::Result<RestoredShard> {
    let path = originals.map(|originals| {
        if originals.is_file() {
            originals.to_owned()
        } else {
            originals.join(id.path())
        }
    });
    Ok(verify_shard(clean, id, path.as_deref())?)
}

fn count(clean: &Path, id: &PageId, done: anyhow::Result<RestoredShard>, tally: &mut RestoreTally) {
    match done {
        Ok(restored) => {
            tally.shards += 1;
            tally.rows += whole(restored.rows);
        }
        Err(error) => {
            let file = clean.join(id.path());
            if is_missing(&error, &file) {
                tally.miss(&file, "there are cuts of this shard");
            } else {
                tally.fail(&id.text(), &error);
            }
        }
    }
}

/// Whether the clean file of a shard is what was not found.
fn is_missing(error: &anyhow::Error, file: &Path) -> bool {
    matches!(
        error.downcast_ref(),
        Some(ShardRestoreError::Io { path, error }) if path == file && error.kind() == ErrorKind::NotFound
    )
}
