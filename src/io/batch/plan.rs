//! What must be known to be right before anything is written.

use crate::io::format::compression::Compression;
use crate::io::format::detect::{Container, Format};
use crate::io::format::names::without_endings;
use crate::io::source::entry::{Entry, PageId, ShardEntry};
use crate::io::source::probe::FormatChoice;
use crate::io::source::walk::{Input, OWN_FOLDER, Walk, WalkItem};
use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Why inputs cannot be cleaned into an output folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// Two pages would be written to one file.
    #[error("{} and {} would both become {page}; clean them into two folders", first.display(), second.display())]
    Collision {
        /// The page that comes first.
        first: PathBuf,
        /// The page that comes later.
        second: PathBuf,
        /// The file below the output that both would be.
        page: String,
    },
    /// A text, and a shard whose rows would become texts in its folder, which is that.
    #[error("{} and the rows of {} would both become texts in {}; clean them into two folders", .0.display(), .1.display(), .2)]
    TextsAmongRows(PathBuf, PathBuf, String),
    /// A page is named twice.
    #[error("{} is named twice; name it once", .0.display())]
    Twice(PathBuf),
    /// An input is not there.
    #[error("{}: {why}; nothing was changed", path.display())]
    Missing {
        /// The input.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// A page would be written into the folder that holds records.
    #[error("{}: it would become {page}, where the records are; clean it by another name", file.display())]
    Reserved {
        /// The page's file.
        file: PathBuf,
        /// The file below the output that it would be.
        page: String,
    },
    /// An input is the output folder, or lies in it.
    #[error("{}: this input lies in the output folder {}, where clean text would replace it", input.display(), out.display())]
    InputInOutput {
        /// The input.
        input: PathBuf,
        /// The output folder.
        out: PathBuf,
    },
}

/// What a run has before it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How many texts.
    pub pages: usize,
    /// Bytes of those.
    pub len_bytes: u64,
    /// The shards, in the order of the input.
    pub shards: Vec<ShardEntry>,
}

impl Plan {
    /// Whether there is nothing to clean.
    pub fn is_empty(&self) -> bool {
        self.pages == 0 && self.shards.is_empty()
    }
}

/// Looks whether the inputs that are named one by one are there, and whether their pages and shards can be written
/// below `out`: no two to one file, none over an input, none over records. Returns how many pages there are, and
/// all shards, under the names that they have when they are written in the format `to`, if there is one.
///
/// Costs a walk over the inputs, and 8 bytes a page where there is more than one input.
///
/// # Errors
///
/// See [`PlanError`]; nothing is written.
pub fn check_inputs(
    inputs: &[Input],
    out: Option<&Path>,
    choice: &FormatChoice,
    to: Option<Format>,
) -> Result<Plan, PlanError> {
    inputs.iter().try_for_each(is_there)?;
    if let Some(out) = out {
        inputs.iter().try_for_each(|input| outside(input, out))?;
    }
    match to {
        Some(to) if to.container.has_fields() => plan_converted(inputs, out, choice, to),
        Some(_) => plan_texts(inputs, out, choice),
        None => plan(inputs, out, choice, |_| {}),
    }
}

/// What a run has before it that writes rows of shards as texts: each shard has a folder of its own for them, in which
/// no other text is.
fn plan_texts(
    inputs: &[Input],
    out: Option<&Path>,
    choice: &FormatChoice,
) -> Result<Plan, PlanError> {
    let mut with_texts: HashMap<PathBuf, PathBuf> = HashMap::new();
    let plan = plan(inputs, out, choice, |text| {
        let folder = text.id.path().parent().unwrap_or(Path::new(""));
        let first = with_texts.entry(folder.to_owned());
        first.or_insert_with(|| text.file.clone());
    })?;
    let folder_of = |shard: &ShardEntry| PageId::new(&without_endings(shard.id.path()));
    each_apart(
        plan.shards.iter().map(|shard| (folder_of(shard), shard)),
        out,
    )?;
    for shard in &plan.shards {
        let folder = folder_of(shard);
        if let Some(text) = with_texts.get(folder.path()) {
            let (text, shard) = (text.clone(), shard.file.clone());
            return Err(PlanError::TextsAmongRows(text, shard, folder.text()));
        }
    }
    Ok(plan)
}

/// Whether shards are written to places of their own, and to none that is kept for records.
fn each_apart<'s>(
    shards: impl Iterator<Item = (PageId, &'s ShardEntry)>,
    out: Option<&Path>,
) -> Result<(), PlanError> {
    let mut seen: HashMap<PageId, &Path> = HashMap::new();
    for (id, shard) in shards {
        if out.is_some() && id.path().starts_with(OWN_FOLDER) {
            return Err(PlanError::Reserved {
                file: shard.file.clone(),
                page: id.text(),
            });
        }
        if let Some(first) = seen.insert(id.clone(), &shard.file) {
            return Err(twice(first.to_owned(), shard.file.clone(), &id));
        }
    }
    Ok(())
}

/// What a run has before it that writes shards of one format: texts of a folder are one.
fn plan_converted(
    inputs: &[Input],
    out: Option<&Path>,
    choice: &FormatChoice,
    to: Format,
) -> Result<Plan, PlanError> {
    let mut plan = Plan::default();
    for input in inputs {
        let (Input::Path(path) | Input::Listed(path)) = input;
        let one = std::slice::from_ref(input);
        let mut texts = TextsOf::default();
        for item in Walk::new(one, out).with_choice(choice.clone()) {
            match item {
                WalkItem::Page(entry) => texts.add(&entry),
                WalkItem::Shard(entry) => plan.shards.push(entry.written_as(to)),
                WalkItem::Skipped(..) | WalkItem::Failed(..) => {}
            }
        }
        plan.shards.extend(texts.shard(path, to));
    }
    let ids = plan.shards.iter().map(|shard| (shard.id.clone(), shard));
    each_apart(ids, out)?;
    Ok(plan)
}

/// The texts of an input.
#[derive(Default)]
struct TextsOf {
    count: u64,
    len_bytes: u64,
}

impl TextsOf {
    fn add(&mut self, entry: &Entry) {
        self.count += 1;
        self.len_bytes += entry.len_bytes;
    }

    /// The shard that they are, if there are any: called as the folder is, or as the text that was named.
    fn shard(&self, path: &Path, to: Format) -> Option<ShardEntry> {
        let whole = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let name = whole.file_name().unwrap_or(OsStr::new("texts"));
        let entry = ShardEntry {
            file: path.to_owned(),
            id: PageId::new(Path::new(name)),
            len_bytes: self.len_bytes,
            format: Format {
                container: Container::Folder,
                compression: Compression::None,
            },
        };
        (self.count > 0).then(|| entry.written_as(to))
    }
}

/// What a run has before it that writes each file as what it is; `see` is handed all texts.
fn plan(
    inputs: &[Input],
    out: Option<&Path>,
    choice: &FormatChoice,
    mut see: impl FnMut(&Entry),
) -> Result<Plan, PlanError> {
    let mut seen = HashSet::new();
    let mut plan = Plan::default();
    for item in Walk::new(inputs, out).with_choice(choice.clone()) {
        let (id, file) = match item {
            WalkItem::Page(entry) => {
                plan.pages += 1;
                plan.len_bytes += entry.len_bytes;
                see(&entry);
                (entry.id, entry.file)
            }
            WalkItem::Shard(entry) => {
                plan.shards.push(entry.clone());
                (entry.id, entry.file)
            }
            WalkItem::Skipped(..) | WalkItem::Failed(..) => continue,
        };
        if out.is_some() && id.path().starts_with(OWN_FOLDER) {
            let page = id.text();
            return Err(PlanError::Reserved { file, page });
        }
        // Two files of one folder cannot have one name.
        if inputs.len() > 1 && out.is_some() && !seen.insert(key(&id)) {
            return Err(collision(inputs, out, choice, &id, file));
        }
    }
    Ok(plan)
}

/// What a list names may be gone by now: that is a page that fails, as is one that nobody may look at.
fn is_there(input: &Input) -> Result<(), PlanError> {
    let Input::Path(path) = input else {
        return Ok(());
    };
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(PlanError::Missing {
            path: path.clone(),
            why: error.to_string(),
        }),
        _ => Ok(()),
    }
}

fn outside(input: &Input, out: &Path) -> Result<(), PlanError> {
    let (Input::Path(input) | Input::Listed(input)) = input;
    match (std::fs::canonicalize(input), std::fs::canonicalize(out)) {
        (Ok(inner), Ok(outer)) if inner.starts_with(&outer) => Err(PlanError::InputInOutput {
            input: input.clone(),
            out: out.to_owned(),
        }),
        _ => Ok(()),
    }
}

fn key(id: &PageId) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

fn collision(
    inputs: &[Input],
    out: Option<&Path>,
    choice: &FormatChoice,
    id: &PageId,
    second: PathBuf,
) -> PlanError {
    let first = Walk::new(inputs, out)
        .with_choice(choice.clone())
        .find_map(|item| match item {
            WalkItem::Page(entry) if key(&entry.id) == key(id) => Some(entry.file),
            WalkItem::Shard(entry) if key(&entry.id) == key(id) => Some(entry.file),
            _ => None,
        })
        .unwrap_or_else(|| second.clone());
    twice(first, second, id)
}

/// Two files that would be one, or one that is named twice.
fn twice(first: PathBuf, second: PathBuf, id: &PageId) -> PlanError {
    let same = std::fs::canonicalize(&first).ok() == std::fs::canonicalize(&second).ok();
    if same {
        return PlanError::Twice(second);
    }
    PlanError::Collision {
        first,
        second,
        page: id.text(),
    }
}
