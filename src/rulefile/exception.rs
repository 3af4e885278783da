//! Exceptions: what overrides and protect rules change of the rules as their packs have them.

use crate::matchers::compiled_rule::CompiledRule;
use crate::rulefile::check::file::ParsedFile;
use crate::rules::effect::{Level, Polarity};
use crate::rules::rule::{Origin, Rule};
use crate::text::line_counter::LineCounter;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something that changes what other rules do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// The rule that is adjusted, or the protect rule itself, `pack/id`.
    pub rule: String,
    /// Which sort it is.
    pub kind: ExceptionKind,
    /// Where it was written: every override of the rule, or the protect rule.
    pub origins: Vec<Origin>,
    /// What its author says it is for: the reason, or else what it is about; empty where there is
    /// neither.
    pub about: String,
}

/// The sorts of exceptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExceptionKind {
    /// `[[override]]`
    Override,
    /// `[[protect]]`
    Protect,
}

impl ExceptionKind {
    /// The name of its table in a rule file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Override => "override",
            Self::Protect => "protect",
        }
    }
}

/// Which rules are overridden, and where. Asked before the overrides are taken from the files.
pub(crate) fn overridden(files: &[ParsedFile]) -> BTreeMap<String, Vec<Origin>> {
    let mut places: BTreeMap<String, Vec<Origin>> = BTreeMap::new();
    for file in files {
        let overrides = file.wire.iter().flat_map(|wire| &wire.overrides);
        let mut lines = LineCounter::new(file.reporter.source());
        for one in overrides {
            let origin = Origin {
                file: Arc::clone(file.reporter.file()),
                line: lines.line_of(one.span().start),
            };
            let rule = one.get_ref().rule.get_ref().clone();
            places.entry(rule).or_default().push(origin);
        }
    }
    places
}

/// Turns off the protect rules of these ids.
pub(crate) fn lift_protects(rules: &mut [CompiledRule], lifted: &[String]) {
    let wanted = |rule: &&mut Rule| rule.polarity == Polarity::Protect && lifted.contains(&rule.id);
    let rules = rules.iter_mut().map(|compiled| &mut compiled.rule);
    for rule in rules.filter(wanted) {
        rule.level = Level::Off;
    }
}

/// The exceptions that are in force, overrides before protect rules.
pub(crate) fn exceptions(
    overridden: BTreeMap<String, Vec<Origin>>,
    rules: &[CompiledRule],
    lifted: &[String],
) -> Vec<Exception> {
    let overrides = overridden
        .into_iter()
        .filter(|(rule, _)| !lifted.contains(rule))
        .map(|(rule, origins)| Exception {
            rule,
            kind: ExceptionKind::Override,
            origins,
            about: String::new(),
        });
    let protects = rules
        .iter()
        .map(|compiled| &compiled.rule)
        .filter(|rule| rule.polarity == Polarity::Protect && rule.level != Level::Off)
        .map(|rule| Exception {
            rule: rule.id.clone(),
            kind: ExceptionKind::Protect,
            origins: vec![rule.origin.clone()],
            about: rule.reason.as_ref().unwrap_or(&rule.about).clone(),
        });
    overrides.chain(protects).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulefile::pack::builder::RulesBuilder;
    use crate::rulefile::pack_source::PackSource;

    const FILE: &str = "schema = 1
pack = 'mine'

[[protect]]
id = 'motto'
about = 'The motto.'
match.line = ['More light']

[[override]]
rule = 'core/blank-run'
level = 'off'

[[override]]
rule = 'core/blank-run'
level = 'flag'
";

    fn builder() -> RulesBuilder {
        RulesBuilder::new().file(PackSource {
            name: "mine.toml".to_owned(),
            text: FILE.to_owned(),
        })
    }

    #[test]
    fn overrides_of_one_rule_are_one_exception() {
        let rules = builder().build().expect("the file is sound");
        let seen: Vec<(&str, &str, Vec<usize>)> = rules
            .exceptions()
            .iter()
            .map(|one| {
                let lines = one.origins.iter().map(|origin| origin.line).collect();
                (one.rule.as_str(), one.kind.word(), lines)
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("core/blank-run", "override", vec![9, 13]),
                ("mine/motto", "protect", vec![4])
            ]
        );
    }

    #[test]
    fn what_is_lifted_is_as_if_it_were_not_there() {
        let ids = ["core/blank-run", "mine/motto"].map(str::to_owned);
        let rules = builder().lift(ids).build().expect("the file is sound");
        let level = |id: &str| {
            rules
                .iter()
                .find(|rule| rule.id == id)
                .map(|rule| rule.level)
        };
        assert_eq!(level("core/blank-run"), Some(Level::On));
        assert_eq!(level("mine/motto"), Some(Level::Off));
        assert!(rules.exceptions().is_empty());
    }
}
