//! Shards where texts are compared: `score`, `label` and `fit` take their rows by id.

use super::{Quay, ended, rows, text};
use serde_json::{Value, json};

/// The gold of a page: its story, without what rules take.
fn gold(number: usize) -> String {
    let text = text(number);
    let lines = text.lines().filter(|line| !line.contains("Share on"));
    lines.collect::<Vec<_>>().join("\n")
}

fn gold_rows(count: usize) -> String {
    let row =
        |number| json!({"id": format!("page-{number}"), "text": gold(number)}).to_string() + "\n";
    (0..count).map(row).collect()
}

/// The same pages as rows, and as files.
fn both() -> Quay {
    let quay = Quay::new();
    quay.put("rows.jsonl", rows(4)).put(
        "../gold/rows.jsonl.zst",
        super::zst(gold_rows(4).as_bytes()),
    );
    for number in 0..4 {
        quay.put(&format!("../files/page-{number}.txt"), text(number))
            .put(&format!("../gold-files/page-{number}.txt"), gold(number));
    }
    quay
}

fn report(quay: &Quay, gold: &str, before: &str, after: &str) -> Value {
    let args = [
        "score", "--gold", gold, "--before", before, "--after", after,
    ];
    let more = ["--by", "rule", "--format", "json", "--no-config"];
    let run = quay.run(&[&args[..], &more].concat());
    ended(&run, 0, &[]);
    serde_json::from_slice(&run.stdout).expect("JSON")
}

#[test]
fn rows_score_as_files_do() {
    let quay = both();
    ended(&quay.clean(&[]), 0, &["4 rows"]);
    let files = ["clean", "files", "--out", "files-out", "--no-config"];
    ended(&quay.run(&files), 0, &["4 pages"]);
    let of_rows = report(&quay, "gold", "in", "out");
    assert_eq!(of_rows["pages"], 4, "{of_rows:#}");
    assert_eq!(of_rows, report(&quay, "gold-files", "files", "files-out"));
    let of_one = report(&quay, "gold/rows.jsonl.zst", "in/rows.jsonl", "out");
    assert_eq!(of_rows, of_one);
    let none = quay.run(&["score", "--gold", "gold", "--before", "in/absent.jsonl"]);
    ended(&none, 2, &["absent.jsonl"]);
}

#[test]
fn lines_of_rows_are_labelled_by_their_gold() {
    let quay = both();
    let label = |input: &str, gold: &str| {
        let run = quay.run(&["label", input, "--gold", gold, "-q", "--no-config"]);
        ended(&run, 0, &[]);
        let lines = String::from_utf8(run.stdout).expect("UTF-8");
        lines.lines().count()
    };
    let of_rows = label("in", "gold");
    assert!(of_rows > 4, "{of_rows}");
    assert_eq!(of_rows, label("files", "gold-files"));
}
