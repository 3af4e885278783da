//! What files say of each other's rules: ids that stand twice, and overrides.

use crate::matchers::error::MatcherError;
use crate::matchers::phrases;
use crate::matchers::re::Trust;
use crate::rulefile::check::adjustment::Adjustment;
use crate::rulefile::check::file::ParsedFile;
use crate::rulefile::check::guards::check_unless;
use crate::rulefile::check::problems::report_problem;
use crate::rulefile::check::values::check_word;
use crate::rulefile::code::Code;
use crate::rulefile::reporter::{Reporter, SourceText};
use crate::rulefile::shipped::shipped_pack_names;
use crate::rulefile::wire::WireOverride;
use crate::rules::effect::Level;
use crate::rules::evidence_part::EvidencePart;
use crate::text::line_counter::line_of;
use crate::text::nearest::nearest;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Spanned;

pub(crate) fn report_duplicates(files: &mut [ParsedFile]) {
    let mut seen: BTreeMap<String, (Arc<str>, SourceText, usize)> = BTreeMap::new();
    for file in files {
        let name = Arc::clone(file.reporter.file());
        let source = file.reporter.source().clone();
        let ids: Vec<(String, std::ops::Range<usize>)> = file
            .wire_rules()
            .map(|(id, rule, _)| (id, rule.get_ref().id.span()))
            .collect();
        for (id, span) in ids {
            if let Some((first, text, at)) = seen.get(&id) {
                if file.reporter.is_full() {
                    continue;
                }
                let at = line_of(text, *at);
                let help = format!(
                    "it is defined at {first}:{at}; rename this one, or adjust that one with [[override]]"
                );
                file.reporter
                    .error(
                        Code::DuplicateId,
                        span,
                        format!("there are two rules `{id}`"),
                        "again",
                    )
                    .help(help);
            } else {
                let place = (Arc::clone(&name), source.clone(), span.start);
                seen.insert(id, place);
            }
        }
    }
}

/// What all files' overrides add up to, rule by rule; later files win.
pub(crate) fn adjustments(files: &mut [ParsedFile]) -> BTreeMap<String, Adjustment> {
    let adjusts = |file: &ParsedFile| file.wire.iter().any(|wire| !wire.overrides.is_empty());
    if !files.iter().any(adjusts) {
        return BTreeMap::new();
    }
    let takes_phrases: BTreeMap<String, bool> = files
        .iter()
        .flat_map(ParsedFile::wire_rules)
        .map(|(id, rule, _)| (id, rule.get_ref().matcher.get_ref().takes_phrases()))
        .chain(parts_of_evidence())
        .collect();
    let mut adjustments: BTreeMap<String, Adjustment> = BTreeMap::new();
    // A damaged file may define any rule of its pack: that one is missing would be a guess.
    let damaged = files.iter().filter(|file| file.is_damaged());
    let damaged: Vec<Option<String>> = damaged.map(ParsedFile::pack).collect();
    let may_define = |id: &str| {
        let pack = id.split('/').next();
        damaged
            .iter()
            .any(|one| one.is_none() || one.as_deref() == pack)
    };
    for file in files {
        let overrides = file
            .wire
            .as_mut()
            .map(|wire| std::mem::take(&mut wire.overrides));
        for one in overrides.into_iter().flatten() {
            let one = one.into_inner();
            let id = one.rule.get_ref().clone();
            let unsure = !takes_phrases.contains_key(&id) && may_define(&id);
            if !unsure && known_rule(&one, &takes_phrases, &mut file.reporter) {
                apply_override(one, adjustments.entry(id).or_default(), &mut file.reporter);
            }
        }
    }
    adjustments
}

fn known_rule(
    one: &WireOverride,
    takes_phrases: &BTreeMap<String, bool>,
    reporter: &mut Reporter,
) -> bool {
    let id = one.rule.get_ref();
    let Some(&takes) = takes_phrases.get(id) else {
        let near = if reporter.is_full() {
            None
        } else {
            nearest(id, takes_phrases.keys().map(String::as_str))
        };
        let help = match near {
            _ if is_left_out(id, takes_phrases) => {
                "the pack is not loaded: name it in `packs`, or drop this override".to_owned()
            }
            Some(near) => format!("did you mean `{near}`?"),
            None => "`dechaff rules list` shows every id".to_owned(),
        };
        reporter
            .error(
                Code::UnknownRule,
                one.rule.span(),
                format!("there is no rule `{id}`"),
                "unknown rule",
            )
            .help(help);
        return false;
    };
    if EvidencePart::from_id(id).is_some() && !fits_evidence(one, reporter) {
        return false;
    }
    if let (Some(first), false) = (one.add.first(), takes) {
        reporter
            .error(
                Code::BadOverride,
                first.span(),
                format!("`{id}` has no phrases that `add` could add to"),
                "cannot be added",
            )
            .help("write a rule of your own for these phrases");
        return false;
    }
    true
}

/// The parts of evidence, which are on or off as rules are, and take no phrases.
fn parts_of_evidence() -> impl Iterator<Item = (String, bool)> {
    let parts = EvidencePart::ALL.iter();
    parts.map(|part| (part.id().to_owned(), false))
}

/// Whether the override asks of evidence what it can do; says so where it does not.
fn fits_evidence(one: &WireOverride, reporter: &mut Reporter) -> bool {
    let id = one.rule.get_ref();
    let switches = [Level::Off.word(), Level::On.word()];
    // A word that is no level is reported as such.
    let strange = one.level.as_ref().filter(|level| {
        let word = level.get_ref().as_str();
        Level::from_word(word).is_some() && !switches.contains(&word)
    });
    let wrong = strange.or(one.unless.first()).or(one.add.first());
    let Some(wrong) = wrong else {
        return true;
    };
    reporter
        .error(
            Code::BadOverride,
            wrong.span(),
            format!("`{id}` is no rule: it is on or off"),
            "cannot be adjusted so",
        )
        .help("write `level = \"off\"`, or a [[protect]] rule for what must stay");
    false
}

/// Whether the id is of a shipped pack of which no rule is loaded.
fn is_left_out(id: &str, loaded: &BTreeMap<String, bool>) -> bool {
    let Some((pack, _)) = id.split_once('/') else {
        return false;
    };
    let of_pack = |id: &String| id.split_once('/').is_some_and(|(other, _)| other == pack);
    shipped_pack_names().contains(&pack) && !loaded.keys().any(of_pack)
}

fn apply_override(one: WireOverride, adjust: &mut Adjustment, reporter: &mut Reporter) {
    let level = check_word(
        one.level.as_ref(),
        "level",
        Level::ALL,
        Level::from_word,
        reporter,
    );
    adjust.level = level.or(adjust.level);
    let errors = phrases::check(one.add.iter().map(|phrase| phrase.get_ref().as_str()));
    let is_sound = errors.is_empty();
    for MatcherError { problem, phrase } in errors {
        let span = phrase.map_or(0..0, |at| one.add[at].span());
        report_problem(problem, span, reporter);
    }
    if is_sound {
        adjust.phrases.extend(one.add);
    }
    check_unless(&one.unless, Trust::Check, reporter);
    adjust
        .unless
        .extend(one.unless.into_iter().map(Spanned::into_inner));
}
