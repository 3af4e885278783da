//! Figures as text for a terminal and as Markdown.

use crate::tools::score::attribution::print::{
    attribution_markdown, attribution_table, costly_markdown, costly_table,
};
use crate::tools::score::escape::{markdown as in_markdown, plain};
use crate::tools::score::page_score::PageScore;
use crate::tools::score::prf::Prf;
use crate::tools::score::snippets::{SnippetCounts, SnippetReport};
use crate::tools::score::summary::{Damage, MeasureSummary, ScoreReport};
use std::fmt::Write;

/// A report for a terminal, as `score.py` prints it, and how many pages are gutted.
pub fn table(report: &ScoreReport) -> String {
    let mut text = format!("pages {}", report.summary.pages);
    if let Some(missing) = report.missing_after {
        add(&mut text, format_args!("   missing_after {missing}"));
    }
    text.push('\n');
    measure_lines(&mut text, "4-shingle", &report.summary.shingles);
    measure_lines(&mut text, "bag of words", &report.summary.words);
    if let Some(damage) = &report.summary.damage {
        text.push_str(&damage_line(damage));
        text.push('\n');
    }
    for (name, pages) in extremes(report) {
        add(&mut text, format_args!("{name}\n"));
        if pages.is_empty() {
            text.push_str("   none\n");
        }
        for (id, score) in pages {
            let id = plain(id);
            let (before, after, lost) = page_figures(score);
            add(
                &mut text,
                format_args!("   {id}  F1 {before:.3} -> {after:.3}  gold words lost {lost:.1}%\n"),
            );
        }
    }
    if !report.costly_cuts.is_empty() {
        text.push_str(&costly_table(&report.costly_cuts));
    }
    if let Some(attribution) = &report.attribution {
        text.push('\n');
        text.push_str(&attribution_table(attribution));
    }
    text
}

/// A report as Markdown: a table a measure, the damage, and the pages that moved most.
pub fn markdown(report: &ScoreReport) -> String {
    let mut text = pages(report.summary.pages);
    if let Some(missing) = report.missing_after {
        add(
            &mut text,
            format_args!(", {missing} missing after cleaning"),
        );
    }
    text.push_str(
        "\n\n| measure | text | P | R | F1 | 95 % |\n| --- | --- | ---: | ---: | ---: | --- |\n",
    );
    measure_rows(&mut text, "4-shingle", &report.summary.shingles);
    measure_rows(&mut text, "words", &report.summary.words);
    if let Some(damage) = &report.summary.damage {
        add(
            &mut text,
            format_args!("\n{}\n", damage_line(damage).replace("   ", ", ")),
        );
    }
    for (name, pages) in extremes(report) {
        add(
            &mut text,
            format_args!("\n| {name} | F1 before | F1 after | gold words lost |\n"),
        );
        text.push_str("| --- | ---: | ---: | ---: |\n");
        if pages.is_empty() {
            text.push_str("| none | | | |\n");
        }
        for (id, score) in pages {
            let (before, after, lost) = page_figures(score);
            add(
                &mut text,
                format_args!(
                    "| {} | {before:.3} | {after:.3} | {lost:.1} % |\n",
                    in_markdown(id)
                ),
            );
        }
    }
    if !report.costly_cuts.is_empty() {
        text.push('\n');
        text.push_str(&costly_markdown(&report.costly_cuts));
    }
    if let Some(attribution) = &report.attribution {
        text.push('\n');
        text.push_str(&attribution_markdown(attribution));
    }
    text
}

/// Snippet counts for a terminal.
pub fn snippets_table(report: &SnippetReport) -> String {
    let mut text = format!("pages {}\n", report.pages);
    for (name, counts) in snippet_sets(report) {
        let SnippetCounts { wanted, unwanted } = counts;
        let (with, without) = (share(wanted.share()), share(unwanted.share()));
        let (with_count, without_count) = (wanted.total, unwanted.total);
        let f1 = counts.f1();
        add(
            &mut text,
            format_args!(
                "  {name:<6}  with {with} of {with_count}  without {without} of {without_count}  F1 {f1:.3}\n"
            ),
        );
    }
    text
}

/// Snippet counts as a Markdown table.
pub fn snippets_markdown(report: &SnippetReport) -> String {
    let mut text = format!(
        "{}\n\n| text | with present | without present | F1 |\n",
        pages(report.pages)
    );
    text.push_str("| --- | ---: | ---: | ---: |\n");
    for (name, counts) in snippet_sets(report) {
        let (with, without) = (share(counts.wanted.share()), share(counts.unwanted.share()));
        add(
            &mut text,
            format_args!("| {name} | {with} | {without} | {:.3} |\n", counts.f1()),
        );
    }
    text
}

fn measure_lines(text: &mut String, name: &str, measure: &MeasureSummary) {
    let interval = measure.before_interval;
    add(
        text,
        format_args!("[{name}]\n  before  {}", figures(&measure.before)),
    );
    add(
        text,
        format_args!("  [{:.3}, {:.3}]\n", interval.low, interval.high),
    );
    if let Some(oracle) = &measure.oracle {
        let headroom = oracle.f1 - measure.before.f1;
        add(
            text,
            format_args!("  oracle  {}  headroom {headroom:.3}\n", figures(oracle)),
        );
    }
    let Some(change) = &measure.change else {
        return;
    };
    let interval = change.gain_interval;
    add(
        text,
        format_args!(
            "  after   {}  gain {:+.3} ",
            figures(&change.after),
            change.gain
        ),
    );
    add(
        text,
        format_args!("[{:+.3}, {:+.3}]  ", interval.low, interval.high),
    );
    add(
        text,
        format_args!("recall loss {:+.4}\n", change.recall_loss),
    );
    if let (Some(headroom), Some(interval)) = (change.headroom_recovered, change.headroom_interval)
    {
        let percents = [headroom, interval.low, interval.high].map(|share| 100.0 * share);
        let [headroom, low, high] = percents;
        add(
            text,
            format_args!("  headroom recovered {headroom:.1}%  [{low:.1}, {high:.1}]\n"),
        );
    }
}

fn measure_rows(text: &mut String, name: &str, measure: &MeasureSummary) {
    let mut row = |of: &str, prf: &Prf, note: &str| {
        let Prf {
            precision,
            recall,
            f1,
        } = prf;
        add(
            text,
            format_args!("| {name} | {of} | {precision:.3} | {recall:.3} | {f1:.3} | {note} |\n"),
        );
    };
    let interval = measure.before_interval;
    row(
        "before",
        &measure.before,
        &format!("{:.3} to {:.3}", interval.low, interval.high),
    );
    if let Some(oracle) = &measure.oracle {
        row(
            "oracle",
            oracle,
            &format!("headroom {:.3}", oracle.f1 - measure.before.f1),
        );
    }
    if let Some(change) = &measure.change {
        let interval = change.gain_interval;
        let mut note = format!(
            "gain {:+.3} ({:+.3} to {:+.3})",
            change.gain, interval.low, interval.high
        );
        if let Some(headroom) = change.headroom_recovered {
            add(
                &mut note,
                format_args!(", {:.1} % of headroom", 100.0 * headroom),
            );
        }
        add(
            &mut note,
            format_args!(", recall loss {:+.4}", change.recall_loss),
        );
        row("after", &change.after, &note);
    }
}

fn damage_line(damage: &Damage) -> String {
    format!(
        "noise words removed {:.1}%   damage5 {:.2}% of gold words   max {:.1}%   pages better {} / worse {}   gutted {}",
        100.0 * damage.noise_removed_share,
        damage.damage5_percent,
        damage.max_percent,
        damage.pages_better,
        damage.pages_worse,
        damage.pages_gutted,
    )
}

/// The lists that were asked for; a set may have no page for one.
fn extremes(report: &ScoreReport) -> impl Iterator<Item = (&str, &Vec<(String, PageScore)>)> {
    let lists = [
        ("most damaged", &report.most_damaged),
        ("most helped", &report.most_helped),
    ];
    lists.into_iter().filter(|_| report.names_extremes)
}

fn page_figures(score: &PageScore) -> (f64, f64, f64) {
    let after = score.shingles.after.map_or(0.0, |after| after.f1);
    (
        score.shingles.before.f1,
        after,
        score.lost_percent().unwrap_or(0.0),
    )
}

fn snippet_sets(report: &SnippetReport) -> impl Iterator<Item = (&'static str, SnippetCounts)> {
    let sets = [("before", Some(report.before)), ("after", report.after)];
    sets.into_iter()
        .filter_map(|(name, set)| Some((name, set?)))
}

fn figures(prf: &Prf) -> String {
    format!(
        "P {:.3}  R {:.3}  F1 {:.3}",
        prf.precision, prf.recall, prf.f1
    )
}

fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"))
}

fn pages(count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} page{plural}")
}

fn add(text: &mut String, part: std::fmt::Arguments<'_>) {
    text.write_fmt(part)
        .expect("writing to a String cannot fail");
}
