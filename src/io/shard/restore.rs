//! A shard as it was, from what was written of it and the cuts beside it.

use crate::io::format::detect::Container;
use crate::io::shard::containers::blocks_of;
use crate::io::shard::cuts::open_sidecar;
use crate::io::shard::part_paths::PartPaths;
use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::shard::restoring::{RestoredShard, Restoring};
use crate::io::source::entry::PageId;
use std::io::Write;
use std::path::Path;

/// Writes the shard as it was, unpacked, to `to`, which is flushed behind each row of a container whose rows are
/// packed by themselves; of a table, the fields of its rows as lines of JSON. Each row is held against the hash of its
/// text, all of it against the hash of what was read. O(n) in bytes; memory for a row at a time.
///
/// # Errors
///
/// See [`ShardRestoreError`]; what was written by then is not the whole shard.
pub(crate) fn restore_shard(
    folder: &Path,
    id: &PageId,
    to: &mut dyn Write,
) -> Result<RestoredShard, ShardRestoreError> {
    let out = PartPaths::new(folder, id).final_out;
    let (head, mut sidecar) = open_sidecar(folder, id)?;
    let Some(container) = Container::of_word(&head.format) else {
        return Err(sidecar.damaged(&format!("the format {} is not known", head.format)));
    };
    let mut restoring = Restoring::new(to, out.clone());
    let was = blocks_of(container).restore(&head, &mut sidecar, &out, &mut restoring)?;
    if head.is_made_table() {
        return Ok(restoring.end_of_table(&was));
    }
    restoring.end(&was)
}
