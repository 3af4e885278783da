//! The tables of a run's closing summary.

use crate::cli::render::terminal::{counted, escape, thousands, whole};
use dechaff::Kind;
use dechaff::io::batch::{KindTotals, RunSummary};
use dechaff::tools::stats::{CutFigures, CutStatistics, PlaceFigures};
use std::cmp::Reverse;
use std::fmt::Write as _;

/// Rules, hosts and outliers that are shown.
const MOST_ROWS: usize = 5;
/// How wide names are at least, and numbers.
const NAME_WIDTH: usize = 12;
const NUMBER_WIDTH: usize = 9;

/// A table: what its first column is called, the others with their widths, and rows of a name and a cell a column.
struct Table<'t> {
    noun: &'t str,
    columns: &'t [(&'t str, usize)],
    rows: Vec<(String, Vec<String>)>,
}

impl Table<'_> {
    /// Its first rows; how many more there are is said. Nothing where there are none.
    fn print(&self, most_rows: usize, text: &mut String) {
        if self.rows.is_empty() {
            return;
        }
        let rows = &self.rows[..self.rows.len().min(most_rows)];
        let widths = rows.iter().map(|(name, _)| name.chars().count());
        let width = widths.max().unwrap_or(0).max(NAME_WIDTH);
        let headings: Vec<&str> = self.columns.iter().map(|(heading, _)| *heading).collect();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|column| self.width(column, rows))
            .collect();
        push_line((self.noun, width), &headings, &widths, text);
        for (name, cells) in rows {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            push_line((name, width), &cells, &widths, text);
        }
        if self.rows.len() > rows.len() {
            let more = format!("more {}", self.noun);
            let _ = writeln!(
                text,
                "  and {}",
                counted(self.rows.len() - rows.len(), &more)
            );
        }
        text.push('\n');
    }

    /// How wide a column is: no number stands against the one before.
    fn width(&self, column: usize, rows: &[(String, Vec<String>)]) -> usize {
        let cells = rows
            .iter()
            .map(|(_, cells)| cells[column].chars().count() + 2);
        cells.max().unwrap_or(0).max(self.columns[column].1)
    }
}

fn push_line((name, width): (&str, usize), cells: &[&str], widths: &[usize], text: &mut String) {
    let _ = write!(text, "  {name:<width$}");
    for (cell, width) in cells.iter().zip(widths) {
        let _ = write!(text, "{cell:>width$}");
    }
    text.push('\n');
}

const FIGURES: [(&str, usize); 4] = [
    ("words", NUMBER_WIDTH),
    ("cuts", NUMBER_WIDTH),
    ("pages", NUMBER_WIDTH),
    ("share", NUMBER_WIDTH),
];

/// What went of each kind, most words first.
pub(crate) fn kinds_table(text: &mut String, summary: &RunSummary) {
    let kinds = summary.kinds.iter().filter(|(_, one)| one.words > 0);
    let mut kinds: Vec<_> = kinds.collect();
    kinds.sort_by_key(|(kind, one)| (Reverse(one.words), **kind));
    let row = |(kind, one): (&Kind, &KindTotals)| {
        let cells = [one.words, one.cuts, one.pages].map(thousands);
        let share = percent(one.words, summary.words_before);
        (
            kind.word().to_owned(),
            cells.into_iter().chain([share]).collect(),
        )
    };
    let table = Table {
        noun: "kind",
        columns: &FIGURES,
        rows: kinds.into_iter().map(row).collect(),
    };
    if !table.rows.is_empty() {
        text.push('\n');
    }
    table.print(usize::MAX, text);
}

/// The rules that took most words.
pub(crate) fn rules_table(text: &mut String, statistics: &CutStatistics, words_before: usize) {
    let rules = statistics.rules.iter().filter(|(_, one)| one.words > 0);
    let mut rules: Vec<_> = rules.collect();
    rules.sort_by_key(|(rule, one)| (Reverse(one.words), *rule));
    let row = |(rule, one): (&String, &CutFigures)| {
        let cells = [one.words, one.cuts, one.pages].map(|count| thousands(whole(count)));
        let share = percent(whole(one.words), words_before);
        (rule.clone(), cells.into_iter().chain([share]).collect())
    };
    let table = Table {
        noun: "rule",
        columns: &FIGURES,
        rows: rules.into_iter().map(row).collect(),
    };
    table.print(MOST_ROWS, text);
}

/// The hosts of which most bytes went, where pages have urls.
pub(crate) fn hosts_table(text: &mut String, statistics: &CutStatistics) {
    let mut hosts: Vec<_> = statistics.hosts.iter().collect();
    hosts.sort_by_key(|(host, one)| (Reverse(one.cut.bytes), *host));
    let row = |(host, one): (&String, &PlaceFigures)| {
        let cells = [
            thousands(whole(one.of_pages)),
            thousands(whole(one.cut.bytes)),
            percent(whole(one.cut.bytes), whole(one.of_bytes)),
        ];
        (escape(host), cells.into())
    };
    let table = Table {
        noun: "host",
        columns: &[
            ("pages", NUMBER_WIDTH),
            ("bytes gone", 13),
            ("share", NUMBER_WIDTH),
        ],
        rows: hosts.into_iter().map(row).collect(),
    };
    table.print(MOST_ROWS, text);
}

/// The pages that lost most, where any lost over half.
pub(crate) fn outliers(text: &mut String, statistics: &CutStatistics) {
    let count = whole(statistics.outlier_count);
    if count == 0 {
        return;
    }
    let _ = writeln!(
        text,
        "{} lost over half of the bytes:",
        counted(count, "page")
    );
    for outlier in statistics.outliers.iter().take(MOST_ROWS) {
        let share = percent(whole(outlier.cut_bytes), whole(outlier.bytes));
        let _ = writeln!(text, "  {share:>7}  {}", escape(&outlier.name()));
    }
    if count > MOST_ROWS {
        let _ = writeln!(text, "  and {}", counted(count - MOST_ROWS, "more page"));
    }
}

/// A share, to one digit.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share for people, to one digit"
)]
pub(crate) fn percent(part: usize, whole: usize) -> String {
    format!("{:.1} %", 100.0 * part as f64 / whole.max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_as_wide_as_its_names_and_counts_what_it_leaves_out() {
        let row = |name: &str| (name.to_owned(), vec!["1,000".to_owned()]);
        let table = Table {
            noun: "rule",
            columns: &[("words", 7)],
            rows: vec![row("a"), row("quay/an-island-rule"), row("b")],
        };
        let mut text = String::new();
        table.print(2, &mut text);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "  rule                 words",
                "  a                    1,000",
                "  quay/an-island-rule  1,000",
                "  and 1 more rule",
                ""
            ]
        );
        assert_eq!(percent(1, 0), "100.0 %");
    }

    #[test]
    fn numbers_of_a_large_run_stand_apart() {
        let cells = ["63,475,390", "1,158,834"].map(str::to_owned);
        let table = Table {
            noun: "rule",
            columns: &[("words", 9), ("cuts", 9)],
            rows: vec![("en/site-menu-label".to_owned(), cells.into())],
        };
        let mut text = String::new();
        table.print(1, &mut text);
        let last = text.lines().nth(1);
        assert_eq!(last, Some("  en/site-menu-label  63,475,390  1,158,834"));
    }
}
