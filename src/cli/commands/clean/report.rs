//! What a run says on standard error.

use crate::cli::render::terminal::{escape, thousands};
use dechaff::Warning;
use dechaff::io::batch::{CleanPage, Event, RunSummary};
use dechaff::tools::stats::CutStatistics;
use std::fmt::Write as _;
use std::path::Path;

/// Says what deserves to be known of one page or path.
pub(crate) fn event(event: &Event) {
    match event {
        Event::Page(page) => warn(page),
        Event::Failed(path, reason) => {
            tracing::error!("{}: {reason}", escape(&path.to_string_lossy()));
        }
        Event::Skipped(path, reason) => {
            tracing::debug!(
                "{}: skipped, {}",
                escape(&path.to_string_lossy()),
                reason.words()
            );
        }
    }
}

/// Says why a page was not cleaned as its rules would have it.
pub(crate) fn warn(page: &CleanPage) {
    let name = escape(&page.record.page);
    for warning in &page.warnings {
        match warning {
            Warning::KeptWhole { removed_share } => tracing::warn!(
                "{name}: kept whole, {:.0} % of its words would have gone; `dechaff explain` shows why",
                removed_share * 100.0
            ),
            Warning::TooLarge => tracing::warn!("{name}: kept whole, it has 4 GiB or more"),
            Warning::Unsettled => tracing::warn!(
                "{name}: its cuts made room for more cuts {} times over; cleaning it again may cut more",
                dechaff::clean::MAX_PASSES
            ),
        }
    }
    let cuts = plural(page.record.cuts.len(), "cut");
    tracing::info!(
        "{name}: {cuts}, {} of {} words stay",
        page.words.1,
        page.words.0
    );
}

/// The closing summary.
pub(crate) fn summary(
    summary: &RunSummary,
    statistics: &CutStatistics,
    out: Option<&Path>,
) -> String {
    let mut text = String::new();
    let gone = summary.words_before - summary.words_after;
    let _ = writeln!(
        text,
        "{} cleaned, {} changed: {} of {} words removed ({})",
        plural(summary.pages, "page"),
        thousands(summary.pages_changed),
        thousands(gone),
        thousands(summary.words_before),
        percent(gone, summary.words_before)
    );
    let _ = writeln!(
        text,
        "{} bytes in, {} out",
        thousands(summary.bytes_before),
        thousands(summary.bytes_after)
    );
    kinds_table(&mut text, summary);
    rules_table(&mut text, statistics, summary.words_before);
    hosts_table(&mut text, statistics);
    outliers(&mut text, statistics);
    if summary.pages_kept_whole > 0 {
        let _ = writeln!(
            text,
            "{} kept whole",
            plural(summary.pages_kept_whole, "page")
        );
    }
    for (name, count) in summary.formats.iter().chain(&summary.encodings) {
        let _ = writeln!(text, "{} read as {name}", plural(*count, "page"));
    }
    for (reason, count) in &summary.skipped {
        let _ = writeln!(text, "{} skipped: {reason}", plural(*count, "file"));
    }
    if summary.failed > 0 {
        let _ = writeln!(
            text,
            "{} failed, named above",
            plural(summary.failed, "page")
        );
    }
    if let Some(out) = out {
        let own = out.join("_dechaff");
        let _ = writeln!(
            text,
            "clean text in {}, every cut in {}",
            out.display(),
            own.join("cuts.jsonl.zst").display()
        );
        next_steps(&mut text, summary, statistics, out);
    }
    text
}

fn kinds_table(text: &mut String, summary: &RunSummary) {
    let mut kinds: Vec<_> = summary
        .kinds
        .iter()
        .filter(|(_, totals)| totals.words > 0)
        .collect();
    if kinds.is_empty() {
        return;
    }
    kinds.sort_by_key(|(kind, totals)| (std::cmp::Reverse(totals.words), **kind));
    let _ = writeln!(
        text,
        "\n  {:<12}{:>9}{:>9}{:>9}{:>9}",
        "kind", "words", "cuts", "pages", "share"
    );
    for (kind, totals) in kinds {
        let _ = writeln!(
            text,
            "  {:<12}{:>9}{:>9}{:>9}{:>9}",
            kind.word(),
            thousands(totals.words),
            thousands(totals.cuts),
            thousands(totals.pages),
            percent(totals.words, summary.words_before)
        );
    }
    text.push('\n');
}

/// Rules and hosts that are shown.
const MOST_ROWS: usize = 5;

/// The rules that took most words.
fn rules_table(text: &mut String, statistics: &CutStatistics, words_before: usize) {
    let rules = statistics.rules.iter().filter(|(_, one)| one.words > 0);
    let mut rules: Vec<_> = rules.collect();
    if rules.is_empty() {
        return;
    }
    rules.sort_by_key(|(rule, one)| (std::cmp::Reverse(one.words), *rule));
    let more = rules.len().saturating_sub(MOST_ROWS);
    rules.truncate(MOST_ROWS);
    let width = rules.iter().map(|(rule, _)| rule.len()).max();
    let width = width.unwrap_or(0).max(12);
    let _ = writeln!(
        text,
        "  {:<width$}{:>9}{:>9}{:>9}{:>9}",
        "rule", "words", "cuts", "pages", "share"
    );
    for (rule, one) in rules {
        let _ = writeln!(
            text,
            "  {rule:<width$}{:>9}{:>9}{:>9}{:>9}",
            thousands(whole(one.words)),
            thousands(whole(one.cuts)),
            thousands(whole(one.pages)),
            percent(whole(one.words), words_before)
        );
    }
    if more > 0 {
        let _ = writeln!(text, "  and {}", plural_more(more, "rule"));
    }
    text.push('\n');
}

/// The hosts of which most bytes went, where pages have urls.
fn hosts_table(text: &mut String, statistics: &CutStatistics) {
    let mut hosts: Vec<_> = statistics.hosts.iter().collect();
    if hosts.is_empty() {
        return;
    }
    hosts.sort_by_key(|(host, one)| (std::cmp::Reverse(one.cut.bytes), *host));
    let more = hosts.len().saturating_sub(MOST_ROWS);
    hosts.truncate(MOST_ROWS);
    let names: Vec<_> = hosts.iter().map(|(host, _)| escape(host)).collect();
    let width = names.iter().map(|name| name.chars().count()).max();
    let width = width.unwrap_or(0).max(12);
    let _ = writeln!(
        text,
        "  {:<width$}{:>9}{:>13}{:>9}",
        "host", "pages", "bytes gone", "share"
    );
    for (name, (_, one)) in names.iter().zip(&hosts) {
        let _ = writeln!(
            text,
            "  {name:<width$}{:>9}{:>13}{:>9}",
            thousands(whole(one.of_pages)),
            thousands(whole(one.cut.bytes)),
            percent(whole(one.cut.bytes), whole(one.of_bytes))
        );
    }
    if more > 0 {
        let _ = writeln!(text, "  and {}", plural_more(more, "host"));
    }
    text.push('\n');
}

/// The pages that lost most, where any lost over half.
fn outliers(text: &mut String, statistics: &CutStatistics) {
    let count = whole(statistics.outlier_count);
    if count == 0 {
        return;
    }
    let _ = writeln!(
        text,
        "{} lost over half of the bytes:",
        plural(count, "page")
    );
    for outlier in statistics.outliers.iter().take(MOST_ROWS) {
        let share = percent(whole(outlier.cut_bytes), whole(outlier.bytes));
        let _ = writeln!(text, "  {share:>7}  {}", escape(&outlier.page));
    }
    if count > MOST_ROWS {
        let _ = writeln!(text, "  and {}", plural_more(count - MOST_ROWS, "page"));
    }
}

/// What to look at next.
fn next_steps(text: &mut String, summary: &RunSummary, statistics: &CutStatistics, out: &Path) {
    if summary.pages_changed == 0 {
        return;
    }
    let out = out.display();
    let _ = writeln!(
        text,
        "next: `dechaff stats {out} --sample 3` shows cuts of each rule in context"
    );
    if statistics.outlier_count > 0 {
        let _ = writeln!(
            text,
            "      `dechaff diff PATH` shows of a page that lost much what went"
        );
    }
}

fn plural_more(count: usize, noun: &str) -> String {
    plural(count, &format!("more {noun}"))
}

fn whole(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn plural(count: usize, noun: &str) -> String {
    format!(
        "{} {noun}{}",
        thousands(count),
        if count == 1 { "" } else { "s" }
    )
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share for people, to one digit"
)]
fn percent(part: usize, whole: usize) -> String {
    format!("{:.1} %", 100.0 * part as f64 / whole.max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(percent(1, 0), "100.0 %");
        assert_eq!(plural(1, "page"), "1 page");
    }
}
