//! Evidence that is fitted to labelled pages, and what it does on hosts that it does not know.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use crate::common::FEW_TABLES;
use crate::common::labelled::scraped;
use dechaff::clean::WEIGHED_LINE;
use dechaff::tools::fit::{
    Adaptation, Each, Fit, FitOptions, LabelledPage, ModeThresholds, StartModel, TableSet,
};
use dechaff::{Cleaner, Mode, Model, Options, Page, Rules, RulesBuilder};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

fn labelled() -> Vec<LabelledPage> {
    (0..40).map(scraped).collect()
}

fn no_rules() -> Rules {
    RulesBuilder::new().without_shipped().build().unwrap()
}

fn cleaner(mode: Mode, evidence: Arc<Model>) -> Cleaner {
    let options = Options {
        mode,
        ..Options::default()
    };
    Cleaner::new(no_rules(), options).with_model(Some(evidence))
}

fn in_order(count: usize, work: &(dyn Fn(usize) + Sync)) {
    (0..count).for_each(work);
}

fn backwards(count: usize, work: &(dyn Fn(usize) + Sync)) {
    (0..count).rev().for_each(work);
}

/// What is learned from all pages but those of one fold, and the places of that fold's.
fn fitted(pages: &[LabelledPage], seed: u64, each: &Each<'_>) -> (String, Vec<usize>) {
    let options = FitOptions {
        seed,
        entries: 200,
        rounds: 30,
        background: 300,
        ..FitOptions::default()
    };
    let by = cleaner(Mode::Careful, Model::shipped());
    let fit = Fit::new(pages, &by, options, each);
    let learns = |page: usize| fit.fold(page) != 0;
    let text = fit.learn(learns, &ModeThresholds::default(), "Made by a test.", each);
    let left_out = (0..pages.len()).filter(|&page| !learns(page));
    (text.text, left_out.collect())
}

#[test]
fn what_is_learned_holds_on_hosts_that_it_does_not_know() {
    let pages = labelled();
    let (text, left_out) = fitted(&pages, 1, &in_order);
    assert!(text.starts_with("# Made by a test.\n"));
    assert!(!left_out.is_empty() && left_out.len() < pages.len());
    let evidence = Arc::new(Model::parse("fitted.toml", &text).unwrap());
    let by = cleaner(Mode::Balanced, evidence);
    let (mut noise, mut found, mut article, mut lost) = (0, 0, 0, 0);
    for &at in &left_out {
        let page = &pages[at];
        let kept = by.clean(&Page::new(&page.text)).text;
        for line in page.text.lines() {
            let is_kept = kept.lines().any(|one| one == line);
            if page.gold.lines().any(|one| one == line) {
                article += 1;
                lost += usize::from(!is_kept);
            } else {
                noise += 1;
                found += usize::from(!is_kept);
            }
        }
    }
    assert!(found * 10 >= noise * 8, "{found} of {noise} lines of noise");
    assert!(
        lost * 50 <= article,
        "{lost} of {article} lines of the article"
    );
}

#[test]
fn a_fit_depends_on_pages_and_seed_alone() {
    let pages = labelled();
    let (first, _) = fitted(&pages, 1, &in_order);
    assert_eq!(fitted(&pages, 1, &in_order).0, first);
    assert_eq!(fitted(&pages, 1, &backwards).0, first, "the order of work");
    assert_ne!(fitted(&pages, 2, &in_order).0, first, "another seed");
}

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

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The labelled pages as `score` and `fit` read them, and the few tables.
fn written() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for folder in ["gold", "raw", "meta"] {
        fs::create_dir(root.path().join(folder)).unwrap();
    }
    let write = |path: String, text: &str| fs::write(root.path().join(path), text).unwrap();
    for page in labelled() {
        let LabelledPage { id, host, .. } = &page;
        write(format!("gold/{id}.txt"), &page.gold);
        write(format!("raw/{id}.txt"), &page.text);
        let meta = format!("{{\"url\": \"https://{host}/{id}\"}}");
        write(format!("meta/{id}.json"), &meta);
    }
    write("few.toml".to_owned(), FEW_TABLES);
    root
}

#[test]
fn a_fitted_file_says_what_it_was_made_of_and_cleans() {
    let root = written();
    let args = "fit --gold gold --before raw -o own.toml --folds 2 --report --date 2026-01-31";
    let output = dechaff(root.path(), args);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let told = stderr(&output);
    assert!(
        told.contains("warning: careful mode lost"),
        "few pages are too few: {told}"
    );
    assert!(told.ends_with("\n40 pages: own.toml\n"), "{told}");
    let said = stdout(&output);
    assert!(said.contains("\nthorough\n\n| folder | pages |"), "{said}");
    let text = fs::read_to_string(root.path().join("own.toml")).unwrap();
    Model::parse("own.toml", &text).unwrap();
    for line in [
        "#     raw: 40 pages",
        "# Date: 2026-01-31",
        "#     dechaff fit --gold gold --before raw --seed 1 --folds 2 --date 2026-01-31 -o own.toml",
        "# Scores on hosts that were left out of the fit, by mode:",
    ] {
        assert!(text.lines().any(|one| one == line), "{line}");
    }
    let output = dechaff(root.path(), "clean raw --evidence own.toml --out clean -q");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let output = dechaff(root.path(), "stats clean --format records");
    assert!(String::from_utf8_lossy(&output.stdout).contains(WEIGHED_LINE));
    let output = dechaff(root.path(), "verify clean --against raw");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn few_pages_move_given_tables_and_no_file_is_written_that_is_worse() {
    let root = written();
    let args = "fit --from few.toml --gold gold --before raw -o own.toml --report";
    let output = dechaff(root.path(), args);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = stdout(&output);
    assert!(
        said.contains("on hosts that were left out, F1 is "),
        "{said}"
    );
    assert!(said.contains("| feature | moved |"), "{said}");
    let read = |name: &str| fs::read_to_string(root.path().join(name)).unwrap();
    let text = read("own.toml");
    assert!(
        text.contains("\n# Started from: few.toml (blake3 "),
        "{text}"
    );
    assert!(text.contains(" --from few.toml "), "{text}");
    let score = |evidence: &str| {
        let clean =
            format!("clean raw --evidence {evidence} --no-config --out {evidence}.clean -q");
        assert!(dechaff(root.path(), &clean).status.success());
        let score =
            format!("score --gold gold --before raw --after {evidence}.clean --format json");
        let report: serde_json::Value =
            serde_json::from_str(&stdout(&dechaff(root.path(), &score))).unwrap();
        report["sh_af"].as_f64().unwrap()
    };
    let (before, now) = (score("few.toml"), score("own.toml"));
    assert!(now >= before, "{before} became {now}");

    let args = "fit --from own.toml --gold gold --before raw -o again.toml --folds 0";
    let output = dechaff(root.path(), args);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("--folds 0: nothing says whether"),
        "{output:?}"
    );
    assert!(!root.path().join("again.toml").exists());
}

#[test]
fn a_file_that_does_worse_than_its_start_is_written_only_by_force() {
    let root = written();
    let pages = labelled();
    let options = FitOptions {
        folds: 2,
        ..FitOptions::default()
    };
    let start = StartModel::shipped();
    let by = cleaner(Mode::Careful, Model::shipped());
    let read = Adaptation::new(&pages, &start, &TableSet::ALL, &by, &options, &in_order);
    // What one half of the hosts teaches is wrong for the other.
    for (at, page) in pages
        .iter()
        .enumerate()
        .filter(|(at, _)| read.fold(*at) == 1)
    {
        let own: Vec<&str> = page.gold.lines().collect();
        let noise = page.text.lines().filter(|line| !own.contains(line));
        let gold = noise.collect::<Vec<_>>().join("\n");
        let path = root.path().join(format!("gold/{}.txt", pages[at].id));
        fs::write(path, gold).unwrap();
    }
    let args = "fit --from few.toml --gold gold --before raw -o own.toml --folds 2";
    let output = dechaff(root.path(), args);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    let words = "own.toml: not written: on hosts that were left out, F1 is ";
    assert!(said.contains(words), "{said}");
    assert!(!root.path().join("own.toml").exists());
    let output = dechaff(root.path(), &format!("{args} --force"));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(root.path().join("own.toml").exists());
}

#[test]
fn a_start_is_of_the_language_of_the_pages() {
    let root = written();
    let args = "fit --from shipped --lang de --gold gold --before raw -o own.toml";
    let output = dechaff(root.path(), args);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(
        said.contains("--lang de: the evidence that it starts from is for `en`"),
        "{said}"
    );
}

#[test]
fn pages_that_cannot_be_read_are_named_and_the_rest_is_fitted() {
    let root = written();
    let path = |name: &str| root.path().join(name);
    fs::write(path("meta/page-03.json"), "{\"url\": ").unwrap();
    fs::remove_file(path("gold/page-04.txt")).unwrap();
    fs::create_dir(path("gold/page-04.txt")).unwrap();
    fs::remove_file(path("gold/page-05.txt")).unwrap();
    fs::write(path("raw/page-06.txt"), b"Le caf\xe9 a rouvert.\n").unwrap();
    let output = dechaff(
        root.path(),
        "fit --gold gold --before raw -o own.toml --folds 0",
    );
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let said = stderr(&output);
    for part in [
        "page-03: cannot parse meta/page-03.json",
        "page-04: cannot read gold/page-04.txt",
        "page-06: raw/page-06.txt is not UTF-8 (byte 6); it looks like windows-1252: convert it to UTF-8",
        "\n36 pages: own.toml\n\
         1 page without gold, left out; -v names them\n\
         3 pages could not be read\n",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(stdout(&output).is_empty(), "a summary is no data");
    assert!(path("own.toml").exists());
}

#[test]
fn pages_in_sub_folders_are_found() {
    let root = written();
    for folder in ["gold/quire", "raw/quire"] {
        fs::create_dir(root.path().join(folder)).unwrap();
    }
    for folder in ["gold", "raw"] {
        let at = |name: &str| root.path().join(folder).join(name);
        fs::rename(at("page-07.txt"), at("quire/page-07.txt")).unwrap();
    }
    let output = dechaff(
        root.path(),
        "fit --gold gold --before raw -o own.toml --folds 0",
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(stderr(&output), "40 pages: own.toml\n");
}

#[test]
fn what_cannot_be_fitted_is_refused_and_nothing_is_written() {
    let root = written();
    fs::create_dir(root.path().join("none")).unwrap();
    fs::create_dir(root.path().join("latin")).unwrap();
    fs::write(root.path().join("latin/page-01.txt"), b"Le caf\xe9.\n").unwrap();
    for (args, why) in [
        ("--gold none --before raw", "raw: no page has gold in none"),
        (
            "--gold gold --before latin",
            "latin: no page could be read: page-01: latin/page-01.txt is not UTF-8",
        ),
        (
            "--gold gold --before raw --lang klingish",
            "not a language; write a code (en, eng), a tag (en-GB) or an English name (english)",
        ),
        (
            "--gold gold --before raw --lang gsw",
            "evidence is for languages with a code of two",
        ),
        (
            "--gold gold --before raw --folds 1",
            "leaves none to learn from: give 2 or more, or 0",
        ),
        (
            "--gold gold --before none",
            "none: no page has gold in gold",
        ),
        (
            "--gold gold --before nowhere",
            "nowhere is neither a folder nor a shard",
        ),
        (
            "--gold gold --before raw --mode thorough",
            "--mode: a fit makes new evidence, with thresholds for every mode",
        ),
        (
            "--gold gold --before raw --no-evidence",
            "--no-evidence: a fit",
        ),
        ("--gold gold", "--before"),
    ] {
        let output = dechaff(root.path(), &format!("fit {args} -o own.toml"));
        assert_eq!(output.status.code(), Some(2), "{args}: {output:?}");
        assert!(stderr(&output).contains(why), "{args}: {output:?}");
        assert!(!root.path().join("own.toml").exists(), "{args}");
    }
}

#[test]
fn an_output_that_cannot_be_written_or_is_read_is_refused_before_the_work() {
    let root = written();
    let path = |name: &str| root.path().join(name);
    fs::create_dir(path("folder")).unwrap();
    fs::write(path("rules.toml"), "schema = 1\npack = \"mine\"\n").unwrap();
    fs::write(path("broken.json"), "{").unwrap();
    // Would be said if pages were read.
    fs::rename(path("broken.json"), path("meta/page-03.json")).unwrap();
    let before = |name: &str| fs::read(path(name)).unwrap();
    let files = [
        "gold/page-01.txt",
        "raw/page-01.txt",
        "meta/page-01.json",
        "rules.toml",
    ];
    let old = files.map(before);
    for (output, why) in [
        ("gold/page-01.txt", "what is read from gold"),
        ("raw/page-01.txt", "what is read from raw"),
        ("meta/page-01.json", "what is read from meta"),
        ("rules.toml", "what is read from rules.toml"),
        ("gold/new/own.toml", "what is read from gold"),
        ("folder", "--output folder: a folder; give a file"),
        ("few.toml/own.toml", "cannot write few.toml/own.toml"),
    ] {
        let args = format!("fit --gold gold --before raw --rules rules.toml -o {output} --folds 0");
        let output = dechaff(root.path(), &args);
        assert_eq!(output.status.code(), Some(2), "{args}: {output:?}");
        let said = stderr(&output);
        assert!(said.contains(why), "{args}: {said}");
        assert!(!said.contains("page-03"), "{args}: pages were read: {said}");
    }
    assert_eq!(files.map(before), old);
    assert!(!path("gold/new").exists());
}

#[test]
fn a_file_of_another_script_can_be_read_again() {
    let root = written();
    for entry in fs::read_dir(root.path().join("raw")).unwrap() {
        let file = entry.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        let text = text.replace("Hand this story on", "और भी कहानियाँ पढ़ें");
        fs::write(&file, text).unwrap();
    }
    let args = "fit --gold gold --before raw -o own.toml --folds 0 --lang hi -q";
    let output = dechaff(root.path(), args);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(
        output.stdout.is_empty() && output.stderr.is_empty(),
        "{output:?}"
    );
    let text = fs::read_to_string(root.path().join("own.toml")).unwrap();
    let entries = text.lines().filter(|line| line.starts_with('"'));
    let has_vowel_sign = |line: &&str| line.contains('\u{93f}') || line.contains('\u{940}');
    assert!(
        entries.filter(has_vowel_sign).count() > 0,
        "no entry of that script"
    );
    let evidence = Model::parse("own.toml", &text).unwrap();
    assert_eq!(evidence.language(), "hi");
}

#[test]
fn evidence_is_chosen_on_the_command_line() {
    let root = written();
    let path = |name: &str| root.path().join(name);
    let page = "Port Ellery\n\
        The last tram of the night carries nobody but its conductor, who sings.\n\
        ADVERTISEMENT\n\
        Neighbours along the line have learnt to tell the day of the week by it.\n";
    fs::write(path("page.txt"), page).unwrap();
    fs::write(path("bad.toml"), FEW_TABLES.replacen("shift", "shft", 1)).unwrap();
    let clean = |args: &str| {
        let output = dechaff(
            root.path(),
            &format!("clean page.txt --out clean -q {args}"),
        );
        let text = fs::read_to_string(path("clean/page.txt")).unwrap_or_default();
        let _ = fs::remove_dir_all(path("clean"));
        (output.status.code(), text, stderr(&output))
    };
    let by_rules = page.replace("ADVERTISEMENT\n", "");
    assert_eq!(clean("--no-evidence").1, by_rules);
    let weighed = by_rules.replace("Port Ellery\n", "");
    assert_eq!(clean("--evidence few.toml").1, weighed);
    assert_eq!(
        clean("--only en/ad-slot-label").1,
        by_rules,
        "rules were chosen"
    );
    let (status, text, why) = clean("--evidence none.toml");
    assert_eq!((status, &*text), (Some(2), ""));
    assert!(why.contains("cannot read none.toml"), "{why}");
    let (status, text, why) = clean("--evidence bad.toml");
    assert_eq!((status, &*text), (Some(2), ""));
    assert!(why.contains("unknown key `shft`"), "{why}");
    assert!(why.contains("--> bad.toml:5:1"), "{why}");
    let (status, _, why) = clean("--evidence few.toml --no-evidence");
    assert_eq!(status, Some(2));
    assert!(why.contains("cannot be used with"), "{why}");
}

#[test]
fn explain_says_why_a_line_weighs_what_it_does() {
    let root = written();
    let page = "Port Ellery\n\
        The last tram of the night carries nobody but its conductor, who sings.\n\
        Tram Conductor Sings to Empty Carriage\n\
        Neighbours along the line have learnt to tell the day of the week by it.\n";
    fs::write(root.path().join("page.txt"), page).unwrap();
    let explain = |line: usize| {
        let args = format!("explain page.txt:{line} --evidence few.toml --only core");
        stdout(&dechaff(root.path(), &args))
    };
    assert_eq!(
        explain(1),
        "page.txt:1: goes\n  \
         | Port Ellery\n    \
         2 words, label; 0 % of the page's words stand before it\n  \
         cut       evidence/line\n            \
         log-odds of noise +6.0, with its neighbours +6.0; 2 words: +5.2; ends in a word: +0.2\n  \
         `--skip evidence/line` or `evidence.line = false` in dechaff.toml switches it off\n"
    );
    let third = explain(3);
    let wanted = "page.txt:3: stays\n  \
         | Tram Conductor Sings to Empty Carriage\n    \
         6 words, title; 42 % of the page's words stand before it\n  \
         too weak  evidence/line\n            \
         log-odds of noise +1.0, with its neighbours +1.0; ends in a word: +0.2; 6 words: +0.2\n            \
         it does not suffice in careful mode\n  \
         no rule matched\n";
    assert!(third.starts_with(wanted), "{third}");
    assert!(
        explain(2).contains("\n  no rule matched\n"),
        "{}",
        explain(2)
    );
}
