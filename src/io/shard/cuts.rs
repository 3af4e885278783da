//! The cuts beside a shard, as they stand there.

use crate::io::shard::lines::Lines;
use crate::io::shard::manifest::{id_of, read_manifest};
use crate::io::shard::part_earlier::unfinished_shards;
use crate::io::shard::part_paths::PartPaths;
use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::shard::sidecar::{SIDECAR_VERSION, SidecarHead, SidecarLine};
use crate::io::source::entry::PageId;
use crate::io::source::walk::OWN_FOLDER;
use crate::record::Record;
use crate::record::rows::record;
use std::io;
use std::path::Path;

/// The shards that were cleaned into an output folder, by name: those that have a file of cuts, and those that the
/// manifest knows.
///
/// # Errors
///
/// Whatever the file system says.
pub fn sidecars(folder: &Path) -> io::Result<Vec<PageId>> {
    let root = folder.join(OWN_FOLDER).join("cuts");
    let mut found = Vec::new();
    if root.is_dir() {
        collect(&root, &root, &mut found)?;
    }
    let known = read_manifest(&folder.join(OWN_FOLDER))?.into_keys();
    let keys = known.chain(unfinished_shards(folder));
    found.extend(keys.filter_map(|key| id_of(&key)));
    found.sort_by(|one, other| one.path().cmp(other.path()));
    found.dedup();
    Ok(found)
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<PageId>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect(root, &path, found)?;
            continue;
        }
        let below = path.strip_prefix(root).unwrap_or(&path);
        let inner = below.with_extension("");
        if below.extension().is_some_and(|ending| ending == "zst")
            && inner.extension().is_some_and(|ending| ending == "jsonl")
        {
            found.push(PageId::new(&inner.with_extension("")));
        }
    }
    Ok(())
}

/// Opens the cuts of a shard behind their first line.
pub(crate) fn open_sidecar(
    folder: &Path,
    id: &PageId,
) -> Result<(SidecarHead, Lines), ShardRestoreError> {
    let cuts = PartPaths::new(folder, id).cuts_now();
    if !cuts.is_file() {
        return Err(ShardRestoreError::NoSidecar(
            "column, attributes or none".to_owned(),
        ));
    }
    let mut sidecar = Lines::open(&cuts)?;
    let head: SidecarHead = match sidecar.next()? {
        Some(line) => serde_json::from_slice(line).map_err(|error| sidecar.damaged(&error))?,
        None => return Err(sidecar.damaged(&"it is empty")),
    };
    if head.version != SIDECAR_VERSION {
        return Err(sidecar.damaged(&format!("version {} is not read", head.version)));
    }
    if head.cuts != "sidecar" {
        return Err(ShardRestoreError::NoSidecar(head.cuts));
    }
    Ok((head, sidecar))
}

/// The next line of the cuts.
pub(crate) fn next_line(sidecar: &mut Lines) -> Result<SidecarLine, ShardRestoreError> {
    let Some(line) = sidecar.next()? else {
        return Err(sidecar.damaged(&"its end is missing"));
    };
    serde_json::from_slice(line).map_err(|error| sidecar.damaged(&error))
}

/// Hands the records of a shard that was cleaned into `folder` to `each`, in the order of its rows: of those that
/// were cleaned. O(n) in bytes; memory for one at a time.
///
/// # Errors
///
/// Where there are no cuts beside the shard, or they are damaged, or `each` says no; records before that were handed
/// on.
pub fn shard_records<E: From<ShardRestoreError>>(
    folder: &Path,
    id: &PageId,
    mut each: impl FnMut(Record) -> Result<(), E>,
) -> Result<(), E> {
    let (_, mut sidecar) = open_sidecar(folder, id)?;
    let mut header = None;
    loop {
        let row = match next_line(&mut sidecar)? {
            SidecarLine::End(_) => return Ok(()),
            SidecarLine::Header(found) => {
                header = Some(found);
                continue;
            }
            SidecarLine::Row(row) => row,
        };
        let Some(row) = row.record else { continue };
        let Some(header) = &header else {
            return Err(sidecar
                .damaged(&"what its record was made by is missing")
                .into());
        };
        let record = record(header, row).map_err(|error| sidecar.damaged(&error))?;
        each(record)?;
    }
}
