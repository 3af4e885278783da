//! Why a line should go, in words.

use super::features::{Feature, say};
use super::tables::Term;
use super::{Evidence, Weighing};

/// Reasons that are told of a cut.
const MOST: usize = 3;
/// Weaker reasons are none.
const LEAST: f32 = 0.05;

impl Evidence {
    /// The sum, and the strongest reasons for the line of that rank to go, strongest first.
    pub(crate) fn reasons(&self, weighing: &Weighing, rank: usize) -> Vec<String> {
        let figures = weighing.rows[rank].figures();
        let mut terms = self.line.terms(figures);
        terms.retain(|term| term.log_odds >= LEAST);
        terms.sort_by(|a, b| {
            b.log_odds
                .total_cmp(&a.log_odds)
                .then(a.features.cmp(&b.features))
        });
        let line = &weighing.lines[rank];
        let sum = format!(
            "log-odds of noise {:+.1}, with its neighbours {:+.1}",
            line.own, line.smoothed
        );
        let reasons = terms.iter().take(MOST).map(|term| reason(term, figures));
        std::iter::once(sum).chain(reasons).collect()
    }
}

fn reason(term: &Term, figures: &[f32]) -> String {
    let say = |feature: usize| say(Feature::ALL[feature], figures[feature]);
    let (first, second) = term.features;
    let more = second.map(|second| format!(", {}", say(second)));
    format!(
        "{}{}: {:+.1}",
        say(first),
        more.unwrap_or_default(),
        term.log_odds
    )
}
