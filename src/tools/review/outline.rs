//! What the files of a pack say before anything is checked.

use crate::matchers::re::Trust;
use crate::rulefile::check::file::parse_file;
use crate::rulefile::pack_source::PackSource;
use crate::rulefile::shipped::{pack_of, shipped_pack_names, shipped_packs};
use crate::rules::effect::Level;
use crate::text::line_counter::LineCounter;
use std::collections::BTreeSet;

/// An `[[override]]` of a pack that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedOverride {
    /// The full id of the rule that it adjusts.
    pub rule: String,
    /// The level that it sets.
    pub level: Option<Level>,
    /// How many phrases it adds.
    pub phrases_added: usize,
    /// How many patterns of `when.unless` it adds.
    pub unless_added: usize,
    /// The file that has it.
    pub file: String,
    /// The line on which it starts, from 1.
    pub line: usize,
}

/// What the files say before anything is checked.
#[derive(Default)]
pub(crate) struct Outline {
    pub(crate) names: BTreeSet<String>,
    pub(crate) replaces: Vec<String>,
    pub(crate) overrides: Vec<ReviewedOverride>,
}

impl Outline {
    pub(crate) fn new(sources: &[PackSource]) -> Self {
        let mut outline = Self::default();
        let mut ids = BTreeSet::new();
        for source in sources.iter().filter(|source| !source.is_lines_file()) {
            let file = parse_file(&source.name, &source.text, Trust::Shipped);
            ids.extend(file.wire_rules().map(|(id, ..)| id));
            let Some(wire) = file.wire else { continue };
            let mut lines = LineCounter::new(&source.text);
            for one in &wire.overrides {
                let line = lines.line_of(one.span().start);
                let one = one.get_ref();
                let level = one.level.as_ref().map(toml::Spanned::get_ref);
                outline.overrides.push(ReviewedOverride {
                    rule: one.rule.get_ref().clone(),
                    level: level.and_then(|word| Level::from_word(word)),
                    phrases_added: one.add.len(),
                    unless_added: one.unless.len(),
                    file: source.name.clone(),
                    line,
                });
            }
            outline.names.insert(wire.pack.into_inner());
        }
        outline.replaces = replaced(&ids);
        outline
    }
}

/// The shipped packs that have a rule of one of these ids.
fn replaced(ids: &BTreeSet<String>) -> Vec<String> {
    let names: BTreeSet<&str> = ids
        .iter()
        .filter_map(|id| Some(id.split_once('/')?.0))
        .collect();
    let mut replaced = Vec::new();
    for name in shipped_pack_names() {
        let own = |file: &&(&str, &str)| pack_of(file.0) == Some(name);
        let has_same = || {
            let mut files = shipped_packs().iter().filter(own);
            files.any(|(file, text)| {
                let file = parse_file(file, text, Trust::Shipped);
                file.wire_rules().any(|(id, ..)| ids.contains(&id))
            })
        };
        if names.contains(name) && has_same() {
            replaced.push(name.to_owned());
        }
    }
    replaced
}
