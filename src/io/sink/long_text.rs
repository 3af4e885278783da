//! Texts that go from file to file, piece by piece, since no memory should hold them.

use crate::io::file_state::has_changed;
use crate::io::sink::disk::Disk;
use crate::io::source::sniff::refuse_binary;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Bytes of a piece.
const PIECE_BYTES: usize = 1 << 20;

/// Why a text was not copied.
pub(crate) enum CopyError {
    /// The text itself cannot be read; why, in words.
    Text(String),
    /// The copy cannot be written.
    Copy(io::Error),
}

/// What was copied.
pub(crate) struct Copied {
    pub(crate) hash: blake3::Hash,
    pub(crate) len_bytes: u64,
}

/// Copies a text into a new file, whatever its encoding. What is read once is what is hashed and written; of a text that
/// changes meanwhile there is no copy.
pub(crate) fn copy_text(disk: &dyn Disk, text: &Path, to: &Path) -> Result<Copied, CopyError> {
    let unread = |error: io::Error| CopyError::Text(error.to_string());
    let mut from = File::open(text).map_err(unread)?;
    let before = from.metadata().map_err(unread)?;
    disk.write(to, b"").map_err(CopyError::Copy)?;
    let mut copy = File::options()
        .append(true)
        .open(to)
        .map_err(CopyError::Copy)?;
    let mut hasher = blake3::Hasher::new();
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        let len = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(len) => len,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unread(error)),
        };
        let bytes = &piece[..len];
        if hasher.count() == 0 {
            refuse_binary(bytes).map_err(|error| CopyError::Text(error.to_string()))?;
        }
        hasher.update(bytes);
        disk.append(&mut copy, bytes).map_err(CopyError::Copy)?;
    }
    if has_changed(text, &before) || hasher.count() != before.len() {
        let why = "it changed while it was read, and nothing was written; run again";
        return Err(CopyError::Text(why.to_owned()));
    }
    if !cfg!(target_os = "linux") {
        copy.sync_all().map_err(CopyError::Copy)?;
    }
    Ok(Copied {
        hash: hasher.finalize(),
        len_bytes: hasher.count(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::sink::disk::RealDisk;

    /// A disk to which the text grows while it is copied.
    #[derive(Debug)]
    struct Grows(std::path::PathBuf);

    impl Disk for Grows {
        fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
            RealDisk.write(path, bytes)
        }

        fn append(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
            std::fs::write(&self.0, vec![b'x'; 2 * bytes.len()])?;
            RealDisk.append(file, bytes)
        }

        fn sync(&self, folder: &Path, file: &File) -> io::Result<()> {
            RealDisk.sync(folder, file)
        }

        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            RealDisk.rename(from, to)
        }
    }

    #[test]
    fn a_text_is_copied_whole_and_one_that_changes_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let (text, copy) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
        let bytes = b"caf\xe9 noir\n".repeat(300_000);
        std::fs::write(&text, &bytes).expect("a file");
        let Ok(copied) = copy_text(&RealDisk, &text, &copy) else {
            panic!("it can be copied");
        };
        assert_eq!(copied.hash, blake3::hash(&bytes));
        assert_eq!(std::fs::read(&copy).expect("it is there"), bytes);
        let Err(CopyError::Text(why)) = copy_text(&Grows(text.clone()), &text, &copy) else {
            panic!("it grew");
        };
        assert!(why.contains("changed"), "{why}");
    }
}
