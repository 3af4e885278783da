//! `dechaff score` on the pages of `tests/score`, whose README says how `score.py` was asked.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/score")
}

fn run_in(folder: &Path, args: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .current_dir(folder)
        .arg("score")
        .args(args.split(' '))
        .output()
        .unwrap()
}

fn printed(args: &str) -> String {
    let output = run_in(&folder(), args);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn expected(name: &str) -> String {
    fs::read_to_string(folder().join("expected").join(name)).unwrap()
}

macro_rules! prints {
    ($name:ident, $args:expr, $file:expr) => {
        #[test]
        fn $name() {
            assert_eq!(without_gutted(&printed($args)), expected($file));
        }
    };
}

/// A report as `score.py` prints it, which does not know of gutted pages.
fn without_gutted(report: &str) -> String {
    let lines = report.lines().map(|line| {
        let own = line.find("   gutted ").unwrap_or(line.len());
        format!("{}\n", &line[..own])
    });
    lines.collect()
}

prints!(before, "--gold gold --before before", "before.txt");
prints!(
    after,
    "--gold gold --before before --after after --worst 3",
    "after.txt"
);
prints!(
    no_oracle,
    "--gold gold --before before --after after --no-oracle",
    "no-oracle.txt"
);
prints!(
    ids,
    "--gold gold --before before --after after --ids ids.txt",
    "ids.txt"
);
prints!(
    markdown,
    "--gold gold --before before --after after --worst 3 --format markdown",
    "after.md"
);
prints!(
    snippets,
    "--gold notes --before before --after after --snippets",
    "snippets.txt"
);
prints!(
    snippets_markdown,
    "--gold notes --before before --after after --snippets --format markdown",
    "snippets.md"
);

macro_rules! same_figures {
    ($name:ident, $args:expr, $file:expr) => {
        #[test]
        fn $name() {
            let ours: Value = serde_json::from_str(&printed($args)).unwrap();
            let theirs: Value = serde_json::from_str(&expected($file)).unwrap();
            let (ours, theirs) = (figures(&ours), figures(&theirs));
            assert_eq!(ours.len(), theirs.len());
            for ((our_name, our), (their_name, their)) in ours.into_iter().zip(theirs) {
                assert_eq!(our_name, their_name);
                assert!(
                    (our - their).abs() < 1e-12,
                    "{our_name}: {our}, {their} in score.py"
                );
            }
        }
    };
}

same_figures!(
    json,
    "--gold gold --before before --after after --format json",
    "after.json"
);
same_figures!(
    snippets_before_json,
    "--gold notes --before before --snippets --format json",
    "snippets-before.json"
);
same_figures!(
    snippets_after_json,
    "--gold notes --before before --after after --snippets --format json",
    "snippets-after.json"
);

/// All numbers of an object of numbers and pairs of numbers.
fn figures(object: &Value) -> Vec<(String, f64)> {
    let fields = object.as_object().unwrap().iter();
    let both = fields.filter(|(name, _)| *name != "pages_gutted");
    both.flat_map(|(name, value)| {
        let values = value
            .as_array()
            .cloned()
            .unwrap_or_else(|| vec![value.clone()]);
        values
            .into_iter()
            .map(|value| (name.clone(), value.as_f64().unwrap()))
    })
    .collect()
}

#[test]
fn json_keeps_the_order_of_score_py() {
    let names = |text: &str| -> Vec<String> {
        let quoted: Vec<&str> = text.split('"').collect();
        quoted
            .iter()
            .skip(1)
            .step_by(2)
            .map(|&name| name.to_owned())
            .collect()
    };
    let ours = printed("--gold gold --before before --after after --format json");
    let ours: Vec<String> = names(&ours)
        .into_iter()
        .filter(|name| name != "pages_gutted")
        .collect();
    assert_eq!(ours, names(&expected("after.json")));
}

#[test]
fn pages_that_lost_over_half_of_gold_are_gutted() {
    let args = "--gold gold --before before --after after";
    let report: Value = serde_json::from_str(&printed(&format!("{args} --format json"))).unwrap();
    assert_eq!(report["pages_gutted"], 2);
    assert!(printed(args).contains("worse 2   gutted 2\n"));
}

#[test]
fn pages_of_all_endings_are_scored() {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("gold/one.txt", "The boat left at noon."),
        ("gold/two.md", "The boat came back."),
        ("before/one.md", "The boat left at noon.\nShare"),
        ("before/two.text", "The boat came back.\nShare"),
        ("before/two.md", "The boat"),
        ("after/one.md", "The boat left at noon."),
        ("after/two.text", "The boat came back."),
    ] {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let args = "--gold gold --before before --after after --format json";
    let output = run_in(root.path(), args);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        stderr,
        "warning: two.md: left out, two.text has the same id\n"
    );
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&report["pages"], &report["sh_af"]),
        (&2.into(), &1.0.into())
    );
}

#[test]
fn json_lists_the_worst_only_if_asked() {
    let args = "--gold gold --before before --after after --worst 1 --format json";
    let report: Value = serde_json::from_str(&printed(args)).unwrap();
    assert_eq!(report["most_damaged"][0]["id"], "lost");
    assert_eq!(report["most_helped"].as_array().unwrap().len(), 1);
}

#[test]
fn pages_without_gold_are_named_as_a_number() {
    let output = run_in(&folder(), "--gold gold --before before");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr, "note: 1 of 13 pages is left out, without gold\n");
}

#[test]
fn nothing_to_score_is_an_error() {
    for (args, message) in [
        (
            "--gold before --before notes",
            "error: no page of notes has its gold in before\n",
        ),
        (
            "--gold gold --before nowhere",
            "error: nowhere is neither a folder nor a shard with texts\n",
        ),
        (
            "--gold gold --before before --ids nowhere",
            "error: cannot read nowhere",
        ),
        (
            "--gold gold --before before --ids README.md",
            "error: README.md names no page of before: an id is a page's path below it without its ending, such as bridge or gold/bridge\n",
        ),
        (
            "--gold gold --before before --after notes",
            "error: notes holds none of the cleaned pages, such as notes/bridge.txt: give the folder into which before was cleaned\n",
        ),
        (
            "--gold notes --before before --after gold/empty --snippets",
            "error: gold/empty holds none of the cleaned pages",
        ),
    ] {
        let output = run_in(&folder(), args);
        assert_eq!(output.status.code(), Some(2));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.starts_with(message), "{stderr}");
    }
}

#[test]
fn a_page_that_cannot_be_read_is_reported_and_the_others_are_scored() {
    let root = tempfile::tempdir().unwrap();
    for folder in ["gold", "before", "before/sub", "gold/sub.txt"] {
        fs::create_dir_all(root.path().join(folder)).unwrap();
    }
    for file in [
        "gold/good.txt",
        "before/good.txt",
        "before/sub.txt",
        "before/sub/deep.txt",
    ] {
        fs::write(root.path().join(file), "one two three four five").unwrap();
    }
    let output = run_in(root.path(), "--gold gold --before before");
    assert_eq!(output.status.code(), Some(3));
    let (stdout, stderr) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert!(stdout.starts_with("pages 1\n"), "{stdout}");
    assert!(
        stderr.starts_with("warning: sub: cannot read gold/sub.txt"),
        "{stderr}"
    );
}

#[test]
fn bytes_that_are_not_utf8_do_not_stop_a_page() {
    let root = tempfile::tempdir().unwrap();
    for folder in ["gold", "before"] {
        fs::create_dir(root.path().join(folder)).unwrap();
        fs::write(
            root.path().join(folder).join("page.txt"),
            b"one\xfftwo three \xe2\x82 four five",
        )
        .unwrap();
    }
    let output = run_in(root.path(), "--gold gold --before before");
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("F1 1.000")
    );
}

#[test]
fn threads_never_change_the_report() {
    let args = "--gold gold --before before --after after --worst 9 --format json";
    let with_threads = |threads: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dechaff"));
        command
            .current_dir(folder())
            .arg("score")
            .args(args.split(' '));
        command
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap()
            .stdout
    };
    assert_eq!(with_threads("1"), with_threads("4"));
}

#[test]
fn pages_missing_from_after_and_ids_of_no_page_are_counted() {
    let args = "--gold gold --before before --after after --ids wrong.txt";
    let root = tempfile::tempdir().unwrap();
    for (from, to) in [("gold", "gold"), ("before", "before")] {
        fs::create_dir(root.path().join(to)).unwrap();
        for id in ["lost", "bridge"] {
            let name = format!("{id}.txt");
            fs::copy(
                folder().join(from).join(&name),
                root.path().join(to).join(&name),
            )
            .unwrap();
        }
    }
    fs::create_dir(root.path().join("after")).unwrap();
    fs::write(root.path().join("after/bridge.txt"), "The bridge").unwrap();
    fs::write(root.path().join("wrong.txt"), "bridge\nlost\nbrigde\n").unwrap();
    let output = run_in(root.path(), args);
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "warning: 1 of 3 ids of wrong.txt names no page of before, such as brigde\n\
         warning: 1 of 2 pages is missing from after and scored as empty, such as lost\n"
    );
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(
        stdout.starts_with("pages 2   missing_after 1\n"),
        "{stdout}"
    );
}

#[test]
fn a_list_that_is_empty_is_an_error() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("pages")).unwrap();
    fs::write(root.path().join("pages/one.txt"), "one").unwrap();
    fs::write(root.path().join("none.txt"), "\n \n").unwrap();
    let output = run_in(root.path(), "--gold pages --before pages --ids none.txt");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: none.txt names no page: it is empty\n"
    );
}

/// A set of one page, whose id holds the given text, that lost its end.
#[cfg(unix)]
fn set_of_one_page(name: &str) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let texts = [
        ("gold", "one two three four five six"),
        ("before", "one two three four five six"),
        ("after", "one two three four"),
    ];
    for (folder, text) in texts {
        fs::create_dir(root.path().join(folder)).unwrap();
        fs::write(root.path().join(folder).join(name), text).unwrap();
    }
    root
}

#[cfg(unix)]
#[test]
fn names_of_pages_steer_no_terminal_and_are_no_markup() {
    let root = set_of_one_page("a\u{1b}[31m<b>*red*|.txt");
    let args = "--gold gold --before before --after after --worst 1";
    let text = String::from_utf8(run_in(root.path(), args).stdout).unwrap();
    assert!(
        text.contains("most damaged\n   a\\u{1b}[31m<b>*red*|  F1 1.000 -> 0.500"),
        "{text}"
    );
    assert!(text.contains("most helped\n   none\n"), "{text}");
    let args = format!("{args} --format markdown");
    let text = String::from_utf8(run_in(root.path(), &args).stdout).unwrap();
    assert!(text.starts_with("1 page, 0 missing"), "{text}");
    assert!(
        text.contains("\n| a\\\\u{1b}\\[31m&lt;b&gt;\\*red\\*\\| | 1.000 | 0.500 |"),
        "{text}"
    );
    let list = root.path().join("list.txt");
    fs::write(&list, "a\u{1b}[31m<b>*red*|\n\u{1b}[2J\n").unwrap();
    let output = run_in(root.path(), "--gold gold --before before --ids list.txt");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("such as \\u{1b}[2J\n"), "{stderr}");
}

/// A set of one page, cleaned by a rule that takes a sentence of the article with it.
fn cleaned_set() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for folder in ["gold", "raw"] {
        fs::create_dir(root.path().join(folder)).unwrap();
    }
    let gold = "The ferry left at noon.\nTide at the quay was low that day.\nNobody was late.\n";
    let page = format!("{gold}Tide at Port Ellery: 2.1 m\nShare on Facebook\n");
    fs::write(root.path().join("gold/ferry.txt"), gold).unwrap();
    fs::write(root.path().join("raw/ferry.txt"), page).unwrap();
    let rule = "schema = 1\npack = \"islands\"\n[[rule]]\nid = \"tide\"\nkind = \"metadata\"\nmatch.start = [\"Tide at \"]\n";
    fs::write(root.path().join("islands.toml"), rule).unwrap();
    clean(root.path(), "raw --out clean --rules islands.toml");
    root
}

fn clean(folder: &Path, args: &str) {
    let cleaned = Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .current_dir(folder)
        .args(["clean", "-q"])
        .args(args.split(' '))
        .output()
        .unwrap();
    assert!(
        cleaned.status.success(),
        "{}",
        String::from_utf8_lossy(&cleaned.stderr)
    );
}

const CLEANED: &str = "--gold gold --before raw --after clean --no-oracle";

#[test]
fn rules_answer_for_what_they_removed() {
    let root = cleaned_set();
    let args = format!("{CLEANED} --by rule --worst 1 --rules islands.toml --format json");
    let output = run_in(root.path(), &args);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let row = |rule: &str| {
        let rows = report["by_rule"].as_array().unwrap();
        rows.iter().find(|row| row["rule"] == rule).unwrap().clone()
    };
    let tide = row("islands/tide");
    assert_eq!(tide["cuts"], 2);
    assert_eq!(tide["gold_words_lost"], 8);
    assert_eq!(tide["noise_words_removed"], 7);
    assert!(tide["f1_change_if_off"].as_f64().unwrap() > 0.0);
    let share = row("en/share-button");
    assert_eq!(share["gold_words_lost"], 0);
    assert!(share["f1_change_if_off"].as_f64().unwrap() < 0.0);
    let costly = &report["costly_cuts"][0];
    assert_eq!(costly["rule"], "islands/tide");
    assert_eq!(costly["line"], 2);
    assert_eq!(costly["above"], "The ferry left at noon.");
}

#[test]
fn kinds_answer_too_and_cuts_are_shown_in_context() {
    let root = cleaned_set();
    let args = format!("{CLEANED} --by kind --worst 1 --rules islands.toml");
    let printed = String::from_utf8(run_in(root.path(), &args).stdout).unwrap();
    assert!(
        printed.contains("ferry:2  islands/tide  8 of its 8 words are gold"),
        "{printed}"
    );
    assert!(
        printed.contains("     - Tide at the quay was low that day."),
        "{printed}"
    );
    assert!(printed.contains("\nmetadata "), "{printed}");
}

#[test]
fn other_rules_than_those_of_the_records_are_refused() {
    let root = cleaned_set();
    for (args, message) in [
        ("--by rule", "by other rules (give the --rules"),
        (
            "--by rule --rules islands.toml --mode balanced",
            "in careful mode, not balanced (give --mode careful)\n",
        ),
        (
            "--by rule --cuts nowhere.jsonl",
            "there are no cut records nowhere.jsonl",
        ),
        (
            "--by rule --rules islands.toml --no-evidence",
            "other rules, options or evidence than those given here: by the shipped evidence (give neither",
        ),
    ] {
        let output = run_in(root.path(), &format!("{CLEANED} {args}"));
        assert_eq!(output.status.code(), Some(2));
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(message), "{stderr}");
    }
}

#[test]
fn pages_cleaned_without_evidence_say_what_to_give() {
    let root = cleaned_set();
    clean(
        root.path(),
        "raw --out bare --rules islands.toml --no-evidence",
    );
    let args = "--gold gold --before raw --after bare --by rule --rules islands.toml";
    let output = run_in(root.path(), args);
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.ends_with("given here: without evidence (give --no-evidence)\n"),
        "{stderr}"
    );
    assert!(
        run_in(root.path(), &format!("{args} --no-evidence"))
            .status
            .success()
    );
}

#[test]
fn the_language_of_the_record_is_that_of_the_page() {
    let root = cleaned_set();
    let rule = "schema = 1\npack = \"islands\"\n[[rule]]\nid = \"tide\"\nkind = \"metadata\"\nmatch.start = [\"Tide at \"]\nwhen.lang = [\"de\"]\nwhen.domain = [\"ellery.example\"]\n";
    fs::write(root.path().join("islands.toml"), rule).unwrap();
    clean(
        root.path(),
        "raw --out told --rules islands.toml --lang de --url https://ellery.example/",
    );
    let args = "--gold gold --before raw --after told --by rule --rules islands.toml --format json";
    let output = run_in(root.path(), args);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let rows = report["by_rule"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["rule"] == "islands/tide"));
}

/// The cleaned set with so many more pages, of which each record is changed by `change`.
fn set_with_more_pages(count: usize, change: impl Fn(String) -> String) -> tempfile::TempDir {
    let root = cleaned_set();
    let page = fs::read_to_string(root.path().join("raw/ferry.txt")).unwrap();
    let gold = fs::read_to_string(root.path().join("gold/ferry.txt")).unwrap();
    for number in 0..count {
        let name = format!("more{number}.txt");
        fs::write(root.path().join("raw").join(&name), &page).unwrap();
        fs::write(root.path().join("gold").join(&name), &gold).unwrap();
    }
    fs::remove_dir_all(root.path().join("clean")).unwrap();
    clean(root.path(), "raw --out clean --rules islands.toml");
    let output = Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .current_dir(root.path())
        .args(["stats", "clean", "--format", "records"])
        .output()
        .unwrap();
    let records = String::from_utf8(output.stdout).unwrap();
    let changed = records.lines().map(|line| match line {
        line if line.contains("\"more") => change(line.to_owned()),
        line => line.to_owned(),
    });
    let changed: Vec<String> = changed.filter(|line| !line.is_empty()).collect();
    let own = root.path().join("clean/_dechaff");
    fs::write(own.join("cuts.jsonl"), changed.join("\n") + "\n").unwrap();
    fs::remove_file(own.join("cuts.jsonl.zst")).unwrap();
    root
}

#[test]
fn pages_that_cannot_be_accounted_for_keep_their_scores() {
    let other_options = |line: String| {
        let mut record: Value = serde_json::from_str(&line).unwrap();
        record["options"] = "0".repeat(64).into();
        record.to_string()
    };
    let other_text = |line: String| {
        let mut record: Value = serde_json::from_str(&line).unwrap();
        record["blake3"] = "0".repeat(64).into();
        record.to_string()
    };
    let damaged = |line: String| {
        let mut record: Value = serde_json::from_str(&line).unwrap();
        record["cuts"][0]["end"] = 1_000_000.into();
        record.to_string()
    };
    let sets = [
        (
            set_with_more_pages(2, other_options),
            "2 pages are scored but not accounted for, such as more0: it was cleaned with other rules, options or evidence than those given here\n",
        ),
        (
            set_with_more_pages(2, other_text),
            "2 pages are scored but not accounted for, such as more0: its cut record belongs to another text than BEFORE holds\n",
        ),
        (
            set_with_more_pages(2, damaged),
            "2 pages are scored but not accounted for, such as more0: its cut record cannot be read\n",
        ),
        (
            set_with_more_pages(1, |_| String::new()),
            "more0 is scored but not accounted for: the cut records do not name it\n",
        ),
    ];
    for (root, warning) in sets {
        let args = format!("{CLEANED} --by rule --rules islands.toml --worst 3 --format json");
        let output = run_in(root.path(), &args);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(stderr, format!("warning: {warning}"));
        assert_eq!(output.status.code(), Some(3));
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let pages = fs::read_dir(root.path().join("raw")).unwrap().count();
        assert_eq!(report["pages"], pages);
        assert_eq!(report["by_rule"][0]["pages"], 1);
    }
}

#[test]
fn a_cleaned_page_that_was_changed_keeps_its_score() {
    let root = set_with_more_pages(1, |line| line);
    fs::write(root.path().join("clean/more0.txt"), "The ferry").unwrap();
    let output = run_in(
        root.path(),
        &format!("{CLEANED} --by kind --rules islands.toml"),
    );
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.starts_with("warning: more0 is scored but not accounted for: cleaned again"),
        "{stderr}"
    );
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.starts_with("pages 2 "), "{stdout}");
    assert!(stdout.contains("F1 change\n"), "{stdout}");
}
