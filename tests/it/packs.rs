//! Packs that a configuration names: their order, their hashes, and what is said of those that
//! somebody else wrote.

use crate::common;
use dechaff::io::source::RuleFiles;
use dechaff::rulefile::{Code, ConfigFile, pack_hash, shipped_pack, shipped_pack_names};
use dechaff::tools::review::review_pack;
use dechaff::{PackSource, RuleErrors, Rules, RulesBuilder};

const LAKE: &str = "schema = 1\npack = \"lake\"\n[[rule]]\nid = \"pager\"\nkind = \"nav\"\nmatch.line = [\"Older posts\"]\n";

fn source(name: &str, text: &str) -> PackSource {
    PackSource {
        name: name.to_owned(),
        text: text.to_owned(),
    }
}

/// The rules of a configuration file that may name the pack `./lake`.
fn configured(text: &str) -> Result<Rules, RuleErrors> {
    let file = ConfigFile::read(&source("dechaff.toml", text));
    let read = |path: &str| match path {
        "./lake" => Ok(vec![source("lake/a.toml", LAKE)]),
        other => Err(format!("no {other} here")),
    };
    let add = |builder: RulesBuilder, sources: Vec<PackSource>| {
        sources.into_iter().fold(builder, RulesBuilder::file)
    };
    file.load_into(RulesBuilder::new(), read, add).build()
}

fn packs_of(rules: &Rules) -> Vec<&str> {
    let mut packs: Vec<&str> = rules.iter().map(dechaff::Rule::pack).collect();
    packs.dedup();
    packs
}

#[test]
fn packs_are_loaded_in_the_order_in_which_they_are_named() {
    for (text, wanted) in [
        ("", &["core", "en"][..]),
        ("packs = ['en', 'core']", &["en", "core"]),
        ("packs = ['./lake', 'core']", &["lake", "core"]),
        ("packs = ['core', { path = './lake' }]", &["core", "lake"]),
        ("packs = [{ name = 'core' }]", &["core"]),
        ("rules = ['./lake']", &["core", "en", "lake"]),
        ("packs = []\nrules = ['./lake']", &["lake"]),
    ] {
        let rules = configured(text).unwrap_or_else(|errors| panic!("{text}: {errors}"));
        assert_eq!(packs_of(&rules), wanted, "{text}");
    }
    let one = configured("packs = ['core', 'en']").expect("it is sound");
    let other = configured("packs = ['en', 'core']").expect("it is sound");
    assert_eq!(one.hash(), Rules::shipped().hash());
    assert_ne!(one.hash(), other.hash(), "the order is part of the hash");
}

#[test]
fn a_pinned_pack_loads_until_its_content_changes() {
    let hash = pack_hash(&[source("any name", LAKE)]);
    let pin = |hash: &str| configured(&format!("packs = [{{ path = './lake', hash = '{hash}' }}]"));
    assert!(pin(&hash).is_ok());
    let other = pack_hash(&[source("lake/a.toml", &LAKE.replace("Older", "Newer"))]);
    let errors = pin(&other).expect_err("the content is another");
    let [one] = errors.diagnostics() else {
        panic!("{errors}");
    };
    assert_eq!((one.code, one.line()), (Code::ChangedPack, 1));
    assert!(one.message.contains(&hash) && one.message.contains(&other));
    let english = pack_hash(&shipped_pack("en"));
    let pinned = format!("packs = [{{ name = 'en', hash = '{english}' }}]");
    assert_eq!(
        packs_of(&configured(&pinned).expect("it is pinned")),
        ["en"]
    );
}

#[test]
fn a_pack_of_several_files_is_not_one_file_of_their_texts() {
    let (a, b) = LAKE.split_at(10);
    let two = pack_hash(&[source("a", a), source("b", b)]);
    assert_ne!(two, pack_hash(&[source("a", LAKE)]));
    assert_ne!(two, pack_hash(&[source("b", b), source("a", a)]));
}

#[test]
fn a_folder_has_the_hash_of_the_shipped_pack_that_was_made_of_it() {
    for name in shipped_pack_names() {
        let folder = common::root().join("rules").join(name);
        let read = RuleFiles::read(&folder).expect("the folder is part of the project");
        let sources: Vec<PackSource> = read
            .files
            .iter()
            .map(|(name, bytes)| source(name, &String::from_utf8_lossy(bytes)))
            .collect();
        assert_eq!(
            pack_hash(&sources),
            pack_hash(&shipped_pack(name)),
            "{name}"
        );
    }
}

#[test]
fn shipped_packs_hide_nothing_and_reach_no_further_than_their_guards() {
    for name in shipped_pack_names() {
        let files: Vec<(String, Vec<u8>)> = shipped_pack(name)
            .into_iter()
            .map(|file| (file.name, file.text.into_bytes()))
            .collect();
        let review = review_pack(&files).unwrap_or_else(|errors| panic!("{errors}"));
        assert_eq!(review.replaces, [name]);
        let grave: Vec<&str> = review
            .notes
            .iter()
            .filter(|note| {
                matches!(
                    note.code,
                    Code::BroadProtect | Code::FindsEverything | Code::ShippedName
                )
            })
            .map(|note| note.message.as_str())
            .collect();
        assert!(grave.is_empty(), "{grave:?}");
    }
}

#[test]
fn a_review_says_what_a_pack_would_do() {
    let text = format!(
        "{LAKE}remove = 'tail'\n[[protect]]\nid = 'all'\nmatch.regex = '.*'\n\
         [[override]]\nrule = 'en/share-button'\nlevel = 'off'\nadd = ['a', 'b']\n"
    );
    let review = review_pack(&[("a.toml".to_owned(), text.into_bytes())]);
    let review = review.expect("the pack is sound");
    let found = review.notes.iter().map(|note| (note.code, note.line()));
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            (Code::FarReaching, 4),
            (Code::BroadProtect, 9),
            (Code::FindsEverything, 10)
        ]
    );
    let [change] = review.overrides.as_slice() else {
        panic!("{:?}", review.overrides);
    };
    assert_eq!(
        (change.rule.as_str(), change.phrases_added, change.line),
        ("en/share-button", 2, 11)
    );
    let narrow = format!("{LAKE}[[rule]]\nid = 'x'\nkind = 'other'\nmatch.regex = '^$|^x$'\n");
    let review = review_pack(&[("a.toml".to_owned(), narrow.clone().into_bytes())]);
    let codes: Vec<Code> = review
        .expect("it is sound")
        .notes
        .iter()
        .map(|note| note.code)
        .collect();
    assert_eq!(codes, [Code::NoLiteralAnchor]);
    let check = RulesBuilder::new().file(source("a.toml", &narrow)).check();
    let warnings = check.warnings(|file| file == "a.toml", None);
    assert!(warnings.iter().any(|one| one.code == Code::NoLiteralAnchor));
    assert!(warnings.iter().all(|one| one.code != Code::FindsEverything));
    for harmless in [
        "when.last = 9\n",
        "[[override]]\nrule = 'lake/pager'\nlevel = 'off'\n",
    ] {
        let text = format!("{LAKE}remove = 'tail'\n{harmless}");
        let review = review_pack(&[("a.toml".to_owned(), text.into_bytes())]);
        let notes = review.expect("it is sound").notes;
        assert!(notes.is_empty(), "{harmless}: {notes:?}");
    }
}
