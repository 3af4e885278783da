//! `rules try`, `rules stats` and `rules diff` at work on a small crawl.

use dechaff::tools::stats::RunFigures;
use std::fs;
use std::path::Path;
use std::process::Command;

const RULES: &str = r#"schema = 1
pack = "mine"   # ours

# Labels between paragraphs.
[[rule]]
id = "box-label"
about = "Label of a box."
kind = "nav"
match.start = ["Read more", "More on"]  # both
when.next = "title"
tests = [
  "Read more books.",  # prose
]

[[rule]]
id = "tide"
kind = "metadata"
match.regex = '^Tide: \S+ m$'

[[rule]]
id = "tide-word"
kind = "metadata"
match.start = ["Tide: "]

[[protect]]
id = "motto"
about = "The motto."
match.line = ["More on light"]

[[protect]]
id = "unused"
match.line = ["Nobody ever wrote this"]
"#;

fn page(number: usize) -> String {
    format!(
        "The boat left at noon on day {number}, the harbour office said.\n\
         Tide: {number}.5 m\n\
         Read more\n\
         A Seal on Bowling Green Number {number}\n\
         More on light\n\
         Nobody Was Late on Friday\n"
    )
}

fn crawl() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("pages")).expect("a folder");
    for number in 0..60 {
        let file = folder.path().join(format!("pages/{number:02}.txt"));
        fs::write(file, page(number)).expect("a page");
    }
    fs::write(folder.path().join("mine.toml"), RULES).expect("a rule file");
    folder
}

fn dechaff(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .output()
        .expect("dechaff starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn printed(folder: &Path, args: &[&str]) -> String {
    let (status, out, err) = dechaff(folder, args);
    assert_eq!(status, Some(0), "{args:?}: {err}");
    out
}

#[test]
fn threads_never_change_a_sample_or_a_figure() {
    let folder = crawl();
    let changed = RULES.replace("\"Read more\", ", "");
    fs::write(folder.path().join("changed.toml"), changed).expect("a rule file");
    for command in [
        "rules try pages --sample 4 --only mine --rules mine.toml",
        "rules stats pages --format json --only mine --rules mine.toml",
        "rules diff mine.toml changed.toml --on pages --only mine",
    ] {
        let run = |jobs: &str| {
            let mut args: Vec<&str> = command.split(' ').collect();
            args.extend(["-j", jobs]);
            printed(folder.path(), &args)
        };
        let alone = run("1");
        assert!(alone.contains("mine/box-label"), "{command:?}: {alone}");
        assert_eq!(alone, run("7"), "{command:?}");
    }
}

#[test]
fn another_seed_draws_another_sample_of_the_same_cuts() {
    let folder = crawl();
    let sample = |seed: &str| {
        let args = [
            "rules",
            "try",
            "pages",
            "--rules",
            "mine.toml",
            "--rule",
            "tide",
        ];
        printed(
            folder.path(),
            &[&args[..], &["--sample", "3", "--seed", seed]].concat(),
        )
    };
    let head = |text: &str| text.lines().next().map(str::to_owned);
    let (one, other) = (sample("1"), sample("2"));
    assert_eq!(
        head(&one).as_deref(),
        Some("mine/tide (metadata): 60 cuts on 60 of 60 pages, 180 words")
    );
    assert_eq!(head(&one), head(&other));
    assert_ne!(one, other);
    assert_eq!(one.matches("[-Tide: ").count(), 3);
}

#[test]
fn a_saved_cut_is_a_test_that_passes_and_a_wrong_one_fails() {
    let folder = crawl();
    let rules = ["--rules", "mine.toml", "--rule", "box-label"];
    let try_it =
        |more: &[&str]| dechaff(folder.path(), &[&["rules", "try"], more, &rules].concat());
    let (status, said, _) = try_it(&["pages", "--save", "1"]);
    assert_eq!(status, Some(0));
    assert!(
        said.starts_with("mine.toml:13: a new test of mine/box-label\n"),
        "{said}"
    );
    let place = "pages/07.txt:5";
    let (_, said, _) = try_it(&["--save", place, "--save-as", "keep"]);
    assert!(
        said.ends_with("it fails until the rule is mended: dechaff rules test mine.toml\n"),
        "{said}"
    );
    let text = fs::read_to_string(folder.path().join("mine.toml")).expect("the file");
    let added = text.replace(RULES.split("tests = [").next().expect("a part"), "");
    assert!(text.starts_with("schema = 1\npack = \"mine\"   # ours\n\n# Labels between"));
    assert!(
        added.contains("  \"Read more books.\",  # prose\n  \"\"\"\n  [-Read more-]\n"),
        "{added}"
    );
    assert!(
        added.contains("  \"\"\"\n  More on light\n  Nobody Was Late on Friday\"\"\",\n]\n"),
        "{added}"
    );
    let (status, tested, _) = dechaff(folder.path(), &["rules", "test", "mine.toml"]);
    assert_eq!(status, Some(1));
    assert!(tested.contains("mine/box-label, test 3: noisy"), "{tested}");
    assert!(tested.ends_with("2 passed, 1 failed\n"), "{tested}");
    let (status, said, _) = try_it(&["--save", "pages/07.txt:5", "--save-as", "keep"]);
    assert_eq!(
        (status, said.as_str()),
        (Some(0), "mine/box-label has this test already: test 3\n")
    );
    let (status, _, err) = try_it(&["--save", "pages/07.txt:5"]);
    assert_eq!(status, Some(2));
    assert!(
        err.contains("test 3 of mine/box-label says the opposite of the same text"),
        "{err}"
    );
}

#[test]
fn what_cannot_be_saved_is_said() {
    let folder = crawl();
    for (args, wanted) in [
        (
            &[
                "pages",
                "--rules",
                "mine.toml",
                "--rule",
                "tide",
                "--save",
                "99",
            ][..],
            "there is no cut 99: 5 cuts shown",
        ),
        (
            &["--rules", "mine.toml", "--save", "pages/00.txt:1"],
            "nothing is cut at pages/00.txt:1; `dechaff explain pages/00.txt:1` says why",
        ),
        (
            &["--save", "pages/00.txt"],
            "give the line as well: pages/00.txt:LINE",
        ),
        (
            &["pages", "--rules", "mine.toml", "--rule", "motto"],
            "mine/motto protects: it cuts nothing",
        ),
        (
            &["pages", "--rule", "none"],
            "no rule has the id, kind or pack \"none\"",
        ),
    ] {
        let (status, _, err) = dechaff(folder.path(), &[&["rules", "try"], args].concat());
        assert_eq!(status, Some(2), "{args:?}");
        assert!(err.contains(wanted), "{args:?}: {err}");
    }
    fs::write(
        folder.path().join("ad.txt"),
        "Rain fell.\n\nADVERTISEMENT\n",
    )
    .expect("a page");
    let (status, _, err) = dechaff(folder.path(), &["rules", "try", "--save", "ad.txt:3"]);
    assert_eq!(status, Some(2));
    assert!(
        err.contains("en/ad-slot-label is inside the program"),
        "{err}"
    );
}

#[test]
fn statistics_tell_what_each_rule_did_and_what_is_needless() {
    let folder = crawl();
    let args = [
        "rules",
        "stats",
        "pages",
        "--rules",
        "mine.toml",
        "--only",
        "mine",
        "--out",
        "stats.json",
    ];
    let table = printed(folder.path(), &args);
    for wanted in [
        "mine/tide = mine/tide-word: 60 lines",
        "protect mine/motto (The motto): changes 60 pages",
        "protect mine/unused: changes nothing here; is it still needed?",
    ] {
        assert!(table.contains(wanted), "{wanted}: {table}");
    }
    let json = fs::read_to_string(folder.path().join("stats.json")).expect("it was written");
    let run = RunFigures::read(&json).expect("it is read back");
    let statistics = run.statistics().expect("it has them");
    assert_eq!((statistics.pages, statistics.search_time_share), (60, None));
    let label = &statistics.rules["mine/box-label"];
    assert_eq!((label.hits, label.finds, label.protected), (120, 120, 60));
    assert_eq!((label.cuts, label.pages), (60, 60));
    let (tide, word) = (
        &statistics.rules["mine/tide"],
        &statistics.rules["mine/tide-word"],
    );
    assert_eq!(
        (tide.cuts, tide.shared, word.cuts, word.shared),
        (60, 0, 0, 60)
    );
    assert_eq!(
        run.of_rule("mine/box-label").as_deref(),
        Some("60 cuts on 60 of 60 pages, 120 words; 60 finds kept by a protect rule")
    );
    let timed = printed(
        folder.path(),
        &["rules", "stats", "pages", "--time", "--format", "json"],
    );
    let timed = RunFigures::read(&timed).expect("it is read back");
    assert!(
        timed
            .statistics()
            .is_some_and(|one| one.search_time_share > Some(0.0))
    );
}

#[test]
fn a_needless_exception_is_named_with_its_reason() {
    let folder = crawl();
    let config = "[[protect]]\nid = \"crest\"\nreason = \"the crest is news\"\nmatch.line = [\"Crest\"]\n\n\
        [[override]]\nrule = \"core/blank-run\"\nlevel = \"off\"\n";
    fs::write(folder.path().join("dechaff.toml"), config).expect("a configuration");
    let table = printed(folder.path(), &["rules", "stats", "pages"]);
    for wanted in [
        "dechaff.toml:1: protect config/crest (the crest is news): changes nothing here;",
        "dechaff.toml:6: override of core/blank-run: changes nothing here;",
    ] {
        assert!(table.contains(wanted), "{wanted}: {table}");
    }
}

#[test]
fn a_summary_of_clean_is_read_too() {
    let folder = crawl();
    printed(
        folder.path(),
        &["clean", "pages", "--out", "out", "--rules", "mine.toml"],
    );
    let summary = folder.path().join("out/_dechaff/summary.json");
    let run = RunFigures::read(&fs::read_to_string(summary).expect("it was written"));
    let run = run.expect("it is read");
    assert_eq!(
        run.of_rule("mine/tide").as_deref(),
        Some("60 cuts on 60 pages read")
    );
    assert_eq!(run.of_rule("en/none"), None);
}

#[test]
fn a_changed_pack_is_compared_page_by_page() {
    let folder = crawl();
    let changed = RULES.replace(r#""Read more", "More on""#, r#""More on""#);
    fs::write(folder.path().join("changed.toml"), changed).expect("a rule file");
    let diff = |more: &[&str]| {
        let args = [
            "rules",
            "diff",
            "mine.toml",
            "changed.toml",
            "--on",
            "pages",
            "--only",
            "mine",
        ];
        dechaff(folder.path(), &[&args[..], more].concat())
    };
    let (status, out, _) = diff(&[]);
    assert_eq!(status, Some(0));
    let place = "pages/59.txt:3:1: stays now, went by mine/box-label\n    2 │ Tide: 59.5 m\n    3 │ [+Read more+]\n";
    assert!(out.contains(place), "{out}");
    assert!(out.contains("60 of 60 pages differ: 0 words more go, 120 words more stay\n"));
    let (status, out, err) = diff(&["--format", "jsonl", "--exit-code"]);
    assert_eq!((status, out.lines().count()), (Some(1), 60));
    assert!(out.starts_with(
        "{\"file\":\"pages/00.txt\",\"line\":3,\"column\":1,\"change\":\"vanishes\","
    ));
    assert!(err.starts_with("60 of 60 pages differ"), "{err}");
    let same = [
        "rules",
        "diff",
        "mine.toml",
        "mine.toml",
        "--on",
        "pages",
        "--exit-code",
    ];
    assert_eq!(
        printed(folder.path(), &same),
        "nothing differs on 60 pages\n"
    );
}

#[test]
fn a_checkout_of_the_rules_stands_in_the_place_of_the_shipped_ones() {
    let folder = crawl();
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/core");
    let copy = folder.path().join("checkout");
    fs::create_dir(&copy).expect("a folder");
    for file in fs::read_dir(rules).expect("the pack is there") {
        let file = file.expect("an entry").path();
        let name = file.file_name().expect("files have names");
        fs::copy(&file, copy.join(name)).expect("it can be copied");
    }
    let args = ["rules", "diff", "shipped", "checkout", "--on", "pages"];
    assert_eq!(
        printed(folder.path(), &args),
        "nothing differs on 60 pages\n"
    );
}

#[test]
fn gold_tells_right_cuts_from_wrong_ones() {
    let folder = crawl();
    let gold = folder.path().join("gold");
    fs::create_dir(&gold).expect("a folder");
    for number in 0..59 {
        let text = page(number).replace("Read more\n", "");
        fs::write(gold.join(format!("{number:02}.txt")), text).expect("a gold text");
    }
    let args = [
        "rules",
        "try",
        "pages",
        "--gold",
        "gold",
        "--rules",
        "mine.toml",
        "--only",
        "mine",
    ];
    let out = printed(folder.path(), &args);
    assert!(
        out.contains(
            "mine/box-label (nav): 60 cuts on 60 of 60 pages, 120 words, none of them gold\n"
        ),
        "{out}"
    );
    let tide = "mine/tide (metadata): 60 cuts on 60 of 60 pages, 180 words, 236 gold words lost (in 59 cuts)\n";
    assert!(out.contains(tide), "{out}");
    let lost = printed(folder.path(), &[&args[..], &["--lost"]].concat());
    assert!(
        lost.starts_with("mine/tide") && !lost.contains("mine/box-label"),
        "{lost}"
    );
    let diff = [
        "rules",
        "diff",
        "mine.toml",
        "shipped",
        "--on",
        "pages",
        "--gold",
        "gold",
        "--stat",
    ];
    let out = printed(folder.path(), &diff);
    assert!(out.contains("stay now (1 page without gold)\n"), "{out}");
}
