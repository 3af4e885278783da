//! The figures of `dechaff score` against those of the benchmark's `score.py`, page by page.
//!
//! `DECHAFF_BENCH` names the unpacked `dev` folder and `DECHAFF_SCORE_PY` the script. `./test all` runs
//! these tests where both are set, and else the runner counts them as skipped; alone they run by
//!
//! ```text
//! DECHAFF_BENCH=DEV DECHAFF_SCORE_PY=../shared/bench/score.py cargo test --test it score_py -- --ignored
//! ```
//!
//! `DECHAFF_BENCH_ALL=1` takes every set and extractor (minutes) instead of three.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]
#![allow(clippy::print_stderr, reason = "says what was compared")]
#![allow(clippy::cast_precision_loss, reason = "counts of words on a page")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use dechaff::tools::score::{MeasureScore, Oracle, PageScore, ScoreReport, json, score_page};
use serde_json::Value;

/// How far two figures may be apart.
const TOLERANCE: f64 = 1e-9;

struct Bench {
    dev: PathBuf,
    script: PathBuf,
}

impl Bench {
    fn find() -> Self {
        let path = |name| env::var_os(name).map(PathBuf::from);
        let set = |name| path(name).unwrap_or_else(|| panic!("{name} is not set"));
        Self {
            dev: set("DECHAFF_BENCH"),
            script: set("DECHAFF_SCORE_PY"),
        }
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        if env::var_os("DECHAFF_BENCH_ALL").is_none() {
            let few = [
                ("andy", "bs4"),
                ("andy", "trafilatura"),
                ("readability", "justext"),
            ];
            return few
                .map(|(set, extractor)| (set, extractor.to_owned()))
                .to_vec();
        }
        let sets = ["andy", "hosts", "readability", "wcxb_dev", "wcxb_dev_other"];
        sets.into_iter()
            .flat_map(|set| {
                names(&self.dev.join(set).join("raw"))
                    .into_iter()
                    .map(move |e| (set, e))
            })
            .collect()
    }

    /// What `score.py` finds: the summary and the rows.
    fn reference(&self, gold: &Path, before: &Path, after: Option<&Path>) -> Value {
        let rows = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/score/score_rows.py");
        let mut command = Command::new("python3");
        command
            .arg(rows)
            .arg(&self.script)
            .arg(gold)
            .arg(before)
            .args(after);
        let output = command.output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

#[test]
#[ignore = "needs the benchmark's pages and score.py"]
fn figures_equal_those_of_score_py() {
    let bench = Bench::find();
    for (set, extractor) in bench.pairs() {
        let set_folder = bench.dev.join(set);
        let before = set_folder.join("raw").join(&extractor);
        let count = compare(&bench, &set_folder.join("gold"), &before, None);
        eprintln!("{set} {extractor}: {count} figures agree");
    }
}

#[test]
#[ignore = "needs the benchmark's pages and score.py"]
fn figures_after_cleaning_equal_those_of_score_py() {
    let bench = Bench::find();
    for (set, extractor) in bench.pairs() {
        if extractor != "bs4" {
            continue;
        }
        // Another extractor's text stands in for a cleaned page: it loses and gains a lot.
        let set_folder = bench.dev.join(set);
        let raw = set_folder.join("raw");
        let after = raw.join("trafilatura_recall");
        let count = compare(
            &bench,
            &set_folder.join("gold"),
            &raw.join("bs4"),
            Some(&after),
        );
        eprintln!("{set} bs4 -> trafilatura_recall: {count} figures agree");
    }
}

/// Compares all figures of a set of pages; how many there were.
fn compare(bench: &Bench, gold: &Path, before: &Path, after: Option<&Path>) -> usize {
    let reference = bench.reference(gold, before, after);
    let rows = reference["rows"].as_object().unwrap();
    let read = |path: PathBuf| fs::read_to_string(path).unwrap();
    let mut pages = Vec::new();
    let (mut count, mut missing) = (0, 0);
    let mut ids: Vec<_> = rows.keys().collect();
    ids.sort();
    for id in ids {
        let name = format!("{id}.txt");
        let cleaned = after.map(|folder| fs::read_to_string(folder.join(&name)).ok());
        missing += usize::from(cleaned == Some(None));
        let cleaned = cleaned.map(Option::unwrap_or_default);
        let (gold, before) = (read(gold.join(&name)), read(before.join(&name)));
        let page = score_page(&gold, &before, cleaned.as_deref(), Oracle::Search);
        count += compare_row(id, &page, &rows[id]);
        pages.push((id.clone(), page));
    }
    let mut report = ScoreReport::new(pages, 0).unwrap();
    report.missing_after = after.map(|_| missing);
    let mut summary: Value = serde_json::from_str(&json(&report)).unwrap();
    // The one figure that is ours alone.
    summary.as_object_mut().unwrap().remove("pages_gutted");
    count + compare_objects(&summary, &reference["summary"])
}

fn compare_row(id: &str, page: &PageScore, row: &Value) -> usize {
    let mut figures = vec![
        ("gold_words".to_owned(), page.gold_words as f64),
        ("before_words".to_owned(), page.before.total as f64),
        ("m_before".to_owned(), page.before.in_gold as f64),
    ];
    add_measure(&mut figures, "sh", &page.shingles);
    add_measure(&mut figures, "bow", &page.words);
    if let Some(after) = page.after {
        figures.push(("after_words".to_owned(), after.total as f64));
        figures.push(("m_after".to_owned(), after.in_gold as f64));
        figures.push(("noise_before".to_owned(), page.before.noise() as f64));
        figures.push(("noise_after".to_owned(), after.noise() as f64));
        figures.push(("lost".to_owned(), page.lost_percent().unwrap()));
    }
    for (name, figure) in &figures {
        close(
            &format!("{id} {name}"),
            *figure,
            row[name].as_f64().unwrap(),
        );
    }
    assert_eq!(figures.len(), row.as_object().unwrap().len(), "{id}");
    figures.len()
}

fn add_measure(figures: &mut Vec<(String, f64)>, name: &str, measure: &MeasureScore) {
    let texts = [
        ("", Some(measure.before)),
        ("o", measure.oracle),
        ("a", measure.after),
    ];
    for (text, prf) in texts
        .into_iter()
        .filter_map(|(text, prf)| Some((text, prf?)))
    {
        figures.push((format!("{name}_{text}p"), prf.precision));
        figures.push((format!("{name}_{text}r"), prf.recall));
        figures.push((format!("{name}_{text}f"), prf.f1));
    }
}

/// Compares two objects of numbers and pairs of numbers, both ways round.
fn compare_objects(ours: &Value, theirs: &Value) -> usize {
    let flat = |object: &Value| -> Vec<(String, f64)> {
        let fields = object.as_object().unwrap().iter();
        let mut all = Vec::new();
        for (name, value) in fields {
            match value.as_array() {
                Some(pair) => all.extend(pair.iter().map(|v| (name.clone(), v.as_f64().unwrap()))),
                None => all.push((name.clone(), value.as_f64().unwrap())),
            }
        }
        all
    };
    let (ours, theirs) = (flat(ours), flat(theirs));
    assert_eq!(ours.len(), theirs.len());
    for ((our_name, our), (their_name, their)) in ours.iter().zip(&theirs) {
        assert_eq!(our_name, their_name);
        close(our_name, *our, *their);
    }
    ours.len()
}

fn close(name: &str, ours: f64, theirs: f64) {
    assert!(
        (ours - theirs).abs() <= TOLERANCE,
        "{name}: {ours} here, {theirs} in score.py"
    );
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
