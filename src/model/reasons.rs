//! Why a line should go, or a story end, in words.

use crate::model::feature::Feature;
use crate::model::features::say::say;
use crate::model::fitted::Model;
use crate::model::weigh::Weighing;

impl Model {
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
        reasons.extend(weighing.host.say(rank));
        reasons.extend(self.line_reasons(figures, say));
        reasons
    }
}
