//! What holds for every page, whatever its text: the promises of the README.

use crate::common;
use crate::common::pages::{page_text, phrases_of};
use dechaff::rulefile::shipped_packs;
use dechaff::{Cleaned, Cleaner, Mode, Options, Page, Record, Rules, Warning};
use proptest::prelude::*;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Cleaner> = LazyLock::new(Cleaner::shipped);

/// Every matcher, extent and guard on top of the shipped packs, in the mode that cuts most.
static EVERY: LazyLock<Cleaner> = LazyLock::new(|| thorough(common::every_rule()));

/// The test pack alone, so that no shipped rule is faster.
static ALONE: LazyLock<Cleaner> = LazyLock::new(|| thorough(common::rules_of(common::EVERY)));

fn thorough(rules: Rules) -> Cleaner {
    let options = Options {
        mode: Mode::Thorough,
        max_removed_share: 1.0,
        ..Options::default()
    };
    Cleaner::new(rules, options)
}

fn pages() -> BoxedStrategy<String> {
    let mut phrases = phrases_of(common::EVERY);
    let own = phrases.clone();
    phrases.extend(
        shipped_packs()
            .iter()
            .flat_map(|(_, text)| phrases_of(text)),
    );
    // A page of the test pack's own phrases now and then: among thousands they would be rare.
    prop_oneof![page_text(phrases), page_text(own)].boxed()
}

/// Pages in one line: sentences, and what shipped rules look for, parted by a space.
fn one_line_pages() -> BoxedStrategy<String> {
    let sentences = [
        "The pilots of the estuary have asked for a third boat since the old one was sold.",
        "It was raining on Tuesday, said Dr. Lund of the U.S. Navy, and nobody went out.",
        "\u{201c}We lost. We won,\u{201d} she said.",
        "\"The work is slow,\" said one.",
        "Was it late?",
        "Pool Closed After Tile Falls",
        "Read more: Boat sold at night",
    ];
    let phrases: Vec<String> = shipped_packs()
        .iter()
        .flat_map(|(_, text)| phrases_of(text))
        .collect();
    let sentences = prop::sample::select(sentences.map(str::to_owned).to_vec());
    let piece = prop_oneof![3 => sentences, 1 => prop::sample::select(phrases)];
    let page = prop::collection::vec(piece, 12..40);
    page.prop_map(|pieces| pieces.join(" ")).boxed()
}

/// Everything that one cleaning promises, but for the second cleaning.
fn keeps_its_promises<'t>(text: &'t str, by: &Cleaner) -> Result<Cleaned<'t>, TestCaseError> {
    let page = Page::new(text);
    let cleaned = by.clean(&page);
    let mut kept = String::new();
    let mut from = 0;
    for cut in &cleaned.cuts {
        prop_assert!(
            cut.span.start >= from,
            "{:?} overlaps or is out of order",
            cut.span
        );
        prop_assert!(!cut.span.is_empty(), "a cut of nothing");
        prop_assert!(text.is_char_boundary(cut.span.start), "{:?}", cut.span);
        prop_assert!(text.is_char_boundary(cut.span.end), "{:?}", cut.span);
        prop_assert_eq!(cut.line, page.line_at(cut.span.start));
        prop_assert!(!cut.evidence.is_empty(), "{} gives no reason", cut.rule);
        kept.push_str(&text[from..cut.span.start]);
        from = cut.span.end;
    }
    kept.push_str(&text[from..]);
    prop_assert_eq!(
        &kept,
        &cleaned.text,
        "the clean text is the page minus its cuts"
    );
    let record = cleaned.record("page");
    let json = serde_json::to_string(&record).expect("a record is JSON");
    let read: Record = serde_json::from_str(&json).expect("a record reads what it wrote");
    prop_assert_eq!(&read, &record);
    prop_assert_eq!(read.restore(&cleaned.text), Ok(text.to_owned()));
    prop_assert_eq!(by.clean(&page), cleaned.clone(), "the same again");
    Ok(cleaned)
}

/// A clean page is clean. Not promised where the page did not settle, or was kept whole.
fn is_clean(cleaned: &Cleaned<'_>, by: &Cleaner) -> Result<(), TestCaseError> {
    if !cleaned.warnings.is_empty() {
        return Ok(());
    }
    let again = by.clean(&Page::new(&cleaned.text));
    prop_assert_eq!(&again.text, &cleaned.text, "{:#?}", again.cuts);
    prop_assert_eq!(again.cuts, []);
    Ok(())
}

proptest! {
    #[test]
    fn shipped_packs_only_delete_and_restore(text in pages()) {
        let cleaned = keeps_its_promises(&text, &SHIPPED)?;
        is_clean(&cleaned, &SHIPPED)?;
    }

    #[test]
    fn pages_in_one_line_only_lose_and_come_back(text in one_line_pages()) {
        let cleaned = keeps_its_promises(&text, &SHIPPED)?;
        is_clean(&cleaned, &SHIPPED)?;
    }

    #[test]
    fn every_matcher_only_deletes_and_restores(text in pages()) {
        let cleaned = keeps_its_promises(&text, &EVERY)?;
        is_clean(&cleaned, &EVERY)?;
    }

    #[test]
    fn the_test_pack_only_deletes_and_restores(text in pages()) {
        let cleaned = keeps_its_promises(&text, &ALONE)?;
        is_clean(&cleaned, &ALONE)?;
    }

    #[test]
    fn any_text_at_all_is_cleaned(text in any::<String>()) {
        let cleaned = keeps_its_promises(&text, &EVERY)?;
        is_clean(&cleaned, &EVERY)?;
    }

    #[test]
    fn explain_names_the_rule_of_every_cut(text in pages()) {
        let page = Page::new(&text);
        let found = EVERY.explain(&page);
        for cut in EVERY.clean(&page).cuts {
            let named = found.iter().any(|one| {
                one.rule == cut.rule && one.verdict == dechaff::Verdict::Cut
            });
            prop_assert!(named, "{} at {:?} is not explained", cut.rule, cut.span);
        }
    }
}

#[test]
fn the_strategy_makes_pages_on_which_every_rule_of_the_test_pack_cuts() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let strategy = page_text(phrases_of(common::EVERY));
    let mut silent: std::collections::BTreeSet<String> = ALONE
        .rules()
        .iter()
        .filter(|rule| rule.polarity == dechaff::rules::Polarity::Cut)
        .map(|rule| rule.id.clone())
        .collect();
    for _ in 0..2000 {
        let text = strategy.new_tree(&mut runner).expect("a page").current();
        let meta = dechaff::PageMeta {
            url: Some("https://news.example.com/".to_owned()),
            lang: Some(
                if silent.len().is_multiple_of(2) {
                    "de"
                } else {
                    "en"
                }
                .to_owned(),
            ),
            ..dechaff::PageMeta::default()
        };
        for cut in ALONE.clean(&Page::with_meta(&text, meta)).cuts {
            silent.remove(&cut.rule);
        }
        if silent.is_empty() {
            return;
        }
    }
    panic!("never cut: {silent:?}");
}

#[test]
fn a_page_that_never_settles_is_told_of_and_still_restores() {
    // The last line goes, and there is always a last line.
    let text = "word\n".repeat(160);
    let rules = "schema = 1\npack = \"t\"\n[[rule]]\nid = \"last\"\nkind = \"other\"\n\
                 match.regex = '.'\nwhen.last = 1\n";
    let by = thorough(common::rules_of(rules));
    let cleaned = keeps_its_promises(&text, &by).expect("the promises hold");
    assert_eq!(cleaned.warnings, [Warning::Unsettled]);
    assert_eq!(
        cleaned.text.lines().count(),
        160 - dechaff::clean::MAX_PASSES
    );
}
