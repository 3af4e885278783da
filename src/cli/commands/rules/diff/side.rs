//! One side of the comparison: a pack beside the shipped rules, or in their place.

use crate::cli::args::common::RuleArgs;
use crate::cli::config::settings::Config;
use crate::cli::setup::{self, Setup, read_packs};
use dechaff::rulefile::{Diagnostic, shipped_packs};
use dechaff::{PackSource, RuleErrors};
use std::collections::BTreeSet;
use std::path::Path;

/// The word that means the rules inside the program and no others.
const SHIPPED: &str = "shipped";

/// The rules of one side, with the configuration and the options of both.
pub(crate) fn prepare(side: &Path, args: &RuleArgs, near: Option<&Path>) -> anyhow::Result<Setup> {
    let config = Config::read(args, near)?;
    if side == Path::new(SHIPPED) && !side.exists() {
        return setup::prepare_with(config, setup::Extra::default());
    }
    let sources = read_packs(side)
        .map_err(|wrong| RuleErrors::new(vec![Diagnostic::unreadable(&wrong.name, &wrong.why)]))?;
    let extra = if side.is_dir() {
        let replaced = replaced_packs(&sources);
        setup::Extra {
            sources,
            replaced,
            ..setup::Extra::default()
        }
    } else {
        setup::Extra {
            sources,
            ..setup::Extra::default()
        }
    };
    setup::prepare_with(config, extra)
}

/// The shipped packs that these files hold: they stand in their place.
fn replaced_packs(sources: &[PackSource]) -> BTreeSet<String> {
    let shipped: BTreeSet<&str> = shipped_packs()
        .iter()
        .filter_map(|(name, _)| name.split('/').nth(1))
        .collect();
    let pack = |source: &PackSource| -> Option<String> {
        let table: toml::Table = source.text.parse().ok()?;
        let name = table.get("pack")?.as_str()?;
        shipped.contains(name).then(|| name.to_owned())
    };
    sources.iter().filter_map(pack).collect()
}
