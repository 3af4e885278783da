//! Why a line should go, or a story end, in words.

use super::features::{Feature, say};
use super::tables::{Tables, Term};
use super::{Evidence, Weighing};

/// Reasons that are told of a cut.
const MOST: usize = 3;
/// Weaker reasons are none.
const LEAST: f32 = 0.05;

impl Evidence {
    /// The sum, and the strongest reasons for the line of that rank to go, strongest first.
    pub(crate) fn reasons(&self, weighing: &Weighing, rank: usize) -> Vec<String> {
        let figures = weighing.rows[rank].figures();
        let line = &weighing.lines[rank];
        let sum = format!(
            "log-odds of noise {:+.1}, with its neighbours {:+.1}",
            line.own, line.smoothed
        );
        let say = |feature: usize, figure| say(Feature::ALL[feature], figure);
        let mut reasons = vec![sum];
        reasons.extend(strongest(&self.line, figures, say));
        reasons
    }
}

/// What the tables that say most for a cut look at, as `say` tells of a feature and its figure, and what
/// each adds; strongest first.
pub(super) fn strongest(
    tables: &Tables,
    figures: &[f32],
    say: impl Fn(usize, f32) -> String,
) -> Vec<String> {
    let mut terms = tables.terms(figures);
    terms.retain(|term| term.log_odds >= LEAST);
    terms.sort_by(|a, b| {
        b.log_odds
            .total_cmp(&a.log_odds)
            .then(a.features.cmp(&b.features))
    });
    let say = |feature: usize| say(feature, figures[feature]);
    let reason = |term: &Term| {
        let (first, second) = term.features;
        let more = second.map_or_else(String::new, |second| format!(", {}", say(second)));
        format!("{}{more}: {:+.1}", say(first), term.log_odds)
    };
    terms.iter().take(MOST).map(reason).collect()
}
