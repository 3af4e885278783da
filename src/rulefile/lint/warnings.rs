//! What is doubtful about rules that can be used: warnings, which a rule or a file may allow.
//!
//! Each lint looks at one rule and is pure. `shadow` first puts the phrases of all rules in order,
//! so that all lints together cost O(n log n) in the bytes of the rules.

use crate::rulefile::allow::WireAllow;
use crate::rulefile::check::rule_check::RuleCheck;
use crate::rulefile::code::Code;
use crate::rulefile::diagnostic::Diagnostic;
use crate::rulefile::lint::shadow::Shadows;
use crate::rulefile::lint::subject::{LintWarning, RuleActivity, Subject};
use crate::rulefile::lint::{openings, patterns, upkeep};
use crate::rulefile::reporter::Reporter;
use crate::rules::rule::Rule;
use std::collections::BTreeMap;
use toml::Spanned;

impl RuleCheck {
    /// What is doubtful about the rules of the files that `wanted` says yes to by name, in the
    /// order of files and lines. Where it is known which rules `activity` on some pages, the others
    /// are named. Shipped packs are judged only where they were read [as they are
    /// written](crate::RulesBuilder::as_written). O(n log n) in the bytes of all rules.
    pub fn warnings(
        &self,
        wanted: impl Fn(&str) -> bool,
        activity: Option<&RuleActivity>,
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
                let warnings = warnings(&subject, &shadows, activity);
                give(warnings, &subject, &mut of_file, activity, &mut reporter);
            }
            of_file.report_unused(
                "no rule of the file has such a warning",
                activity,
                &mut reporter,
            );
            found.extend(reporter.finish());
        }
        found
    }
}

fn warnings(
    subject: &Subject<'_>,
    shadows: &Shadows<'_>,
    activity: Option<&RuleActivity>,
) -> Vec<LintWarning> {
    let mut found = patterns::warnings(subject);
    found.extend(openings::warnings(subject));
    found.extend(shadows.warnings(subject));
    found.extend(upkeep::warnings(subject, activity));
    found
}

/// Hands on the warnings that neither the rule nor its file allows.
pub(crate) fn give(
    warnings: Vec<LintWarning>,
    subject: &Subject<'_>,
    of_file: &mut Allowed<'_>,
    activity: Option<&RuleActivity>,
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
    of_rule.report_unused(&why, activity, reporter);
}

/// An `allow` table, and which of its keys were of use.
pub(crate) struct Allowed<'a> {
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
    fn report_unused(self, why: &str, activity: Option<&RuleActivity>, reporter: &mut Reporter) {
        for (code, reason, used) in self.entries {
            if used || (code == Code::NeverFires && activity.is_none()) {
                continue;
            }
            let message = format!("`allow.{}` allows nothing: {why}", code.name());
            reporter
                .error(Code::UnusedAllow, reason.span(), message, "not needed")
                .help("take it out, so that the warning shows when it comes");
        }
    }
}
