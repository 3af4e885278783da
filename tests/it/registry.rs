//! What holds for every rule inside the program.

use crate::common;
use dechaff::rulefile::shipped_packs;
use dechaff::rules::{Polarity, TestOutcome};
use dechaff::tools::mutants::mutants_of;
use dechaff::tools::rule_tests::run_tests;
use dechaff::{Kind, PackSource, Rule, RuleErrors, Rules, RulesBuilder};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A test for each rule file, and a list of them all.
macro_rules! packs {
    ($($test:ident: $name:literal,)+) => {
        const TESTED: &[&str] = &[$($name,)+];
        $(#[test] fn $test() { pack_is_sound($name); })+
    };
}

packs! {
    rules_core_ads: "rules/core/ads.toml",
    rules_core_comments: "rules/core/comments.toml",
    rules_core_dates: "rules/core/dates.toml",
    rules_core_layout: "rules/core/layout.toml",
    rules_core_nav: "rules/core/nav.toml",
    rules_core_repeats: "rules/core/repeats.toml",
    rules_core_separators: "rules/core/separators.toml",
    rules_core_share: "rules/core/share.toml",
    rules_core_urls: "rules/core/urls.toml",
    rules_en_ads: "rules/en/ads.toml",
    rules_en_appended: "rules/en/appended.toml",
    rules_en_blurbs: "rules/en/blurbs.toml",
    rules_en_bylines: "rules/en/bylines.toml",
    rules_en_captions: "rules/en/captions.toml",
    rules_en_cards: "rules/en/cards.toml",
    rules_en_comments: "rules/en/comments.toml",
    rules_en_contact: "rules/en/contact.toml",
    rules_en_credits: "rules/en/credits.toml",
    rules_en_disclaimers: "rules/en/disclaimers.toml",
    rules_en_legal: "rules/en/legal.toml",
    rules_en_metadata: "rules/en/metadata.toml",
    rules_en_nav: "rules/en/nav.toml",
    rules_en_newsletter: "rules/en/newsletter.toml",
    rules_en_paywall: "rules/en/paywall.toml",
    rules_en_player: "rules/en/player.toml",
    rules_en_promo: "rules/en/promo.toml",
    rules_en_related: "rules/en/related.toml",
    rules_en_share: "rules/en/share.toml",
    rules_en_syndication: "rules/en/syndication.toml",
    rules_en_tags: "rules/en/tags.toml",
}

#[test]
fn every_shipped_file_has_its_test() {
    let mut tested = TESTED.to_vec();
    let mut shipped: Vec<&str> = shipped_packs().iter().map(|(name, _)| *name).collect();
    tested.sort_unstable();
    shipped.sort_unstable();
    let missing: Vec<String> = shipped
        .iter()
        .filter(|name| !tested.contains(name))
        .map(|name| {
            let test = name.trim_end_matches(".toml").replace(['/', '-', '.'], "_");
            format!("    {test}: \"{name}\",")
        })
        .collect();
    assert!(
        missing.is_empty(),
        "add to packs! in tests/it/registry.rs:\n{}",
        missing.join("\n")
    );
    assert_eq!(tested, shipped);
}

fn pack_is_sound(name: &str) {
    let (_, text) = shipped_packs()
        .iter()
        .find(|(one, _)| *one == name)
        .expect("it is shipped");
    assert!(
        text.starts_with("#:schema ../../schema/rules.schema.json\n"),
        "{name}: no #:schema line"
    );
    // Shipped files are trusted at run time; here they are checked as a user's file is.
    let source = PackSource {
        name: name.to_owned(),
        text: (*text).to_owned(),
    };
    let rules = match RulesBuilder::new().without_shipped().file(source).build() {
        Ok(rules) => rules,
        Err(errors) => panic!("{errors}"),
    };
    let mut wrong = String::new();
    for rule in rules.iter() {
        for fault in faults(rule) {
            writeln!(wrong, "{name}:{}: {}: {fault}", rule.origin.line, rule.id).expect("a string");
        }
    }
    for mutant in rules.iter().flat_map(mutants_of) {
        if mutant.survives() {
            let (id, what) = (&mutant.rule().id, mutant.what());
            writeln!(wrong, "{name}: {id}: no test misses {what}").expect("a string");
        }
    }
    for report in run_tests(&rules) {
        if report.outcome != TestOutcome::Passed {
            writeln!(
                wrong,
                "{name}:{}: {} test {}: {}\n--- should\n{}\n--- does\n{}",
                report.line,
                report.rule,
                report.number,
                report.outcome.word(),
                report.expected,
                report.found
            )
            .expect("a string");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What a shipped rule owes its readers.
fn faults(rule: &Rule) -> Vec<&'static str> {
    let mut faults = Vec::new();
    if rule.about.trim().is_empty() || !rule.about.ends_with('.') {
        faults.push("`about` is no sentence");
    }
    let cutting = rule.tests.iter().filter(|test| test.expects_cut()).count();
    if cutting == 0 {
        faults.push("no test in which something goes");
    }
    // A protect rule's near-miss is a text of which all may go.
    if rule.polarity == Polarity::Cut && cutting == rule.tests.len() {
        faults.push("no near-miss: a test in which nothing goes");
    }
    faults
}

#[test]
fn nothing_about_the_shipped_packs_is_doubtful() {
    let check = RulesBuilder::new().as_written().check();
    let warnings = check.warnings(|_| true, None);
    assert!(warnings.is_empty(), "{}", RuleErrors::new(warnings));
}

#[test]
fn ids_are_unique_and_name_their_pack() {
    let rules = Rules::shipped();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids.len(), rules.len());
    for rule in rules.iter() {
        let folder = rule.origin.file.split('/').nth(1);
        assert_eq!(
            folder,
            Some(rule.pack()),
            "{} stands in {}",
            rule.id,
            rule.origin.file
        );
    }
}

/// `DECHAFF_BLESS=1 cargo test --test it registry` writes the list anew: it should only shrink.
#[test]
fn kinds_without_a_rule_are_known() {
    let rules = Rules::shipped();
    let used: BTreeSet<Kind> = rules.iter().map(|rule| rule.kind).collect();
    let mut unused = String::new();
    for kind in Kind::ALL.iter().filter(|kind| !used.contains(kind)) {
        writeln!(unused, "{kind}").expect("writing to a string");
    }
    let list = common::root().join("tests/it/kinds_without_rules.txt");
    if let Err(difference) = common::golden(&list, &unused) {
        panic!("{difference}");
    }
}

#[test]
fn the_test_pack_passes_its_own_tests() {
    for report in run_tests(&common::rules_of(common::EVERY)) {
        assert_eq!(report.outcome, TestOutcome::Passed, "{report:#?}");
    }
}
