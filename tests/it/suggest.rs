//! `dechaff rules suggest` on a crawl in two languages, written for this project.

use crate::common::command::{ok, run};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const HOSTS: [&str; 6] = [
    "anvil", "bellows", "candle", "dovecote", "easel", "ferryman",
];

/// The story of a page: nobody else tells it.
fn story(host: &str, page: usize) -> String {
    format!(
        "The {host} was looked for on {page} evenings before it was found behind the {host} yard itself, where it had stood.\n\
         Whoever had put the {host} there in {page} nights of rain never came to say so, nor to fetch the {host} again.\n"
    )
}

/// What stands around it on every host: a bar, a form, a shipped rule's line, a heading of the story's.
fn around(host: &str, page: usize) -> (String, String) {
    (
        "Front yard\nShare on Facebook\nΔώσε το στον γείτονα\n".to_owned(),
        format!(
            "Notes on the {host}\nIt is {page} feet tall, they say.\n{} vecinos han pasado\nDéjanos dos palabras\n\
             Antes de esto: otro {host} perdido\n",
            page + host.len()
        ),
    )
}

/// Two pages of each host as texts in folders, their gold, and the same as rows.
fn crawl(folder: &Path) {
    let mut rows = String::new();
    for host in HOSTS {
        for page in 1..3 {
            let (before, after) = around(host, page);
            let text = format!("{before}{}{after}", story(host, page));
            let is_of_article = page == 1 && host != "anvil";
            let gold = format!(
                "{}{}",
                story(host, page),
                if is_of_article { "Front yard\n" } else { "" }
            );
            for (root, text) in [("pages", &text), ("gold", &gold)] {
                let target = folder.join(root).join(format!("{host}.example"));
                fs::create_dir_all(&target).expect("a folder");
                fs::write(target.join(format!("{page}.txt")), text).expect("a file");
            }
            let row = serde_json::json!({
                "id": format!("{host}-{page}"), "url": format!("https://{host}.example/{page}"), "text": text,
            });
            _ = writeln!(rows, "{row}");
        }
    }
    fs::write(folder.join("rows.jsonl"), rows).expect("a file");
}

const PAGES: [&str; 5] = ["rules", "suggest", "pages", "--host-from", "folder"];

#[test]
fn what_hosts_share_becomes_a_pack() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    crawl(here);
    let args = ["--no-config", "-o", "drafts.toml", "--pack", "yard"];
    let output = run(here, &[&PAGES[..], &args].concat());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("12 pages of 6 hosts: "), "{said}");
    let drafts = fs::read_to_string(here.join("drafts.toml")).expect("it was written");
    for wanted in [
        "pack = \"yard\"",
        "match.line = [\"Δώσε το στον γείτονα\"]",
        "match.line = [\"Déjanos dos palabras\"]",
        "match.line = [\"# vecinos han pasado\"]",
        "match.start = [\"Antes de esto:\"]",
        "# On 6 hosts; cuts ",
    ] {
        assert!(drafts.contains(wanted), "{wanted}: {drafts}");
    }
    // Shipped rules cut this one; the other is a story's.
    for other in ["match.line = [\"Share on Facebook", "was looked for"] {
        assert!(!drafts.contains(other), "{other}: {drafts}");
    }
    ok(
        here,
        &[
            "rules",
            "check",
            "drafts.toml",
            "--no-config",
            "--deny",
            "warnings",
        ],
    );
    ok(here, &["rules", "test", "drafts.toml", "--no-config"]);
    assert_eq!(ok(here, &["rules", "fmt", "--check", "drafts.toml"]), "");
    let clean = [
        "clean",
        "pages",
        "--no-config",
        "--rules",
        "drafts.toml",
        "-q",
        "--out",
        "clean",
    ];
    ok(here, &clean);
    let page = fs::read_to_string(here.join("clean/anvil.example/1.txt")).expect("it was cleaned");
    assert!(
        page.contains("was looked for") && !page.contains("dos palabras"),
        "{page}"
    );
    // What is loaded is not suggested again.
    let again = ok(
        here,
        &[
            &PAGES[..],
            &["--no-config", "--rules", "drafts.toml", "--pack", "more"],
        ]
        .concat(),
    );
    assert!(
        !again.contains("palabras") && !again.contains("vecinos"),
        "{again}"
    );
}

#[test]
fn gold_comes_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    crawl(here);
    let drafts = ok(
        here,
        &[&PAGES[..], &["--no-config", "--gold", "gold"]].concat(),
    );
    let rules: Vec<&str> = drafts.split("\n\n# ").collect();
    let last = rules.last().expect("there are rules");
    assert!(
        last.contains("Front yard") && last.contains("confidence = \"low\""),
        "{drafts}"
    );
    assert!(
        last.contains("Of 12 cuts on pages with gold 5 touch it, 10 words."),
        "{drafts}"
    );
    assert!(rules[1].contains("gold 0 touch it, 0 words."), "{drafts}");
    assert!(
        !drafts
            .split("\n\n# ")
            .take(rules.len() - 1)
            .any(|rule| rule.contains("Front yard\"]"))
    );
}

#[test]
fn threads_memory_and_form_of_the_input_change_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    crawl(here);
    let rules = |drafts: &str| -> Vec<String> { drafts.lines().map(str::to_owned).collect() };
    let once = ok(here, &[&PAGES[..], &["--no-config", "-j", "1"]].concat());
    assert!(once.matches("[[rule]]").count() >= 5, "{once}");
    for more in [
        &["-j", "2"][..],
        &["-j", "3", "--memory", "1"],
        &["-j", "1", "--memory", "20K"],
    ] {
        assert_eq!(
            ok(here, &[&PAGES[..], &["--no-config"], more].concat()),
            once,
            "{more:?}"
        );
    }
    let of_rows = ok(here, &["rules", "suggest", "rows.jsonl", "--no-config"]);
    assert_eq!(rules(&of_rows).len(), rules(&once).len(), "{of_rows}");
}

#[test]
fn what_cannot_be_suggested_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    fs::write(here.join("a.txt"), "Front page\n").expect("a file");
    for (args, wanted) in [
        (&["rules", "suggest", "a.txt"][..], "--host-from folder"),
        (&["rules", "suggest", "-"], "read twice"),
        (
            &["rules", "suggest", "a.txt", "--pack", "My Pack"],
            "not kebab-case",
        ),
        (&["rules", "suggest", "a.txt", "--hosts", "2"], "3.."),
    ] {
        let output = run(here, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(wanted), "{args:?}: {said}");
    }
    let none = ok(
        here,
        &[
            "rules",
            "suggest",
            "a.txt",
            "--host-from",
            ".+",
            "--no-config",
            "-q",
        ],
    );
    assert!(!none.contains("[[rule]]"), "{none}");
}
