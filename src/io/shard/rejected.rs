//! What no shard took: `_dechaff/rejected.jsonl`.

use crate::io::shard::lines::unpacked;
use crate::io::shard::manifest::{id_of, read_manifest};
use crate::io::shard::part_paths::cuts_path;
use crate::io::shard::sidecar::{SidecarLine, push_line};
use crate::io::sink::atomic::stage;
use crate::io::source::entry::PageId;
use crate::io::source::walk::OWN_FOLDER;
use serde::Serialize;
use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;

/// The file's name below `_dechaff`.
const REJECTED: &str = "rejected.jsonl";

/// A line of a shard that is no row.
#[derive(Serialize)]
struct RejectedLine<'r> {
    /// The shard and its line, from 1.
    at: String,
    shard: &'r str,
    line: u64,
    reason: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row_hex: Option<&'r str>,
}

/// Writes anew which lines of all shards of an output folder are no rows, by shard and line. They stand in the files
/// of cuts, too, by which shards are restored; this file is for people.
///
/// Cost: reading the cuts of the shards that have such lines.
///
/// # Errors
///
/// Whatever the file system says.
pub fn gather_rejected(folder: &Path) -> io::Result<()> {
    let own = folder.join(OWN_FOLDER);
    let target = own.join(REJECTED);
    let entries = read_manifest(&own)?;
    let with_some = entries.values();
    let with_some = with_some.filter(|entry| entry.totals.counts.rejected > 0);
    let ids: Vec<PageId> = with_some.filter_map(|entry| id_of(&entry.shard)).collect();
    if ids.is_empty() {
        return match fs::remove_file(&target) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    }
    let mut staged = stage(&target, b"")?;
    for id in ids {
        let cuts = BufReader::new(unpacked(&cuts_path(folder, &id))?);
        for line in cuts.split(b'\n') {
            staged.append(&rejected_line(&id, &line?))?;
        }
    }
    staged.sync()?;
    staged.publish()
}

/// A line of the file for a line of a shard's cuts; empty where that is of a row.
fn rejected_line(id: &PageId, line: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    if let Ok(SidecarLine::Row(row)) = serde_json::from_slice(line)
        && let Some(reason) = &row.rejected
    {
        let said = RejectedLine {
            at: format!("{}:{}", id.text(), row.row),
            shard: &id.text(),
            line: row.row,
            reason,
            row: row.raw.as_deref(),
            row_hex: row.raw_hex.as_deref(),
        };
        push_line(&said, &mut text);
    }
    text
}
