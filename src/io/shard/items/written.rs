//! The texts of items that were written.

use crate::io::format::decompress::Decompress;
use crate::io::format::item::ItemFormat;
use crate::io::shard::items::clean::begun;
use crate::io::shard::lines::unpacked;
use crate::io::shard::restore_error::{ShardRestoreError, io_error};
use crate::io::shard::sidecar::SidecarRow;
use crate::io::shard::written::WrittenRows;
use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// Items that were written.
pub(crate) struct WrittenItems<F> {
    written: BufReader<Decompress<BufReader<File>>>,
    path: PathBuf,
    format: PhantomData<F>,
}

impl<F: ItemFormat> WrittenItems<F> {
    pub(crate) fn open(out: &Path) -> Result<Self, ShardRestoreError> {
        let written = unpacked(out).map_err(|error| io_error(out, error))?;
        Ok(Self {
            written: BufReader::new(written),
            path: out.to_owned(),
            format: PhantomData,
        })
    }

    fn pass(&mut self, len: usize) -> Result<(), ShardRestoreError> {
        let mut bytes = self.written.by_ref().take(len as u64);
        let passed = io::copy(&mut bytes, &mut io::sink());
        self.whole(passed, len)
    }

    fn take(&mut self, len: usize) -> Result<Vec<u8>, ShardRestoreError> {
        let mut bytes = Vec::new();
        let mut next = self.written.by_ref().take(len as u64);
        let read = next.read_to_end(&mut bytes);
        self.whole(read.map(|read| read as u64), len)?;
        Ok(bytes)
    }

    /// Whether all bytes were there.
    fn whole(&self, found: io::Result<u64>, len: usize) -> Result<(), ShardRestoreError> {
        match found {
            Ok(found) if found == len as u64 => Ok(()),
            Err(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                Err(io_error(&self.path, error))
            }
            _ => Err(ShardRestoreError::Rows("fewer")),
        }
    }

    /// The bytes of the text of an item.
    fn text_bytes(&mut self, said: &SidecarRow) -> Result<Option<Vec<u8>>, ShardRestoreError> {
        if let Some(around) = &said.around {
            self.pass(around.before)?;
            let text = self.take(around.text)?;
            self.pass(around.behind)?;
            return Ok(Some(text));
        }
        let bytes = self.take(said.passed.unwrap_or_default())?;
        let text = begun::<F>(&bytes).and_then(|item| item.text);
        Ok(text.and_then(|text| bytes.get(text).map(<[u8]>::to_vec)))
    }
}

impl<F: ItemFormat> WrittenRows for WrittenItems<F> {
    fn skip(&mut self, said: &SidecarRow) -> Result<(), ShardRestoreError> {
        if let Some(around) = &said.around {
            for len in [around.before, around.text, around.behind] {
                self.pass(len)?;
            }
        }
        self.pass(said.passed.unwrap_or_default())
    }

    fn text(&mut self, said: &SidecarRow) -> Result<String, ShardRestoreError> {
        let no_text = |why: &str| ShardRestoreError::Row {
            row: said.row,
            why: why.to_owned(),
        };
        let bytes = self.text_bytes(said)?;
        let bytes = bytes.ok_or_else(|| no_text("it has no text any more"))?;
        let changed = "its clean text is not UTF-8 any more; it was changed after cleaning";
        String::from_utf8(bytes).map_err(|_| no_text(changed))
    }
}
