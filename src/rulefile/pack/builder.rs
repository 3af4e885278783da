//! Packs: finding them, putting them in order, overriding and choosing rules.

use crate::matchers::compiled_rule::CompiledRule;
use crate::rulefile::check::adjustment::Adjustment;
use crate::rulefile::check::file::ParsedFile;
use crate::rulefile::check::rule_check::RuleCheck;
use crate::rulefile::config::file::ConfigFile;
use crate::rulefile::diagnostic::{Diagnostic, RuleErrors};
use crate::rulefile::exception::{Exception, ExceptionKind, exceptions, lift_protects, overridden};
use crate::rulefile::pack::adjust::{adjustments, report_duplicates};
use crate::rulefile::pack::lines::apart;
use crate::rulefile::pack::load::{LoadSource, ShippedFrom, hash, hash_texts, not_utf8, parse_all};
use crate::rulefile::pack::parts::report_missing_parts;
use crate::rulefile::pack::select::unknown_selector;
use crate::rulefile::pack_source::PackSource;
use crate::rulefile::rules::Rules;
use crate::rulefile::selector::Selector;
use crate::rulefile::shipped::shipped_packs;
use crate::rules::effect::Level;
use crate::rules::evidence_part::{EvidencePart, EvidenceParts};
use crate::rules::rule::{Origin, Rule};
use std::collections::BTreeMap;

impl Rules {
    /// The rules inside the program.
    ///
    /// # Panics
    ///
    /// Never: the project's tests load them.
    pub fn shipped() -> Self {
        RulesBuilder::new()
            .build()
            .expect("the shipped packs are loaded in every test run")
    }
}

/// Puts rules together.
#[derive(Debug, Default)]
pub struct RulesBuilder {
    without_shipped: bool,
    from: ShippedFrom,
    sources: Vec<LoadSource>,
    unreadable: Vec<Diagnostic>,
    only: Vec<Selector>,
    skip: Vec<Selector>,
    keep: Vec<Selector>,
    lifted: Vec<String>,
}

impl RulesBuilder {
    /// The shipped packs and nothing else so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Leaves the shipped packs out.
    #[must_use]
    pub fn without_shipped(mut self) -> Self {
        self.without_shipped = true;
        self
    }

    /// Reads the shipped packs as they are written, and not as the build prepared them: for those
    /// who look for errors, not for pages.
    #[must_use]
    pub fn as_written(mut self) -> Self {
        self.from = ShippedFrom::Text;
        self
    }

    /// Adds the files of one shipped pack after those added before; for builders
    /// [without](Self::without_shipped) all of them.
    #[must_use]
    pub fn shipped(mut self, pack: &str) -> Self {
        self.sources.push(LoadSource::Shipped(pack.to_owned()));
        self
    }

    /// Adds a rule file after those added before.
    #[must_use]
    pub fn file(mut self, source: PackSource) -> Self {
        self.sources.push(LoadSource::Pack(source));
        self
    }

    /// Loads a rule file in the place of a shipped one of which it is another version: of the
    /// [`shipped_packs`] the one whose name is `shipped`. A file of another pack is none, nor one
    /// for which there is no such name: both are added after those added before.
    #[must_use]
    pub fn version_of(mut self, shipped: &str, source: PackSource) -> Self {
        let known = shipped_packs().iter().find(|(name, _)| *name == shipped);
        self.sources.push(match known {
            Some((name, _)) => LoadSource::Version(source, name),
            None => LoadSource::Pack(source),
        });
        self
    }

    /// Adds the overrides and protect rules of a configuration file after the rule files added
    /// before. Everything that is wrong with it shows in [`Self::build`]; its other values are
    /// left to the caller.
    #[must_use]
    pub fn config(mut self, file: ConfigFile) -> Self {
        self.sources.push(LoadSource::Config(Box::new(file)));
        self
    }

    /// Adds a rule file as its bytes, after those added before. Bytes that are not UTF-8 become
    /// an error of [`Self::build`] that shows the place.
    #[must_use]
    pub fn bytes(mut self, name: &str, bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.file(PackSource {
                name: name.to_owned(),
                text: text.to_owned(),
            }),
            Err(error) => {
                self.unreadable
                    .push(not_utf8(name, bytes, error.valid_up_to()));
                self
            }
        }
    }

    /// Keeps only the rules that one of these selects; none given means all.
    #[must_use]
    pub fn only(mut self, selectors: impl IntoIterator<Item = Selector>) -> Self {
        self.only.extend(selectors);
        self
    }

    /// Leaves out the rules that one of these selects.
    #[must_use]
    pub fn skip(mut self, selectors: impl IntoIterator<Item = Selector>) -> Self {
        self.skip.extend(selectors);
        self
    }

    /// Turns rules that one of these selects round: what they would cut stays, unless it goes as part
    /// of something larger.
    #[must_use]
    pub fn keep(mut self, selectors: impl IntoIterator<Item = Selector>) -> Self {
        self.keep.extend(selectors);
        self
    }

    /// Leaves out the exceptions of these rules, by full id: what overrides make of a rule, and a
    /// protect rule itself.
    #[must_use]
    pub fn lift(mut self, rules: impl IntoIterator<Item = String>) -> Self {
        self.lifted.extend(rules);
        self
    }

    /// Reads and checks every file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any of the files, at once, and every selector that selects
    /// no rule.
    pub fn build(self) -> Result<Rules, RuleErrors> {
        let check = self.check();
        if check.errors.is_empty() {
            Ok(check.rules)
        } else {
            Err(RuleErrors::new(check.errors))
        }
    }

    /// Reads and checks every file, and keeps what was read, so that warnings can be told too.
    pub fn check(mut self) -> RuleCheck {
        let sources = std::mem::take(&mut self.sources);
        let (sources, lines) = apart(sources);
        let mut files = parse_all(self.without_shipped, self.from, sources);
        for file in &mut files {
            file.take_lines(&lines);
        }
        report_missing_parts(&mut files);
        let texts = hash_texts(&files);
        report_duplicates(&mut files);
        let overridden = overridden(&files);
        let mut adjustments = adjustments(&mut files);
        adjustments.retain(|rule, _| !self.lifted.contains(rule));
        let count = files.iter().map(ParsedFile::rule_count).sum();
        let mut rules: Vec<CompiledRule> = Vec::with_capacity(count);
        let (mut prepared, mut as_built) = (0, true);
        for (at, file) in files.iter_mut().enumerate() {
            rules.extend(file.check_rules(&adjustments));
            as_built &= file.is_built(at);
            prepared = if as_built { rules.len() } else { prepared };
        }
        lift_protects(&mut rules, &self.lifted);
        let mut errors = self.unreadable.clone();
        errors.extend(files.iter_mut().flat_map(ParsedFile::take_findings));
        if errors.is_empty() {
            errors = self.select(&mut rules);
        }
        let hash = hash(texts, &rules);
        let evidence = self.evidence(&adjustments);
        let mut exceptions = exceptions(overridden, &rules, &self.lifted);
        let chosen = |id: &str| {
            rules
                .iter()
                .any(|one| one.rule.id == id && self.chooses(&one.rule))
        };
        exceptions.retain(|one| chosen(&one.rule) && !is_of_shipped(one));
        RuleCheck {
            rules: Rules::new(rules, hash, exceptions)
                .with_prepared(prepared)
                .with_evidence(evidence),
            errors,
            files,
        }
    }

    /// Turns off what the selectors leave out, and reports those that select nothing.
    fn select(&self, rules: &mut [CompiledRule]) -> Vec<Diagnostic> {
        let mut unknown = Vec::new();
        for (option, selectors) in [
            ("--only", &self.only),
            ("--skip", &self.skip),
            ("--keep", &self.keep),
        ] {
            for selector in selectors {
                let is_known = rules.iter().any(|one| selector.selects(&one.rule));
                let is_evidence = selector.names_evidence() && option != "--keep";
                if !is_known && !is_evidence {
                    unknown.push(unknown_selector(option, selector, rules));
                }
            }
        }
        for CompiledRule { rule, .. } in rules {
            if !self.chooses(rule) {
                rule.level = Level::Off;
            }
            if rule.level != Level::Off && self.keep.iter().any(|one| one.selects(rule)) {
                rule.level = Level::Keep;
            }
        }
        unknown
    }

    /// Which parts of evidence selectors and overrides leave on. `only` that names rules alone says
    /// nothing of them: whether there is a model beside those rules is the caller's to know.
    fn evidence(&self, adjustments: &BTreeMap<String, Adjustment>) -> EvidenceParts {
        let names_some = self.only.iter().any(Selector::names_evidence);
        let selected = |list: &[Selector], part| list.iter().any(|one| one.selects_evidence(part));
        let is_off = |part: EvidencePart| {
            let adjustment = adjustments.get(part.id());
            adjustment.is_some_and(|one| one.level == Some(Level::Off))
        };
        EvidenceParts::of(|part| {
            let chosen = !names_some || selected(&self.only, part);
            chosen && !selected(&self.skip, part) && !is_off(part)
        })
    }

    /// Whether the selectors leave the rule in.
    fn chooses(&self, rule: &Rule) -> bool {
        let chosen = self.only.is_empty() || self.only.iter().any(|one| one.selects(rule));
        chosen && !self.skip.iter().any(|one| one.selects(rule))
    }
}

/// Whether a protect rule is of the shipped packs: no exception of a user's.
fn is_of_shipped(exception: &Exception) -> bool {
    let is_shipped = |origin: &Origin| {
        let mut packs = shipped_packs().iter();
        packs.any(|(name, _)| origin.file.ends_with(name))
    };
    exception.kind == ExceptionKind::Protect && exception.origins.iter().all(is_shipped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulefile::pack_source::PackSource;

    fn evidence(only: &[&str], skip: &[&str], text: &str) -> EvidenceParts {
        let selectors = |words: &[&str]| {
            let read = |word: &&str| word.parse::<Selector>().expect("every word is a selector");
            words.iter().map(read).collect::<Vec<_>>()
        };
        let source = PackSource {
            name: "mine.toml".to_owned(),
            text: format!("schema = 1\npack = 'mine'\n{text}"),
        };
        let builder = RulesBuilder::new().file(source);
        let builder = builder.only(selectors(only)).skip(selectors(skip));
        builder.build().expect("all is known").evidence()
    }

    #[test]
    fn evidence_is_chosen_as_rules_are() {
        let (line, story) = (EvidencePart::Line, EvidencePart::Story);
        let only = |part| EvidenceParts::of(|one| one == part);
        let all = EvidenceParts::default();
        assert_eq!(evidence(&[], &[], ""), all);
        assert_eq!(evidence(&["core"], &["other", "appended"], ""), all);
        assert_eq!(evidence(&[], &["evidence/line"], ""), only(story));
        assert_eq!(evidence(&[], &["story"], ""), only(line));
        assert_eq!(evidence(&["evidence/story", "core"], &[], ""), only(story));
        assert!(evidence(&[], &["evidence"], "").is_none());
        let off = "[[override]]\nrule = 'evidence/line'\nlevel = 'off'";
        assert_eq!(evidence(&[], &[], off), only(story));
    }
}
