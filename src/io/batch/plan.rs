//! What must be known to be right before anything is written.

use crate::io::source::probe::FormatChoice;
use crate::io::source::walk::{Input, OWN_FOLDER, PageId, ShardEntry, Walk, WalkItem};
use std::collections::HashSet;
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
/// all shards.
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
) -> Result<Plan, PlanError> {
    inputs.iter().try_for_each(is_there)?;
    if let Some(out) = out {
        inputs.iter().try_for_each(|input| outside(input, out))?;
    }
    let mut seen = HashSet::new();
    let mut plan = Plan::default();
    for item in Walk::new(inputs, out).with_choice(choice.clone()) {
        let (id, file) = match item {
            WalkItem::Page(entry) => {
                plan.pages += 1;
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
            return Err(collision(inputs, out, &id, file));
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

fn collision(inputs: &[Input], out: Option<&Path>, id: &PageId, second: PathBuf) -> PlanError {
    let first = Walk::new(inputs, out)
        .find_map(|item| match item {
            WalkItem::Page(entry) if key(&entry.id) == key(id) => Some(entry.file),
            WalkItem::Shard(entry) if key(&entry.id) == key(id) => Some(entry.file),
            _ => None,
        })
        .unwrap_or_else(|| second.clone());
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
