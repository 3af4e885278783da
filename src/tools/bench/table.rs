//! A report for people.

use crate::tools::bench::report::{BenchReport, KindFigures};
use crate::tools::bench::row::{BenchRow, figure};
use crate::tools::bench::rule_costs::RuleCost;
use crate::tools::bench::stages::StageFigures;
use std::fmt::Write as _;

/// What stands where there is no figure.
const NONE: &str = "-";

/// The report as tables; of rules, the `most` slowest.
pub fn table(report: &BenchReport, most: usize) -> String {
    let mut out = head(report);
    out += &rows(&report.rows);
    out += &stages(&report.stages);
    out += &rules(report, most);
    out += &kinds(&report.kinds);
    out
}

fn head(report: &BenchReport) -> String {
    let (setup, cleaned) = (&report.setup, &report.cleaned);
    let corpus = &setup.corpus;
    let mut out = format!(
        "{} pages, {} MB, {} newlines, blake3 {}\n",
        corpus.pages,
        megabytes(corpus.bytes as u64),
        corpus.newlines,
        short(&corpus.hash)
    );
    let _ = writeln!(
        out,
        "dechaff {}, mode {}, rules {}, options {}; median of {} rounds",
        setup.dechaff,
        setup.mode,
        short(&setup.packs),
        short(&setup.options),
        setup.rounds
    );
    if let Some(processor) = &setup.processor {
        let _ = writeln!(out, "{processor}");
    }
    let gone = cleaned.words_before.saturating_sub(cleaned.words_after);
    let share = figure(gone as u64) / figure(cleaned.words_before.max(1) as u64);
    let _ = writeln!(
        out,
        "{} cuts, {gone} of {} words ({} %)",
        cleaned.cuts,
        cleaned.words_before,
        percent(share)
    );
    if let Some(memory) = &report.memory {
        let _ = writeln!(
            out,
            "{} MB of memory with the texts loaded, {} MB at the most",
            megabytes(memory.loaded_bytes),
            megabytes(memory.peak_bytes)
        );
    }
    out
}

fn rows(rows: &[BenchRow]) -> String {
    let compared = rows.iter().any(|row| row.against_old.is_some());
    let mut head = cells(&[
        "",
        "THREADS",
        "MB/CPU-S",
        "MB/S",
        "PAGES/S",
        "OF FLOOR %",
        "PEAK MB",
    ]);
    if compared {
        head.extend(cells(&["x CPU", "x WALL", "x FLOOR", "x PEAK"]));
    }
    let row = |row: &BenchRow| {
        let mut all = vec![
            row.name.to_string(),
            row.threads.to_string(),
            row.mb_per_cpu_second.map_or(NONE.to_owned(), speed),
            speed(row.mb_per_second),
            format!("{:.0}", row.pages_per_second),
            format!("{:.3}", row.floor_share * 100.0),
            row.peak_bytes.map_or(NONE.to_owned(), megabytes),
        ];
        if compared {
            let old = row.against_old;
            all.extend([
                ratio(old.and_then(|old| old.cpu)),
                ratio(old.map(|old| old.wall)),
                ratio(old.map(|old| old.floor_share)),
                ratio(old.and_then(|old| old.peak)),
            ]);
        }
        all
    };
    aligned(head, rows.iter().map(row))
}

fn stages(stages: &[StageFigures]) -> String {
    if stages.is_empty() {
        return String::new();
    }
    let row = |one: &StageFigures| {
        vec![
            one.stage.clone(),
            percent(one.time_share),
            one.mb_per_second.map_or(NONE.to_owned(), speed),
        ]
    };
    aligned(cells(&["STAGE", "TIME %", "MB/S"]), stages.iter().map(row))
}

fn rules(report: &BenchReport, most: usize) -> String {
    let rules = &report.rules[..report.rules.len().min(most)];
    if rules.is_empty() {
        return String::new();
    }
    let compared = rules.iter().any(|cost| cost.against_old.is_some());
    let mut head = cells(&["RULE", "TIME %", "MS", "HITS", "NS/HIT", "CUTS"]);
    head.extend(compared.then(|| "x TIME".to_owned()));
    let row = |cost: &RuleCost| {
        let per_hit = cost.nanos_per_hit();
        let mut all = vec![
            cost.rule.clone(),
            percent(cost.time_share),
            format!("{:.2}", figure(cost.nanos) / 1e6),
            cost.hits.to_string(),
            per_hit.map_or(NONE.to_owned(), |nanos| format!("{nanos:.0}")),
            cost.cuts.to_string(),
        ];
        all.extend(compared.then(|| ratio(cost.against_old)));
        all
    };
    let mut out = aligned(head, rules.iter().map(row));
    let left = report.rules.len() - rules.len();
    if left > 0 {
        let _ = writeln!(out, "and {left} rules that took less");
    }
    let _ = writeln!(
        out,
        "the search for literals took {} % of the time of finding",
        percent(report.search_time_share)
    );
    out
}

fn kinds(kinds: &[KindFigures]) -> String {
    if kinds.is_empty() {
        return String::new();
    }
    let head = cells(&[
        "KIND",
        "NOISE BYTES",
        "RECALL %",
        "CUT BYTES",
        "PRECISION %",
    ]);
    let share = |share: Option<f64>| share.map_or(NONE.to_owned(), percent);
    let row = |one: &KindFigures| {
        vec![
            one.kind.map_or("all", |kind| kind.word()).to_owned(),
            one.noise_bytes.to_string(),
            share(one.recall),
            one.cut_bytes.to_string(),
            share(one.precision),
        ]
    };
    aligned(head, kinds.iter().map(row))
}

/// A blank line, then columns: the first to the left, the others to the right.
fn aligned(head: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> String {
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max();
    let widths: Vec<usize> = (0..rows[0].len()).filter_map(width).collect();
    let mut out = "\n".to_owned();
    for row in &rows {
        let _ = write!(out, "{:1$}", row[0], widths[0]);
        for (cell, &width) in row.iter().zip(&widths).skip(1) {
            let _ = write!(out, "  {cell:>width$}");
        }
        out.push('\n');
    }
    out
}

fn cells(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

fn percent(share: f64) -> String {
    format!("{:.2}", share * 100.0)
}

fn speed(megabytes: f64) -> String {
    format!("{megabytes:.2}")
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", figure(bytes) / 1e6)
}

fn ratio(ratio: Option<f64>) -> String {
    ratio.map_or(NONE.to_owned(), |ratio| format!("{ratio:.3}"))
}
