//! `dechaff learn`, and packs that it wrote, on the crawl of `fixtures/crawl`.

use crate::common;
use crate::common::command::{ok, run};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

fn pages() -> String {
    common::root()
        .join("fixtures/crawl/pages")
        .display()
        .to_string()
}

fn learn(folder: &Path, input: &str, more: &[&str]) -> String {
    let args = ["learn", input, "--host-from", "folder", "-o", "-", "-q"];
    ok(folder, &[&args[..], more].concat())
}

#[test]
fn threads_memory_and_shards_change_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (here, pages) = (folder.path(), pages());
    let once = learn(here, &pages, &["-j", "1", "--counts", "all.counts"]);
    assert!(once.contains("Harbour"), "{once}");
    for more in [
        &["-j", "2"][..],
        &["-j", "3", "--memory", "1"],
        &["-j", "1", "--memory", "20K"],
    ] {
        assert_eq!(learn(here, &pages, more), once, "{more:?}");
    }
    let mut shards = Vec::new();
    for (number, host) in common::folders(Path::new(&pages)).into_iter().enumerate() {
        for (half, page) in common::files(&host, "txt").into_iter().enumerate() {
            let host = host
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            let shard = format!("shard{}", (number + half) % 3);
            let target = here.join(&shard).join(host);
            fs::create_dir_all(&target).expect("a folder");
            fs::copy(&page, target.join(page.file_name().expect("a name"))).expect("a copy");
        }
    }
    for number in 0..3 {
        let (shard, counts) = (format!("shard{number}"), format!("{number}.counts"));
        ok(
            here,
            &[
                "learn",
                &shard,
                "--host-from",
                "folder",
                "--counts",
                &counts,
                "-q",
            ],
        );
        shards.push(counts);
    }
    for order in [[0, 1, 2], [2, 0, 1]] {
        let of_order = order.map(|at| shards[at].as_str());
        let merge = [
            "learn",
            "--merge",
            "-o",
            "-",
            "--counts",
            "merged.counts",
            "-q",
        ];
        assert_eq!(ok(here, &[&merge[..], &of_order].concat()), once);
        let read = |name: &str| fs::read_to_string(here.join(name)).expect("it was written");
        assert_eq!(read("merged.counts"), read("all.counts"));
    }
    let twice = run(
        here,
        &["learn", "--merge", "-o", "-", "0.counts", "0.counts"],
    );
    assert!(String::from_utf8_lossy(&twice.stderr).contains("stands in two of the parts"));
}

#[test]
fn a_page_that_comes_again_is_counted_once_on_any_number_of_threads_and_in_any_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let row = |number: usize, again: usize| {
        let mut text = format!("Sign up for the quay letter\\nTide tables {again}\\n");
        for boat in 0..300 {
            let _ = write!(text, "Ferry {number} met boat {boat} at noon.\\n");
        }
        format!(
            "{{\"id\":\"n{number}\",\"url\":\"https://quay.example/{number}\",\"text\":\"{text}\"}}\n"
        )
    };
    let again = (0..40).filter(|number| number % 7 == 3);
    let rows = (0..40).map(|number| row(number, 0));
    let rows = rows.chain(again.map(|number| row(number, 1)));
    // In one byte of memory 256 KiB of pages are put aside before others are read.
    let rows: String = rows.collect();
    assert!(rows.len() > 300 << 10);
    fs::write(here.join("a.jsonl"), rows).expect("a file");
    let ways = [
        ("1", "1G"),
        ("2", "1G"),
        ("3", "1G"),
        ("1", "1"),
        ("2", "1"),
    ];
    let learned = ways.map(|(threads, memory)| {
        let args = ["-j", threads, "--memory", memory, "--counts", "a.counts"];
        let learned = run(
            here,
            &[&["learn", "a.jsonl", "-o", "-"][..], &args].concat(),
        );
        let said = String::from_utf8_lossy(&learned.stderr).into_owned();
        assert!(said.contains("6 pages came again"), "{said}");
        let counts = fs::read(here.join("a.counts")).expect("it was written");
        (learned.stdout, counts)
    });
    assert!(learned.iter().all(|one| *one == learned[0]));
}

#[test]
fn a_learned_pack_is_a_pack() {
    let folder = tempfile::tempdir().expect("a folder");
    let (here, pages) = (folder.path(), pages());
    fs::write(here.join("learned.toml"), learn(here, &pages, &[])).expect("a file");
    ok(here, &["rules", "check", "learned.toml"]);
    ok(here, &["rules", "test", "learned.toml"]);
    let tried = ok(
        here,
        &[
            "rules",
            "try",
            &pages,
            "--host-from",
            "folder",
            "--rules",
            "learned.toml",
            "--only",
            "templates",
        ],
    );
    assert!(tried.contains("templates/"), "{tried}");
    ok(
        here,
        &[
            "rules",
            "stats",
            &pages,
            "--host-from",
            "folder",
            "--rules",
            "learned.toml",
        ],
    );
    let page = format!("{pages}/saltmarsh-echo.example/geese.txt:3");
    let url = "https://saltmarsh-echo.example/geese";
    let said = ok(
        here,
        &[
            "explain",
            &page,
            "--url",
            url,
            "--rules",
            "learned.toml",
            "--no-config",
        ],
    );
    assert!(
        said.contains("templates/saltmarsh-echo-example")
            && said.contains("of 7 pages of the host hold the line"),
        "{said}"
    );
    let elsewhere = ok(
        here,
        &[
            "explain",
            &page,
            "--url",
            "https://other.example/",
            "--rules",
            "learned.toml",
            "--no-config",
        ],
    );
    assert!(!elsewhere.contains("pages of the host"), "{elsewhere}");
}

#[test]
fn what_hosts_repeat_goes_and_what_pages_say_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let (here, pages) = (folder.path(), pages());
    fs::write(here.join("learned.toml"), learn(here, &pages, &[])).expect("a file");
    let clean = [
        "clean",
        &pages,
        "--host-from",
        "folder",
        "--rules",
        "learned.toml",
        "--no-config",
        "-q",
        "--out",
        "clean",
    ];
    ok(here, &clean);
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (mut noise_left, mut noise) = (0, 0);
    for host in common::folders(Path::new(&pages)) {
        for page in common::files(&host, "txt") {
            let below = page.strip_prefix(&pages).expect("it lies there");
            let read = |path: std::path::PathBuf| fs::read_to_string(path).expect("it is there");
            let gold = read(common::root().join("fixtures/crawl/gold").join(below));
            let clean = read(here.join("clean").join(below));
            for line in gold.lines() {
                assert!(
                    clean.lines().any(|one| one == line),
                    "{}: {line:?} went\n{clean}",
                    below.display()
                );
            }
            noise += words(&read(page.clone())).len() - words(&gold).len();
            noise_left += words(&clean).len() - words(&gold).len();
        }
    }
    assert!(
        noise_left * 4 < noise,
        "{noise_left} of {noise} words of noise stay"
    );
    let restored = ["verify", "clean", "--against", &pages, "-q"];
    ok(here, &restored);
}

#[test]
fn both_passes_in_one_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let (here, pages) = (folder.path(), pages());
    let input = [
        "clean",
        &pages,
        "--host-from",
        "folder",
        "--no-config",
        "-q",
    ];
    ok(here, &[&input[..], &["--learn", "--out", "both"]].concat());
    let read = |name: &str| fs::read_to_string(here.join(name)).expect("it was written");
    let learned = read("both/_dechaff/templates.toml");
    assert_eq!(learned, learn(here, &pages, &[]));
    fs::write(here.join("learned.toml"), &learned).expect("a file");
    ok(
        here,
        &[&input[..], &["--rules", "learned.toml", "--out", "two"]].concat(),
    );
    // The rules' hash in each record is that of the same texts.
    let records = |name: &str| {
        let file = here.join(name).join("_dechaff/cuts.jsonl.zst");
        fs::read(file).expect("it was written")
    };
    assert_eq!(records("both"), records("two"));
    ok(here, &["verify", "both", "--against", &pages, "-q"]);
    let stdin = run(here, &["clean", "-", "--learn"]);
    assert_eq!(stdin.status.code(), Some(2));
}

#[test]
fn a_run_says_what_learning_would_find() {
    let folder = tempfile::tempdir().expect("a folder");
    let (here, pages) = (folder.path(), pages());
    fs::write(here.join("learned.toml"), learn(here, &pages, &[])).expect("a file");
    let said = |more: &[&str]| {
        let input = [
            "clean",
            &pages,
            "--host-from",
            "folder",
            "--no-config",
            "--dry-run",
        ];
        let output = run(here, &[&input[..], more].concat());
        assert!(output.status.success());
        String::from_utf8(output.stderr).expect("it prints UTF-8")
    };
    let hint = "3 hosts of 8 pages or more: --learn would cut by lines that hosts repeat";
    let once = said(&["-j", "1"]);
    assert!(once.contains(hint), "{once}");
    assert_eq!(once, said(&["-j", "3"]), "whatever the number of threads");
    for more in [&["--learn"][..], &["--rules", "learned.toml"], &["-q"]] {
        assert!(!said(more).contains("--learn would"), "{more:?}");
    }
}

#[test]
fn rows_of_json_lines_have_their_hosts_in_urls() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let row = |id: usize| {
        format!(
            "{{\"id\":\"{id}\",\"url\":\"https://tide.example/{id}\",\"text\":\"Front page\\nOnly {id} here\",\"more\":[1]}}\n"
        )
    };
    let rows: String = (0..4).map(row).collect();
    fs::write(
        here.join("a.jsonl"),
        format!("{rows}\n{{\"id\":\"x\",\"text\":\"no host\"}}\n{{\"id\":1}}\nnot json\n"),
    )
    .expect("a file");
    let output = run(here, &["learn", "a.jsonl", "-o", "learned.toml"]);
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8_lossy(&output.stderr);
    for part in ["a.jsonl:8: ", "want of a host: 1 page", "4 pages of 1 host"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let learned = fs::read_to_string(here.join("learned.toml")).expect("it was written");
    assert!(
        learned.contains("when.domain = \"tide.example\"") && learned.contains("Front page"),
        "{learned}"
    );
}

#[test]
fn what_cannot_be_learned_from_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    fs::write(here.join("a.txt"), "Front page\n").expect("a file");
    for (args, wanted) in [
        (&["learn", "a.txt"][..], "nothing would be written"),
        (&["learn", "a.txt", "-o", "-"], "--host-from folder"),
        (
            &["learn", "a.txt", "-o", "-", "--pack", "My Pack"],
            "not kebab-case",
        ),
        (
            &["learn", "a.txt", "-o", "-", "--memory", "much"],
            "not a size",
        ),
        (
            &["learn", "a.txt", "-o", "-", "--host-from", "("],
            "regular expression",
        ),
        (
            &["learn", "--merge", "-o", "-", "a.txt"],
            "a.txt:1: no file of counts",
        ),
    ] {
        let output = run(here, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(wanted), "{args:?}: {said}");
    }
}

/// Eight pages of a host that repeats a list of streets, of more lines than a rule file has room for.
fn host_of_many_lines(folder: &Path) {
    let mut streets = String::new();
    for at in 0..400 {
        let (one, other) = (word(at), word(at / 20 + 7));
        _ = writeln!(streets, "Lane of the {one} and the {other}");
    }
    let target = folder.join("pages/lanes.example");
    fs::create_dir_all(&target).expect("a folder");
    for page in 0..8 {
        let guest = [
            "heron", "baker", "cooper", "piper", "miller", "glover", "sawyer", "turner",
        ][page];
        let story = format!(
            "On the evening of the {guest} a lamp was lit for the {guest}, and nobody came out of doors to look at it.\n"
        );
        fs::write(
            target.join(format!("{page}.txt")),
            format!("{streets}{story}{}", page + 3),
        )
        .expect("a file");
    }
}

/// Learns what that host repeats.
fn learn_lanes(folder: &Path) {
    let input = ["learn", "pages", "--host-from", "folder"];
    ok(folder, &[&input[..], &["-q", "-o", "lanes.toml"]].concat());
}

/// A word for each number, with nothing in it that varies.
fn word(number: usize) -> String {
    let letter = |at: usize| ["ba", "ko", "mi", "du", "re", "sol", "ta"][at % 7];
    [letter(number), letter(number / 7), letter(number / 49), "n"].concat()
}

#[test]
fn hosts_with_many_lines_keep_them_in_a_file_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    host_of_many_lines(here);
    let input = ["pages", "--host-from", "folder", "--no-config"];
    let with = |command: &[&str], more: &[&str]| ok(here, &[command, &input[..], more].concat());
    learn_lanes(here);
    let read = |name: &str| fs::read_to_string(here.join(name)).expect("it was written");
    let (rules, lines) = (read("lanes.toml"), read("lanes.lines"));
    assert!(rules.contains("match.template.in_file = 400\n"), "{rules}");
    assert!(
        lines.lines().count() >= 402 && rules.len() * 4 < lines.len(),
        "{rules}"
    );
    assert!(
        !rules.contains("Lane of the ban and the sol\", pages"),
        "{rules}"
    );
    ok(
        here,
        &["rules", "check", "lanes.toml", "--deny", "warnings"],
    );
    ok(here, &["rules", "test", "lanes.toml"]);
    ok(here, &["rules", "fmt", "--check", "."]);
    let tried = with(
        &["rules", "try"],
        &["--rules", "lanes.toml", "--only", "templates"],
    );
    assert!(
        tried.contains("templates/lanes-example (template): 3,200 cuts on 8 of 8 pages"),
        "{tried}"
    );
    let stats = with(
        &["rules", "stats"],
        &["--rules", "lanes.toml", "--format", "json"],
    );
    assert!(stats.contains("templates/lanes-example"), "{stats}");
    let page = "pages/lanes.example/3.txt";
    let url = [
        "--url",
        "https://lanes.example/3",
        "--rules",
        "lanes.toml",
        "--no-config",
    ];
    let said = ok(
        here,
        &[&["explain", &format!("{page}:5")[..]], &url[..]].concat(),
    );
    assert!(
        said.contains("8 of 8 pages of the host hold the line"),
        "{said}"
    );
    assert!(ok(here, &[&["diff", page][..], &url[..]].concat()).contains("template 400"));
    with(&["clean"], &["--rules", "lanes.toml", "--out", "two", "-q"]);
    assert!(read("two/lanes.example/3.txt").starts_with("On the "));
    ok(here, &["verify", "two", "--against", "pages", "-q"]);
    with(&["clean"], &["--learn", "--out", "both", "-q"]);
    assert_eq!(read("both/_dechaff/templates.lines"), lines);
    ok(here, &["verify", "both", "--against", "pages", "-q"]);
    let (one, other) = (
        read("two/lanes.example/3.txt"),
        read("both/lanes.example/3.txt"),
    );
    assert_eq!(one, other);
    // What a person pins is the rule file; that names the lines.
    let pin = ok(here, &["rules", "pack", "lanes.toml"]);
    fs::write(
        here.join("dechaff.toml"),
        format!("packs = [{}]\n", pin.trim()),
    )
    .expect("a file");
    ok(
        here,
        &[
            "clean",
            "pages",
            "--host-from",
            "folder",
            "--out",
            "pinned",
            "-q",
        ],
    );
    assert_eq!(read("pinned/lanes.example/3.txt"), one);
    let reviewed = ok(here, &["rules", "pack", "lanes.toml", "--check"]);
    assert!(reviewed.contains("lanes.example"), "{reviewed}");
}

#[test]
fn lines_that_are_not_those_of_the_rules_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    host_of_many_lines(here);
    learn_lanes(here);
    let lines = fs::read_to_string(here.join("lanes.lines")).expect("it was written");
    let rules = fs::read_to_string(here.join("lanes.toml")).expect("it was written");
    let said = |rules: &str, lines: Option<&str>| {
        fs::write(here.join("lanes.toml"), rules).expect("a file");
        match lines {
            Some(lines) => fs::write(here.join("lanes.lines"), lines).expect("a file"),
            None => fs::remove_file(here.join("lanes.lines")).expect("it was there"),
        }
        let output = run(
            here,
            &[
                "clean",
                "pages",
                "--rules",
                "lanes.toml",
                "--no-config",
                "--dry-run",
            ],
        );
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).expect("it prints UTF-8");
        assert_eq!(said.matches("lanes.toml:").count(), 1, "one error: {said}");
        said
    };
    let other = said(&rules, Some(&lines.replace("Lane", "Road")));
    for part in [
        "lanes.toml:",
        "is not the file that was written with these rules: its hash is ",
        "learn anew",
    ] {
        assert!(other.contains(part), "{part}: {other}");
    }
    // One who means the edit writes its hash.
    let hash = other
        .split("its hash is ")
        .nth(1)
        .and_then(|rest| rest.get(..64))
        .expect("a hash");
    let old = rules
        .split("blake3 = \"")
        .nth(1)
        .and_then(|rest| rest.get(..64))
        .expect("a hash");
    let edited = rules.replace(old, hash).replace("Lane", "Road");
    fs::write(here.join("lanes.toml"), &edited).expect("a file");
    ok(here, &["rules", "test", "lanes.toml"]);
    let fewer = said(
        &edited.replace("in_file = 400", "in_file = 399"),
        Some(&lines.replace("Lane", "Road")),
    );
    assert!(fewer.contains("has 400 lines of lanes-example"), "{fewer}");
    let missing = said(&rules, None);
    for part in [
        "the lines in lanes.lines were not loaded",
        "belongs in the folder of the rule file",
    ] {
        assert!(missing.contains(part), "{part}: {missing}");
    }
}
