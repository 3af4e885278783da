//! The texts of some rows of a clean shard, as they were.

use crate::io::shard::containers::written_rows;
use crate::io::shard::cuts::{SidecarRows, open_sidecar};
use crate::io::shard::part_paths::PartPaths;
use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::source::entry::PageId;
use crate::record::{Record, RestoreError};
use std::collections::BTreeSet;
use std::path::Path;

/// Hands certain rows of a shard that was cleaned into `folder` to `each`, in order: the number, and the text as it
/// was, which was held against its hash, or in words why it does not come back. Rows without a record are left out.
/// The shard is read up to the last of them, once; memory for a row at a time.
///
/// # Errors
///
/// See [`ShardRestoreError`]; rows before that were handed on.
pub fn original_texts(
    folder: &Path,
    id: &PageId,
    rows: &BTreeSet<u64>,
    mut each: impl FnMut(u64, Result<String, String>),
) -> Result<(), ShardRestoreError> {
    let out = PartPaths::new(folder, id).final_out;
    let (head, sidecar) = open_sidecar(folder, id)?;
    let Some(mut written) = written_rows(&head, &out)? else {
        return Err(sidecar.damaged(&format!("the format {} is not known", head.format)));
    };
    let was_kept = head.text == "keep";
    let mut said = SidecarRows::new(sidecar);
    let mut left = rows.len();
    while left > 0 {
        let Some(mut row) = said.next()? else { break };
        let is_asked_for = rows.contains(&row.row);
        let Some(record) = row.record.take().filter(|_| is_asked_for) else {
            written.skip(&row)?;
            continue;
        };
        left -= 1;
        let record = said.record(record)?;
        let text = match written.text(&row) {
            Ok(text) => original(&record, text, was_kept).map_err(|error| error.to_string()),
            Err(ShardRestoreError::Row { why, .. }) => Err(why),
            Err(error) => return Err(error),
        };
        each(row.row, text);
    }
    Ok(())
}

/// The text that a row had, from the one that was written.
fn original(record: &Record, text: String, was_kept: bool) -> Result<String, RestoreError> {
    if !was_kept {
        return record.restore(&text);
    }
    record.check_hash(text.as_bytes())?;
    Ok(text)
}
