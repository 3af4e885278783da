//! The cuts beside a shard, as they stand there.

use crate::io::shard::lines::Lines;
use crate::io::shard::manifest::{id_of, read_manifest};
use crate::io::shard::part_earlier::unfinished_shards;
use crate::io::shard::part_paths::PartPaths;
use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::shard::sidecar::{SIDECAR_VERSION, SidecarHead, SidecarLine, SidecarRow};
use crate::io::source::entry::PageId;
use crate::io::source::walk::OWN_FOLDER;
use crate::record::Record;
use crate::record::rows::{Header, Row, record};
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

/// What the cuts beside a shard say of its lines, one by one.
pub(crate) struct SidecarRows {
    lines: Lines,
    /// What the records at hand share.
    header: Option<Header>,
}

impl SidecarRows {
    /// Reads on behind the first line.
    pub(crate) fn new(lines: Lines) -> Self {
        Self {
            lines,
            header: None,
        }
    }

    /// What is said of the next line of the shard; nothing behind the last one.
    pub(crate) fn next(&mut self) -> Result<Option<Box<SidecarRow>>, ShardRestoreError> {
        loop {
            match next_line(&mut self.lines)? {
                SidecarLine::End(_) => return Ok(None),
                SidecarLine::Header(found) => self.header = Some(found),
                SidecarLine::Row(row) => return Ok(Some(row)),
            }
        }
    }

    /// The record of the line at hand.
    pub(crate) fn record(&self, row: Row) -> Result<Record, ShardRestoreError> {
        let header = self.header.as_ref().ok_or_else(|| {
            self.lines
                .damaged(&"what its record was made by is missing")
        })?;
        record(header, row).map_err(|error| self.lines.damaged(&error))
    }
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
    numbered_records(folder, id, |_, record| each(record))
}

/// As [`shard_records`], each record with the number of its row, from 1.
///
/// # Errors
///
/// See [`shard_records`].
pub fn numbered_records<E: From<ShardRestoreError>>(
    folder: &Path,
    id: &PageId,
    mut each: impl FnMut(u64, Record) -> Result<(), E>,
) -> Result<(), E> {
    let (_, sidecar) = open_sidecar(folder, id)?;
    let mut rows = SidecarRows::new(sidecar);
    while let Some(row) = rows.next()? {
        if let Some(record) = row.record {
            each(row.row, rows.record(record)?)?;
        }
    }
    Ok(())
}
