//! `dechaff gen splice`: spliced pages on disk, and how they are scored.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use serde_json::Value;
use std::fmt::Write as _;
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

/// Stories that share no word but the small ones: their files, subjects and nouns.
const STORIES: [(&str, &str, &str); 3] = [
    (
        "bell",
        "tram",
        "driver passenger opera mayor ticket station whistle bridge winter railway brake lantern conductor tunnel timetable carriage",
    ),
    (
        "goat",
        "lighthouse",
        "council election keeper harbour meadow vote committee window island parish fence speech ballot steeple wharf rooster",
    ),
    (
        "roll",
        "bakery",
        "flour oven reform dough sugar butter recipe minister kitchen apprentice yeast counter saffron village almond parcel",
    ),
];

/// Three articles of over 120 words, and one that is too short to be spliced.
fn articles() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for folder in ["gold", "meta"] {
        fs::create_dir(root.path().join(folder)).unwrap();
    }
    for (id, subject, words) in STORIES {
        let words: Vec<&str> = words.split(' ').collect();
        let line = |pair: &[&str]| {
            let (first, second) = (pair[0], pair[1]);
            format!(
                "Of every {first} there was a {second}, and by noon the {second} had its {first}."
            )
        };
        let lines: Vec<String> = words.chunks_exact(2).map(line).collect();
        let text = format!("The {subject} story\n\n{}\n", lines.join("\n"));
        fs::write(root.path().join(format!("gold/{id}.txt")), text).unwrap();
        let meta =
            format!(r#"{{"url": "https://{id}.example/1", "title": "The {subject} story"}}"#);
        fs::write(root.path().join(format!("meta/{id}.json")), meta).unwrap();
    }
    fs::write(root.path().join("gold/stub.txt"), "Too short.\n").unwrap();
    root
}

fn read(root: &Path, name: &str) -> String {
    fs::read_to_string(root.join(name)).unwrap()
}

#[test]
fn every_layout_has_a_page_of_every_article() {
    let root = articles();
    let output = dechaff(root.path(), "gen splice --gold gold --out spliced");
    assert_eq!(
        stderr(&output),
        "3 articles, each heading, cards, bare, glued, untouched: pages in spliced/raw, articles in spliced/gold\n\
         1 article of fewer than 120 words, left out\n"
    );
    assert!(output.stdout.is_empty(), "a summary is no data");
    for id in ["bell", "goat", "roll"] {
        let article = read(root.path(), &format!("spliced/gold/{id}.txt"));
        for layout in ["heading", "cards", "bare", "glued"] {
            let page = read(root.path(), &format!("spliced/raw/{layout}/{id}.txt"));
            assert!(
                page.starts_with(&article) && page.len() > article.len(),
                "{layout}/{id}"
            );
        }
        let untouched = read(root.path(), &format!("spliced/raw/untouched/{id}.txt"));
        assert_eq!(untouched, article);
    }
    assert!(!root.path().join("spliced/gold/stub.txt").exists());
}

#[test]
fn a_seed_gives_the_same_pages_and_another_seed_others() {
    let root = articles();
    let mut pages = Vec::new();
    for (out, seed) in [("a", 1), ("b", 1), ("c", 2)] {
        let args = format!("gen splice --gold gold --out {out} --seed {seed}");
        assert!(dechaff(root.path(), &args).status.success());
        let page = |id| read(root.path(), &format!("{out}/raw/cards/{id}.txt"));
        pages.push(["bell", "goat", "roll"].map(page));
    }
    assert_eq!(pages[0], pages[1]);
    assert_ne!(pages[0], pages[2]);
}

/// Everything below a short line that ends without a full stop and is not the page's first.
const RULE: &str = r#"
schema = 1
pack = "test"
[[rule]]
id = "heading"
kind = "appended"
match.regex = '^[A-Z][a-z]+( [A-Za-z]+){0,4}$'
remove = "tail"
when.after = 0.1
"#;

#[test]
fn appended_words_are_the_noise_that_score_counts() {
    let root = articles();
    // A heading above most of a page's prose ends no page, so that the own story is longer than both others.
    let words: Vec<&str> = STORIES[0].2.split(' ').collect();
    let mut long = "The tram story\n\n".to_owned();
    for (at, first) in (0..3 * words.len()).zip(words.iter().cycle()) {
        let second = words[(at + 1 + at / words.len()) % words.len()];
        writeln!(
            long,
            "Of every {first} there was a {second}, and by noon the {second} had its {first}."
        )
        .unwrap();
    }
    fs::write(root.path().join("gold/bell.txt"), long).unwrap();
    fs::write(root.path().join("ids.txt"), "bell\n").unwrap();
    fs::write(root.path().join("tail.toml"), RULE).unwrap();
    dechaff(root.path(), "gen splice --gold gold --out spliced");
    let score = |layout: &str| -> Value {
        let raw = format!("spliced/raw/{layout}");
        let clean = format!("clean -q {raw} --out clean-{layout} --rules tail.toml --only test");
        assert!(dechaff(root.path(), &clean).status.success());
        let args = format!(
            "score --gold spliced/gold --before {raw} --after clean-{layout} --ids ids.txt --format json"
        );
        serde_json::from_slice(&dechaff(root.path(), &args).stdout).unwrap()
    };
    let removed = |score: &Value| score["noise_words_removed"].as_f64().unwrap();
    assert!(removed(&score("heading")) > 0.99);
    assert!(removed(&score("cards")) > 0.99);
    assert!(removed(&score("glued")) < 0.5);
    assert_eq!(score("untouched")["damage_max"], 0.0);
}

#[test]
fn one_article_that_cannot_be_read_is_named_and_the_others_are_spliced() {
    let root = articles();
    fs::write(root.path().join("meta/goat.json"), "no JSON").unwrap();
    let output = dechaff(root.path(), "gen splice --gold gold --out spliced");
    assert_eq!(output.status.code(), Some(3));
    let said = stderr(&output);
    for part in [
        "goat: left out: cannot parse meta/goat.json",
        "\n1 article could not be read\n",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(root.path().join("spliced/raw/cards/bell.txt").exists());
    assert!(!root.path().join("spliced/raw/cards/goat.txt").exists());
}

#[test]
fn no_story_stands_twice_on_a_page() {
    let root = articles();
    for seed in 1..=8 {
        let out = format!("spliced-{seed}");
        let args = format!("gen splice --gold gold --out {out} --seed {seed}");
        assert!(dechaff(root.path(), &args).status.success());
        for (id, ..) in STORIES {
            let page = read(root.path(), &format!("{out}/raw/bare/{id}.txt"));
            for (_, subject, _) in STORIES {
                let title = format!("The {subject} story");
                let count = page.lines().filter(|line| **line == *title).count();
                assert!(
                    count <= 1,
                    "{title} stands {count} times in {id}, seed {seed}"
                );
            }
        }
    }
}

#[test]
fn articles_of_one_host_have_no_other_stories() {
    let root = articles();
    for (id, ..) in STORIES {
        let meta = format!(r#"{{"url": "https://one.example/{id}"}}"#);
        fs::write(root.path().join(format!("meta/{id}.json")), meta).unwrap();
    }
    let output = dechaff(root.path(), "gen splice --gold gold --out spliced");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = stderr(&output);
    assert!(
        said.contains("gold: all 3 articles are of one host, one.example, and"),
        "{said}"
    );
    assert!(!root.path().join("spliced").exists());
}

#[test]
fn stories_of_the_same_host_never_follow() {
    let root = articles();
    let meta = r#"{"url": "https://bell.example/2", "title": "The lighthouse story"}"#;
    fs::write(root.path().join("meta/goat.json"), meta).unwrap();
    let output = dechaff(root.path(), "gen splice --gold gold --out spliced");
    assert!(output.status.success(), "{output:?}");
    for layout in ["cards", "bare"] {
        let page = |id: &str| read(root.path(), &format!("spliced/raw/{layout}/{id}.txt"));
        for (id, other) in [("bell", "lighthouse"), ("goat", "tram")] {
            let text = page(id);
            assert!(text.contains("The bakery story"), "{layout}/{id}");
            assert!(
                !text.contains(&format!("The {other} story")),
                "{layout}/{id}"
            );
        }
    }
}

#[test]
fn articles_in_sub_folders_are_found_and_their_folder_is_their_host() {
    let root = articles();
    fs::remove_dir_all(root.path().join("meta")).unwrap();
    for (from, to) in [("bell", "a/bell"), ("goat", "a/goat"), ("roll", "b/c/roll")] {
        let to = root.path().join(format!("gold/{to}"));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(
            root.path().join(format!("gold/{from}.txt")),
            to.with_extension("txt"),
        )
        .unwrap();
    }
    // The other layout of gold folders.
    fs::create_dir(root.path().join("gold/a/bell")).unwrap();
    let at = |name: &str| root.path().join("gold/a").join(name);
    fs::rename(at("bell.txt"), at("bell/gold.txt")).unwrap();
    let output = dechaff(root.path(), "gen splice --gold gold --out spliced");
    assert!(stderr(&output).starts_with("3 articles, "), "{output:?}");
    for id in ["a/bell", "a/goat", "b/c/roll"] {
        assert!(root.path().join(format!("spliced/gold/{id}.txt")).exists());
        let page = read(root.path(), &format!("spliced/raw/bare/{id}.txt"));
        let count = |title: &str| page.lines().filter(|line| *line == title).count();
        if id.starts_with('a') {
            assert_eq!(count("The bakery story"), 1, "{id}");
            let own = count("The tram story") + count("The lighthouse story");
            assert_eq!(
                own, 1,
                "{id}: the other story of its folder does not follow"
            );
        }
    }
}

#[test]
fn quiet_says_nothing() {
    let root = articles();
    let output = dechaff(root.path(), "gen splice -q --gold gold --out spliced");
    assert!(output.status.success());
    assert!(
        output.stdout.is_empty() && output.stderr.is_empty(),
        "{output:?}"
    );
    assert!(root.path().join("spliced/raw/bare/bell.txt").exists());
}

#[test]
fn what_cannot_be_right_is_refused_and_nothing_is_written() {
    let root = articles();
    fs::create_dir(root.path().join("few")).unwrap();
    for (args, why) in [
        ("--gold none --out spliced", "none is not a folder"),
        (
            "--gold few --out spliced",
            "few: fewer than two texts of 120 words",
        ),
        (
            "--gold gold --meta nope --out spliced",
            "--meta nope: not a folder",
        ),
        (
            "--gold gold --out gold/spliced",
            "--out gold/spliced: it lies in gold",
        ),
        ("--gold gold --out few/../gold/a/b", "it lies in gold"),
    ] {
        let output = dechaff(root.path(), &format!("gen splice {args}"));
        assert_eq!(output.status.code(), Some(2), "{args}: {output:?}");
        assert!(stderr(&output).contains(why), "{args}: {output:?}");
    }
    assert!(!root.path().join("spliced").exists());
    assert_eq!(fs::read_dir(root.path().join("gold")).unwrap().count(), 4);
}

#[test]
fn an_output_that_holds_something_is_left_alone() {
    let root = articles();
    fs::create_dir(root.path().join("spliced")).unwrap();
    fs::write(root.path().join("spliced/old.txt"), "old").unwrap();
    let output = dechaff(root.path(), "gen splice --gold gold --out spliced");
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("spliced is not empty"), "{said}");
    assert!(!root.path().join("spliced/raw").exists());
}
