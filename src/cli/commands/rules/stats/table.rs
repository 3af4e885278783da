//! Statistics for people. Pure.

use crate::cli::render::terminal::{counted, escape, paint, whole, wrap};
use dechaff::tools::stats::{ExceptionFigures, RuleFigures, Same, Statistics, Together};
use std::fmt::Write as _;

pub(crate) struct StatsTable {
    pub(crate) color: bool,
    pub(crate) width: usize,
    /// Name every rule of a long list.
    pub(crate) names_all: bool,
}

/// The columns of numbers but for the time.
const COLUMNS: [&str; 9] = [
    "HITS", "PASS %", "FINDS", "GUARDED", "CUTS", "SHARED", "PAGES", "WORDS", "BYTES",
];

/// How far rules came, and which of those that never fired came so far.
type RuleGroup = (&'static str, fn(&RuleFigures) -> bool);

/// How many rules of a list are named, unless all are asked for.
const MOST_NAMES: usize = 12;

impl StatsTable {
    pub(crate) fn print(&self, statistics: &Statistics) -> String {
        let mut out = format!(
            "{}, {}, {}; mode {}\n",
            counted(whole(statistics.pages), "page"),
            counted(whole(statistics.lines), "line"),
            counted(whole(statistics.words), "word"),
            statistics.mode
        );
        out += &self.rows(statistics);
        if let Some(share) = statistics.search_time_share {
            let _ = writeln!(
                out,
                "the search for literals took {} % of the time",
                percent(share)
            );
        }
        out += &self.silent(statistics);
        out += &self.together(&statistics.together);
        out += &self.exceptions(&statistics.exceptions);
        out
    }

    fn heading(&self, text: &str) -> String {
        format!("\n{}\n", paint(self.color, "1", text))
    }

    /// A row for each rule that fired, most words first.
    fn rows(&self, statistics: &Statistics) -> String {
        let mut rules: Vec<(&String, &RuleFigures)> = statistics
            .rules
            .iter()
            .filter(|(_, figures)| figures.is_active())
            .collect();
        if rules.is_empty() {
            return String::new();
        }
        rules.sort_by_key(|(_, figures)| std::cmp::Reverse((figures.words, figures.finds)));
        let timed = statistics.search_time_share.is_some();
        let mut head = COLUMNS.map(str::to_owned).to_vec();
        head.extend(timed.then(|| "TIME %".to_owned()));
        let mut cells: Vec<Vec<String>> = vec![head];
        cells.extend(rules.iter().map(|(_, figures)| row(figures)));
        let ids = rules.iter().map(|(id, _)| id.as_str());
        let ids: Vec<&str> = std::iter::once("RULE").chain(ids).collect();
        let id_width = ids.iter().map(|id| id.chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..cells[0].len())
            .map(|at| cells.iter().map(|row| row[at].len()).max().unwrap_or(0))
            .collect();
        let mut out = String::from("\n");
        for (nth, (id, cells)) in ids.iter().zip(&cells).enumerate() {
            let mut line = format!("{id:id_width$}");
            for (cell, &width) in cells.iter().zip(&widths) {
                let _ = write!(line, "  {cell:>width$}");
            }
            out += &paint(self.color && nth == 0, "1", &line);
            out.push('\n');
        }
        out
    }

    /// The rules that never fired, by how far they came.
    fn silent(&self, statistics: &Statistics) -> String {
        let exceptions = &statistics.exceptions;
        let protects = |id: &str| {
            exceptions
                .iter()
                .any(|one| one.is_protect() && one.rule == id)
        };
        let rules = statistics.rules.iter();
        let cutting: Vec<_> = rules.filter(|(id, _)| !protects(id)).collect();
        let all: Vec<_> = cutting
            .iter()
            .filter(|(_, figures)| !figures.is_active())
            .collect();
        let mut out = String::new();
        if !all.is_empty() {
            let head = format!(
                "never fired: {} of {}",
                all.len(),
                counted(cutting.len(), "rule")
            );
            out += &self.heading(&head);
        }
        let groups: [RuleGroup; 4] = [
            ("found, but a guard said no", |one| {
                one.guarded > 0 && one.guarded == one.finds
            }),
            ("found, but it was kept", |one| one.finds > one.guarded),
            ("looked, found nothing", |one| {
                one.finds == 0 && (one.hits > 0 || one.pass_rate.is_none())
            }),
            ("no literal seen", |one| {
                one.finds == 0 && one.hits == 0 && one.pass_rate.is_some()
            }),
        ];
        for (what, fits) in groups {
            let of_group = all.iter().filter(|(_, figures)| fits(figures));
            let names: Vec<&str> = of_group.map(|(id, _)| id.as_str()).collect();
            out += &self.names(what, &names);
        }
        let idle: Vec<&str> = statistics.idle.iter().map(String::as_str).collect();
        if !idle.is_empty() {
            out += &self.heading(&format!(
                "too weak for mode {}, or only flag",
                statistics.mode
            ));
            out += &self.names("not asked", &idle);
        }
        out
    }

    /// A list of rules under its title; of a long one the first.
    fn names(&self, what: &str, names: &[&str]) -> String {
        if names.is_empty() {
            return String::new();
        }
        let most = if self.names_all {
            names.len()
        } else {
            MOST_NAMES
        };
        let mut text = names[..names.len().min(most)].join(", ");
        if names.len() > most {
            let _ = write!(text, " and {} more (-v names all)", names.len() - most);
        }
        let mut out = format!("  {what}: {}\n", names.len());
        for row in wrap(&text, self.width - 4) {
            let _ = writeln!(out, "    {row}");
        }
        out
    }

    fn together(&self, all: &[Together]) -> String {
        let mut out = String::new();
        for (same, title) in [
            (Same::Lines, "always fire on the same lines"),
            (Same::Within, "fire only on lines on which another does"),
            (Same::Pages, "always fire on the same pages"),
        ] {
            let of_sort: Vec<&Together> = all.iter().filter(|one| one.same == same).collect();
            if !of_sort.is_empty() {
                out += &self.heading(title);
            }
            for one in of_sort {
                let (joined, unit) = match same {
                    Same::Lines => (one.rules.join(" = "), "line"),
                    Same::Within => (one.rules.join(" within "), "line"),
                    Same::Pages => (one.rules.join(", "), "page"),
                };
                let text = format!("{joined}: {}", counted(whole(one.times), unit));
                let rows = wrap(&text, self.width - 4);
                for (nth, row) in rows.iter().enumerate() {
                    let _ = writeln!(out, "{}{row}", if nth == 0 { "  " } else { "    " });
                }
            }
        }
        out
    }

    fn exceptions(&self, all: &[ExceptionFigures]) -> String {
        if all.is_empty() {
            return String::new();
        }
        let mut out = self.heading("exceptions");
        for one in all {
            let what = if one.is_protect() {
                "protect"
            } else {
                "override of"
            };
            let about = match one.about.as_str() {
                "" => String::new(),
                about => format!(" ({})", about.trim_end_matches('.')),
            };
            let does = match one.pages {
                0 => paint(
                    self.color,
                    "1;33",
                    "changes nothing here; is it still needed?",
                ),
                pages => format!("changes {}", counted(whole(pages), "page")),
            };
            let _ = writeln!(
                out,
                "  {}: {what} {}{}: {does}",
                escape(&one.places.join(", ")),
                one.rule,
                escape(&about)
            );
        }
        out
    }
}

fn row(figures: &RuleFigures) -> Vec<String> {
    let mut row: Vec<String> = vec![
        figures.hits.to_string(),
        figures.pass_rate.map_or("-".to_owned(), percent),
    ];
    let counts = [
        figures.finds,
        figures.guarded,
        figures.cuts,
        figures.shared,
        figures.pages,
        figures.words,
        figures.bytes,
    ];
    row.extend(counts.iter().map(u64::to_string));
    row.extend(figures.time_share.map(percent));
    row
}

fn percent(share: f64) -> String {
    format!("{:.2}", share * 100.0)
}
