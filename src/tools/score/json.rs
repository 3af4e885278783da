//! Figures as JSON, under the names that `score.py --json` gives them and in its order.

use crate::tools::score::attribution::print::{attribution_json, costly_json};
use crate::tools::score::page_score::PageScore;
use crate::tools::score::prf::Prf;
use crate::tools::score::snippets::{SnippetCounts, SnippetReport};
use crate::tools::score::summary::{Interval, MeasureSummary, ScoreChange, ScoreReport};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json as value};

/// A report as one JSON object on one line.
///
/// Keys start with `sh_` for shingles and `bow_` for words; then `p`, `r`, `f` for precision,
/// recall and F1, with `o` before them for the oracle and `a` for the cleaned pages. `score.py` has
/// neither `pages_gutted` nor the lists `most_damaged` and `most_helped`, which are there if they were asked for, nor
/// `costly_cuts` and `by_rule` or `by_kind`, which are there if they hold something.
///
/// # Panics
///
/// Never: a report holds numbers and strings only.
pub fn json(report: &ScoreReport) -> String {
    let mut fields = Fields::default();
    fields.put("pages", report.summary.pages);
    fields.put_measure("sh", &report.summary.shingles);
    fields.put_measure("bow", &report.summary.words);
    if let Some(damage) = &report.summary.damage {
        fields.put("damage5", damage.damage5_percent);
        fields.put("damage_max", damage.max_percent);
        fields.put("noise_words_removed", damage.noise_removed_share);
        fields.put("pages_better", damage.pages_better);
        fields.put("pages_worse", damage.pages_worse);
        fields.put("pages_gutted", damage.pages_gutted);
    }
    if let Some(missing) = report.missing_after {
        fields.put("missing_after", missing);
    }
    for (name, pages) in [
        ("most_damaged", &report.most_damaged),
        ("most_helped", &report.most_helped),
    ] {
        if report.names_extremes {
            fields.put(name, pages.iter().map(page).collect::<Vec<_>>());
        }
    }
    if !report.costly_cuts.is_empty() {
        fields.put("costly_cuts", costly_json(&report.costly_cuts));
    }
    if let Some(attribution) = &report.attribution {
        fields.put(
            &format!("by_{}", attribution.of),
            attribution_json(attribution),
        );
    }
    fields.render()
}

/// Snippet counts as one JSON object on one line; an empty set has no figures.
///
/// # Panics
///
/// Never: a report holds numbers only.
pub fn snippets_json(report: &SnippetReport) -> String {
    let mut fields = Fields::default();
    fields.put("pages", report.pages);
    let sets = [
        ("before", Some(report.before).filter(|_| report.pages > 0)),
        ("after", report.after),
    ];
    let sets: Vec<(&str, SnippetCounts)> = sets
        .into_iter()
        .filter_map(|(name, set)| Some((name, set?)))
        .collect();
    for (name, counts) in &sets {
        for (kind, found) in [("with", counts.wanted), ("without", counts.unwanted)] {
            fields.put(&format!("{name}_{kind}_present"), found.share());
            fields.put(&format!("{name}_{kind}_n"), found.total);
        }
    }
    for (name, counts) in &sets {
        fields.put(&format!("{name}_f1"), counts.f1());
    }
    fields.render()
}

fn page((id, score): &(String, PageScore)) -> Value {
    let after = score.shingles.after.map(|after| after.f1);
    value!({"id": id, "sh_f": score.shingles.before.f1, "sh_af": after, "lost": score.lost_percent()})
}

/// An object that keeps the order in which its fields were put.
#[derive(Default)]
struct Fields(Vec<(String, Value)>);

impl Fields {
    fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.0.push((name.to_owned(), value.into()));
    }

    fn put_prf(&mut self, measure: &str, text: &str, prf: &Prf) {
        self.put(&format!("{measure}_{text}p"), prf.precision);
        self.put(&format!("{measure}_{text}r"), prf.recall);
        self.put(&format!("{measure}_{text}f"), prf.f1);
    }

    fn put_measure(&mut self, name: &str, measure: &MeasureSummary) {
        self.put_prf(name, "", &measure.before);
        if let Some(oracle) = &measure.oracle {
            self.put_prf(name, "o", oracle);
        }
        if let Some(change) = &measure.change {
            self.put_prf(name, "a", &change.after);
        }
        self.put(&format!("{name}_f_ci"), pair(measure.before_interval));
        if let Some(change) = &measure.change {
            self.put_change(name, change);
        }
    }

    fn put_change(&mut self, name: &str, change: &ScoreChange) {
        self.put(&format!("{name}_gain"), change.gain);
        self.put(&format!("{name}_gain_ci"), pair(change.gain_interval));
        self.put(&format!("{name}_recall_loss"), change.recall_loss);
        if let (Some(headroom), Some(interval)) =
            (change.headroom_recovered, change.headroom_interval)
        {
            self.put(&format!("{name}_headroom"), headroom);
            self.put(&format!("{name}_headroom_ci"), pair(interval));
        }
    }

    fn render(&self) -> String {
        serde_json::to_string(self).expect("numbers and strings always have a JSON form")
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

fn pair(interval: Interval) -> Vec<f64> {
    vec![interval.low, interval.high]
}
