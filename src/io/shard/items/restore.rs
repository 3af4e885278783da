//! Items as they were, from what was written of them and the cuts beside the shard.

use crate::io::format::item::{Patch, unpatch};
use crate::io::shard::cuts::next_line;
use crate::io::shard::lines::{Lines, unpacked};
use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::shard::restoring::Restoring;
use crate::io::shard::sidecar::{Around, ShardWas, SidecarLine, SidecarRow};
use crate::record::Record;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// How many bytes are copied at once.
const CHUNK_BYTES: usize = 64 << 10;

/// Reads what was written and what the cuts say of it, and writes items as they were. `row_ends` says that those who
/// pack it again want to know where an item ends.
pub(crate) fn restore(
    sidecar: &mut Lines,
    out: &Path,
    row_ends: bool,
    to: &mut Restoring<'_>,
) -> Result<ShardWas, ShardRestoreError> {
    let failed = |error| ShardRestoreError::Io {
        path: out.to_owned(),
        error,
    };
    let mut items = ItemRestorer {
        written: BufReader::new(unpacked(out).map_err(failed)?),
        path: out,
        to,
    };
    let mut at_hand = None;
    loop {
        match next_line(sidecar)? {
            SidecarLine::Header(header) => items.to.set_header(header),
            SidecarLine::Row(row) => {
                // Of an item that lies in more blocks than one there are as many lines.
                if row_ends && at_hand.is_some_and(|at_hand| at_hand != row.row) {
                    items.to.end_row()?;
                }
                at_hand = Some(row.row);
                items.item(*row)?;
            }
            SidecarLine::End(end) => {
                if row_ends {
                    items.to.end_row()?;
                }
                if items.written.read(&mut [0]).map_err(failed)? > 0 {
                    return Err(ShardRestoreError::Rows("more"));
                }
                return Ok(end.end);
            }
        }
    }
}

struct ItemRestorer<'r, 't, R> {
    written: R,
    path: &'r Path,
    to: &'r mut Restoring<'t>,
}

impl<R: Read> ItemRestorer<'_, '_, R> {
    fn item(&mut self, said: SidecarRow) -> Result<(), ShardRestoreError> {
        if let Some(len) = said.passed {
            return self.copy(len);
        }
        let row = said.row;
        let damaged = |why: String| ShardRestoreError::Row { row, why };
        let record = self.to.record(said.record).map_err(damaged)?;
        let (Some(around), Some(record)) = (said.around, record) else {
            let why = "the record is damaged: it does not say what was written";
            return Err(damaged(why.to_owned()));
        };
        let before = self.take(around.before)?;
        let text = self.take(around.text)?;
        let behind = self.take(around.behind)?;
        let [before, text, behind] =
            original(&around, &record, &before, text, &behind).map_err(damaged)?;
        self.to.write(&before)?;
        self.to.write(&text)?;
        self.to.write(&behind)
    }

    fn copy(&mut self, len: usize) -> Result<(), ShardRestoreError> {
        let mut left = len;
        while left > 0 {
            let chunk = self.take(left.min(CHUNK_BYTES))?;
            self.to.write(&chunk)?;
            left -= chunk.len();
        }
        Ok(())
    }

    /// The next bytes that were written.
    fn take(&mut self, len: usize) -> Result<Vec<u8>, ShardRestoreError> {
        let mut bytes = Vec::new();
        match self
            .written
            .by_ref()
            .take(len as u64)
            .read_to_end(&mut bytes)
        {
            Ok(found) if found == len => Ok(bytes),
            Ok(_) => Err(ShardRestoreError::Rows("fewer")),
            Err(source) if source.kind() == io::ErrorKind::UnexpectedEof => {
                Err(ShardRestoreError::Rows("fewer"))
            }
            Err(error) => Err(ShardRestoreError::Io {
                path: self.path.to_owned(),
                error,
            }),
        }
    }
}

/// What stood before a text, the text, and what stood behind it.
fn original(
    around: &Around,
    record: &Record,
    before: &[u8],
    text: Vec<u8>,
    behind: &[u8],
) -> Result<[Vec<u8>; 3], String> {
    let patches = around.was.iter().map(|was| {
        Some(Patch {
            at: was.0,
            len: was.1,
            was: was.2.read()?,
        })
    });
    let patches: Option<Vec<Patch>> = patches.collect();
    let patches = patches.ok_or("the record is damaged: bytes in it cannot be read")?;
    let in_front = patches.partition_point(|patch| patch.at < before.len());
    let (first, last) = patches.split_at(in_front);
    let changed = "what stands around its text was changed after cleaning";
    let text = String::from_utf8(text).map_err(|_| {
        "its clean text is not UTF-8 any more; it was changed after cleaning".to_owned()
    })?;
    let text = record.restore(&text).map_err(|error| error.to_string())?;
    Ok([
        unpatch(before, 0, first).ok_or(changed)?,
        text.into_bytes(),
        unpatch(behind, before.len(), last).ok_or(changed)?,
    ])
}
