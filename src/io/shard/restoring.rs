//! A shard that is being put together again.

use crate::io::shard::restore_error::ShardRestoreError;
use crate::io::shard::sidecar::ShardWas;
use crate::record::Record;
use crate::record::rows::{Header, Row, record};
use std::io::Write;
use std::path::PathBuf;

/// A shard that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestoredShard {
    /// Its rows.
    pub rows: u64,
    /// Its bytes, unpacked.
    pub len_bytes: u64,
}

/// Takes a shard's bytes as they were, and hashes them.
pub(crate) struct Restoring<'t> {
    to: &'t mut dyn Write,
    path: PathBuf,
    /// What the records at hand share.
    header: Option<Header>,
    hash: blake3::Hasher,
    len_bytes: u64,
}

impl<'t> Restoring<'t> {
    /// Hands what comes back to `to`; `path` is what messages name.
    pub(crate) fn new(to: &'t mut dyn Write, path: PathBuf) -> Self {
        Self {
            to,
            path,
            header: None,
            hash: blake3::Hasher::new(),
            len_bytes: 0,
        }
    }

    /// What the records behind this share.
    pub(crate) fn set_header(&mut self, header: Header) {
        self.header = Some(header);
    }

    /// The record of a row, if it has one.
    pub(crate) fn record(&self, row: Option<Row>) -> Result<Option<Record>, String> {
        let Some(row) = row else { return Ok(None) };
        let header = self
            .header
            .as_ref()
            .ok_or("what its record was made by is missing")?;
        record(header, row)
            .map(Some)
            .map_err(|error| error.to_string())
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), ShardRestoreError> {
        self.hash.update(bytes);
        self.len_bytes += bytes.len() as u64;
        self.to
            .write_all(bytes)
            .map_err(|error| ShardRestoreError::Io {
                path: self.path.clone(),
                error,
            })
    }

    /// Says that what was written so far is whole rows.
    pub(crate) fn end_row(&mut self) -> Result<(), ShardRestoreError> {
        self.to.flush().map_err(|error| ShardRestoreError::Io {
            path: self.path.clone(),
            error,
        })
    }

    /// What came back of a table that was made of other rows: each was held against the hash of its text, and there
    /// is nothing else that it could be held against.
    pub(crate) fn end_of_table(self, was: &ShardWas) -> RestoredShard {
        RestoredShard {
            rows: was.rows - was.rejected,
            len_bytes: self.len_bytes,
        }
    }

    /// Holds what came back against what was read.
    pub(crate) fn end(self, was: &ShardWas) -> Result<RestoredShard, ShardRestoreError> {
        let is_same =
            self.len_bytes == was.len_bytes && self.hash.finalize().to_hex().as_str() == was.blake3;
        if !is_same {
            return Err(ShardRestoreError::WrongHash);
        }
        Ok(RestoredShard {
            rows: was.rows,
            len_bytes: was.len_bytes,
        })
    }
}
