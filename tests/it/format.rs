//! `rules fmt`: one form, the same meaning, and nothing to do the second time.

use dechaff::PackSource;
use dechaff::rulefile::shipped_packs;
use dechaff::tools::format::format_rules;
use proptest::prelude::*;

fn formatted(text: &str) -> String {
    let source = PackSource {
        name: "t.toml".to_owned(),
        text: text.to_owned(),
    };
    match format_rules(&source) {
        Ok(text) => text,
        Err(errors) => panic!("{errors}"),
    }
}

fn meaning(text: &str) -> toml::Table {
    toml::from_str(text).expect("it is TOML")
}

#[test]
fn keys_come_in_one_order_with_their_comments() {
    let text = "\n\n#:schema ../x.json\n# Rules of the islands.\npack = 'islands'   # one site\n\
        # the only version\nschema=1\n\n\n# Tides.\n\n\n# The widget.\n[[rule]] # first\n\
        tests = [\n  # a comment in a list\n  '[-Tide-]',\n]\nwhen.unless = ['x']\n\
        # why eight\n\n  when.max_words = 8\nallow.no-near-miss = 'none'\n\nkind = \"metadata\"\n\
        match.start = [\"Tide\",\n  'Ebb'] # both\nid = 'tide'\nwhen . first = 3\n\
        [[override]]\nunless = ['y']\nlevel = 'off'\nrule = 'en/x'\n# the end\n\n\n";
    let wanted = "#:schema ../x.json\n# Rules of the islands.\n# the only version\nschema = 1\n\
        pack = 'islands'   # one site\n\n# Tides.\n\n# The widget.\n[[rule]] # first\nid = 'tide'\n\
        kind = \"metadata\"\nmatch.start = [\"Tide\",\n  'Ebb'] # both\nwhen.first = 3\n\
        # why eight\nwhen.max_words = 8\nwhen.unless = ['x']\nallow.no-near-miss = 'none'\n\
        tests = [\n  # a comment in a list\n  '[-Tide-]',\n]\n\n[[override]]\nrule = 'en/x'\n\
        level = 'off'\nunless = ['y']\n# the end\n";
    assert_eq!(formatted(text), wanted);
    assert_eq!(formatted(wanted), wanted);
}

#[test]
fn tables_of_a_file_stand_before_its_rules() {
    let text =
        "schema = 1\npack = 't'\n[[rule]]\n[rule.match]\nline = ['x']\n[allow]\nno-test = 'y'\n";
    let wanted = "schema = 1\npack = 't'\n\n[allow]\nno-test = 'y'\n\n[[rule]]\n\n[rule.match]\nline = ['x']\n";
    assert_eq!(formatted(text), wanted);
}

#[test]
fn newlines_stay_what_they_are() {
    let text = "pack = 't'\r\nschema = 1\r\n[[rule]]\r\nid = '''\r\na\r\n'''\r\n";
    let wanted = "schema = 1\r\npack = 't'\r\n\r\n[[rule]]\r\nid = '''\r\na\r\n'''\r\n";
    assert_eq!(formatted(text), wanted);
}

#[test]
fn shipped_packs_are_in_their_canonical_form() {
    let wrong: Vec<&str> = shipped_packs()
        .iter()
        .filter(|(_, text)| formatted(text) != *text)
        .map(|(name, _)| *name)
        .collect();
    assert!(
        wrong.is_empty(),
        "`dechaff rules fmt rules` formats {wrong:?}"
    );
}

#[test]
fn what_is_no_toml_is_refused() {
    let source = PackSource {
        name: "t.toml".to_owned(),
        text: "schema = 1\n[[rule]\n".to_owned(),
    };
    let errors = format_rules(&source).expect_err("it is no TOML");
    let place = &errors.diagnostics()[0];
    assert_eq!((place.code.id(), place.line()), ("E001", 2));
}

proptest! {
    /// Lines of a sound file in any order, with comments and blank lines between them.
    #[test]
    fn meaning_stays_and_the_second_time_changes_nothing(
        order in Just(KEYS.to_vec()).prop_shuffle(),
        gaps in prop::collection::vec(0_usize..5, KEYS.len() * 2),
    ) {
        let gap = |at: usize| ["", "\n", "# note\n", "\n\n  # note\n\n", "#\n"][gaps[at]];
        let mut text = format!("{}schema = 1\n{}pack = 't'\n", gap(0), gap(1));
        for (at, key) in order.iter().enumerate() {
            if at % 4 == 0 {
                text.push_str("[[rule]]\n");
            }
            text.push_str(gap(at));
            text.push_str(&key.replacen('@', &at.to_string(), 1));
            text.push_str(["\n", "  # beside\n", "\n\n"][gaps[KEYS.len() + at] % 3]);
        }
        let once = formatted(&text);
        prop_assert_eq!(meaning(&once), meaning(&text));
        prop_assert_eq!(formatted(&once), once.clone());
        prop_assert_eq!(once.matches('#').count(), text.matches('#').count());
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let source = PackSource { name: "t.toml".to_owned(), text };
        let _ = format_rules(&source);
    }
}

const KEYS: [&str; 12] = [
    "id@ = 'a'",
    "about@ = \"\"\"\none\n  two\"\"\"",
    "match.line = ['x',\n 'y', # z\n]",
    "match . start = []",
    "when.max_words = 8",
    "when.unless = ['''a\nb''']",
    "when.next = \"title\"",
    "unknown@ = 2021-01-01",
    "tests = [ '[-x-]' ]",
    "allow = { no-test = 'y' }",
    "plus_lines = 1",
    "remove = 'line'",
];
