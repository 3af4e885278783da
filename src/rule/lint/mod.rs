//! What is doubtful about rules that can be used: warnings, which a rule or a file may allow.
//!
//! Each lint looks at one rule and is pure. `shadow` first puts the phrases of all rules in order,
//! so that all lints together cost O(n log n) in the bytes of the rules.

pub(crate) mod openings;
pub(crate) mod patterns;
pub(crate) mod shadow;
pub(crate) mod trials;

use crate::matchers::compiled_rule::CompiledRule;
use crate::rule::allow::WireAllow;
use crate::rule::check::ParsedFile;
use crate::rule::diagnostic::{Code, Diagnostic, Reporter};
use crate::rule::lint::shadow::Shadows;
use crate::rule::pack::Rules;
use crate::rule::wire::WireRule;
use crate::rules::effect::Polarity;
use crate::rules::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;

/// Which rules did something on some pages, for the warning `never-fires`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fired {
    /// How many pages were cleaned.
    pub pages: usize,
    /// The ids of the rules that cut, or protected, something on one of them.
    pub rules: BTreeSet<String>,
}

/// Rule files that were read and checked, with everything that is wrong with them.
///
/// # Example
///
/// ```
/// use dechaff::{Code, PackSource, RulesBuilder};
///
/// let text = "schema = 1\npack = 'mine'\n[[rule]]\nid = 'ad'\nkind = 'ad'\nmatch.line = ['Advert']";
/// let source = PackSource { name: "mine.toml".to_owned(), text: text.to_owned() };
/// let check = RulesBuilder::new().without_shipped().file(source).check();
/// assert!(check.errors().is_empty());
/// let warnings = check.warnings(|_| true, None);
/// let codes: Vec<Code> = warnings.iter().map(|one| one.code).collect();
/// assert_eq!(codes, [Code::NoTest, Code::NoAbout]);
/// ```
#[derive(Debug)]
pub struct RuleCheck {
    pub(super) rules: Rules,
    pub(super) errors: Vec<Diagnostic>,
    pub(super) files: Vec<ParsedFile>,
}

impl RuleCheck {
    /// The rules in which nothing is wrong that would keep them from being built.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The names of the files in the order in which they were loaded.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| &**file.reporter.file())
    }

    /// Everything that keeps the rules from being used.
    pub fn errors(&self) -> &[Diagnostic] {
        &self.errors
    }

    /// What is doubtful about the rules of the files that `wanted` says yes to by name, in the
    /// order of files and lines. Where it is known which rules `fired` on some pages, the others
    /// are named. Shipped packs are judged only where they were read [as they are
    /// written](crate::RulesBuilder::as_written). O(n log n) in the bytes of all rules.
    pub fn warnings(
        &self,
        wanted: impl Fn(&str) -> bool,
        fired: Option<&Fired>,
    ) -> Vec<Diagnostic> {
        let rules: Vec<&Rule> = self.rules.iter().collect();
        let by_id: BTreeMap<&str, usize> = rules
            .iter()
            .enumerate()
            .map(|(at, rule)| (rule.id.as_str(), at))
            .collect();
        let shadows = Shadows::new(&rules);
        let mut found = Vec::new();
        for file in self
            .files
            .iter()
            .filter(|file| !file.is_prepared() && wanted(file.reporter.file()))
        {
            let mut reporter = file.reporter.afresh();
            let mut of_file = Allowed::new(file.wire.as_ref().map(|wire| &wire.allow));
            for (id, wire, polarity) in file.wire_rules() {
                let Some(&index) = by_id.get(id.as_str()) else {
                    continue; // it has an error of its own
                };
                let subject = Subject {
                    wire: wire.get_ref(),
                    rule: rules[index],
                    compiled: &self.rules.compiled()[index],
                    index,
                    polarity,
                    source: file.reporter.source(),
                };
                let warnings = subject.warnings(&shadows, fired);
                give(warnings, &subject, &mut of_file, fired, &mut reporter);
            }
            of_file.report_unused(
                "no rule of the file has such a warning",
                fired,
                &mut reporter,
            );
            found.extend(reporter.finish());
        }
        found
    }

    /// The rules, without what was read.
    pub fn into_rules(self) -> Rules {
        self.rules
    }
}

/// A rule as it is written and as it is understood.
struct Subject<'r> {
    wire: &'r WireRule,
    rule: &'r Rule,
    compiled: &'r CompiledRule,
    /// Its place in load order.
    index: usize,
    polarity: Polarity,
    source: &'r str,
}

/// Something doubtful, before it is known whether it is allowed.
struct Warning {
    code: Code,
    span: Range<usize>,
    message: String,
    label: String,
    help: String,
}

impl Subject<'_> {
    fn warnings(&self, shadows: &Shadows<'_>, fired: Option<&Fired>) -> Vec<Warning> {
        let mut found = patterns::warnings(self);
        found.extend(openings::warnings(self));
        found.extend(shadows.warnings(self));
        found.extend(trials::warnings(self, fired));
        found
    }

    /// A warning about the rule as a whole, at its id.
    fn warning(&self, code: Code, message: String, label: &str, help: &str) -> Warning {
        Warning {
            code,
            span: self.wire.id.span(),
            message,
            label: label.to_owned(),
            help: help.to_owned(),
        }
    }
}

/// Hands on the warnings that neither the rule nor its file allows.
fn give(
    warnings: Vec<Warning>,
    subject: &Subject<'_>,
    of_file: &mut Allowed<'_>,
    fired: Option<&Fired>,
    reporter: &mut Reporter,
) {
    let mut of_rule = Allowed::new(Some(&subject.wire.allow));
    for warning in warnings {
        if of_rule.allows(warning.code) || of_file.allows(warning.code) {
            continue;
        }
        reporter
            .error(warning.code, warning.span, warning.message, warning.label)
            .help(warning.help);
    }
    let why = format!("`{}` has no such warning", subject.wire.id.get_ref());
    of_rule.report_unused(&why, fired, reporter);
}

/// An `allow` table, and which of its keys were of use.
struct Allowed<'a> {
    entries: Vec<(Code, &'a Spanned<String>, bool)>,
}

impl<'a> Allowed<'a> {
    fn new(allow: Option<&'a WireAllow>) -> Self {
        let entries = allow.into_iter().flat_map(WireAllow::entries);
        Self {
            entries: entries
                .map(|(code, reason)| (code, reason, false))
                .collect(),
        }
    }

    fn allows(&mut self, code: Code) -> bool {
        let entry = self.entries.iter_mut().find(|(one, _, _)| *one == code);
        entry.map(|(_, _, used)| *used = true).is_some()
    }

    /// Whether a rule fires is known only where pages were given.
    fn report_unused(self, why: &str, fired: Option<&Fired>, reporter: &mut Reporter) {
        for (code, reason, used) in self.entries {
            if used || (code == Code::NeverFires && fired.is_none()) {
                continue;
            }
            let message = format!("`allow.{}` allows nothing: {why}", code.name());
            reporter
                .error(Code::UnusedAllow, reason.span(), message, "not needed")
                .help("take it out, so that the warning shows when it comes");
        }
    }
}
