//! How long a page takes: reading its lines, scanning it, cleaning it, restoring it.
//!
//! `cargo bench` runs all of it, `cargo bench -- page` one group. Every group first asserts what
//! it should find, so that no figure is that of a bench that does nothing.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dechaff::{Cleaned, Cleaner, PackSource, Page, RulesBuilder};
use std::hint::black_box;
use std::path::Path;

/// A text, what it is called, and how often the bench's own rule cuts from it.
struct Input {
    name: &'static str,
    text: String,
    labels: usize,
}

const PROSE: &str = "The harbour board said on Tuesday that both cranes would be mended before the \
                     first autumn storms, and that the ferry would run until then.";

/// A rule file of the bench's own: the count of its cuts does not move with the shipped packs.
const LABELS: &str = "schema = 1\npack = \"bench\"\n[[rule]]\nid = \"label\"\nkind = \"nav\"\n\
                      match.line = [\"Zebra label\", \"Read the zebra\"]\n";

fn inputs() -> Vec<Input> {
    let article = |paragraphs: usize, every: usize| -> String {
        (0..paragraphs)
            .map(|at| match at % every {
                0 => format!("{PROSE} Part {at}.\n\nZebra label\n\n"),
                _ => format!("{PROSE} Part {at}.\n\n"),
            })
            .collect()
    };
    vec![
        Input {
            name: "article",
            text: article(20, 4),
            labels: 5,
        },
        Input {
            name: "no_noise",
            text: article(20, 4).replace("Zebra", "Story"),
            labels: 0,
        },
        Input {
            name: "long",
            text: article(4000, 10),
            labels: 400,
        },
        Input {
            name: "short_lines",
            text: "a\n".repeat(50_000),
            labels: 0,
        },
        Input {
            name: "one_line",
            text: PROSE.repeat(8000),
            labels: 0,
        },
        Input {
            name: "labels",
            text: format!("{PROSE}\n{}", "Zebra label\n".repeat(2000)),
            labels: 2000,
        },
    ]
}

/// All fixtures as one input each would be too small to time: they are timed together.
fn fixtures() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let entries = std::fs::read_dir(folder).expect("the fixtures are there");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path().join("in.txt"))
        .collect();
    paths.sort();
    let texts = paths
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok());
    let texts: Vec<String> = texts.collect();
    assert!(texts.len() >= 40, "{} fixtures", texts.len());
    texts
}

fn unfused(builder: RulesBuilder) -> Cleaner {
    let source = PackSource {
        name: "bench.toml".to_owned(),
        text: LABELS.to_owned(),
    };
    let rules = builder
        .file(source)
        .build()
        .expect("the bench's rules are sound");
    let options = dechaff::Options {
        max_removed_share: 1.0,
        ..dechaff::Options::default()
    };
    Cleaner::new(rules, options)
}

fn label_cuts(cleaned: &Cleaned<'_>) -> usize {
    cleaned
        .cuts
        .iter()
        .filter(|cut| cut.rule == "bench/label")
        .count()
}

fn page(c: &mut Criterion) {
    let mut group = c.benchmark_group("page");
    for input in inputs() {
        let lines = input.text.matches('\n').count() + usize::from(!input.text.ends_with('\n'));
        assert_eq!(
            Page::new(&input.text).lines().len(),
            lines,
            "{}",
            input.name
        );
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(input.name),
            &input.text,
            |b, text| {
                b.iter(|| Page::new(black_box(text)).word_count());
            },
        );
    }
}

/// Two labels and nothing else: the price of the way itself.
fn one_rule(c: &mut Criterion) {
    let cleaner = unfused(RulesBuilder::new().without_shipped());
    clean_group(c, "one_rule", &cleaner);
}

fn clean(c: &mut Criterion) {
    let cleaner = unfused(RulesBuilder::new());
    clean_group(c, "clean", &cleaner);
    let texts = fixtures();
    let cuts: usize = texts
        .iter()
        .map(|text| cleaner.clean(&Page::new(text)).cuts.len())
        .sum();
    assert!(cuts > 0, "nothing goes from the fixtures");
    let mut group = c.benchmark_group("clean");
    group.throughput(Throughput::Bytes(
        texts.iter().map(String::len).sum::<usize>() as u64,
    ));
    group.bench_function("fixtures", |b| {
        b.iter(|| {
            texts
                .iter()
                .map(|text| cleaner.clean(&Page::new(text)).cuts.len())
                .sum::<usize>()
        });
    });
}

fn clean_group(c: &mut Criterion, name: &str, cleaner: &Cleaner) {
    let mut group = c.benchmark_group(name);
    for input in inputs() {
        let page = Page::new(&input.text);
        assert_eq!(
            label_cuts(&cleaner.clean(&page)),
            input.labels,
            "{}",
            input.name
        );
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(input.name), &page, |b, page| {
            b.iter(|| cleaner.clean(black_box(page)).cuts.len());
        });
    }
}

fn restore(c: &mut Criterion) {
    let by = unfused(RulesBuilder::new().without_shipped());
    let mut group = c.benchmark_group("restore");
    for input in inputs() {
        let page = Page::new(&input.text);
        let cleaned = by.clean(&page);
        assert_eq!(label_cuts(&cleaned), input.labels, "{}", input.name);
        let record = cleaned.record(input.name);
        assert_eq!(record.restore(&cleaned.text), Ok(input.text.clone()));
        group.throughput(Throughput::Bytes(input.text.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(input.name),
            &record,
            |b, record| {
                b.iter(|| {
                    record
                        .restore(black_box(&cleaned.text))
                        .expect("it was asserted above")
                        .len()
                });
            },
        );
    }
}

/// What a run does once: loading the shipped packs, building their prefilter, and what the first
/// page needs; and reading the packs as they are written.
fn load(c: &mut Criterion) {
    let bytes: usize = dechaff::rulefile::shipped_packs()
        .iter()
        .map(|(_, text)| text.len())
        .sum();
    assert!(!Cleaner::shipped().rules().is_empty());
    let mut group = c.benchmark_group("load");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("shipped", |b| b.iter(Cleaner::shipped));
    group.bench_function("shipped, and one page", |b| {
        let text = &inputs()[0].text;
        b.iter(|| Cleaner::shipped().clean(&Page::new(text)).words_after);
    });
    group.bench_function("as written", |b| {
        b.iter(|| {
            RulesBuilder::new()
                .as_written()
                .build()
                .map(|rules| rules.len())
        });
    });
}

criterion_group!(benches, page, one_rule, clean, restore, load);
criterion_main!(benches);
