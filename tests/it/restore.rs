//! Damaged records are refused, and never make a panic.

use crate::common;
use dechaff::{Cleaner, Mode, Options, Page, PageMeta, Record, RestoreError, Rules};
use proptest::prelude::*;
use std::sync::LazyLock;

static CLEANER: LazyLock<Cleaner> = LazyLock::new(|| common::unfused(common::every_rule()));

const PAGE: &str = "Ferry Line Cuts Service\r\nferry-line-cuts-service\n\n\n\nDie Fähre „Möwe“ fährt. 🎉\n\
                    Read Next\nThe harbour board\nIt ended. More\n\u{feff}See also  Élan\nlast\0";

static CLEANED: LazyLock<(String, Record)> = LazyLock::new(|| {
    let page = Page::new(PAGE);
    let cleaned = CLEANER.clean(&page);
    let record = cleaned.record("page");
    assert!(
        record.cuts.len() >= 4,
        "too few cuts to damage: {:?}",
        record.cuts
    );
    (cleaned.text, record)
});

fn cleaned() -> (String, Record) {
    CLEANED.clone()
}

#[derive(Debug, Clone)]
enum Damage {
    Start(usize, i64),
    End(usize, i64),
    Text(usize, String),
    Drop(usize),
    Double(usize),
    Swap(usize, usize),
    Clean(usize, String),
    CleanCut(usize),
    Length(usize),
    Version(u32),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = 0_usize..64;
    let far = prop_oneof![-9_i64..9, Just(i64::MAX), Just(i64::MIN), any::<i64>()];
    prop_oneof![
        (at.clone(), far.clone()).prop_map(|(at, by)| Damage::Start(at, by)),
        (at.clone(), far).prop_map(|(at, by)| Damage::End(at, by)),
        (at.clone(), "\\PC{0,6}").prop_map(|(at, text)| Damage::Text(at, text)),
        at.clone().prop_map(Damage::Drop),
        at.clone().prop_map(Damage::Double),
        (at.clone(), at.clone()).prop_map(|(one, other)| Damage::Swap(one, other)),
        (at.clone(), "\\PC{0,6}").prop_map(|(at, text)| Damage::Clean(at, text)),
        at.prop_map(Damage::CleanCut),
        prop_oneof![Just(0), Just(usize::MAX), any::<usize>()].prop_map(Damage::Length),
        any::<u32>().prop_map(Damage::Version),
    ]
}

fn shifted(offset: usize, by: i64) -> usize {
    offset.wrapping_add_signed(isize::try_from(by).unwrap_or(isize::MAX))
}

fn apply(damage: Damage, clean: &mut String, record: &mut Record) {
    let count = record.cuts.len();
    let place = |at: usize, text: &str| {
        let at = at.min(text.len());
        (0..=at)
            .rev()
            .find(|&at| text.is_char_boundary(at))
            .unwrap_or(0)
    };
    match damage {
        Damage::Length(len) => record.len_bytes = len,
        Damage::Version(version) => record.version = version,
        Damage::Clean(at, text) => clean.insert_str(place(at, clean), &text),
        Damage::CleanCut(at) => clean.truncate(place(at, clean)),
        _ if count == 0 => {}
        Damage::Start(at, by) => {
            record.cuts[at % count].start = shifted(record.cuts[at % count].start, by);
        }
        Damage::End(at, by) => {
            record.cuts[at % count].end = shifted(record.cuts[at % count].end, by);
        }
        Damage::Text(at, text) => record.cuts[at % count].text = text,
        Damage::Drop(at) => drop(record.cuts.remove(at % count)),
        Damage::Double(at) => record
            .cuts
            .insert(at % count, record.cuts[at % count].clone()),
        Damage::Swap(one, other) => record.cuts.swap(one % count, other % count),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// What comes back is the original or an error, never another text.
    #[test]
    fn a_damaged_record_gives_the_original_or_an_error(damages in prop::collection::vec(damage(), 0..5)) {
        let (mut clean, mut record) = cleaned();
        for damage in damages {
            apply(damage, &mut clean, &mut record);
        }
        if let Ok(text) = record.restore(&clean) {
            prop_assert_eq!(text, PAGE);
        }
    }

    #[test]
    fn any_clean_text_gives_the_original_or_an_error(clean in any::<String>()) {
        let (_, record) = cleaned();
        prop_assert!(record.restore(&clean).is_err());
    }

    /// Records are read from files: any JSON in the shape of one is answered.
    #[test]
    fn any_numbers_give_an_error(
        cuts in prop::collection::vec((any::<usize>(), any::<usize>(), "\\PC{0,4}"), 0..6),
        len in any::<usize>(),
        clean in "\\PC{0,20}",
    ) {
        let cuts: Vec<serde_json::Value> = cuts
            .into_iter()
            .map(|(start, end, text)| serde_json::json!({
                "start": start, "end": end, "line": 1, "rule": "a/b", "also": [], "kind": "other",
                "confidence": "high", "text": text, "evidence": [],
            }))
            .collect();
        let json = serde_json::json!({
            "version": 1, "page": "x", "blake3": "00", "len_bytes": len, "packs": "",
            "dechaff": "0", "mode": "careful", "options": "", "cuts": cuts,
        });
        let record: Record = serde_json::from_value(json).expect("it has a record's shape");
        prop_assert!(record.restore(&clean).is_err());
    }
}

#[test]
fn records_tell_what_their_cuts_depend_on() {
    let record = |options: Options, meta: PageMeta| {
        let cleaner = Cleaner::new(Rules::shipped(), options);
        let page = Page::with_meta("One line.", meta);
        cleaner.clean(&page).record("p.txt")
    };
    let plain = record(Options::default(), PageMeta::default());
    let json = serde_json::to_string(&plain).expect("a record is JSON");
    assert!(
        !json.contains("\"lang\"") && !json.contains("\"url\""),
        "{json}"
    );
    let mut others = vec![plain.options.clone()];
    for (mode, max_removed_share) in [(Mode::Careful, 0.5), (Mode::Balanced, 0.95)] {
        let options = Options {
            mode,
            max_removed_share,
            ..Options::default()
        };
        others.push(record(options, PageMeta::default()).options);
    }
    others.sort();
    others.dedup();
    assert_eq!(others.len(), 3, "each set of options has its own hash");
    let meta = PageMeta {
        url: Some("https://quay.example/a".to_owned()),
        lang: Some("de".to_owned()),
        ..PageMeta::default()
    };
    let given = record(Options::default(), meta);
    assert_eq!(given.options, plain.options);
    assert_eq!(given.lang.as_deref(), Some("de"));
    assert_eq!(given.url.as_deref(), Some("https://quay.example/a"));
}

#[test]
fn each_damage_has_its_error() {
    let (clean, record) = cleaned();
    let fails = |change: &dyn Fn(&mut String, &mut Record)| {
        let (mut clean, mut record) = (clean.clone(), record.clone());
        change(&mut clean, &mut record);
        record.restore(&clean).expect_err("it is damaged")
    };
    assert_eq!(
        fails(&|_, record| record.version = 9),
        RestoreError::Version(9)
    );
    assert_eq!(
        fails(&|_, record| record.cuts[1] = record.cuts[0].clone()),
        RestoreError::Disorder(2)
    );
    assert_eq!(
        fails(&|clean, _| clean.clear()),
        RestoreError::OutOfPlace(1)
    );
    assert_eq!(
        fails(&|_, record| record.cuts[1].end += 1),
        RestoreError::OutOfPlace(2)
    );
    let wrong_hash = fails(&|clean, _| clean.push('x'));
    assert!(
        matches!(wrong_hash, RestoreError::WrongHash { .. }),
        "{wrong_hash}"
    );
}
