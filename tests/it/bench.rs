//! `dechaff bench`: the shape of what it prints, and what it refuses. Figures are masked.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use regex::Regex;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn dechaff(folder: &Path, args: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .args(args.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap()
}

fn stdout(output: Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// A crawl of few pages.
fn crawl() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let made = dechaff(
        root.path(),
        "gen crawl -q --pages 12 --hosts 4 --out crawl --shape raw",
    );
    assert!(made.status.success(), "{made:?}");
    root
}

/// The text with `N` for each number and missing figure, `HASH` for each hash, and one blank for many;
/// without the lines that name the processor and memory, which not every system tells.
fn masked(text: &str) -> String {
    let hash = Regex::new(r"\b[0-9a-f]{12}\b").unwrap();
    let number = Regex::new(r"\b\d+(\.\d+)*|^-$").unwrap();
    let word = |word: &str| {
        let word = hash.replace_all(word, "HASH");
        number.replace_all(&word, "N").into_owned()
    };
    let line = |(at, line): (usize, &str)| {
        let is_machine = line.contains(" MB of memory ") || (at == 2 && !line.contains(" cuts, "));
        let words: Vec<String> = line.split_whitespace().map(word).collect();
        (!is_machine).then(|| words.join(" ") + "\n")
    };
    text.lines().enumerate().filter_map(line).collect()
}

#[test]
fn the_table_has_floors_threads_rules_and_kinds() {
    let root = crawl();
    let args = "bench crawl -j 3 --rounds 1 --top 2 --no-config --labels crawl/_labels.jsonl";
    let text = masked(&stdout(dechaff(root.path(), args)));
    let (head, rest) = text.split_at(text.find("\nRULE").unwrap());
    let expected = "\
N pages, N MB, N newlines, blake3 HASH
dechaff N, mode careful, rules HASH, options HASH; median of N rounds
N cuts, N of N words (N %)

THREADS MB/CPU-S MB/S PAGES/S OF FLOOR % PEAK MB
read N N N N N N
newlines N N N N N N
hash-lines N N N N N N
clean N N N N N N
clean N N N N N N
clean N N N N N N

STAGE TIME % MB/S
read N N
scan N N
weigh N N
decide N N
finish N N
";
    assert_eq!(head, expected);
    let lines: Vec<&str> = rest.lines().skip(1).collect();
    assert_eq!(lines[0], "RULE TIME % MS HITS NS/HIT CUTS");
    assert_eq!(lines[3], "and N rules that took less");
    assert_eq!(
        lines[4],
        "the search for literals took N % of the time of finding"
    );
    assert_eq!(lines[6], "KIND NOISE BYTES RECALL % CUT BYTES PRECISION %");
    assert_eq!(lines.last(), Some(&"all N N N N"));
}

#[test]
fn json_has_every_figure_and_compares_with_itself() {
    let root = crawl();
    let args = "bench crawl -j 1 --rounds 2 --no-config --format json";
    let json = stdout(dechaff(root.path(), args));
    let report: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&report["version"], &report["rounds"]),
        (&1.into(), &2.into())
    );
    assert_eq!(report["corpus"]["pages"], 12);
    for key in [
        "dechaff",
        "processor",
        "packs",
        "options",
        "mode",
        "stages",
        "memory",
        "kinds",
    ] {
        assert!(report.get(key).is_some(), "{key}");
    }
    for key in ["bytes", "newlines", "hash"] {
        assert!(report["corpus"].get(key).is_some(), "{key}");
    }
    for key in ["cuts", "words_before", "words_after", "bytes_after"] {
        assert!(report["cleaned"][key].as_u64().unwrap() > 0, "{key}");
    }
    let rows = report["rows"].as_array().unwrap();
    let names: Vec<&str> = rows
        .iter()
        .map(|row| row["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["read", "newlines", "hash-lines", "clean"]);
    for row in rows {
        for key in ["mb_per_second", "pages_per_second", "floor_share"] {
            assert!(row[key].as_f64().unwrap() > 0.0, "{key}");
        }
        for key in ["mb_per_cpu_second", "peak_bytes", "threads", "against_old"] {
            assert!(row.get(key).is_some(), "{key}");
        }
        assert_eq!(row["samples"].as_array().unwrap().len(), 2);
        assert!(row["samples"][0]["wall_nanos"].as_u64().unwrap() > 0);
    }
    let rules = report["rules"].as_array().unwrap();
    let nanos = |rule: &Value| rule["nanos"].as_u64().unwrap();
    assert!(rules.len() > 50 && rules.is_sorted_by(|one, next| nanos(one) >= nanos(next)));

    fs::write(root.path().join("old.json"), &json).unwrap();
    let args = "bench crawl -j 1 --rounds 1 --no-config --top 1 --compare old.json";
    let text = masked(&stdout(dechaff(root.path(), args)));
    assert!(
        text.contains(" PEAK MB x CPU x WALL x FLOOR x PEAK\n"),
        "{text}"
    );
    assert!(text.contains("\nclean N N N N N N N N N N\n"), "{text}");
    assert!(
        text.contains("RULE TIME % MS HITS NS/HIT CUTS x TIME\n"),
        "{text}"
    );
    let again = stdout(dechaff(root.path(), &(args.to_owned() + " --format json")));
    let again: Value = serde_json::from_str(&again).unwrap();
    assert!(
        again["rows"][3]["against_old"]["floor_share"]
            .as_f64()
            .unwrap()
            > 0.0
    );
    assert!(again["rules"][0]["against_old"].as_f64().unwrap() > 0.0);
}

#[test]
fn what_cannot_be_measured_or_compared_is_refused() {
    let root = crawl();
    let page = root.path().join("page.txt");
    fs::write(&page, "It rained all day.\n").unwrap();
    fs::create_dir(root.path().join("empty")).unwrap();
    fs::write(root.path().join("not.json"), "{}").unwrap();
    let json = stdout(dechaff(
        root.path(),
        "bench page.txt -j 1 --rounds 1 --format json",
    ));
    fs::write(root.path().join("other.json"), json).unwrap();
    fs::write(root.path().join("bad.jsonl"), "{}\n").unwrap();
    for (args, why) in [
        ("bench empty", "there is no page to clean"),
        (
            "bench crawl --compare not.json",
            "--compare not.json: no JSON of `bench`",
        ),
        (
            "bench crawl --compare other.json",
            "--compare other.json: it is of other texts",
        ),
        ("bench crawl --compare gone.json", "cannot read gone.json"),
        ("bench crawl --labels bad.jsonl", "bad.jsonl:1: no labels"),
        (
            "bench page.txt --labels crawl/_labels.jsonl",
            "no label of these pages",
        ),
        ("bench crawl --rounds 0", "--rounds"),
    ] {
        let output = dechaff(root.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args}: {output:?}");
        assert!(output.stdout.is_empty(), "{args}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(why), "{args}: {said}");
    }
}

#[test]
fn a_page_that_cannot_be_read_is_left_out() {
    let root = crawl();
    fs::write(root.path().join("crawl/bad.txt"), b"caf\xe9\n").unwrap();
    let output = dechaff(root.path(), "bench crawl -j 1 --rounds 1");
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .starts_with("12 pages, ")
    );
}

#[test]
fn rules_without_a_literal_are_named() {
    let root = tempfile::tempdir().unwrap();
    let pack = "schema = 1\npack = 'own'\n[[rule]]\nid = 'digits'\nkind = 'other'\n\
        match.regex = '^[0-9]+$'\n[[rule]]\nid = 'more'\nkind = 'related'\nmatch.line = ['More']\n";
    fs::write(root.path().join("own.toml"), pack).unwrap();
    let text = stdout(dechaff(
        root.path(),
        "bench rules --no-config --rules own.toml",
    ));
    let first = text.lines().next().unwrap();
    assert!(first.ends_with(" rules look at every line"), "{text}");
    let row = text
        .lines()
        .find(|line| line.contains("own/digits"))
        .unwrap();
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(cells, ["own/digits", "regex", "own.toml:3"]);
    assert!(!text.contains("own/more"), "{text}");
    let args = "bench rules --no-config --rules own.toml --format json";
    let json: Value = serde_json::from_str(&stdout(dechaff(root.path(), args))).unwrap();
    let named = json["unfiltered"].as_array().unwrap();
    assert!(json["rules"].as_u64().unwrap() > named.len() as u64);
    assert!(named.iter().any(|rule| rule["rule"] == "own/digits"));
    assert_eq!(named.len(), text.lines().count() - 1);
}
