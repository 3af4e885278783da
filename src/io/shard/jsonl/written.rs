//! The texts of rows that were written.

use crate::io::format::jsonl::fields::Fields;
use crate::io::format::jsonl::row::Row;
use crate::io::shard::lines::Lines;
use crate::io::shard::restore_error::{ShardRestoreError, io_error};
use crate::io::shard::sidecar::{SidecarHead, SidecarRow};
use crate::io::shard::table::read_fields;
use crate::io::shard::written::WrittenRows;
use std::path::Path;

/// The rows of a shard that was written, as lines of JSON; of a table those columns that are needed.
pub(crate) fn written_lines(head: &SidecarHead, out: &Path) -> Result<Lines, ShardRestoreError> {
    if !head.is_table() {
        return Lines::open(out);
    }
    let rows = read_fields(out, &head.fields()).map_err(|error| io_error(out, error))?;
    Ok(Lines::new(rows, out))
}

/// Rows that were written, and where their texts are.
pub(crate) struct WrittenLines {
    lines: Lines,
    fields: Fields,
}

impl WrittenLines {
    pub(crate) fn open(head: &SidecarHead, out: &Path) -> Result<Self, ShardRestoreError> {
        Ok(Self {
            lines: written_lines(head, out)?,
            fields: head.fields(),
        })
    }
}

fn next(lines: &mut Lines) -> Result<&[u8], ShardRestoreError> {
    lines.next()?.ok_or(ShardRestoreError::Rows("fewer"))
}

impl WrittenRows for WrittenLines {
    fn skip(&mut self, said: &SidecarRow) -> Result<(), ShardRestoreError> {
        if said.dropped.is_none() && said.rejected.is_none() {
            next(&mut self.lines)?;
        }
        Ok(())
    }

    fn text(&mut self, said: &SidecarRow) -> Result<String, ShardRestoreError> {
        let no_text = |why| ShardRestoreError::Row { row: said.row, why };
        let row = Row::read(next(&mut self.lines)?, &self.fields)
            .map_err(|error| no_text(error.to_string()))?;
        let spelled = row
            .spelled()
            .ok_or_else(|| no_text("it has no text any more".to_owned()))?;
        Ok(spelled.unescape().text.into_owned())
    }
}
