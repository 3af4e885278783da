//! Shards put back into files, and held against the files that they were.

use crate::io::shard::cuts::open_sidecar;
use crate::io::shard::lines::{packer, unpacked};
use crate::io::shard::part_paths::PartPaths;
use crate::io::shard::restore::restore_shard;
use crate::io::shard::restore_error::{ShardRestoreError, io_error};
use crate::io::shard::restoring::RestoredShard;
use crate::io::shard::sidecar::SidecarHead;
use crate::io::shard::table::{difference, read_fields, write_table};
use crate::io::shard::table_form::{Extra, Table, TableForm};
use crate::io::source::entry::PageId;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

/// Writes a shard as it was into `to`, a file below the folder `scratch`, packed as the clean one is. A table comes
/// back as a table: its columns as they are in the clean one, and its text.
///
/// # Errors
///
/// See [`ShardRestoreError`]; what was written by then is not the whole shard.
pub fn restore_file(
    folder: &Path,
    id: &PageId,
    to: &File,
    scratch: &Path,
) -> Result<RestoredShard, ShardRestoreError> {
    let clean = PartPaths::new(folder, id).final_out;
    let failed = |source| io_error(&clean, source);
    let (head, _) = open_sidecar(folder, id)?;
    if head.is_table() {
        let table = write_table(
            &form(&head, &clean, scratch),
            to.try_clone().map_err(failed)?,
        );
        let mut rows = TableRows {
            table: table.map_err(failed)?,
            waiting: Vec::new(),
        };
        let restored = restore_shard(folder, id, &mut rows)?;
        rows.finish().map_err(failed)?;
        return Ok(restored);
    }
    let mut writer = packer(&clean, to).map_err(failed)?;
    let restored = restore_shard(folder, id, &mut writer)?;
    writer.finish().map_err(failed)?;
    Ok(restored)
}

/// In which format a shard was read, where it was written in another one.
///
/// # Errors
///
/// Where its cuts cannot be read.
pub fn converted_from(folder: &Path, id: &PageId) -> Result<Option<String>, ShardRestoreError> {
    let (head, _) = open_sidecar(folder, id)?;
    Ok(head.from)
}

/// Puts a shard together and holds it against the file that it was, or, where none is given, against the hashes alone.
///
/// # Errors
///
/// See [`ShardRestoreError`].
pub fn verify_shard(
    folder: &Path,
    id: &PageId,
    original: Option<&Path>,
) -> Result<RestoredShard, ShardRestoreError> {
    let Some(path) = original else {
        return restore_shard(folder, id, &mut io::sink());
    };
    let (head, _) = open_sidecar(folder, id)?;
    let failed = |source| io_error(path, source);
    let differs = |what| ShardRestoreError::Differs {
        path: path.to_owned(),
        what,
    };
    let is_table = head.is_table();
    if is_table {
        let clean = PartPaths::new(folder, id).final_out;
        let found = difference(&form(&head, &clean, folder), path).map_err(failed)?;
        if let Some(what) = found {
            return Err(differs(what));
        }
    }
    let rows: Box<dyn Read> = if is_table {
        read_fields(path, &head.fields()).map_err(failed)?
    } else {
        Box::new(unpacked(path).map_err(failed)?)
    };
    let mut comparing = Comparing {
        original: BufReader::new(rows),
        same: 0,
        row: 1,
        differs: None,
    };
    let restored = restore_shard(folder, id, &mut comparing);
    if let Some((byte, row)) = comparing.differs {
        let at = if is_table {
            format!("row {row}")
        } else {
            format!("byte {byte}")
        };
        return Err(differs(format!(
            "it differs from the restored rows from {at} on"
        )));
    }
    let restored = restored?;
    if comparing.original.read(&mut [0]).map_err(failed)? > 0 {
        return Err(differs("it goes on where the restored rows end".to_owned()));
    }
    Ok(restored)
}

/// A table as it was before it was cleaned.
fn form<'f>(head: &'f SidecarHead, clean: &'f Path, scratch: &'f Path) -> TableForm<'f> {
    TableForm {
        template: clean,
        text: &head.text_field,
        extra: Extra::default(),
        drops_extra: head.text == "both",
        level: 0,
        scratch,
    }
}

/// Takes rows for a table, and hands them on some at a time.
struct TableRows {
    table: Box<dyn Table>,
    waiting: Vec<u8>,
}

/// How many bytes of rows are handed on at once.
const ROWS_BYTES: usize = 1 << 20;

impl TableRows {
    fn finish(mut self) -> io::Result<()> {
        self.table.add(&self.waiting)?;
        self.table.finish().map(drop)
    }
}

impl Write for TableRows {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= ROWS_BYTES && self.waiting.ends_with(b"\n") {
            self.table.add(&self.waiting)?;
            self.waiting.clear();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes what is to be the same as the original.
struct Comparing {
    original: BufReader<Box<dyn Read>>,
    same: u64,
    row: u64,
    /// The byte and the row from which on it is not.
    differs: Option<(u64, u64)>,
}

impl Write for Comparing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut wanted = vec![0; bytes.len()];
        let is_there = self.original.read_exact(&mut wanted).is_ok();
        if !is_there || wanted != bytes {
            let differ = wanted.iter().zip(bytes).take_while(|(a, b)| a == b).count();
            self.differs = Some((self.same + differ as u64, self.row));
            return Err(io::Error::other("the original differs"));
        }
        self.same += bytes.len() as u64;
        self.row += memchr::memchr_iter(b'\n', bytes).count() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
