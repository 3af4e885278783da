//! However hostile a rule file is, it is loaded or refused with 200 MB of memory.
//!
//! Time is held by `diagnostics`; here the system gives the program no more memory than that to write into. What the
//! program itself takes, which it only reads, does not count.

#![cfg(target_os = "linux")]

use std::process::{Command, Output};

/// What `rules check` may take, in KB, the stacks of its threads with it: 200 MB.
const DATA_KB: usize = 200 << 10;

fn check(text: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder for the file");
    let file = folder.path().join("hostile.toml");
    std::fs::write(&file, text).expect("the file is written");
    Command::new("sh")
        .args([
            "-c",
            "ulimit -d \"$1\"; exec \"$2\" rules check --no-config \"$3\"",
            "sh",
        ])
        .arg(DATA_KB.to_string())
        .arg(env!("CARGO_BIN_EXE_dechaff"))
        .arg(file)
        .env("DECHAFF_RULES", "")
        .output()
        .expect("sh runs")
}

/// 0: sound; 2: refused. Without memory the program is ended by a signal instead.
fn ends(text: &str) {
    let output = check(text);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        matches!(output.status.code(), Some(0 | 2)),
        "{}: {said}",
        output.status
    );
}

fn rules(count: usize, body: &str) -> String {
    let rule = |at| format!("[[rule]]\nid = \"r{at}\"\nabout = \"x\"\nkind = \"nav\"\n{body}\n");
    let rules: String = (0..count).map(rule).collect();
    format!("schema = 1\npack = \"t\"\n{rules}")
}

fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

fn list(key: &str, item: &str, count: usize) -> String {
    rules(
        1,
        &format!("match.line = [\"x\"]\n{key} = [{}]", item.repeat(count)),
    )
}

macro_rules! hostile {
    ($($name:ident: $text:expr;)+) => {
        $(#[test] fn $name() { ends(&$text); })+
    };
}

// Each fills what a file may hold, or what it may cost.
hostile! {
    rules_without_end: rules(24_000, "match.line = [\"Label of a menu\"]");
    empty_phrases: list("match.start", "\"\",", 1_000_000);
    short_phrases: rules(1, &format!("match.line = [{}]", "\"a\",".repeat(750_000)));
    short_tests: list("tests", "\"x\",", 750_000);
    overrides: format!("{}{}", rules(1, "match.line = [\"x\"]"),
        "[[override]]\nrule = \"t/r0\"\nadd = [\"y\"]\n".repeat(45_000));
    unknown_keys: numbered(170_000, |at| format!("key{at} = {at}\n"));
    tables_in_tables: numbered(49_000, |at| format!("[a{at}.b]\n"));
    more_tables_than_allowed: numbered(200_000, |at| format!("[a{at}.b]\n"));
    patterns_near_the_cap: rules(2000, "match.regex = '(\\w{1,20}){1,3}'");
    patterns_of_one_guard: list("when.unless", "'\\w{1,10}x',", 100_000);
}

#[test]
fn the_limit_holds() {
    let output = Command::new("sh")
        .args([
            "-c",
            "ulimit -d 4000; exec \"$1\" rules check --no-config",
            "sh",
        ])
        .arg(env!("CARGO_BIN_EXE_dechaff"))
        .output()
        .expect("sh runs");
    assert!(!output.status.success(), "4 MB are not enough to start");
}
