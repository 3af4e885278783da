//! What a fit made, and what all fits need.

use crate::cli::args::common::{ModeArg, RuleArgs};
use crate::cli::args::fit::FitArgs;
use crate::cli::setup::prepare_rules;
use anyhow::Context as _;
use dechaff::{Cleaner, Model};

/// What the pages taught.
pub(crate) struct Learned {
    /// The text of an evidence file.
    pub(crate) text: String,
    /// How it does on hosts that were left out, in Markdown; empty where nothing was judged.
    pub(crate) report: String,
    /// What each feature is worth, in Markdown.
    pub(crate) features: String,
}

/// Rules alone, in that mode.
pub(crate) fn cleaner(args: &FitArgs, mode: ModeArg) -> anyhow::Result<Cleaner> {
    let rules = RuleArgs {
        mode: Some(mode),
        ..args.rules.clone()
    };
    Ok(prepare_rules(&rules, None)?.cleaner)
}

/// The evidence of a text that was fitted.
pub(crate) fn readable(name: &str, text: &str) -> anyhow::Result<Model> {
    let why =
        "what was fitted cannot be read back, so nothing is written; this is a fault of dechaff";
    Model::parse(name, text).context(why)
}
