//! What each stage of cleaning takes, on generated pages: the prefilter and the scan, deciding, weighing with
//! and without the end of the article, and applying the cuts.

use criterion::{Criterion, Throughput};
use dechaff::tools::bench::{StageNanos, clean_staged};
use dechaff::tools::synthesize::{Crawl, CrawlOptions};
use dechaff::{Cleaner, Model, Options, Page, Rules};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const PAGES: u64 = 40;

/// Pages of a generated crawl.
pub(crate) fn pages() -> Vec<String> {
    let crawl = Crawl::new(CrawlOptions {
        seed: 7,
        hosts: 10,
        ..CrawlOptions::default()
    });
    (0..PAGES).map(|number| crawl.page(number).text).collect()
}

/// How long the stages of all pages took, and how many cuts were made.
fn clean_all(cleaner: &Cleaner, texts: &[String]) -> (StageNanos, usize) {
    let start = Instant::now();
    let clock = || u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
    let (mut sum, mut cuts) = (StageNanos::default(), 0);
    for text in texts {
        let (page, stages) = clean_staged(cleaner, &Page::new(text), &clock);
        sum += stages;
        cuts += page.cuts.len();
    }
    (sum, cuts)
}

fn bench_stage(
    c: &mut Criterion,
    (group, name): (&str, &str),
    (cleaner, texts): (&Cleaner, &[String]),
    stage: impl Fn(&StageNanos) -> u64,
) {
    let mut group = c.benchmark_group(group);
    let bytes: usize = texts.iter().map(String::len).sum();
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function(name, |b| {
        b.iter_custom(|times| {
            let nanos = (0..times)
                .map(|_| stage(&clean_all(cleaner, texts).0))
                .sum();
            Duration::from_nanos(nanos)
        });
    });
}

/// Every stage with all rules and the model.
pub(crate) fn each(c: &mut Criterion) {
    let (cleaner, texts) = (Cleaner::shipped(), pages());
    let (stages, cuts) = clean_all(&cleaner, &texts);
    assert!(cuts > texts.len(), "{cuts} cuts on {} pages", texts.len());
    for (at, (name, nanos)) in stages.by_name().into_iter().enumerate() {
        assert!(nanos > 0, "{name} takes no time");
        bench_stage(c, ("stages", name), (&cleaner, &texts), |stages| {
            stages.by_name()[at].1
        });
    }
}

/// Weighing by a model that knows lines alone, and by one that also knows where articles end.
pub(crate) fn weigh(c: &mut Criterion) {
    let texts = pages();
    let cleaner = |model| {
        Cleaner::new(Rules::shipped(), Options::default()).with_model(Some(Arc::new(model)))
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/evidence/en.toml");
    let text = std::fs::read_to_string(path).expect("the model is there");
    let mut file: toml::Table = text.parse().expect("it is TOML");
    assert!(file.remove("story").is_some(), "the model knows ends");
    let lines = Model::parse("lines.toml", &file.to_string()).expect("it is a model");
    let both = Model::parse("en.toml", &text).expect("it is a model");
    for (name, model) in [("lines", lines), ("lines and ends", both)] {
        let cleaner = cleaner(model);
        assert!(clean_all(&cleaner, &texts).1 > 0, "{name}: nothing goes");
        bench_stage(c, ("weigh", name), (&cleaner, &texts), |stages| {
            stages.weigh
        });
    }
}
