//! What somebody should look at before a pack is used.
//!
//! What `rules check` warns of, too, is found as there; but an `allow` of the pack does not keep it back.

use crate::matchers::compiled_rule::CompiledRule;
use crate::rulefile::check::file::ParsedFile;
use crate::rulefile::check::rule_check::RuleCheck;
use crate::rulefile::code::Code;
use crate::rulefile::diagnostic::Diagnostic;
use crate::rulefile::lint::patterns::anchorless;
use crate::rulefile::lint::subject::{LintWarning, Subject};
use crate::rulefile::reporter::Reporter;
use crate::rulefile::shipped::shipped_pack_names;
use crate::rules::effect::{Extent, Level, Polarity};
use crate::rules::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Extents of so many lines more are looked at twice.
const MANY_LINES: usize = 3;

/// The warnings on the rules of these files, by file and place.
pub(crate) fn notes(
    check: &RuleCheck,
    files: &BTreeSet<Arc<str>>,
    replaces: &[String],
) -> Vec<Diagnostic> {
    let rules = check.rules.compiled().iter();
    let by_id: BTreeMap<&str, &CompiledRule> = rules.map(|one| (&*one.rule.id, one)).collect();
    let own = |file: &&ParsedFile| files.contains(file.reporter.file());
    let mut found = Vec::new();
    for file in check.files.iter().filter(own) {
        let mut reporter = file.reporter.afresh();
        note_shipped_name(file, replaces, &mut reporter);
        for (id, wire, polarity) in file.wire_rules() {
            let Some(compiled) = by_id.get(id.as_str()) else {
                continue;
            };
            let subject = Subject {
                wire: wire.get_ref(),
                rule: &compiled.rule,
                compiled,
                index: 0,
                polarity,
                source: file.reporter.source(),
            };
            for note in of_rule(&subject) {
                reporter
                    .error(note.code, note.span, note.message, note.label)
                    .help(note.help);
            }
        }
        found.extend(reporter.finish());
    }
    found
}

/// A pack that replaces a shipped one has its name by right.
fn note_shipped_name(file: &ParsedFile, replaces: &[String], reporter: &mut Reporter) {
    let Some(wire) = &file.wire else { return };
    let pack = wire.pack.get_ref();
    if shipped_pack_names().contains(&pack.as_str()) && !replaces.contains(pack) {
        let message = format!("this file calls its pack `{pack}`, as a shipped one is called");
        reporter
            .error(
                Code::ShippedName,
                wire.pack.span(),
                message,
                "a shipped pack's name",
            )
            .help("its findings look like those of the shipped pack");
    }
}

fn of_rule(subject: &Subject<'_>) -> Vec<LintWarning> {
    let rule = subject.rule;
    if rule.level == Level::Off {
        return Vec::new();
    }
    let slow = anchorless(subject);
    let keeps = subject.polarity == Polarity::Protect;
    let far = reaches_far(rule) && !rule.guards.hold_back() && !looks_ahead(rule);
    let (id, extent) = (subject.wire.id.get_ref(), rule.extent_in_words());
    let mut found = Vec::new();
    if far && !keeps {
        found.push(subject.warning(
            Code::FarReaching,
            format!("`{id}` takes {extent}, and no guard holds it back"),
            "reaches far",
            "ask for a guard such as `when.after` or `when.next`",
        ));
    }
    if keeps && !rule.guards.hold_back() && (far || slow.is_some()) {
        found.push(subject.warning(
            Code::BroadProtect,
            format!("`{id}` keeps {extent}, and no guard holds it back"),
            "keeps much",
            "ask for a guard, or for a narrower matcher",
        ));
    }
    found.extend(slow);
    found
}

fn reaches_far(rule: &Rule) -> bool {
    let beyond_its_line = matches!(rule.remove, Extent::Block | Extent::Section | Extent::Tail);
    beyond_its_line || rule.plus_lines > MANY_LINES
}

/// Whether the matcher itself looks at what its extent would take.
fn looks_ahead(rule: &Rule) -> bool {
    matches!(rule.matcher_key(), "appended" | "card")
}
