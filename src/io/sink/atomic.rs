//! Files that appear whole: a temporary file beside the target, sync, rename.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile, TempPath};

/// How the names of unfinished files start; a walk passes over them, since they are hidden.
pub(crate) const UNFINISHED: &str = ".dechaff-";

/// A file that is written but does not yet have its name. Dropping it removes it.
#[derive(Debug)]
pub struct Staged {
    temporary: Temporary,
    target: PathBuf,
}

#[derive(Debug)]
enum Temporary {
    Open(NamedTempFile),
    Closed(TempPath),
}

/// Writes `bytes` to a temporary file beside `target`, making the folders above it.
///
/// # Errors
///
/// Where `target` is a device, a pipe or a folder, which a file must not replace, and whatever the file
/// system says; nothing is left behind but folders.
pub fn stage(target: &Path, bytes: &[u8]) -> io::Result<Staged> {
    if fs::metadata(target).is_ok_and(|known| !known.is_file()) {
        let why = "it is no regular file, and would be replaced by one; give another path";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    }
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut temporary = new_file(folder)?;
    temporary.write_all(bytes)?;
    Ok(Staged {
        temporary: Temporary::Open(temporary),
        target: target.to_owned(),
    })
}

/// A temporary file with the permissions that a plain new file would have.
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(OsStr::new(UNFINISHED));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

impl Staged {
    /// The file, for somebody else to write into it.
    ///
    /// # Errors
    ///
    /// Where the system gives no handle.
    pub fn file(&self) -> io::Result<File> {
        match &self.temporary {
            Temporary::Open(file) => file.as_file().try_clone(),
            Temporary::Closed(path) => File::options().append(true).open(path),
        }
    }

    /// Adds bytes at the end, for files that are written part by part.
    ///
    /// # Errors
    ///
    /// Whatever the file system says.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.temporary {
            Temporary::Open(file) => file.write_all(bytes),
            Temporary::Closed(path) => File::options().append(true).open(path)?.write_all(bytes),
        }
    }

    /// Closes the file, for those who stage more files than a process may have open. Where [`sync_folder`]
    /// syncs file by file, this one is brought to the disk now.
    ///
    /// # Errors
    ///
    /// Whatever the file system says.
    pub fn close(self) -> io::Result<Self> {
        if !cfg!(target_os = "linux") {
            self.sync()?;
        }
        let temporary = match self.temporary {
            Temporary::Open(file) => Temporary::Closed(file.into_temp_path()),
            closed @ Temporary::Closed(_) => closed,
        };
        let target = self.target;
        Ok(Self { temporary, target })
    }

    /// Gives the file its name, replacing what had it. Call [`sync_folder`] before, once for many
    /// files, so that no name ever points at bytes that a power cut could take away.
    ///
    /// # Errors
    ///
    /// Whatever the file system says; the old file is then still there.
    pub fn publish(self) -> io::Result<()> {
        match self.temporary {
            Temporary::Open(file) => file
                .persist(&self.target)
                .map(drop)
                .map_err(|error| error.error),
            Temporary::Closed(path) => path.persist(&self.target).map_err(|error| error.error),
        }
    }

    /// Brings this file alone to the disk.
    ///
    /// # Errors
    ///
    /// Whatever the file system says.
    pub fn sync(&self) -> io::Result<()> {
        match &self.temporary {
            Temporary::Open(file) => file.as_file().sync_all(),
            Temporary::Closed(path) => File::open(path)?.sync_all(),
        }
    }
}

/// Adds bytes at the end, as [`Staged::append`] does.
impl Write for Staged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.append(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Brings everything written so far below `folder` to the disk: on Linux with one `syncfs` of its
/// file system, which costs less than syncing some hundred files one by one.
///
/// # Errors
///
/// Whatever the file system says.
#[cfg(target_os = "linux")]
pub fn sync_folder(folder: &Path, _staged: &[Staged]) -> io::Result<()> {
    rustix::fs::syncfs(File::open(folder)?).map_err(io::Error::from)
}

/// Brings the staged files to the disk, one by one.
///
/// # Errors
///
/// Whatever the file system says.
#[cfg(not(target_os = "linux"))]
pub fn sync_folder(_folder: &Path, staged: &[Staged]) -> io::Result<()> {
    staged.iter().try_for_each(Staged::sync)
}

/// Brings files below `folder` to the disk together, then gives each its name. None are left in
/// `staged`.
///
/// # Errors
///
/// Whatever the file system says; files that have no name by then are removed.
pub fn publish_all(folder: &Path, staged: &mut Vec<Staged>) -> io::Result<()> {
    if staged.is_empty() {
        return Ok(());
    }
    sync_folder(folder, staged)?;
    staged.drain(..).try_for_each(Staged::publish)
}

/// Writes one file whole: stage, sync, publish.
///
/// # Errors
///
/// Whatever the file system says; the old file, if there was one, is then still there.
pub fn replace_file(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let staged = stage(target, bytes)?;
    staged.sync()?;
    staged.publish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn devices_are_not_replaced() {
        let error = stage(Path::new("/dev/null"), b"x").expect_err("it is a device");
        assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
        assert!(!fs::metadata("/dev/null").expect("it is there").is_file());
    }

    #[test]
    fn a_dropped_file_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let target = folder.path().join("deep/a.txt");
        drop(stage(&target, b"half").expect("it can be written"));
        assert!(!target.exists());
        let left = fs::read_dir(folder.path().join("deep"))
            .expect("made")
            .count();
        assert_eq!(left, 0);
    }

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let target = folder.path().join("a.txt");
        replace_file(&target, b"one").expect("written");
        replace_file(&target, b"two").expect("written again");
        assert_eq!(fs::read(&target).expect("there"), b"two");
        assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 1);
    }

    #[test]
    fn a_file_written_in_parts_appears_whole() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let target = folder.path().join("a.txt");
        let mut staged = stage(&target, b"one ").expect("started");
        staged.append(b"t").expect("added");
        let mut staged = staged.close().expect("closed");
        staged.append(b"wo").expect("added behind it");
        assert!(!target.exists());
        staged.publish().expect("named");
        assert_eq!(fs::read(&target).expect("there"), b"one two");
    }
}
