//! Which fields are read, and what they are for.

use super::{Quay, ended, rows};
use std::fs;

const RULES: &str = r#"schema = 1
pack = "quay"

[[rule]]
id = "office"
kind = "nav"
match.start = ["The office"]
when.domain = ["quay.example"]
tests = []
"#;

#[test]
fn the_url_of_a_row_reaches_rules_of_a_domain() {
    let quay = Quay::new();
    fs::write(quay.path("quay.toml"), RULES).expect("written");
    let elsewhere = rows(1).replace("quay.example", "pier.example");
    let nested = r#"{"text":"One line of news.\nThe office opens.\n","metadata":{"url":"https://www.quay.example/x"}}"#;
    quay.put("a.jsonl", format!("{}{elsewhere}", rows(1)))
        .put("b.jsonl", nested);
    let run = quay.clean(&["--rules", "quay.toml", "--only", "quay"]);
    ended(&run, 0, &[]);
    let texts: Vec<bool> = quay
        .json("a.jsonl")
        .iter()
        .map(|row| row["text"].as_str().expect("text").contains("The office"))
        .collect();
    assert_eq!(texts, [false, true]);
    assert_eq!(quay.json("b.jsonl")[0]["text"], "One line of news.\n");
}

#[test]
fn fields_may_be_named_and_are_said() {
    let quay = Quay::new();
    let row = r#"{"page":{"html":"x","body":"Read on\n"},"content":"no","key":5}"#;
    quay.put("a.jsonl", row);
    let run = quay.clean(&["-v", "--text-field", "page.body", "--id-field", "key"]);
    ended(&run, 0, &["text in `page.body`, id in `key`"]);
    let cuts = quay.json("_dechaff/cuts/a.jsonl.jsonl.zst");
    assert_eq!(cuts[2]["record"]["page"], "5");
    let usual = quay.run(&["clean", "in", "--out", "usual", "--no-config", "-v"]);
    ended(&usual, 0, &["text in `content`"]);
}

#[test]
fn a_shard_without_a_text_says_what_to_do() {
    let quay = Quay::new();
    quay.put("a.jsonl", "{\"txt\":\"a\",\"n\":1}\n")
        .put("b.jsonl", rows(1));
    let run = quay.clean(&[]);
    ended(
        &run,
        3,
        &["a.jsonl: no field has", "--text-field", "n, txt"],
    );
    assert!(!quay.path("out/a.jsonl").exists());
    assert!(quay.path("out/b.jsonl").exists());
}

#[test]
fn what_is_not_read_is_named() {
    let quay = Quay::new();
    quay.put("a.zip", b"PK\x03\x04..").put("b.pdf", b"%PDF-1.7");
    for (name, words) in [("a.zip", "a zip archive"), ("b.pdf", "pdftotext")] {
        let path = format!("in/{name}");
        let run = quay.run(&["clean", &path, "--out", "out", "--no-config"]);
        ended(&run, 3, &[words, name]);
    }
}

#[test]
fn a_language_that_a_row_names_is_used() {
    let quay = Quay::new();
    let row = |lang: &str| {
        let text = super::text(1);
        format!("{}\n", serde_json::json!({"text": text, "language": lang}))
    };
    quay.put("a.jsonl", row("English") + &row("nobody's") + &row("de"));
    ended(&quay.clean(&[]), 0, &[]);
    let cuts = quay.json("_dechaff/cuts/a.jsonl.jsonl.zst");
    let langs: Vec<&str> = cuts[2..5]
        .iter()
        .map(|row| row["record"]["lang"].as_str().unwrap_or("unknown"))
        .collect();
    assert_eq!(langs, ["en", "unknown", "de"]);
}
