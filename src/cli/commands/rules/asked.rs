//! Which of the rule files a command was asked about.

use crate::cli::setup;
use dechaff::rulefile::shipped_packs;
use dechaff::{PackSource, Rule};
use std::collections::BTreeMap;

/// The files that were named, with their texts; none means every file.
pub(crate) struct Asked(BTreeMap<String, String>);

impl Asked {
    pub(crate) fn new(paths: &[std::path::PathBuf]) -> Self {
        let sources = paths.iter().filter_map(|path| setup::read_packs(path).ok());
        let named = |source: PackSource| (source.name, source.text);
        Self(sources.flatten().map(named).collect())
    }

    pub(crate) fn covers(&self, rule: &Rule) -> bool {
        self.names(&rule.origin.file)
    }

    pub(crate) fn names(&self, file: &str) -> bool {
        self.0.is_empty() || self.0.contains_key(file)
    }

    /// The text of a rule file: one that was named, a shipped one, or another one that was loaded.
    pub(crate) fn text_of(&self, file: &str) -> Option<String> {
        let shipped = || shipped_packs().iter().find(|(name, _)| *name == file);
        self.0
            .get(file)
            .cloned()
            .or_else(|| shipped().map(|(_, text)| (*text).to_owned()))
            .or_else(|| std::fs::read_to_string(file).ok())
    }
}
