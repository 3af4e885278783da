//! Which files are pages, and under which name each is known.

use crate::io::format::detect::{Detected, TEXT_ENDINGS};
use crate::io::format::foreign::Foreign;
use crate::io::source::entry::{Entry, PageId, ShardEntry};
use crate::io::source::probe::{FormatChoice, looks_like_shard};
use crate::io::source::skip_reason::SkipReason;
use ignore::{DirEntry, WalkBuilder};
use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The folder that holds what dechaff writes about its output.
pub(crate) const OWN_FOLDER: &str = "_dechaff";

/// Something to read pages from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file, whatever its ending, known by its name; or a folder, whose pages are known by
    /// their paths below it.
    Path(PathBuf),
    /// A file of a list, known by the path that the list gives.
    Listed(PathBuf),
}

impl Input {
    fn path(&self) -> &Path {
        match self {
            Self::Path(path) | Self::Listed(path) => path,
        }
    }
}

/// What a walk comes upon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WalkItem {
    /// A page.
    Page(Entry),
    /// A shard.
    Shard(ShardEntry),
    /// A file or folder that is passed over.
    Skipped(PathBuf, SkipReason),
    /// A path that cannot be read, and why.
    Failed(PathBuf, String),
}

/// Walks over inputs, in the order given; folders by file name, so that the order never changes.
///
/// Links are not followed below a folder, so that no loop and no page outside of it is walked.
/// Memory does not grow with the number of files, but for those of one folder.
pub struct Walk {
    inputs: VecDeque<Input>,
    choice: FormatChoice,
    avoid: Option<PathBuf>,
    folder: Option<(PathBuf, ignore::Walk)>,
    /// Folders that the walker was told not to enter, noted by its filter.
    passed_over: Arc<Mutex<VecDeque<(PathBuf, SkipReason)>>>,
}

impl std::fmt::Debug for Walk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Walk")
            .field("inputs", &self.inputs)
            .finish_non_exhaustive()
    }
}

impl Walk {
    /// A walk over `inputs` that does not enter the folder `avoid`, which is written to.
    pub fn new(inputs: &[Input], avoid: Option<&Path>) -> Self {
        let avoid = avoid.map(|path| std::fs::canonicalize(path).unwrap_or_else(|_| path.into()));
        Self {
            inputs: inputs.iter().cloned().collect(),
            choice: FormatChoice::default(),
            avoid,
            folder: None,
            passed_over: Arc::default(),
        }
    }

    /// The same, where somebody said what the files are.
    #[must_use]
    pub fn with_choice(mut self, choice: FormatChoice) -> Self {
        self.choice = choice;
        self
    }

    /// A file that somebody named, which must not be passed over unseen.
    fn named(&self, entry: Entry) -> WalkItem {
        let looked = self.choice.look(&entry.file);
        read_as(entry, looked)
    }

    /// A file of a folder whose ending is that of a shard.
    fn found(&self, entry: Entry) -> WalkItem {
        match self.choice.look(&entry.file) {
            Ok((_, Some(reason))) => WalkItem::Skipped(entry.file, reason),
            Ok((Detected::Foreign(Foreign::Json), _)) => {
                WalkItem::Skipped(entry.file, SkipReason::Json)
            }
            looked => read_as(entry, looked),
        }
    }

    fn open(&mut self, input: &Input) -> Option<WalkItem> {
        let path = input.path();
        let found = match std::fs::metadata(path) {
            Ok(found) => found,
            Err(error) => return Some(WalkItem::Failed(path.into(), error.to_string())),
        };
        if found.is_dir() {
            self.folder = Some((path.into(), self.walk_folder(path)));
            return None;
        }
        if !found.is_file() {
            let reason = "not a regular file; give - to read standard input";
            return Some(WalkItem::Failed(path.into(), reason.to_owned()));
        }
        let id = match input {
            Input::Path(path) => PageId::new(Path::new(path.file_name().unwrap_or_default())),
            Input::Listed(path) => PageId::new(path),
        };
        let entry = Entry {
            file: path.into(),
            id,
            len_bytes: found.len(),
        };
        // A list may have millions of texts: none of them is opened only to see that it is one.
        let is_page = matches!(input, Input::Listed(_)) && is_page(path);
        Some(if is_page && !self.choice.is_forced() {
            WalkItem::Page(entry)
        } else {
            self.named(entry)
        })
    }

    fn walk_folder(&self, folder: &Path) -> ignore::Walk {
        let avoid = self.avoid.clone();
        let passed_over = Arc::clone(&self.passed_over);
        WalkBuilder::new(folder)
            .standard_filters(false)
            .follow_links(false)
            .sort_by_file_name(OsStr::cmp)
            .filter_entry(move |entry| {
                let reason = reason_to_skip_folder(entry, avoid.as_deref());
                if let (Some(reason), Ok(mut noted)) = (reason, passed_over.lock()) {
                    noted.push_back((entry.path().to_owned(), reason));
                }
                reason.is_none()
            })
            .build()
    }

    fn take_passed_over(&self) -> Option<WalkItem> {
        let (path, reason) = self.passed_over.lock().ok()?.pop_front()?;
        Some(WalkItem::Skipped(path, reason))
    }

    fn visit(&self, found: Result<DirEntry, ignore::Error>) -> Option<WalkItem> {
        let (root, _) = self
            .folder
            .as_ref()
            .expect("visited while a folder is open");
        let entry = match found {
            Ok(entry) => entry,
            Err(error) => return Some(failed_entry(root, &error)),
        };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            return None; // entered already, unless the filter noted why not
        }
        if let Some(reason) = reason_to_skip_file(&entry, kind, self.choice.is_forced()) {
            return Some(WalkItem::Skipped(entry.into_path(), reason));
        }
        let is_page = is_page(entry.path()) && !self.choice.is_forced();
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let id = PageId::new(below);
        let len_bytes = entry.metadata().map_or(0, |found| found.len());
        let entry = Entry {
            file: entry.into_path(),
            id,
            len_bytes,
        };
        Some(if is_page {
            WalkItem::Page(entry)
        } else {
            self.found(entry)
        })
    }
}

impl Iterator for Walk {
    type Item = WalkItem;

    fn next(&mut self) -> Option<WalkItem> {
        loop {
            if let Some(item) = self.take_passed_over() {
                return Some(item);
            }
            if let Some((_, walk)) = &mut self.folder {
                match walk.next() {
                    Some(found) => {
                        if let Some(item) = self.visit(found) {
                            return Some(item);
                        }
                    }
                    None => self.folder = None,
                }
                continue;
            }
            let input = self.inputs.pop_front()?;
            if let Some(item) = self.open(&input) {
                return Some(item);
            }
        }
    }
}

/// What becomes of a file that was looked at and is not passed over.
fn read_as(entry: Entry, looked: io::Result<(Detected, Option<SkipReason>)>) -> WalkItem {
    let failed = |file, why: &str| WalkItem::Failed(file, why.to_owned());
    match looked {
        Err(error) => failed(entry.file, &error.to_string()),
        Ok((_, Some(SkipReason::Records))) => failed(
            entry.file,
            "these are records of cuts, which dechaff wrote, and no pages; to clean them all the same, give --format jsonl",
        ),
        Ok((Detected::Text, _)) => WalkItem::Page(entry),
        Ok((Detected::Shard(format), _)) => WalkItem::Shard(entry.shard(format)),
        Ok((Detected::Foreign(what), _)) => failed(entry.file, what.advice()),
    }
}

fn failed_entry(root: &Path, error: &ignore::Error) -> WalkItem {
    let path = match error {
        ignore::Error::WithPath { path, .. } => path.clone(),
        ignore::Error::WithDepth { err, .. } => match &**err {
            ignore::Error::WithPath { path, .. } => path.clone(),
            _ => root.to_owned(),
        },
        _ => root.to_owned(),
    };
    let reason = error
        .io_error()
        .map_or_else(|| error.to_string(), ToString::to_string);
    WalkItem::Failed(path, reason)
}

fn reason_to_skip_folder(entry: &DirEntry, avoid: Option<&Path>) -> Option<SkipReason> {
    if entry.depth() == 0 || !entry.file_type()?.is_dir() {
        return None;
    }
    let name = entry.file_name();
    let is_output = || {
        let avoid = avoid.filter(|avoid| avoid.file_name() == Some(name));
        avoid.is_some_and(|avoid| {
            std::fs::canonicalize(entry.path()).is_ok_and(|path| path == avoid)
        })
    };
    if name == OWN_FOLDER || is_output() {
        return Some(SkipReason::Own);
    }
    name.as_encoded_bytes()
        .starts_with(b".")
        .then_some(SkipReason::Hidden)
}

fn reason_to_skip_file(entry: &DirEntry, kind: FileType, is_forced: bool) -> Option<SkipReason> {
    if entry.file_name().as_encoded_bytes().starts_with(b".") {
        return Some(SkipReason::Hidden);
    }
    if kind.is_symlink() {
        return Some(SkipReason::Link);
    }
    if !kind.is_file() {
        return Some(SkipReason::NotAFile);
    }
    // Who says what the files are says it of those whose names do not: a part of Hadoop's has no ending.
    let is_named = !entry.file_name().as_encoded_bytes().starts_with(b"_");
    let is_read =
        is_page(entry.path()) || looks_like_shard(entry.path()) || (is_forced && is_named);
    (!is_read).then_some(SkipReason::Ending)
}

fn is_page(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|end| {
        TEXT_ENDINGS
            .iter()
            .any(|known| end.eq_ignore_ascii_case(known))
    })
}
