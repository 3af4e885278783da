//! Lines that evidence weighs: which go, what is said of them, and which files are refused.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use crate::common;
use crate::common::FEW_TABLES;
use crate::common::labelled::scraped;
use crate::common::pages::{page_text, phrases_of};
use dechaff::clean::WEIGHED_LINE;
use dechaff::rulefile::shipped_packs;
use dechaff::{
    Cleaned, Cleaner, Confidence, Cut, Kind, Mode, Model, Options, Page, Rules, RulesBuilder,
    Verdict,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

fn few_tables() -> Arc<Model> {
    Arc::new(Model::parse("few.toml", FEW_TABLES).unwrap())
}

fn no_rules() -> Rules {
    RulesBuilder::new().without_shipped().build().unwrap()
}

fn options(mode: Mode) -> Options {
    Options {
        mode,
        ..Options::default()
    }
}

/// A cleaner with those rules and the few tables.
fn weighing(rules: Rules, mode: Mode) -> Cleaner {
    Cleaner::new(rules, options(mode)).with_model(Some(few_tables()))
}

/// Lines of 2, 13, 6, 2, 15 and 3 words.
const PAGE: &str = "Port Ellery\n\
    The last tram of the night carries nobody but its conductor, who sings.\n\
    Goat Elected Keeper of the Lighthouse\n\
    Tide table\n\
    Neighbours along the line have learnt to tell the day of the week by it.\n\
    Nine past noon\n";

fn words(line: &str) -> usize {
    line.split_whitespace().count()
}

/// The rule and the text of each cut.
fn gone<'t>(cleaned: &'t Cleaned, text: &'t str) -> Vec<(&'t str, &'t str)> {
    let cut = |cut: &'t Cut| (&*cut.rule, &text[cut.span.start..cut.span.end]);
    cleaned.cuts.iter().map(cut).collect()
}

#[test]
fn lines_that_weigh_enough_go_and_say_why() {
    let counts: Vec<usize> = PAGE.lines().map(words).collect();
    assert_eq!(counts, [2, 13, 6, 2, 15, 3], "the tables count words");
    let cleaned = weighing(no_rules(), Mode::Careful).clean(&Page::new(PAGE));
    assert_eq!(
        gone(&cleaned, PAGE),
        [
            (WEIGHED_LINE, "Port Ellery\n"),
            (WEIGHED_LINE, "Tide table\n"),
            (WEIGHED_LINE, "Nine past noon\n"),
        ]
    );
    let cut = &cleaned.cuts[1];
    assert_eq!(cut.kind, Kind::Other);
    assert_eq!(cut.confidence, Confidence::High);
    assert_eq!(cut.line, 3);
    assert_eq!(
        cut.evidence,
        [
            "log-odds of noise +6.0, with its neighbours +6.0",
            "2 words: +5.2",
            "ends in a word: +0.2",
        ]
    );
}

#[test]
fn a_headline_stays_whatever_it_weighs() {
    let page = format!("Goat Elected Keeper of the Lighthouse\n{PAGE}");
    let cleaned = weighing(no_rules(), Mode::Thorough).clean(&Page::new(&page));
    assert!(cleaned.text.starts_with("Goat Elected"), "{}", cleaned.text);
    assert_eq!(cleaned.text.matches("Goat Elected").count(), 1);
}

#[test]
fn modes_ask_for_more_or_less() {
    for (mode, count) in [(Mode::Careful, 3), (Mode::Balanced, 3), (Mode::Thorough, 4)] {
        let cleaned = weighing(no_rules(), mode).clean(&Page::new(PAGE));
        assert_eq!(cleaned.cuts.len(), count, "{mode}");
    }
}

#[test]
fn what_rules_say_stands() {
    let rules = common::rules_of(
        "schema = 1\npack = \"mine\"\n\
         [[rule]]\nid = \"tide\"\nkind = \"metadata\"\nmatch.line = [\"Tide table\"]\n\
         [[protect]]\nid = \"place\"\nabout = \"A place.\"\nmatch.line = [\"Port Ellery\"]\n",
    );
    let cleaned = weighing(rules, Mode::Thorough).clean(&Page::new(PAGE));
    let gone = gone(&cleaned, PAGE);
    assert_eq!(gone[1], ("mine/tide", "Tide table\n"));
    assert!(cleaned.text.starts_with("Port Ellery\n"), "{gone:?}");
    assert_eq!(gone.len(), 3);
}

#[test]
fn records_restore_what_evidence_cut() {
    for mode in [Mode::Careful, Mode::Thorough] {
        let by = weighing(Rules::shipped(), mode);
        let page = Page::new(PAGE);
        let cleaned = by.clean(&page);
        assert!(cleaned.cuts.iter().any(|cut| cut.rule == WEIGHED_LINE));
        let record = cleaned.record("tram.txt");
        assert_eq!(record.restore(&cleaned.text).as_deref(), Ok(PAGE));
        assert_eq!(record.cuts[0].evidence, cleaned.cuts[0].evidence);
    }
}

#[test]
fn other_evidence_is_another_hash_of_options() {
    let options = Options::default();
    let (few, shipped) = (few_tables(), Model::shipped());
    let other = Model::parse("other.toml", &FEW_TABLES.replace("5.5", "5.25")).unwrap();
    let renamed = Model::parse("renamed.toml", FEW_TABLES).unwrap();
    let hashes = [None, Some(&*few), Some(&*shipped), Some(&other)].map(|one| options.hash(one));
    for (at, hash) in hashes.iter().enumerate() {
        assert!(!hashes[..at].contains(hash), "{at}");
    }
    assert_eq!(options.hash(Some(&renamed)), hashes[1]);
    let of_record = |evidence: Option<Arc<Model>>| {
        let cleaner = Cleaner::new(no_rules(), options).with_model(evidence);
        let page = Page::new(PAGE);
        cleaner.clean(&page).record("page").options
    };
    assert_eq!(of_record(None), hashes[0]);
    assert_eq!(of_record(Some(few)), hashes[1]);
}

#[test]
fn explain_tells_of_lines_that_look_like_noise() {
    let told = |mode| {
        let found = weighing(no_rules(), mode).explain(&Page::new(PAGE));
        let lines = found
            .into_iter()
            .map(|one| (one.lines.0, one.verdict, one.evidence));
        lines.collect::<Vec<_>>()
    };
    let careful = told(Mode::Careful);
    let lines: Vec<usize> = careful.iter().map(|(line, ..)| *line).collect();
    assert_eq!(lines, [0, 2, 3, 5], "each line once: {careful:?}");
    assert_eq!(careful[0].1, Verdict::Cut);
    assert_eq!(
        careful[1],
        (
            2,
            Verdict::Outweighed,
            "log-odds of noise +1.0, with its neighbours +1.0; ends in a word: +0.2; \
             6 words: +0.2"
                .to_owned()
        )
    );
    assert_eq!(told(Mode::Thorough)[1].1, Verdict::Cut);
}

/// The few tables with `old` replaced, or, where there is no `old`, with `new` at their end.
fn with(old: &str, new: &str) -> String {
    if old.is_empty() {
        return format!("{FEW_TABLES}{new}");
    }
    assert!(FEW_TABLES.contains(old), "{old}");
    FEW_TABLES.replacen(old, new, 1)
}

#[test]
fn a_fault_is_drawn_where_it_stands() {
    let text = with("shift = 2.0", "shft = 2.0");
    let wrong = Model::parse("own.toml", &text).expect_err("a key is not known");
    let drawn = "error[E002]: unknown key `shft`, expected one of `shift`, `guard`, `own`, `story`
 --> own.toml:5:1
  |
5 | shft = 2.0
  | ^^^^ here";
    assert_eq!(wrong.render(false), drawn);
    let text = with("format = 1\n", "format = 2\n");
    let wrong = Model::parse("own.toml", &text).expect_err("another format");
    assert!(
        wrong
            .render(false)
            .starts_with("error[E015]: format 2 is not known")
    );
}

/// What is written in the few tables, what instead of it, and what is said then.
const FAULTS: &[(&str, &str, &str)] = &[
    (
        "language",
        "colour = 1\nlanguage",
        "own.toml:2:1: unknown key `colour`, expected one of `format`, `language`, `modes`, `line`, `story`, `markup`, `host`, `lexicon`, `background`",
    ),
    (
        "language = \"en\"",
        "language = en",
        "own.toml:2:12: string values must be quoted, expected literal string",
    ),
    (
        "language = \"en\"\n",
        "",
        "own.toml:1:1: missing key `language`",
    ),
    (
        "shift = 2.0",
        "shift = \"much\"",
        r#"own.toml:5:9: expected a number, not string "much""#,
    ),
    (
        "shift = 2.0",
        "shft = 2.0",
        "own.toml:5:1: unknown key `shft`, expected one of `shift`, `guard`, `own`, `story`",
    ),
    (
        "[modes.careful]",
        "[modes.caring]",
        "own.toml:4:8: unknown name `caring`, expected one of `careful`, `balanced`, `thorough`",
    ),
    (
        "[modes.careful]\nshift = 2.0\nguard = 0.0\nown = 0.0\nstory = 9.0\n",
        "",
        "own.toml: [modes.careful] is missing: a file has all three modes",
    ),
    (
        "format = 1\n",
        "format = 2\ntrees = 7\n",
        "own.toml: format 2 is not known: this dechaff reads format 1; fit the file anew with `dechaff fit`",
    ),
    (
        "words = [5, 9]",
        "wordz = [5, 9]",
        "own.toml:27:9: there is no feature `wordz`; did you mean `words`?",
    ),
    (
        "words = [5, 9]",
        "colour = [5, 9]",
        "own.toml:27:10: there is no feature `colour`; docs/evidence.md lists them",
    ),
    (
        "words = [5, 9]",
        "words = [9, 5]",
        "own.toml:27:9: the edges of `words` do not ascend: 5 follows 9",
    ),
    (
        "of = [\"words\"]",
        "of = [\"wrds\"]",
        "own.toml:31:6: there is no feature `wrds`; did you mean `words`?",
    ),
    (
        "of = [\"words\"]",
        "of = []",
        "own.toml:31:6: a table is of one or two features, not of 0",
    ),
    (
        "of = [\"words\"]",
        "of = [\"words\", \"end\", \"start\"]",
        "own.toml:31:6: a table is of one or two features, not of 3",
    ),
    (
        "of = [\"words\"]",
        "of = [\"words\", \"end\"]",
        "own.toml:32:9: the table of `words` and `end` has 1 row; their edges make 3 rows of 2",
    ),
    (
        "[5.5, 0.5, -5.0]",
        "[5.5, 0.5]",
        "own.toml:32:9: the table of `words` has a row of 2 cells; its edges make 1 row of 3",
    ),
    (
        "[0.5, 0.0]",
        "[0.5], [0.0]",
        "own.toml:36:9: the table of `end` has 2 rows; its edges make 1 row of 2",
    ),
    (
        "\"tide table\" = 0.0",
        "\"—\" = 0.0",
        r#"own.toml: [lexicon.entries.line]: "—" holds no word"#,
    ),
    (
        "[lexicon.entries.line]",
        "[lexicon.entries.whole]",
        "own.toml:41:18: unknown name `whole`, expected one of `first`, `last`, `line`, `short`, `middle`, `long`, `pair`",
    ),
    (
        "\"1.5\" = \"said\"",
        "rare = \"said\"",
        r#"own.toml: [background.words]: "rare" is no weight, such as "4.5""#,
    ),
    (
        "",
        "\n[story]\nbias = 0.0\nwords = [[[0.0, 0.0]]]\nopenings = { bias = 0.0 }\nedges = {}\n",
        "own.toml:52:9: `words` of [story] is five rows of five pairs",
    ),
    (
        "language = \"en\"",
        "language = \"english\"",
        r#"own.toml:2:12: "english" is no language: give two small letters, such as "en""#,
    ),
    (
        "language = \"en\"",
        "language = \"EN\"",
        r#"own.toml:2:12: "EN" is no language: give two small letters, such as "en""#,
    ),
    (
        "shift = 2.0",
        "shift = nan",
        "own.toml:5:9: NaN is no figure that can be added up",
    ),
    (
        "coupling = 0.0",
        "coupling = inf",
        "own.toml:24:12: inf is no figure that can be added up",
    ),
    (
        "[5.5, 0.5, -5.0]",
        "[5.5, nan, -5.0]",
        "own.toml:32:16: NaN is no figure that can be added up",
    ),
    (
        "[1]",
        "[-inf]",
        "own.toml:28:8: -inf is no figure that can be added up",
    ),
    (
        "\"tide table\" = 0.0",
        "\"tide table\" = 1e39",
        "own.toml:42:16: 1e39 is no figure that can be added up",
    ),
    (
        "unknown = 4.0",
        "unknown = nan",
        "own.toml:45:11: NaN is no figure that can be added up",
    ),
    (
        "\"1.5\" = \"said\"",
        "nan = \"said\"",
        r#"own.toml: [background.words]: "nan" is no weight, such as "4.5""#,
    ),
    (
        "edges]\nwords = [5, 9]",
        "edges]\nwords = 5",
        "own.toml:27:9: expected a list, not integer `5`",
    ),
    (
        "[lexicon.entries.line]\n\"tide table\" = 0.0",
        "[lexicon.entries]\nline = 3",
        "own.toml:42:8: expected a table, not integer `3`",
    ),
];

#[test]
fn faulty_files_are_refused_with_what_to_do() {
    for (old, new, wanted) in FAULTS {
        let error = Model::parse("own.toml", &with(old, new)).unwrap_err();
        assert_eq!(error.to_string(), *wanted);
    }
}

#[derive(serde::Deserialize)]
struct File {
    lexicon: Lexicon,
    background: Background,
}

#[derive(serde::Deserialize)]
struct Lexicon {
    entries: BTreeMap<String, BTreeMap<String, f64>>,
}

#[derive(serde::Deserialize)]
struct Background {
    words: BTreeMap<String, String>,
}

#[test]
fn the_shipped_file_says_where_it_is_from_and_holds_no_sentences() {
    let path = common::root().join("rules/evidence/en.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let evidence = Model::parse("en.toml", &text).unwrap();
    assert_eq!(evidence.language(), "en");
    assert_eq!(evidence.hash(), Model::shipped().hash());
    let header: Vec<&str> = text
        .lines()
        .take_while(|line| line.starts_with('#'))
        .collect();
    for part in ["# Corpus:", "# Command:", "# Scores"] {
        assert!(header.iter().any(|line| line.starts_with(part)), "{part}");
    }
    let file: File = toml::from_str(&text).unwrap();
    let entries: Vec<&String> = file
        .lexicon
        .entries
        .values()
        .flat_map(BTreeMap::keys)
        .collect();
    assert!(entries.len() > 100);
    for entry in entries {
        assert!(words(entry) <= 8 && entry.chars().count() <= 60, "{entry}");
    }
    for stem in file
        .background
        .words
        .values()
        .flat_map(|stems| stems.split_whitespace())
    {
        assert!(stem.chars().count() <= 6, "{stem} is no stem");
    }
}

/// The shipped rules and evidence, in each mode.
static SHIPPED: LazyLock<Vec<Cleaner>> = LazyLock::new(|| {
    let cleaner = |mode: &Mode| {
        Cleaner::new(Rules::shipped(), options(*mode)).with_model(Some(Model::shipped()))
    };
    Mode::ALL.iter().map(cleaner).collect()
});

/// The shipped evidence read from its file once more.
static AGAIN: LazyLock<Cleaner> = LazyLock::new(|| {
    let path = common::root().join("rules/evidence/en.toml");
    let evidence = Model::parse("en.toml", &std::fs::read_to_string(path).unwrap()).unwrap();
    Cleaner::new(Rules::shipped(), Options::default()).with_model(Some(Arc::new(evidence)))
});

/// Pages with phrases of the shipped rules, and articles with noise that no rule knows.
fn pages() -> BoxedStrategy<String> {
    let phrases = shipped_packs()
        .iter()
        .flat_map(|(_, text)| phrases_of(text));
    let article = (0_usize..400, 0_usize..4).prop_map(|(number, doubled)| {
        let page = scraped(number).text;
        // Some pages say parts twice, and some end early.
        let from = page.len() / 2 + page[page.len() / 2..].find('\n').unwrap_or(0);
        match doubled {
            0 => page[..from].to_owned(),
            1 => page.clone() + &page[from..],
            _ => page,
        }
    });
    prop_oneof![page_text(phrases.collect()), article].boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn weighing_only_deletes_and_restores_and_settles(text in pages()) {
        let page = Page::new(&text);
        for cleaner in SHIPPED.iter() {
            let mode = cleaner.options().mode;
            let cleaned = cleaner.clean(&page);
            let mut kept = String::new();
            let mut from = 0;
            for cut in &cleaned.cuts {
                prop_assert!(cut.span.start >= from && cut.span.start < cut.span.end);
                prop_assert!(!cut.evidence.is_empty(), "{} gives no reason", cut.rule);
                kept.push_str(&text[from..cut.span.start]);
                from = cut.span.end;
            }
            kept.push_str(&text[from..]);
            prop_assert_eq!(&kept, &cleaned.text, "{}: the page minus its cuts", mode);
            let record = cleaned.record("page");
            prop_assert_eq!(record.restore(&cleaned.text), Ok(text.clone()));
            if cleaned.warnings.is_empty() {
                let again = cleaner.clean(&Page::new(&cleaned.text));
                prop_assert_eq!(&again.text, &cleaned.text, "{}: {:#?}", mode, again.cuts);
            }
        }
    }

    #[test]
    fn another_cleaner_cuts_the_same(text in pages()) {
        let page = Page::new(&text);
        let cleaned = SHIPPED[0].clean(&page);
        prop_assert_eq!(AGAIN.clean(&page), cleaned.clone(), "read anew");
        prop_assert_eq!(SHIPPED[0].clean(&page), cleaned);
    }
}

#[test]
fn the_strategy_makes_pages_on_which_the_shipped_evidence_cuts() {
    // Cuts of weighed lines, and words that went in any way.
    let gone = |mode: usize| {
        let of_page = |number| {
            let scraped = scraped(number);
            let cleaned = SHIPPED[mode].clean(&Page::new(&scraped.text));
            let weighed = cleaned.cuts.iter().filter(|cut| cut.rule == WEIGHED_LINE);
            (weighed.count(), cleaned.words_before - cleaned.words_after)
        };
        let pages = (0..40).map(of_page);
        pages.fold((0, 0), |sum, page| (sum.0 + page.0, sum.1 + page.1))
    };
    let (careful, thorough) = (gone(0), gone(2));
    assert!(thorough.0 > 20, "{thorough:?} went in thorough mode");
    assert!(careful.1 <= thorough.1, "{careful:?} {thorough:?}");
}
