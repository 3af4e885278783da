//! `dechaff label`: the lines of pages that are article, by what is known of them.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use dechaff::Page;
use dechaff::tools::synthesize::{Draws, Layout, Story, splice};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn dechaff(folder: &Path, args: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .current_dir(folder)
        .args(args.split(' '))
        .output()
        .unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn records(jsonl: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(jsonl).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

const STORIES: [Story<'_>; 3] = [
    Story {
        title: "Tram Conductor Sings to Empty Carriage",
        text: "Tram Conductor Sings to Empty Carriage\n\
            The last tram of the night carries nobody but its conductor, and he sings.\n\
            Neighbours along the line have learnt to tell the day of the week by the aria.\n\
            The company says that singing is not in the contract, and not forbidden by it.",
    },
    Story {
        title: "Goat Elected Keeper of the Lighthouse",
        text: "Goat Elected Keeper of the Lighthouse\n\
            Forty islanders put a cross beside the only candidate who can climb the cliff.\n\
            Her first act in office was to eat the ballot papers, which ends all recounts.\n\
            The lamp itself has been automatic for thirty years, so little can go wrong.",
    },
    Story {
        title: "Baker Reforms the Poppy Seed Roll",
        text: "Baker Reforms the Poppy Seed Roll\n\
            From Monday there will be seeds on both sides, a change that took two ministers.\n\
            Critics fear for the counter, where half of the seeds have always stayed behind.\n\
            An apprentice with a small brush has been hired to look into that question.",
    },
];

/// The stories, each spliced with the other two in every layout that has noise.
fn spliced() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for folder in ["pages", "gold"] {
        fs::create_dir(root.path().join(folder)).unwrap();
    }
    for (number, &story) in STORIES.iter().enumerate() {
        let others = [STORIES[(number + 1) % 3], STORIES[(number + 2) % 3]];
        for layout in [Layout::Heading, Layout::Cards, Layout::Bare, Layout::Glued] {
            let name = format!("{layout}-{number}.txt");
            let page = splice(story, &others, layout, &mut Draws::new(&[&name]));
            fs::write(root.path().join("pages").join(&name), page).unwrap();
            fs::write(root.path().join("gold").join(&name), story.text).unwrap();
        }
    }
    root
}

#[test]
fn spliced_lines_are_noise_and_the_article_is_kept() {
    let root = spliced();
    let output = dechaff(root.path(), "label pages --gold gold -o out/labels.jsonl");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(output.stdout.is_empty());
    let labels = records(&fs::read(root.path().join("out/labels.jsonl")).unwrap());
    let said = format!("12 pages: 48 lines keep, {} noise\n", labels.len() - 48);
    assert_eq!(stderr(&output), said);
    for label in labels {
        let text = label["text"].as_str().unwrap();
        let file = root
            .path()
            .join("pages")
            .join(label["page"].as_str().unwrap());
        let page = fs::read_to_string(file).unwrap();
        let at = |key: &str| usize::try_from(label[key].as_u64().unwrap()).unwrap();
        assert_eq!(&page[at("start")..at("end")], text);
        assert_eq!(Page::new(&page).line_text(at("line") - 1), text);
        let is_article = at("line") <= 4; // every story has four lines
        let wanted = if is_article { "keep" } else { "noise" };
        assert_eq!(label["label"], wanted, "{label}");
        assert_eq!(label["share_in_gold"] == 1.0, is_article, "{label}");
    }
}

#[test]
fn threads_never_change_labels() {
    let root = spliced();
    let alone = dechaff(root.path(), "label pages --gold gold -j 1");
    assert_eq!(alone.status.code(), Some(0));
    let two = dechaff(root.path(), "label pages --gold gold -j 2");
    assert_eq!(alone.stdout, two.stdout);
    assert_eq!(alone.stderr, two.stderr);
    let labels = records(&alone.stdout);
    let pages: Vec<&str> = labels
        .iter()
        .map(|one| one["page"].as_str().unwrap())
        .collect();
    assert!(pages.is_sorted());
}

#[test]
fn one_bad_page_does_not_stop_the_others() {
    let root = spliced();
    let write = |name: &str, bytes: &[u8]| fs::write(root.path().join(name), bytes).unwrap();
    write("pages/latin.txt", b"Le caf\xe9 a rouvert.\n");
    write("gold/latin.txt", "Le café a rouvert.\n".as_bytes());
    write("pages/zebra.txt", b"No gold was written for this page.\n");
    write(
        "pages/wrong.txt",
        b"This page has the gold of another one.\n",
    );
    write("gold/wrong.txt", STORIES[0].text.as_bytes());
    write("pages/empty.txt", b"");
    write("gold/empty.txt", b"Something.");
    let output = dechaff(root.path(), "label pages --gold gold -o labels.jsonl");
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let said = stderr(&output);
    for part in [
        "pages/latin.txt: ",
        "pages/wrong.txt: no line is in its gold text",
        "14 pages: 48 lines keep, ",
        "\n1 page without gold, left out; -v names them\n",
        "\n1 page could not be read\n",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let labels = records(&fs::read(root.path().join("labels.jsonl")).unwrap());
    let of = |page: &str| labels.iter().filter(|one| one["page"] == page).count();
    assert_eq!(
        (of("latin.txt"), of("zebra.txt"), of("wrong.txt")),
        (0, 0, 1)
    );
    let output = dechaff(
        root.path(),
        "label pages/latin.txt --gold gold --encoding auto",
    );
    assert_eq!(records(&output.stdout)[0]["label"], "keep");
}

#[test]
fn what_cannot_be_right_is_refused_and_nothing_is_written() {
    let root = spliced();
    let before = fs::read(root.path().join("pages/bare-0.txt")).unwrap();
    for (args, why) in [
        ("pages --gold none", "none is neither a folder nor a shard"),
        ("- --gold gold", "standard input has none"),
        ("pages --gold pages/..", "no page has a gold text"),
        ("pages --gold gold -o pages", "give a file"),
        ("pages --gold gold -o gold/labels.jsonl", "among gold texts"),
        ("pages --gold gold -o gold/new/labels.jsonl", "among gold"),
        ("pages --gold gold -o pages/bare-0.txt", "would be replaced"),
        ("--gold gold", "no input"),
    ] {
        let output = dechaff(root.path(), &format!("label {args}"));
        assert_eq!(output.status.code(), Some(2), "{args}: {output:?}");
        assert!(stderr(&output).contains(why), "{args}: {output:?}");
        assert!(output.stdout.is_empty(), "{args}");
    }
    let after = fs::read(root.path().join("pages/bare-0.txt")).unwrap();
    assert_eq!(before, after);
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2);
    assert_eq!(fs::read_dir(root.path().join("gold")).unwrap().count(), 12);
}
