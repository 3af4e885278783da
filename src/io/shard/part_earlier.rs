//! What an earlier run left of shards that it did not end, and what is to be done with that.

use crate::io::shard::manifest::{add_to_manifest, id_of};
use crate::io::shard::part_journal::{JournalBlock, JournalHead, Publish, read_journal};
use crate::io::shard::part_paths::{PartPaths, remove_if_there};
use crate::io::source::walk::OWN_FOLDER;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

impl PartPaths {
    /// The cuts that belong to the output that has its name: a run that was stopped between the two names has left
    /// them where they grew.
    pub(crate) fn cuts_now(&self) -> PathBuf {
        let is_whole = || matches!(read_journal(&self.journal), Some((_, _, Some(_))));
        if self.cuts.is_file() && !self.out.is_file() && is_whole() {
            return self.cuts.clone();
        }
        self.final_cuts.clone()
    }
}

/// The names of shards whose files were whole when their run was stopped, and not all named.
pub(crate) fn unfinished_shards(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join(OWN_FOLDER).join("partial"));
    let journals = entries.into_iter().flatten().flatten();
    let journals = journals.filter_map(|entry| read_journal(&entry.path()));
    let unfinished = journals.filter(|(_, _, publish)| publish.is_some());
    unfinished.map(|(head, ..)| head.shard).collect()
}

/// The blocks of a shard that an earlier run wrote, if it was to do the same.
pub(crate) fn written_blocks(paths: &PartPaths, head: &JournalHead) -> Vec<JournalBlock> {
    let Some((found, blocks, _)) = read_journal(&paths.journal) else {
        return Vec::new();
    };
    let len = |path: &Path| fs::metadata(path).map_or(0, |found| found.len());
    let (out_len, cuts_len) = (len(&paths.out), len(&paths.cuts));
    let there = |block: &&JournalBlock| block.out_len <= out_len && block.cuts_len <= cuts_len;
    let is_next = |(at, block): &(usize, JournalBlock)| block.block == *at as u64;
    if found != *head {
        return Vec::new();
    }
    let blocks = blocks.into_iter().enumerate().take_while(is_next);
    let blocks: Vec<JournalBlock> = blocks.map(|(_, block)| block).collect();
    let count = blocks.iter().take_while(there).count();
    blocks.into_iter().take(count).collect()
}

/// Does what a journal says is left to do. May be done again, wherever it was stopped.
pub(crate) fn finish(own: &Path, paths: &PartPaths, publish: &Publish) -> io::Result<()> {
    rename_if_there(&paths.out, &paths.final_out)?;
    if publish.publish.cuts {
        rename_if_there(&paths.cuts, &paths.final_cuts)?;
    } else {
        remove_if_there(&paths.cuts)?;
        remove_if_there(&paths.final_cuts)?;
    }
    add_to_manifest(own, &publish.publish)?;
    remove_if_there(&paths.journal)
}

/// Finishes every shard of an output folder whose files are whole, where an earlier run was stopped in between, and
/// removes files that no journal speaks of: nobody can go on with them.
///
/// # Errors
///
/// Whatever the file system says.
pub(crate) fn finish_earlier(folder: &Path) -> io::Result<()> {
    let own = folder.join(OWN_FOLDER);
    let entries = match fs::read_dir(own.join("partial")) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let journal = entry?.path();
        if journal.extension().is_none_or(|ending| ending != "journal") {
            if !journal.with_extension("journal").try_exists()? {
                remove_if_there(&journal)?;
            }
            continue;
        }
        if let Some((head, _, Some(publish))) = read_journal(&journal)
            && let Some(id) = id_of(&head.shard)
        {
            finish(&own, &PartPaths::new(folder, &id), &publish)?;
        }
    }
    Ok(())
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    if !from.try_exists()? {
        return Ok(());
    }
    let above = to.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(above)?;
    fs::rename(from, to)?;
    File::open(above)?.sync_all()
}
