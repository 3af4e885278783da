//! The ids of pages, as the texts of a folder name them.

use anyhow::Context as _;
use std::fs;
use std::path::Path;

/// Adds the ids below one folder. Links to folders are not followed, so there is no way round.
pub(crate) fn add_ids(
    folder: &Path,
    prefix: &str,
    ids: &mut Vec<String>,
    unnamed: &mut Vec<String>,
) -> anyhow::Result<()> {
    let cannot = || format!("cannot list {}", folder.display());
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            unnamed.push(format!("{}: the name is not UTF-8", entry.path().display()));
            continue;
        };
        let is_folder = entry.file_type().with_context(cannot)?.is_dir();
        if is_folder {
            add_ids(&entry.path(), &format!("{prefix}{name}/"), ids, unnamed)?;
        } else if let Some(stem) = name.strip_suffix(".txt").filter(|_| !entry.path().is_dir()) {
            ids.push(format!("{prefix}{stem}"));
        }
    }
    Ok(())
}
