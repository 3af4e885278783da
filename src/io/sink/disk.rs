//! The door to the disk: what a run writes goes through it, so that tests can have any step of it fail.

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// What a sink asks of the disk.
pub(crate) trait Disk: Debug + Send + Sync {
    /// Writes a new file and closes it.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Adds bytes at the end of a file.
    fn append(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;

    /// Brings to the disk what was written below `folder`, `file` among it.
    fn sync(&self, folder: &Path, file: &File) -> io::Result<()>;

    /// Gives a file another name, replacing what had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
}

/// The disk as it is.
#[derive(Debug)]
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        if cfg!(target_os = "linux") {
            return Ok(()); // `sync` brings all files to the disk together
        }
        file.sync_all()
    }

    fn append(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    #[cfg(target_os = "linux")]
    fn sync(&self, folder: &Path, file: &File) -> io::Result<()> {
        // The journal first and by itself: `syncfs` of old kernels does not tell of all errors.
        file.sync_data()?;
        rustix::fs::syncfs(File::open(folder)?).map_err(io::Error::from)
    }

    #[cfg(not(target_os = "linux"))]
    fn sync(&self, _folder: &Path, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }
}
