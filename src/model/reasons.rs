//! Why a line should go, or a story end, in words.

use crate::model::feature::Feature;
use crate::model::features::say::say;
use crate::model::fitted::Model;
use crate::model::weigh::Weighing;

impl Model {
    /// The sum, and the strongest reasons for the line of that rank to go, strongest first.
    pub(crate) fn reasons(&self, weighing: &Weighing, rank: usize) -> Vec<String> {
        let line = &weighing.lines[rank];
        let figures = weighing.rows[rank].figures();
        let host = weighing.host.say(&self.fast.host, rank);
        let markup = weighing.markup.say(&self.fast.markup, rank);
        let aside: Vec<String> = host.into_iter().chain(markup).collect();
        self.reasons_of((line.own, line.smoothed), &aside, figures)
    }

    /// The same of a line with these log-odds, its own and those with its neighbours, and these figures; `aside`
    /// is what else speaks for its going: counts on other pages of its host, its markup.
    pub(crate) fn reasons_of(
        &self,
        (own, smoothed): (f32, f32),
        aside: &[String],
        figures: &[f32],
    ) -> Vec<String> {
        let sum = format!("log-odds of noise {own:+.1}, with its neighbours {smoothed:+.1}");
        let say = |feature: usize, figure| say(Feature::ALL[feature], figure);
        let mut reasons = vec![sum];
        reasons.extend_from_slice(aside);
        reasons.extend(self.line_reasons(figures, say));
        reasons
    }
}
