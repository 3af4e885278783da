//! What stays of a page's own story, whatever rules say: one copy of its headline, and most of its prose.

use dechaff::{Cleaner, Mode, Model, Options, PackSource, Page, Rules};
use proptest::prelude::*;
use std::sync::LazyLock;

const HEADLINE: &str = "Harbour Council Votes for Longer Ferry Season";

/// Rules that want the headline, its copies, and all that holds a word, to every extent.
const WILD: &str = r#"
schema = 1
pack = "wild"

[[rule]]
id = "headline"
kind = "other"
match.line = ["Harbour Council Votes for Longer Ferry Season"]

[[rule]]
id = "copies"
kind = "duplicate"
match.duplicate = { keep = "first", min_words = 3, within = 40 }

[[rule]]
id = "last-copy"
kind = "duplicate"
match.duplicate = { keep = "last", min_words = 3, within = 40 }

[[rule]]
id = "heads"
kind = "other"
match.regex = '^Harbour Council'
remove = "match"

[[rule]]
id = "ends"
kind = "other"
match.regex = 'Votes for Longer Ferry Season$'
remove = "match"

[[rule]]
id = "tail"
kind = "related"
match.line = ["Other stories"]
remove = "tail"

[[rule]]
id = "section"
kind = "related"
match.line = ["Latest stories"]
remove = "section"

[[rule]]
id = "block"
kind = "other"
match.regex = 'lanterns'
remove = "block"

[[rule]]
id = "lines"
kind = "other"
match.regex = 'pilots'
"#;

static CLEANERS: LazyLock<Vec<Cleaner>> = LazyLock::new(|| {
    let wild = || PackSource {
        name: "wild.toml".to_owned(),
        text: WILD.to_owned(),
    };
    let rules = |shipped: bool| {
        let builder = dechaff::RulesBuilder::new().file(wild());
        let builder = if shipped {
            builder
        } else {
            builder.without_shipped()
        };
        builder.build().expect("the rules are sound")
    };
    let with = |rules: Rules, mode: Mode, model: Option<_>| {
        let options = Options {
            mode,
            ..Options::default()
        };
        Cleaner::new(rules, options).with_model(model)
    };
    let mut cleaners = Vec::new();
    for &mode in Mode::ALL {
        cleaners.push(with(rules(true), mode, Some(Model::shipped())));
        cleaners.push(with(rules(false), mode, None));
    }
    cleaners
});

/// Lines that stand above an article and have no word of it.
fn above() -> impl Strategy<Value = String> {
    let lines = [
        "Menu",
        "Home",
        "Sport",
        "",
        "Subscribe",
        "By Ada Morrow",
        "12 May 2024",
        "Share",
        HEADLINE,
        "Latest stories",
        "Other stories",
        "Goat Elected to Parish Board",
        "5 min read",
        "/",
    ];
    prop::collection::vec(prop::sample::select(lines.to_vec()), 0..12)
        .prop_map(|lines| lines.join("\n"))
}

fn paragraph() -> impl Strategy<Value = String> {
    let words = [
        "harbour", "council", "ferry", "season", "pilots", "lanterns", "winter", "islands",
        "votes", "longer", "the", "of", "and", "in", "was", "said", "on", "a",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 20..60)
        .prop_map(|words| format!("The {}.", words.join(" ")))
}

fn below() -> impl Strategy<Value = String> {
    let lines = [
        "",
        "Other stories",
        "Latest stories",
        HEADLINE,
        "Goat Elected to Parish Board",
        "Share",
        "Tags",
        "Leave a Reply",
        "Related Articles",
        "The bridge of the town was closed and then it was opened again on Monday.",
    ];
    prop::collection::vec(prop::sample::select(lines.to_vec()), 0..10)
        .prop_map(|lines| lines.join("\n"))
}

fn words(text: &str) -> usize {
    let is_prose =
        |line: &&str| line.split_whitespace().count() >= 12 && line.trim_end().ends_with('.');
    text.lines()
        .filter(is_prose)
        .map(|line| line.split_whitespace().count())
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn one_copy_of_the_headline_stays(
        above in above(),
        beside in prop::sample::select(vec!["", "By Ada Morrow\n", "12 May 2024\n", "Share\nEmail\n"]),
        prose in prop::collection::vec(paragraph(), 3..8),
        below in below(),
    ) {
        let told = "The council of the harbour votes for a ferry that sails longer, in every season.";
        let article = format!("{told}\n\n{}", prose.join("\n\n"));
        let text = format!("{above}\n{HEADLINE}\n{beside}\n{article}\n{below}\n");
        for cleaner in CLEANERS.iter() {
            let clean = cleaner.clean(&Page::new(&text));
            let stays = clean.text.lines().any(|line| !line.trim().is_empty() && HEADLINE.contains(line.trim()));
            prop_assert!(stays, "{:?}: {}", cleaner.options().mode, clean.text);
        }
    }

    #[test]
    fn no_cut_of_a_rule_takes_most_of_the_prose(
        above in above(),
        prose in prop::collection::vec(paragraph(), 1..8),
        apart in prop::sample::select(vec!["\n", "\n\n"]),
        below in below(),
    ) {
        let text = format!("{above}\n{}\n{below}\n", prose.join(apart));
        let all = words(&text);
        for cleaner in CLEANERS.iter() {
            for cut in cleaner.clean(&Page::new(&text)).record("page").cuts {
                let taken = words(&cut.text);
                let by_rule = !cut.rule.starts_with("evidence/");
                prop_assert!(!by_rule || taken < 100 || 2 * taken <= all, "{} takes {taken} of {all} words", cut.rule);
            }
        }
    }
}
