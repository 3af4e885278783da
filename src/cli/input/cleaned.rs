//! A folder of clean text and the records of its pages: originals, and files that lack a record.

use anyhow::{Context as _, ensure};
use dechaff::Record;
use dechaff::io::records::{Newest, OriginalError, PageKey, RecordRow, original, page_id};
use dechaff::io::records::{read_records, record_files};
use dechaff::io::shard::sidecars;
use dechaff::io::sink::is_unfinished;
use dechaff::io::source::{Input, PageId, SkipReason, Walk, WalkItem};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Clean text with its records.
pub(crate) struct CleanedPages<'a> {
    clean: &'a Path,
    /// The files of records, oldest first.
    pub(crate) files: Vec<PathBuf>,
    newest: Newest,
    /// Whether the records are those that the folder has.
    are_its_own: bool,
}

/// A page with a record.
pub(crate) struct CleanedPage {
    pub(crate) id: PageId,
    /// Its clean file.
    pub(crate) clean: PathBuf,
    pub(crate) record: Record,
}

impl CleanedPage {
    /// The page's file: `root` itself where that is a file.
    pub(crate) fn path_below(&self, root: &Path) -> PathBuf {
        page_path(root, &self.id)
    }
}

/// What there is of a page.
pub(crate) enum CleanedEvent {
    /// The bytes of its original.
    Original(Box<CleanedPage>, Vec<u8>),
    /// A record without a clean file.
    Missing(PathBuf),
    /// What went wrong, of the page or row of that name.
    Failed(String, anyhow::Error),
}

/// Files of a clean folder that have no record.
#[derive(Debug, Default)]
pub(crate) struct Strays {
    pub(crate) files: Vec<PathBuf>,
    /// Whether the last run into the folder did not come to its end.
    pub(crate) is_unfinished: bool,
}

/// A page whose clean text is not that of its newest record.
struct Unfit {
    page: Box<CleanedPage>,
    error: OriginalError,
    /// Its older records, oldest first.
    older: Vec<Record>,
}

impl<'a> CleanedPages<'a> {
    /// The records that `cuts` names, or else those in the folder `clean`. Reads them once.
    pub(crate) fn open(clean: &'a Path, cuts: Option<&Path>) -> anyhow::Result<Self> {
        let files = files_of(clean, cuts)?;
        Ok(Self {
            clean,
            newest: Newest::read(&files)?,
            files,
            are_its_own: cuts.is_none(),
        })
    }

    /// Puts every page together again, in the order of the records; a page whose newest record is not of its
    /// clean text, since a run was killed between the two, by an older one.
    pub(crate) fn for_each(
        &self,
        mut visit: impl FnMut(CleanedEvent) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut unfit: BTreeMap<usize, Unfit> = BTreeMap::new();
        let mut place = 0;
        read_records(&self.files, |row| {
            place += 1;
            match self.event(row, place - 1) {
                Ok(event) => event.map_or(Ok(()), &mut visit),
                Err(one) => {
                    unfit.insert(place, one);
                    Ok(())
                }
            }
        })?;
        self.find_older(&mut unfit)?;
        unfit.into_values().try_for_each(|one| visit(one.event()))
    }

    fn event(&self, row: RecordRow<'_>, place: usize) -> Result<Option<CleanedEvent>, Unfit> {
        let record = match row.record {
            Ok(record) => record,
            Err(error) => {
                let name = format!("{}:{}", row.file.display(), row.number);
                return Ok(Some(CleanedEvent::Failed(name, error.into())));
            }
        };
        let id = page_id(&record);
        // One page of many may be asked for.
        let is_meant = !self.clean.is_file() || id.path().file_name() == self.clean.file_name();
        if !is_meant || !self.newest.is_newest(PageKey::of(&record), place) {
            return Ok(None);
        }
        let page = Box::new(CleanedPage {
            clean: page_path(self.clean, &id),
            id,
            record,
        });
        match original(&page.record, &page.clean) {
            Ok(bytes) => Ok(Some(CleanedEvent::Original(page, bytes))),
            Err(error) if error.is_missing() => Ok(Some(CleanedEvent::Missing(page.clean))),
            Err(error) => Err(Unfit {
                page,
                error,
                older: Vec::new(),
            }),
        }
    }

    fn find_older(&self, unfit: &mut BTreeMap<usize, Unfit>) -> anyhow::Result<()> {
        if unfit.is_empty() {
            return Ok(());
        }
        let places = unfit.iter();
        let places: BTreeMap<PageKey, usize> = places
            .map(|(place, one)| (PageKey::of(&one.page.record), *place))
            .collect();
        let mut place = 0;
        read_records(&self.files, |row| {
            if let Ok(record) = row.record
                && let key = PageKey::of(&record)
                && !self.newest.is_newest(key, place)
                && let Some(one) = places.get(&key).and_then(|place| unfit.get_mut(place))
            {
                one.older.push(record);
            }
            place += 1;
            Ok(())
        })
    }

    /// The files of the folder that no record is of. Nothing is said of one file, nor of records that do not
    /// lie in the folder.
    pub(crate) fn strays(&self) -> Strays {
        if !self.are_its_own || !self.clean.is_dir() {
            return Strays::default();
        }
        let shards = sidecars(self.clean).unwrap_or_default();
        let input = [Input::Path(self.clean.to_owned())];
        let files = Walk::new(&input, None).filter_map(|item| match item {
            WalkItem::Page(entry) => Some(entry.file),
            WalkItem::Shard(entry) => Some(entry.file),
            WalkItem::Skipped(
                file,
                SkipReason::Ending | SkipReason::Json | SkipReason::Records,
            )
            | WalkItem::Failed(file, _) => Some(file),
            WalkItem::Skipped(..) => None,
        });
        let has_no_record = |file: &PathBuf| {
            let below = file.strip_prefix(self.clean).unwrap_or(file);
            let id = PageId::new(below);
            if shards.contains(&id) {
                return false; // whatever its name says that it is
            }
            let hex = id.path_hex();
            !self.newest.has(PageKey::new(&id.text(), hex.as_deref()))
        };
        Strays {
            files: files.filter(has_no_record).collect(),
            is_unfinished: is_unfinished(self.clean),
        }
    }
}

impl Unfit {
    fn event(self) -> CleanedEvent {
        for record in self.older.into_iter().rev() {
            if let Ok(bytes) = original(&record, &self.page.clean) {
                let page = CleanedPage {
                    record,
                    ..*self.page
                };
                return CleanedEvent::Original(Box::new(page), bytes);
            }
        }
        CleanedEvent::Failed(self.page.record.page, self.error.into())
    }
}

/// The files of records that `cuts` names, or else those in the folder `clean`.
pub(crate) fn files_of(clean: &Path, cuts: Option<&Path>) -> anyhow::Result<Vec<PathBuf>> {
    if let Some(cuts) = cuts {
        let found = std::fs::metadata(cuts);
        found.with_context(|| format!("there are no cut records {}", cuts.display()))?;
        return Ok(vec![cuts.to_owned()]);
    }
    let files = record_files(clean);
    let has_shards = || clean.is_dir() && sidecars(clean).is_ok_and(|shards| !shards.is_empty());
    ensure!(
        !files.is_empty() || has_shards(),
        "{}: there are no cut records; `dechaff clean PATH --out {}` leaves them, and --cuts names others",
        clean.join("_dechaff").display(),
        clean.display(),
    );
    Ok(files)
}

fn page_path(root: &Path, id: &PageId) -> PathBuf {
    if root.is_file() {
        root.to_owned()
    } else {
        root.join(id.path())
    }
}
