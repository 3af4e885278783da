//! How much evidence a cut needs.

/// How much evidence a cut needs. Log-odds are natural.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Thresholds {
    /// What is added to the log-odds of each line to stay before the best lines are chosen.
    pub(crate) shift: f32,
    /// The mean log-odds that a run of lines inside the article needs to go.
    pub(crate) guard: f32,
    /// The log-odds that a line needs on its own, whatever its neighbours are.
    pub(crate) own: f32,
    /// The log-odds that the end of the page's own story needs.
    pub(crate) article_end: f32,
}
