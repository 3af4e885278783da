//! From arguments to a cleaner: rule files, selectors, mode.

use super::args::RuleArgs;
use anyhow::{Context, bail};
use dechaff::{Cleaner, Options, PackSource, Rules, RulesBuilder};
use std::path::{Path, PathBuf};

/// The cleaner that the arguments describe.
pub(super) fn cleaner(args: &RuleArgs) -> anyhow::Result<Cleaner> {
    let mut options = Options::default();
    if let Some(mode) = args.mode {
        options.mode = mode.into();
    }
    Ok(Cleaner::new(rules(args)?, options))
}

/// The rules that the arguments describe.
pub(super) fn rules(args: &RuleArgs) -> anyhow::Result<Rules> {
    let mut builder = RulesBuilder::new();
    for path in &args.rules {
        for source in read_packs(path)? {
            builder = builder.file(source);
        }
    }
    Ok(builder
        .only(args.only.iter().cloned())
        .skip(args.skip.iter().cloned())
        .build()?)
}

/// The rule file at `path`, or every `.toml` file below it, by name.
pub(super) fn read_packs(path: &Path) -> anyhow::Result<Vec<PackSource>> {
    let files = if path.is_dir() {
        toml_files(path)?
    } else {
        vec![path.to_owned()]
    };
    if files.is_empty() {
        bail!("{}: no .toml file below this folder", path.display());
    }
    files
        .into_iter()
        .map(|file| {
            let name = file.display().to_string();
            let bytes = std::fs::read(&file).with_context(|| format!("rule file {name}"))?;
            let text = String::from_utf8(bytes)
                .with_context(|| format!("rule file {name}: TOML is UTF-8, this is not"))?;
            Ok(PackSource { name, text })
        })
        .collect()
}

fn toml_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .sort_by_file_name(std::ffi::OsStr::cmp)
        .build()
    {
        let entry = entry?;
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        if is_file && entry.path().extension().is_some_and(|end| end == "toml") {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}
