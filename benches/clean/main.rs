//! How long a page takes: reading its lines, scanning it, what each detector, each stage and each thread takes,
//! cleaning it, restoring it.
//!
//! `cargo bench` runs all of it, `cargo bench -- page` one group. Every group first asserts what
//! it should find, so that no figure is that of a bench that does nothing.

mod batch;
mod detectors;
mod inputs;
mod stages;

use crate::inputs::{LABELS, fixtures, inputs};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dechaff::{Cleaned, Cleaner, PackSource, Page, RulesBuilder};
use std::hint::black_box;

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

criterion_group!(
    benches,
    page,
    one_rule,
    clean,
    restore,
    load,
    detectors::each,
    stages::each,
    stages::weigh,
    batch::threads
);
criterion_main!(benches);
