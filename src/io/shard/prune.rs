//! Shards that the input no longer has.

use crate::io::shard::cuts::sidecars;
use crate::io::shard::manifest::{forget, key};
use crate::io::shard::part_paths::{PartPaths, remove_if_there};
use crate::io::source::entry::PageId;
use crate::io::source::walk::OWN_FOLDER;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// Removes the shards of an output folder that are not among `kept`. Their cuts are kept: they go to the folder
/// `_dechaff/pruned-WORD`. Returns how many shards were removed. A run that is killed on the way leaves cuts in one of
/// the two places, and the next one goes on.
///
/// # Errors
///
/// Whatever the file system says.
pub fn prune_shards(folder: &Path, kept: &[PageId], word: &str) -> io::Result<usize> {
    let kept: BTreeSet<String> = kept.iter().map(key).collect();
    let own = folder.join(OWN_FOLDER);
    let cuts = own.join("cuts");
    let mut gone = BTreeSet::new();
    for id in sidecars(folder)? {
        let key = key(&id);
        if kept.contains(&key) {
            continue;
        }
        let paths = PartPaths::new(folder, &id);
        if let Ok(below) = paths.final_cuts.strip_prefix(&cuts)
            && paths.final_cuts.exists()
        {
            let target = own.join(format!("pruned-{word}")).join(below);
            target.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::rename(&paths.final_cuts, &target)?;
        }
        remove_if_there(&paths.final_out)?;
        paths.sweep()?;
        gone.insert(key);
    }
    if !gone.is_empty() {
        forget(&own, &gone)?;
    }
    Ok(gone.len())
}
