//! Rules of more hosts than one rule file has room for: learned, checked, tried, explained, recorded and resumed.

use crate::common::command::{ok, run};
use serde_json::json;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const HOSTS: usize = 5_000;
const PAGES: usize = 3;

fn host(number: usize) -> String {
    format!("parish-{number:05}.example")
}

/// Three pages of each host, which repeats three lines of its own.
fn crawl() -> String {
    let mut rows = String::new();
    for at in 0..HOSTS {
        let bird = ["heron", "plover", "dunlin", "whimbrel", "turnstone"][at % 5];
        let menu =
            format!("The {bird} of parish {at}\nNews for every {bird}\nSend the {bird} a letter");
        for page in 0..PAGES {
            let told = ["A lamp was lit", "Two boats came in", "Nobody sang"][page];
            let text = format!(
                "{menu}\n{told} in the parish of the {bird} on the evening of all evenings, and that was that.\n"
            );
            let url = format!("https://{}/{page}", host(at));
            let row = json!({ "id": format!("{at}-{page}"), "url": url, "text": text });
            _ = writeln!(rows, "{row}");
        }
    }
    rows
}

fn files(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).expect("a folder").map(|entry| {
        let name = entry.expect("an entry").file_name();
        name.into_string().expect("a name")
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn they_are_a_pack_as_any_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    fs::create_dir(here.join("pack")).expect("a folder");
    fs::write(here.join("crawl.jsonl"), crawl()).expect("a file");
    ok(
        here,
        &[
            "learn",
            "crawl.jsonl",
            "-o",
            "pack/parishes.toml",
            "--pack",
            "parishes",
            "-q",
        ],
    );
    let names = files(&here.join("pack"));
    assert!(
        names.len() > 3 && names.contains(&"parishes-2.toml".to_owned()),
        "{names:?}"
    );
    for name in names.iter().filter(|name| name.ends_with("toml")) {
        let len = fs::metadata(here.join("pack").join(name))
            .expect("a file")
            .len();
        assert!(len < 3 << 20, "{name}: {len}");
    }

    let rules = ["--rules", "pack/parishes.toml", "--no-config"];
    let checked = run(here, &["rules", "check", "pack/parishes.toml"]);
    let said = String::from_utf8_lossy(&checked.stderr) + String::from_utf8_lossy(&checked.stdout);
    assert!(
        checked.status.success() && said.contains("no errors"),
        "{said}"
    );
    let tested = ok(here, &["rules", "test", "pack/parishes.toml"]);
    assert!(tested.contains("0 failed"), "{tested}");
    ok(here, &["rules", "fmt", "--check", "pack"]);
    for at in [0, HOSTS - 1] {
        let row = format!("crawl.jsonl:{}:2", at * PAGES + 1);
        let said = ok(here, &[&["explain", &row][..], &rules].concat());
        let rule = format!("parishes/{}", host(at).replace('.', "-"));
        assert!(
            said.contains(&rule) && said.contains("3 of 3 pages of the host"),
            "{said}"
        );
    }
    // A part is a rule file by itself, too, and a folder of all is the pack.
    ok(here, &["rules", "check", "pack/parishes-2.toml"]);
    ok(here, &["rules", "check", "pack"]);
    let pinned = ok(here, &["rules", "pack", "pack/parishes.toml"]);
    assert!(pinned.contains("blake3:"), "{pinned}");

    let clean = ["clean", "crawl.jsonl", "-q"];
    ok(here, &[&clean[..], &rules, &["--out", "two"]].concat());
    let both = [&clean[..], &["--no-config", "--learn", "--out", "both"]].concat();
    ok(here, &both);
    let read = |name: &str| fs::read_to_string(here.join(name)).expect("it was written");
    let cleaned = read("both/crawl.jsonl");
    assert_eq!(cleaned, read("two/crawl.jsonl"));
    assert!(!cleaned.contains("News for every"), "{}", &cleaned[..400]);
    assert!(files(&here.join("both/_dechaff")).contains(&"templates-2.toml".to_owned()));
    ok(here, &["verify", "both", "--against", "crawl.jsonl", "-q"]);
    ok(here, &["restore", "both", "--out", "back", "-q"]);
    assert_eq!(read("back/crawl.jsonl"), read("crawl.jsonl"));
    // The same rules, and so nothing is left to do.
    let before = fs::metadata(here.join("both/crawl.jsonl")).and_then(|file| file.modified());
    ok(here, &both);
    let after = fs::metadata(here.join("both/crawl.jsonl")).and_then(|file| file.modified());
    assert_eq!(before.expect("a time"), after.expect("a time"));

    fs::remove_file(here.join("pack/parishes-2.toml")).expect("it was there");
    let missing = run(here, &[&clean[..], &rules, &["--out", "three"]].concat());
    let said = String::from_utf8_lossy(&missing.stderr);
    assert!(
        said.contains("part 2 of the pack was not loaded: parishes-2.toml"),
        "{said}"
    );
    assert_eq!(
        said.matches("error[").count() + said.matches("error:").count(),
        1,
        "{said}"
    );
}
