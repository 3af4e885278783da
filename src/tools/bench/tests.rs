//! Reports from made-up figures.

use crate::clean::cleaner::Cleaner;
use crate::page::Page;
use crate::rules::kind::Kind;
use crate::rules::mode::Mode;
use crate::text::span::Span;
use crate::tools::bench::compare::{CompareError, compare};
use crate::tools::bench::report::{
    BenchReport, BenchSetup, CleanedFigures, CorpusFigures, MemoryFigures,
};
use crate::tools::bench::row::{Measured, RowName, Sample};
use crate::tools::bench::rule_costs::RuleCosts;
use crate::tools::bench::stages::StageNanos;
use crate::tools::bench::table::table;
use crate::tools::stats::page::page_stats;
use crate::tools::synthesize::draft::NoiseSpan;
use crate::tools::synthesize::truth::Truth;
use std::cell::Cell;

fn measured(name: RowName, threads: usize, nanos: u64) -> Measured {
    let sample = Sample {
        repeats: 2,
        cpu_nanos: Some(2 * nanos),
        wall_nanos: 2 * nanos / threads as u64,
    };
    Measured {
        name,
        threads,
        samples: vec![sample; 3],
        peak_bytes: Some(9_000_000 + nanos),
    }
}

/// A report of one page, on which cleaning takes so long.
fn report(clean_nanos: u64) -> BenchReport {
    let text = "Share\nIt rained all day.\nADVERTISEMENT\n";
    let now = Cell::new(0_u64);
    let clock = || {
        now.set(now.get() + 10);
        now.get()
    };
    let mut costs = RuleCosts::default();
    costs.add(&page_stats(&Cleaner::shipped(), &Page::new(text), &clock).1);
    let mut truth = Truth::default();
    let label = NoiseSpan {
        span: Span::new(0, 6),
        kind: Kind::Share,
    };
    truth.add(text, &[label], &[]);
    let setup = BenchSetup {
        dechaff: "0.1.0".to_owned(),
        processor: Some("A processor".to_owned()),
        corpus: CorpusFigures {
            pages: 1,
            bytes: 2_000_000,
            newlines: 3,
            hash: "0123456789abcdef".to_owned(),
        },
        packs: "rules".to_owned(),
        options: "options".to_owned(),
        mode: Mode::Careful,
        rounds: 3,
    };
    let cleaned = CleanedFigures {
        cuts: 1,
        words_before: 8,
        words_after: 6,
        bytes_after: 20,
    };
    let rows = vec![
        measured(RowName::HashLines, 1, 400_000),
        measured(RowName::Clean, 1, clean_nanos),
        measured(RowName::Clean, 2, clean_nanos),
    ];
    let stages = StageNanos {
        read: 1_000_000,
        ..StageNanos::default()
    };
    BenchReport::new(setup, cleaned, rows)
        .with_memory(Some(MemoryFigures {
            loaded_bytes: 5_000_000,
            peak_bytes: 9_000_000,
        }))
        .with_rules(&costs)
        .with_stages(&stages)
        .with_truth(Some(&truth))
}

#[test]
fn a_table_has_rows_stages_rules_and_kinds() {
    let text = table(&report(20_000_000), 2);
    let expected = "\
1 pages, 2.0 MB, 3 newlines, blake3 0123456789ab
dechaff 0.1.0, mode careful, rules rules, options options; median of 3 rounds
A processor
1 cuts, 2 of 8 words (25.00 %)
5.0 MB of memory with the texts loaded, 9.0 MB at the most

            THREADS  MB/CPU-S     MB/S  PAGES/S  OF FLOOR %  PEAK MB
hash-lines        1   5000.00  5000.00     2500     100.000      9.4
clean             1    100.00   100.00       50       2.000     29.0
clean             2    100.00   200.00      100       2.000     29.0

STAGE   TIME %     MB/S
read    100.00  2000.00
scan      0.00        -
";
    assert!(text.starts_with(expected), "{text}");
    let rest: Vec<&str> = text.lines().skip(17).collect();
    assert!(
        rest.iter()
            .any(|line| line.starts_with("RULE ") && line.ends_with(" CUTS")),
        "{text}"
    );
    assert!(
        rest.iter()
            .any(|line| line.starts_with("and ") && line.ends_with("took less"))
    );
    assert_eq!(
        rest[rest.len() - 2..],
        [
            "share            5      0.00          0            -",
            "all              5      0.00          0            -",
        ]
    );
}

#[test]
fn json_reads_back() {
    let report = report(20_000_000);
    let json = serde_json::to_string(&report).expect("JSON");
    assert_eq!(BenchReport::read(&json), Ok(report));
    let later = json.replacen("\"version\":1", "\"version\":2", 1);
    assert_eq!(BenchReport::read(&later), Err(CompareError::Version));
    let none = BenchReport::read("{}").expect_err("it is none");
    assert!(
        none.to_string().starts_with("no JSON of `bench`: "),
        "{none}"
    );
}

#[test]
fn ratios_are_of_the_same_rows() {
    let (old, mut new) = (report(20_000_000), report(10_000_000));
    compare(&mut new, &old).expect("they are of one corpus");
    let floor = new.rows[0].against_old.expect("both have it");
    assert_eq!(
        (floor.cpu, floor.wall, floor.peak),
        (Some(1.0), 1.0, Some(1.0))
    );
    let clean = new.rows[2].against_old.expect("both have it");
    assert_eq!((clean.cpu, clean.wall), (Some(2.0), 2.0));
    assert!((clean.floor_share - 2.0).abs() < 1e-9);
    assert!(new.rules.iter().all(|cost| cost.against_old == Some(1.0)));
    let text = table(&new, 3);
    assert!(
        text.contains("  x CPU  x WALL  x FLOOR  x PEAK\n"),
        "{text}"
    );
    assert!(
        text.contains("  2.000   2.000    2.000   0.655\n"),
        "{text}"
    );
    assert!(text.contains("  x TIME\n"), "{text}");
}

#[test]
fn rows_that_the_old_report_lacks_have_no_ratio() {
    let (mut old, mut new) = (report(20_000_000), report(10_000_000));
    old.rows.pop();
    old.rules.clear();
    compare(&mut new, &old).expect("they are of one corpus");
    assert_eq!(new.rows[2].against_old, None);
    assert!(new.rules.iter().all(|cost| cost.against_old.is_none()));
}

#[test]
fn other_texts_are_refused() {
    let (mut old, mut new) = (report(1), report(1));
    old.setup.corpus.hash = "fedc".to_owned();
    let why = compare(&mut new, &old).expect_err("they are of other texts");
    assert_eq!(
        why.to_string(),
        "it is of other texts: fedc there, 0123456789abcdef here (blake3)"
    );
}
