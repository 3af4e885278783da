//! A cleaner as the command has it, but for what is changed.

use crate::clean::cleaner::Cleaner;
use crate::clean::options::Options;
use crate::model::fitted::Model;
use crate::rulefile::rules::Rules;
use crate::rules::mode::Mode;
use std::sync::Arc;

/// Puts a [`Cleaner`] together. What is not said is as `dechaff clean` has it: the shipped rules, the
/// shipped model, and the mode that does no harm, `careful`.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Mode, PackSource, Page, RulesBuilder};
///
/// let own = PackSource {
///     name: "own.toml".to_owned(),
///     text: r#"
///         schema = 1
///         pack = "own"
///         [[rule]]
///         id = "tide"
///         kind = "metadata"
///         match.start = ["Tide at "]
///     "#
///     .to_owned(),
/// };
/// let rules = RulesBuilder::new().file(own).build()?; // beside the shipped ones
/// let cleaner = Cleaner::builder().rules(rules).mode(Mode::Balanced).build();
/// let page = Page::new("The boat left at noon.\nTide at Port Ellery: 2.1 m\n");
/// assert_eq!(cleaner.clean(&page).text, "The boat left at noon.\n");
/// # Ok::<(), dechaff::RuleErrors>(())
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct CleanerBuilder {
    rules: Option<Rules>,
    options: Options,
    model: ModelChoice,
}

/// By which model lines are weighed.
#[derive(Debug, Default)]
enum ModelChoice {
    #[default]
    Shipped,
    Given(Arc<Model>),
    None,
}

// It stands here and not beside the type, which knows nothing of its builder.
impl Cleaner {
    /// A cleaner as `dechaff clean` has it, but for what is changed before
    /// [`build`](CleanerBuilder::build).
    pub fn builder() -> CleanerBuilder {
        CleanerBuilder::default()
    }
}

impl CleanerBuilder {
    /// These rules and no others; [`RulesBuilder`](crate::RulesBuilder) puts own ones beside the shipped.
    pub fn rules(mut self, rules: Rules) -> Self {
        self.rules = Some(rules);
        self
    }

    /// How much evidence a cut needs.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.options.mode = mode;
        self
    }

    /// All options, the mode among them.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Weighs lines by this model and not by the shipped one.
    pub fn model(mut self, model: Arc<Model>) -> Self {
        self.model = ModelChoice::Given(model);
        self
    }

    /// Weighs nothing: rules alone cut.
    pub fn without_model(mut self) -> Self {
        self.model = ModelChoice::None;
        self
    }

    /// The cleaner. Costs the compilation of the prefilter of rules that are not shipped ones, once.
    pub fn build(self) -> Cleaner {
        let model = match self.model {
            ModelChoice::Shipped => Some(Model::shipped()),
            ModelChoice::Given(model) => Some(model),
            ModelChoice::None => None,
        };
        Cleaner::new(self.rules.unwrap_or_else(Rules::shipped), self.options).with_model(model)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_what_the_command_does() {
        let cleaner = Cleaner::builder().build();
        assert_eq!(cleaner.options(), Options::default());
        assert_eq!(cleaner.rules().hash(), Rules::shipped().hash());
        let shipped = Model::shipped();
        assert_eq!(cleaner.model().map(Model::hash), Some(shipped.hash()));
    }

    #[test]
    fn what_is_said_is_what_it_has() {
        let builder = Cleaner::builder().mode(Mode::Thorough).without_model();
        let cleaner = builder.build();
        assert_eq!(cleaner.options().mode, Mode::Thorough);
        assert!(cleaner.model().is_none());
        let builder = Cleaner::builder().without_model().model(Model::shipped());
        assert!(builder.build().model().is_some());
    }
}
