//! `stats --sample` of shards: cuts are shown in their rows, whatever holds those.

use super::forms::{Form, forms};
use super::{Quay, ended, rows, said, text};
use serde_json::Value;
use std::fs;

/// A row of [`text`] with one of its cuts, and the lines around that.
const SHOWN: &str = "    4 │ Passengers welcomed the change on Monday, as did the “Möwe” café at …
    6 │ [-Share on FacebookTweet about this on Twitter-]
    9 │ The office at the quay sells tickets from seven in the morning.
";

/// What a command prints that ends well.
#[track_caller]
fn printed(quay: &Quay, args: &[&str]) -> String {
    let run = quay.run(args);
    ended(&run, 0, &[]);
    String::from_utf8(run.stdout).expect("UTF-8")
}

/// Whether the sample of a shard of three rows shows the cuts of all.
#[track_caller]
fn shows_all(sample: &str, shard: &str) {
    for row in 1..=3 {
        let words = format!("\n  {shard}:{row}:6  the line is the phrase \"Share on Facebook\"\n");
        let found = sample.contains(&format!("{words}{SHOWN}"));
        assert!(found, "{shard}, row {row}:\n{sample}");
    }
    assert!(!sample.contains("not shown"), "{sample}");
    assert!(
        sample.contains("[-The ferry will run 2 times a day in winter-]"),
        "{sample}"
    );
}

#[test]
fn cuts_are_shown_in_rows_of_every_container() {
    for form in forms() {
        let quay = Quay::new();
        quay.put(form.name, form.rows(3));
        ended(&quay.clean(&[]), 0, &[]);
        shows_all(
            &printed(&quay, &["stats", "out", "--sample", "3"]),
            form.name,
        );
    }
}

fn form(name: &str) -> Form {
    let found = forms().into_iter().find(|form| form.name == name);
    found.expect("there is such a form")
}

#[test]
fn cuts_are_shown_in_what_was_written_in_another_form() {
    let mut cases = vec![
        ("d.warc", "jsonl.zst", "d.jsonl.zst"),
        ("g.tar", "jsonl", "g.jsonl"),
    ];
    if cfg!(feature = "parquet") {
        cases.push(("a.jsonl", "parquet", "a.parquet"));
        cases.push(("j.parquet", "jsonl.gz", "j.jsonl.gz"));
    }
    for (name, to, shard) in cases {
        let quay = Quay::new();
        quay.put(name, form(name).rows(3));
        ended(&quay.clean(&["--to", to]), 0, &[]);
        shows_all(&printed(&quay, &["stats", "out", "--sample", "3"]), shard);
    }
}

#[test]
fn cuts_are_shown_where_the_text_was_kept() {
    for (name, text_as) in [
        ("a.jsonl", "keep"),
        ("a.jsonl", "both"),
        ("e.wet.gz", "keep"),
        ("g.tar", "keep"),
    ] {
        let quay = Quay::new();
        quay.put(name, form(name).rows(3));
        ended(&quay.clean(&["--text-as", text_as]), 0, &[]);
        shows_all(&printed(&quay, &["stats", "out", "--sample", "3"]), name);
    }
}

#[test]
fn rows_that_are_none_are_passed_over() {
    let quay = Quay::new();
    let long = "{\"text\": \"cut off\n\n{\"id\": 7}\n";
    quay.put("a.jsonl", format!("\u{feff}{}{long}{}", rows(1), rows(3)));
    ended(&quay.clean(&[]), 3, &["1 row rejected"]);
    let sample = printed(&quay, &["stats", "out", "--sample", "9"]);
    for row in [1, 5, 6, 7] {
        assert!(sample.contains(&format!("  a.jsonl:{row}:6  ")), "{sample}");
    }
    assert_eq!(sample.matches(SHOWN).count(), 4, "{sample}");
}

#[test]
fn a_row_that_was_changed_is_not_shown_and_others_are() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(3));
    ended(&quay.clean(&[]), 0, &[]);
    let clean = String::from_utf8(quay.out("a.jsonl")).expect("UTF-8");
    let clean = clean.replace("The ferry will run 1 ", "The ferry will run 9 ");
    fs::write(quay.path("out/a.jsonl"), &clean).expect("written");
    let sample = printed(&quay, &["stats", "out", "--sample", "3"]);
    assert_eq!(sample.matches(SHOWN).count(), 2, "{sample}");
    assert!(
        sample.contains("(not shown: the restored text has hash"),
        "{sample}"
    );

    let first = clean.lines().next().expect("a row");
    fs::write(quay.path("out/a.jsonl"), format!("{first}\n")).expect("written");
    let sample = printed(&quay, &["stats", "out", "--sample", "3"]);
    assert_eq!(sample.matches(SHOWN).count(), 1, "{sample}");
    assert!(sample.contains("(not shown: it has fewer rows"), "{sample}");
}

#[test]
fn samples_stand_in_json_as_well() {
    let quay = Quay::new();
    quay.put("a.jsonl", rows(3)).put("b.txt", text(3));
    ended(&quay.clean(&[]), 0, &[]);
    let args = ["stats", "out", "--format", "json", "--sample", "9"];
    let json: Value = serde_json::from_str(&printed(&quay, &args)).expect("JSON");
    assert_eq!(json["pages"], 4);
    let samples = json["samples"].as_array().expect("a list");
    assert_eq!(samples.len(), 12);
    for cut in samples {
        let number = match cut["row"].as_u64() {
            Some(row) => usize::try_from(row).expect("few rows") - 1,
            None => 3,
        };
        let part = |key: &str| cut[key].as_str().unwrap_or_else(|| panic!("{key}: {cut}"));
        let joined = [part("before"), part("text"), part("after")].concat();
        assert!(text(number).contains(&joined), "{cut}");
        assert!(joined.len() > part("text").len(), "{cut}");
        match number {
            3 => assert_eq!((part("page"), cut.get("shard")), ("b.txt", None)),
            _ => assert_eq!(
                (part("page"), part("shard")),
                (&*format!("page-{number}"), "a.jsonl")
            ),
        }
    }
    let without: Value =
        serde_json::from_str(&printed(&quay, &args[..4])).expect("JSON without a sample");
    assert_eq!(without.get("samples"), None);
    for format in ["csv", "records"] {
        let run = quay.run(&["stats", "out", "--format", format, "--sample", "1"]);
        ended(&run, 2, &["--sample is for --format table and json"]);
        assert!(run.stdout.is_empty());
    }
}

#[test]
fn shards_without_records_are_named_once() {
    for cuts in ["column", "attributes", "none"] {
        let quay = Quay::new();
        quay.put("a.jsonl", rows(1)).put("b.jsonl", rows(1));
        quay.put("c.jsonl", rows(1));
        let run = quay.clean(&["--cuts", cuts]);
        ended(&run, 0, &[]);
        assert!(!said(&run).contains("--sample"), "{}", said(&run));
        assert!(!said(&run).contains("every cut in"), "{}", said(&run));
        let stats = quay.run(&["stats", "out", "--sample", "1"]);
        let words = "a.jsonl and 2 more shards: cleaned with --cuts column, attributes or none";
        ended(&stats, 3, &[words]);
        assert_eq!(said(&stats).lines().count(), 1, "{}", said(&stats));
    }
}
