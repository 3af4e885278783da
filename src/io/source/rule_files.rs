//! Rule files, found and read within bounds: those of a pack that is not trusted, and one's own.

use crate::rulefile::beside::files_beside;
use crate::rulefile::lines_file::{LINES_FILE_ENDING, MAX_LINES_FILE_BYTES};
use ignore::WalkBuilder;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The most rule files of a pack.
const MAX_FILES: usize = 1_000;
/// The most files and folders of any sort that are looked at.
const MAX_ENTRIES: usize = 100_000;
/// How deep folders may nest.
const MAX_DEPTH: usize = 16;
/// The most bytes of a rule file: what the loader takes.
const MAX_FILE_BYTES: u64 = crate::rulefile::check::size::MAX_FILE_BYTES as u64;
/// The most bytes of all rule files of a pack.
const MAX_PACK_BYTES: u64 = 64 << 20;
/// The most bytes of all files of lines that they name.
const MAX_LINES_BYTES: u64 = MAX_LINES_FILE_BYTES as u64;

/// What is read at most.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    files: usize,
    entries: usize,
    depth: usize,
    /// Bytes of a rule file, and of all of them.
    file_bytes: u64,
    pack_bytes: u64,
    /// Bytes of a file of lines, and of all of them.
    lines_bytes: (u64, u64),
    /// Whether a file beside a rule file may be a link.
    links: bool,
}

impl Bounds {
    /// Of a pack that is not trusted.
    const PACK: Self = Self {
        files: MAX_FILES,
        entries: MAX_ENTRIES,
        depth: MAX_DEPTH,
        file_bytes: MAX_FILE_BYTES,
        pack_bytes: MAX_PACK_BYTES,
        lines_bytes: (MAX_LINES_BYTES, MAX_LINES_BYTES),
        links: false,
    };
    /// Of what its user has made: `learn` writes as many files as a crawl has hosts for. What is wrong with a file that is too
    /// long the loader says.
    const OWN: Self = Self {
        files: usize::MAX,
        entries: usize::MAX,
        depth: usize::MAX - 1,
        file_bytes: u64::MAX - 1,
        pack_bytes: u64::MAX,
        lines_bytes: (MAX_LINES_BYTES, u64::MAX),
        links: true,
    };
}

/// The rule files of a pack, as bytes.
#[derive(Debug, Default)]
pub struct RuleFiles {
    /// Each file's name and bytes, in load order; behind a rule file those beside it that it names.
    pub files: Vec<(String, Vec<u8>)>,
    /// Links that were not followed; they may lead out of the folder.
    pub links: Vec<PathBuf>,
    /// How many files with other endings, or that are no regular files, were passed over.
    pub others: usize,
}

/// Why a pack was not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuleFilesError {
    /// The file system refused.
    #[error("{}: {why}", path.display())]
    Unreadable {
        /// What could not be read.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// There is no rule file.
    #[error("{}: there is no .toml file below this folder", .0.display())]
    Empty(PathBuf),
    /// A pipe, socket or device.
    #[error("{}: not a regular file", .0.display())]
    NotAFile(PathBuf),
    /// More than a pack may have.
    #[error("{}: {what}; that is no pack of rules", path.display())]
    TooMuch {
        /// Where the bound was met.
        path: PathBuf,
        /// Which bound, in words.
        what: String,
    },
}

impl RuleFiles {
    /// Reads the rule file at `path`, or every `.toml` file below it, by name. Below a folder no
    /// link is followed. At most 1,000 files, of rule files 3 MiB each and 64 MiB together, of files of lines
    /// 256 MiB together, in folders nested at most 16 deep, are read.
    ///
    /// # Errors
    ///
    /// Where something cannot be read, is over a bound, or where there is nothing.
    pub fn read(path: &Path) -> Result<Self, RuleFilesError> {
        Self::read_within(path, &Bounds::PACK)
    }

    /// The same of rule files that their user trusts, however many and long they are.
    ///
    /// # Errors
    ///
    /// Where something cannot be read, or where there is nothing.
    pub fn read_own(path: &Path) -> Result<Self, RuleFilesError> {
        Self::read_within(path, &Bounds::OWN)
    }

    fn read_within(path: &Path, most: &Bounds) -> Result<Self, RuleFilesError> {
        let found = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        let mut read = Self::default();
        if !found.is_dir() {
            read.add(path, &mut Sums::default(), most)?;
            return Ok(read);
        }
        let mut sums = Sums::default();
        for (count, entry) in walk(path, most.depth + 1).enumerate() {
            let entry = entry.map_err(|error| unreadable(path, &error))?;
            if count >= most.entries {
                let what = format!("more than {} files and folders", most.entries);
                return Err(too_much(path, what));
            }
            if entry.depth() > most.depth {
                let what = format!("folders nested more than {} deep", most.depth);
                return Err(too_much(entry.path(), what));
            }
            match entry.file_type() {
                Some(kind) if kind.is_dir() => {}
                Some(kind) if kind.is_symlink() => read.links.push(entry.into_path()),
                // One that a rule file names is read with it.
                Some(kind) if kind.is_file() && ends_in(entry.path(), LINES_FILE_ENDING) => {}
                Some(kind) if kind.is_file() && ends_in(entry.path(), "toml") => {
                    read.add(entry.path(), &mut sums, most)?;
                }
                _ => read.others += 1,
            }
        }
        if read.files.is_empty() {
            return Err(RuleFilesError::Empty(path.into()));
        }
        Ok(read)
    }

    /// Reads a rule file and the files beside it that it names, unless it was read.
    fn add(&mut self, path: &Path, sums: &mut Sums, most: &Bounds) -> Result<(), RuleFilesError> {
        let mut files = vec![path.to_owned()];
        while let Some(path) = files.pop() {
            if sums.read.contains(&path) {
                continue;
            }
            let bytes = (most.file_bytes, most.pack_bytes);
            self.add_file(&path, &mut sums.rules, bytes, most.files)?;
            let text = self.files.last().map(|(_, bytes)| bytes);
            let text = text.and_then(|bytes| std::str::from_utf8(bytes).ok());
            let beside = text.map(files_beside).unwrap_or_default();
            let is_there = |file: &PathBuf| is_regular(file) || most.links && file.is_file();
            let there = |name: String| Some(path.with_file_name(name)).filter(is_there);
            if let Some(lines) = beside.lines.and_then(there) {
                self.add_file(&lines, &mut sums.lines, most.lines_bytes, most.files)?;
            }
            files.extend(beside.parts.into_iter().rev().filter_map(there));
            sums.read.insert(path);
        }
        Ok(())
    }

    /// Reads a file of at most `most` bytes, and `most_in_all` with those that were read before it.
    fn add_file(
        &mut self,
        path: &Path,
        sum: &mut u64,
        (most, most_in_all): (u64, u64),
        most_files: usize,
    ) -> Result<(), RuleFilesError> {
        if self.files.len() == most_files {
            return Err(too_much(path, format!("more than {most_files} rule files")));
        }
        let found = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if !found.is_file() {
            return Err(RuleFilesError::NotAFile(path.into()));
        }
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        let len = file.take(most + 1).read_to_end(&mut bytes);
        let len = len.map_err(|error| unreadable(path, &error))? as u64;
        if len > most {
            return Err(too_much(path, format!("more than {most} bytes")));
        }
        *sum += len;
        if *sum > most_in_all {
            let what = format!("more than {most_in_all} bytes in all");
            return Err(too_much(path, what));
        }
        self.files.push((path.display().to_string(), bytes));
        Ok(())
    }
}

/// What was read of a pack.
#[derive(Debug, Default)]
struct Sums {
    /// Rule files.
    read: BTreeSet<PathBuf>,
    /// Bytes of rule files, and of files of lines.
    rules: u64,
    lines: u64,
}

/// Whether it is a regular file, and no link.
fn is_regular(path: &PathBuf) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
}

fn walk(folder: &Path, depth: usize) -> ignore::Walk {
    WalkBuilder::new(folder)
        .standard_filters(false)
        .follow_links(false)
        .max_depth(Some(depth))
        .sort_by_file_name(OsStr::cmp)
        .build()
}

fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|end| end == ending)
}

fn unreadable(path: &Path, why: &impl ToString) -> RuleFilesError {
    RuleFilesError::Unreadable {
        path: path.into(),
        why: why.to_string(),
    }
}

fn too_much(path: &Path, what: String) -> RuleFilesError {
    RuleFilesError::TooMuch {
        path: path.into(),
        what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder")
    }

    fn names(read: &RuleFiles, root: &Path) -> Vec<String> {
        let below = |name: &String| Path::new(name).strip_prefix(root).map(Path::to_path_buf);
        let paths = read.files.iter().filter_map(|(name, _)| below(name).ok());
        paths.map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn files_come_by_name_and_other_files_are_counted() {
        let root = folder();
        fs::create_dir(root.path().join("b")).expect("a folder");
        for name in ["c.toml", "b/z.toml", "a.toml", "README.md", ".hidden.toml"] {
            fs::write(root.path().join(name), name).expect("a file");
        }
        let read = RuleFiles::read(root.path()).expect("it can be read");
        assert_eq!(
            names(&read, root.path()),
            [".hidden.toml", "a.toml", "b/z.toml", "c.toml"]
        );
        assert_eq!((read.others, read.links.len()), (1, 0));
        assert_eq!(read.files[1].1, b"a.toml");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_pipes_are_not_followed() {
        let (root, outside) = (folder(), folder());
        fs::write(outside.path().join("secret.toml"), "secret").expect("a file");
        let link = |to: &Path, name: &str| {
            std::os::unix::fs::symlink(to, root.path().join(name)).expect("a link");
        };
        link(&outside.path().join("secret.toml"), "file.toml");
        link(outside.path(), "folder");
        link(root.path(), "loop");
        fs::write(root.path().join("own.toml"), "own").expect("a file");
        let read = RuleFiles::read(root.path()).expect("it can be read");
        assert_eq!(names(&read, root.path()), ["own.toml"]);
        assert_eq!(read.links.len(), 3);
        let device = RuleFiles::read(Path::new("/dev/null"));
        assert!(matches!(device, Err(RuleFilesError::NotAFile(_))));
    }

    #[test]
    fn bounds_are_kept() {
        let root = folder();
        let deep: PathBuf = (0..=MAX_DEPTH).map(|_| "d").collect();
        fs::create_dir_all(root.path().join(&deep)).expect("folders");
        let too_much = |root: &Path| match RuleFiles::read(root) {
            Err(RuleFilesError::TooMuch { what, .. }) => what,
            other => panic!("{other:?}"),
        };
        assert_eq!(too_much(root.path()), "folders nested more than 16 deep");
        let root = folder();
        let file = File::create(root.path().join("big.toml")).expect("a file");
        file.set_len(1 << 40).expect("a hole in a file");
        assert_eq!(
            too_much(root.path()),
            format!("more than {MAX_FILE_BYTES} bytes")
        );
        let root = folder();
        for number in 0..=MAX_FILES {
            fs::write(root.path().join(format!("{number}.toml")), "").expect("a file");
        }
        assert_eq!(too_much(root.path()), "more than 1000 rule files");
        assert!(matches!(
            RuleFiles::read(folder().path()),
            Err(RuleFilesError::Empty(_))
        ));
    }
}
