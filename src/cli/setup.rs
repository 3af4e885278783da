//! From the configuration to a cleaner: rule files, selectors, mode.

use super::args::RuleArgs;
use super::config::{Config, Origin};
use anyhow::Context as _;
use dechaff::source::EncodingChoice;
use dechaff::{Cleaner, Code, Diagnostic, PackSource, Placed, RuleErrors, Rules, RulesBuilder};
use std::path::{Path, PathBuf};

/// What a command that reads pages needs of the configuration.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) cleaner: Cleaner,
    /// What the configuration says of pages that are not UTF-8.
    pub(super) encoding: EncodingChoice,
    /// Whether somebody chose which rules run.
    pub(super) has_only: bool,
}

/// The cleaner that arguments, environment and the `dechaff.toml` found upward from `near` (the
/// first input) describe.
pub(super) fn prepare(args: &RuleArgs, near: Option<&Path>) -> anyhow::Result<Prepared> {
    let config = Config::read(args, near)?;
    let (options, label) = (config.options(), config.encoding.clone());
    let has_only = !config.only.value.is_empty();
    let cleaner = Cleaner::new(rules_of(config)?, options);
    let encoding = match &label.value {
        Some(name) => name.parse().with_context(|| label.origin.to_string())?,
        None => EncodingChoice::default(),
    };
    Ok(Prepared {
        cleaner,
        encoding,
        has_only,
    })
}

/// The rules that arguments, environment and the `dechaff.toml` found upward from the current
/// folder describe.
pub(super) fn rules(args: &RuleArgs) -> anyhow::Result<Rules> {
    rules_of(Config::read(args, None)?)
}

/// The rules of a configuration.
pub(super) fn rules_of(config: Config) -> anyhow::Result<Rules> {
    Ok(rules_with(RulesBuilder::new(), config, &[])?)
}

/// The rules of a configuration and those at `more`, with everything that is wrong with any.
pub(super) fn rules_with(
    mut builder: RulesBuilder,
    mut config: Config,
    more: &[PathBuf],
) -> Result<Rules, RuleErrors> {
    let mut unreadable = Vec::new();
    let (of_file, of_others): (Vec<_>, Vec<_>) = config
        .rules
        .iter()
        .partition(|path| matches!(path.origin, Origin::File { .. }));
    if let Some(mut file) = config.file.take() {
        let written: Vec<Placed<String>> = file.content.rules.clone();
        for (path, written) in of_file.iter().zip(&written) {
            match read_packs(&path.value) {
                Ok(sources) => builder = add(builder, sources),
                Err(wrong) => file.content.cannot_read(written, &wrong.why),
            }
        }
        builder = builder.config(file.content);
    }
    for path in of_others.iter().map(|path| &path.value).chain(more) {
        match read_packs(path) {
            Ok(sources) => builder = add(builder, sources),
            Err(wrong) => unreadable.push(Diagnostic::unreadable(&wrong.name, &wrong.why)),
        }
    }
    let built = builder
        .only(config.only.value)
        .skip(config.skip.value)
        .build();
    match built {
        Ok(rules) if unreadable.is_empty() => Ok(rules),
        Ok(_) => Err(RuleErrors::new(unreadable)),
        Err(errors) => Err(RuleErrors::new(together(unreadable, &errors))),
    }
}

fn add(builder: RulesBuilder, sources: Vec<PackSource>) -> RulesBuilder {
    sources.into_iter().fold(builder, RulesBuilder::file)
}

/// Where a file could not be read, that its rules are unknown is no finding of its own.
fn together(mut unreadable: Vec<Diagnostic>, errors: &RuleErrors) -> Vec<Diagnostic> {
    let all = errors.diagnostics();
    let lost = !unreadable.is_empty() || all.iter().any(|one| one.code == Code::Unreadable);
    let follows = |code| matches!(code, Code::UnknownRule | Code::UnknownSelector);
    unreadable.extend(
        all.iter()
            .filter(|one| !(lost && follows(one.code)))
            .cloned(),
    );
    unreadable
}

/// Why a rule file could not be read.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) name: String,
    pub(super) why: String,
}

/// The rule file at `path`, or every `.toml` file below it, by name.
pub(super) fn read_packs(path: &Path) -> Result<Vec<PackSource>, Unreadable> {
    let wrong = |path: &Path, why: String| Unreadable {
        name: path.display().to_string(),
        why,
    };
    let files = if path.is_dir() {
        toml_files(path).map_err(|error| wrong(path, error.to_string()))?
    } else {
        vec![path.to_owned()]
    };
    if files.is_empty() {
        return Err(wrong(
            path,
            "there is no .toml file below this folder".to_owned(),
        ));
    }
    files
        .into_iter()
        .map(|file| {
            let bytes = std::fs::read(&file).map_err(|error| wrong(&file, error.to_string()))?;
            let text = String::from_utf8(bytes)
                .map_err(|_| wrong(&file, "TOML is UTF-8, this is not".to_owned()))?;
            let name = file.display().to_string();
            Ok(PackSource { name, text })
        })
        .collect()
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, ignore::Error> {
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
