//! Where packed pages wait until their row group is whole: in memory, and beyond some of it in a file without a name.

use bytes::Bytes;
use parquet::column::page_store::{PageKey, PageStore, PageStoreArgs, PageStoreFactory};
use parquet::errors::ParquetError;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

/// How many bytes of a column wait in memory.
const MEMORY_BYTES: usize = 8 << 20;

/// Makes a store for each column.
#[derive(Debug)]
pub(crate) struct Spilling {
    pub(crate) folder: PathBuf,
}

impl PageStoreFactory for Spilling {
    fn create(&self, _args: &PageStoreArgs<'_>) -> Result<Box<dyn PageStore>, ParquetError> {
        Ok(Box::new(SpillStore {
            folder: self.folder.clone(),
            pages: Vec::new(),
            held: 0,
            file: None,
            file_len: 0,
        }))
    }
}

enum Page {
    Here(Bytes),
    /// In the file: from which byte on, and how many.
    There(u64, usize),
}

struct SpillStore {
    folder: PathBuf,
    pages: Vec<Page>,
    held: usize,
    file: Option<File>,
    file_len: u64,
}

impl PageStore for SpillStore {
    fn put(&mut self, value: Bytes) -> Result<PageKey, ParquetError> {
        let key = PageKey::new(self.pages.len() as u64);
        if self.held + value.len() <= MEMORY_BYTES {
            self.held += value.len();
            self.pages.push(Page::Here(value));
            return Ok(key);
        }
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile_in(&self.folder)?),
        };
        file.seek(SeekFrom::Start(self.file_len))?;
        file.write_all(&value)?;
        self.pages.push(Page::There(self.file_len, value.len()));
        self.file_len += value.len() as u64;
        Ok(key)
    }

    fn take(&mut self, key: PageKey) -> Result<Bytes, ParquetError> {
        let missing = || ParquetError::General("a page that was never stored".to_owned());
        let at = usize::try_from(key.get()).map_err(|_| missing())?;
        let page = self.pages.get_mut(at).ok_or_else(missing)?;
        match std::mem::replace(page, Page::Here(Bytes::new())) {
            Page::Here(bytes) => {
                self.held -= bytes.len();
                Ok(bytes)
            }
            Page::There(from, len) => {
                let file = self.file.as_mut().ok_or_else(missing)?;
                file.seek(SeekFrom::Start(from))?;
                let mut bytes = vec![0; len];
                file.read_exact(&mut bytes)?;
                Ok(bytes.into())
            }
        }
    }

    fn memory_size(&self) -> usize {
        self.held
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
mod tests {
    use super::*;

    #[test]
    fn pages_come_back_from_memory_and_from_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = SpillStore {
            folder: folder.path().to_owned(),
            pages: Vec::new(),
            held: 0,
            file: None,
            file_len: 0,
        };
        let page = |number: u8| Bytes::from(vec![number; MEMORY_BYTES / 3]);
        let keys: Vec<PageKey> = (0..7)
            .map(|number| store.put(page(number)).unwrap())
            .collect();
        assert!(store.memory_size() <= MEMORY_BYTES);
        assert_eq!(store.file_len, 4 * (MEMORY_BYTES / 3) as u64);
        for (number, key) in (0..7).zip(keys) {
            assert_eq!(store.take(key).unwrap(), page(number));
        }
        assert_eq!(store.memory_size(), 0);
    }
}
