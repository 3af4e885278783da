//! The command line, as files that say what is typed and what comes back.
//!
//! `TRYCMD=overwrite cargo test --test it cli` writes what comes back into them; read the difference
//! before you commit it.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// What the environment of whoever runs the tests must not change.
const OUTER: [&str; 11] = [
    "DECHAFF_DIFF",
    "DECHAFF_ENCODING",
    "DECHAFF_JOBS",
    "DECHAFF_MAX_PAGE_BYTES",
    "DECHAFF_KEEP",
    "DECHAFF_MAX_REMOVED_SHARE",
    "DECHAFF_MODE",
    "DECHAFF_ONLY",
    "DECHAFF_OUT",
    "DECHAFF_RULES",
    "DECHAFF_SKIP",
];

#[test]
fn commands() {
    let cases = trycmd::TestCases::new();
    for name in OUTER {
        cases.env(name, "");
    }
    cases.case("tests/cmd/*.trycmd");
}

fn dechaff(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dechaff"));
    command.args(args);
    for name in OUTER {
        command.env_remove(name);
    }
    command
}

#[test]
fn a_closed_pipe_is_no_failure() {
    for args in [&["man"][..], &["completions", "zsh"], &["rules", "list"]] {
        let mut child = dechaff(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("dechaff starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("dechaff ends");
        assert_eq!(output.status.code(), Some(0), "{args:?}: {output:?}");
    }
}

#[test]
fn the_environment_stands_between_file_and_command_line() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cmd/config.in");
    let show = |args: &[&str], name: &str, value: &str| {
        let output = dechaff(args)
            .current_dir(folder)
            .env(name, value)
            .output()
            .expect("dechaff starts");
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8(text).expect("the output is UTF-8");
        (output.status.code(), text)
    };
    let site = ["config", "show", "--origin", "site/pages"];
    for (name, value, wanted) in [
        ("DECHAFF_MODE", "balanced", "mode = \"balanced\" "),
        ("DECHAFF_ONLY", "mine, core", "only = [\"mine\", \"core\"] "),
        ("DECHAFF_SKIP", "layout", "skip = [\"layout\"] "),
        ("DECHAFF_KEEP", "byline", "keep = [\"byline\"] "),
        (
            "DECHAFF_MAX_REMOVED_SHARE",
            "0.5",
            "max_removed_share = 0.5 ",
        ),
        ("DECHAFF_ENCODING", "auto", "encoding = \"auto\" "),
        ("DECHAFF_OUT", "there", "out = \"there\" "),
        ("DECHAFF_DIFF", "-", "diff = \"-\" "),
        ("DECHAFF_MAX_PAGE_BYTES", "99", "max_page_bytes = 99 "),
        ("DECHAFF_JOBS", "3", "jobs = 3 "),
    ] {
        let (status, text) = show(&site, name, value);
        let line = text.lines().find(|line| line.starts_with(wanted));
        let origin = line.and_then(|line| line.split("# ").nth(1));
        assert_eq!((status, origin), (Some(0), Some(name)), "{text}");
    }
    let (_, text) = show(
        &["config", "show", "--mode", "careful"],
        "DECHAFF_MODE",
        "thorough",
    );
    assert!(text.starts_with("mode = \"careful\"\n"), "{text}");
    for (name, value, wanted) in [
        (
            "DECHAFF_MODE",
            "wild",
            "error: DECHAFF_MODE: no mode \"wild\"",
        ),
        ("DECHAFF_ONLY", "wild", "= note: DECHAFF_ONLY"),
        (
            "DECHAFF_ENCODING",
            "klingon",
            "DECHAFF_ENCODING: no encoding has the label",
        ),
        ("DECHAFF_RULES", "none.toml", "= note: none.toml"),
    ] {
        let (status, text) = show(&["check", "site/pages"], name, value);
        assert_eq!(status, Some(2), "{text}");
        assert!(text.contains(wanted), "{text}");
    }
}

#[test]
fn threads_never_change_what_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..40 {
        let page = format!("Line {number} of the page.\n\n\n\nAnother line.\n");
        std::fs::write(folder.path().join(format!("{number}.txt")), page).expect("a page");
    }
    let printed = |command: &str, jobs: &str| {
        let output = dechaff(&[command, ".", "--only", "layout", "-j", jobs])
            .current_dir(folder.path())
            .output()
            .expect("dechaff starts");
        [output.stdout, output.stderr].concat()
    };
    for command in ["check", "diff"] {
        let alone = printed(command, "1");
        assert!(
            alone.len() > 40 * 40,
            "{command} says something of every page"
        );
        assert!(alone == printed(command, "8"), "{command}");
    }
}

fn with_stdin(args: &[&str], page: &str) -> (Option<i32>, String) {
    let mut child = dechaff(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("dechaff starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(page.as_bytes()).expect("dechaff reads it");
    drop(stdin);
    let output = child.wait_with_output().expect("dechaff ends");
    let text = String::from_utf8(output.stdout).expect("the output is UTF-8");
    (output.status.code(), text)
}

#[test]
fn standard_input_is_a_page() {
    let page = "One line of a page.\n\n\n\nAnother line of it.\n";
    let check = [
        "check", "-", "--path", "p.txt", "--only", "layout", "--format", "jsonl",
    ];
    let (status, found) = with_stdin(&check, page);
    assert_eq!(status, Some(1));
    assert!(found.starts_with(r#"{"file":"p.txt","line":3,"#), "{found}");
    let (status, shown) = with_stdin(&["diff", "-", "--only", "layout"], page);
    assert_eq!(status, Some(0));
    assert!(shown.contains("3 core/blank-run ┃ [--]"), "{shown}");
    let (status, why) = with_stdin(&["explain", "--only", "layout", "--", "-:3"], page);
    assert_eq!(status, Some(0));
    assert!(why.starts_with("-:3: goes\n"), "{why}");
}
