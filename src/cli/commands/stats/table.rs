//! What went, as tables and as rows for a spreadsheet. Pure.

use crate::cli::render::terminal::{counted, escape, paint, thousands, whole};
use dechaff::tools::stats::{CutFigures, CutStatistics, Outlier, PlaceFigures};
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(crate) struct CutTable {
    pub(crate) color: bool,
    /// Rows that are shown of each table.
    pub(crate) top: usize,
}

impl CutTable {
    pub(crate) fn print(&self, all: &CutStatistics) -> String {
        let mut out = format!(
            "{}, {} changed: {} of {} bytes went ({} %), {} in {}\n",
            counted(whole(all.pages), "page"),
            thousands(whole(all.pages_changed)),
            thousands(whole(all.cut.bytes)),
            thousands(whole(all.bytes)),
            percent(all.cut.bytes, all.bytes),
            counted(whole(all.cut.words), "word"),
            counted(whole(all.cut.cuts), "cut"),
        );
        let kinds = all.kinds.iter().map(|(kind, one)| (kind.word(), *one));
        out += &self.rows("KIND", kinds.collect(), all);
        let rules = all.rules.iter().map(|(rule, one)| (rule.as_str(), *one));
        out += &self.rows("RULE", rules.collect(), all);
        out += &self.places("HOST", &all.hosts);
        out += &self.places("SHARD", &all.shards);
        out += &self.outliers(all);
        out
    }

    fn rows(&self, title: &str, mut rows: Vec<(&str, CutFigures)>, all: &CutStatistics) -> String {
        rows.sort_by_key(|(name, one)| (std::cmp::Reverse(one.bytes), *name));
        let head = ["CUTS", "PAGES", "WORDS", "BYTES", "SHARE %"];
        let cells = rows.iter().map(|(name, one)| {
            let share = percent(one.bytes, all.bytes);
            let counts = [one.cuts, one.pages, one.words, one.bytes].map(|n| n.to_string());
            ((*name).to_owned(), [&counts[..], &[share]].concat())
        });
        self.table(title, &head, cells.collect())
    }

    fn places(&self, title: &str, places: &BTreeMap<String, PlaceFigures>) -> String {
        let mut rows: Vec<(&String, &PlaceFigures)> = places.iter().collect();
        rows.sort_by_key(|(name, one)| (std::cmp::Reverse(one.cut.bytes), *name));
        let head = [
            "CUTS", "PAGES", "OF PAGES", "WORDS", "BYTES", "OF BYTES", "SHARE %",
        ];
        let cells = rows.into_iter().map(|(name, one)| {
            let cut = one.cut;
            let counts = [
                cut.cuts,
                cut.pages,
                one.of_pages,
                cut.words,
                cut.bytes,
                one.of_bytes,
            ];
            let share = percent(cut.bytes, one.of_bytes);
            (
                name.clone(),
                [&counts.map(|n| n.to_string())[..], &[share]].concat(),
            )
        });
        self.table(title, &head, cells.collect())
    }

    /// A table of names and numbers; of a long one its first rows.
    fn table(&self, title: &str, head: &[&str], rows: Vec<(String, Vec<String>)>) -> String {
        if rows.is_empty() {
            return String::new();
        }
        let more = rows.len().saturating_sub(self.top);
        let head = head.iter().map(|name| (*name).to_owned()).collect();
        let rows = rows.into_iter().take(self.top);
        let rows: Vec<(String, Vec<String>)> = std::iter::once((title.to_owned(), head))
            .chain(rows)
            .collect();
        let names = rows.iter().map(|(name, _)| escape(name).chars().count());
        let name_width = names.max().unwrap_or(0);
        let widths: Vec<usize> = (0..rows[0].1.len())
            .map(|at| rows.iter().map(|(_, row)| row[at].len()).max().unwrap_or(0))
            .collect();
        let mut out = String::from("\n");
        for (nth, (name, cells)) in rows.iter().enumerate() {
            let mut line = format!("{:name_width$}", escape(name));
            for (cell, width) in cells.iter().zip(&widths) {
                let _ = write!(line, "  {cell:>width$}");
            }
            out += &paint(self.color && nth == 0, "1", &line);
            out.push('\n');
        }
        if more > 0 {
            let _ = writeln!(out, "and {more} more (--top 0 shows all)");
        }
        out
    }

    fn outliers(&self, all: &CutStatistics) -> String {
        if all.outlier_count == 0 {
            return String::new();
        }
        let head = format!(
            "lost over half: {}",
            counted(whole(all.outlier_count), "page")
        );
        let mut out = format!("\n{}\n", paint(self.color, "1", &head));
        for outlier in all.outliers.iter().take(self.top) {
            let Outlier {
                bytes, cut_bytes, ..
            } = outlier;
            let (share, name) = (percent(*cut_bytes, *bytes), escape(&outlier.name()));
            let _ = writeln!(out, "  {share:>6} %  {cut_bytes} of {bytes} bytes  {name}");
        }
        out
    }
}

/// A row for each rule, kind, host, shard and outlier, with a heading.
pub(crate) fn csv(all: &CutStatistics) -> String {
    let mut out = String::from("by,name,cuts,pages,of_pages,words,bytes,of_bytes,share\n");
    let total = (all.pages, all.bytes);
    let mut row = |by: &str, name: &str, cut: CutFigures, (pages, bytes): (u64, u64)| {
        let name = quoted(name);
        let CutFigures {
            cuts,
            pages: on,
            words,
            bytes: gone,
        } = cut;
        let share = rounded(gone * 10_000, bytes);
        let (whole, part) = (share / 10_000, share % 10_000);
        let _ = writeln!(
            out,
            "{by},{name},{cuts},{on},{pages},{words},{gone},{bytes},{whole}.{part:04}"
        );
    };
    row("all", "", all.cut, total);
    for (kind, cut) in &all.kinds {
        row("kind", kind.word(), *cut, total);
    }
    for (rule, cut) in &all.rules {
        row("rule", rule, *cut, total);
    }
    for (by, places) in [("host", &all.hosts), ("shard", &all.shards)] {
        for (name, place) in places {
            row(by, name, place.cut, (place.of_pages, place.of_bytes));
        }
    }
    for outlier in &all.outliers {
        let cut = CutFigures {
            pages: 1,
            bytes: outlier.cut_bytes,
            ..CutFigures::default()
        };
        row("outlier", &outlier.name(), cut, (1, outlier.bytes));
    }
    out
}

/// A name as RFC 4180 has it: in quotation marks where it holds a comma, one of them or an end of line.
fn quoted(name: &str) -> String {
    if name.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    }
}

/// A part of a whole to the nearest number, halves up: as [`CutStatistics::share`] is.
fn rounded(part: u64, whole: u64) -> u64 {
    (part + whole / 2) / whole.max(1)
}

fn percent(part: u64, whole: u64) -> String {
    let hundredths = rounded(part * 10_000, whole);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_kind_stay_in_their_cell() {
        assert_eq!(quoted("a.txt"), "a.txt");
        assert_eq!(quoted("a, \"b\".txt"), "\"a, \"\"b\"\".txt\"");
        assert_eq!(percent(1, 3), "33.33");
        assert_eq!(percent(0, 0), "0.00");
    }
}
