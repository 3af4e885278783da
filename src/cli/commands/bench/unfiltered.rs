//! `dechaff bench rules`: which rules look at every line.

use crate::cli::args::bench::{BenchFormat, BenchRulesArgs};
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal;
use crate::cli::setup;
use dechaff::tools::bench::{unfiltered_rules, unfiltered_table};
use std::io::Write as _;

pub(crate) fn run(args: &BenchRulesArgs) -> anyhow::Result<Outcome> {
    let prepared = setup::prepare_rules(&args.rules, None)?;
    let rules = prepared.cleaner.rules();
    let unfiltered = unfiltered_rules(rules);
    let text = match args.format {
        BenchFormat::Table => unfiltered_table(&unfiltered, rules.len()),
        BenchFormat::Json => {
            let all = serde_json::json!({ "rules": rules.len(), "unfiltered": unfiltered });
            serde_json::to_string_pretty(&all).expect("its keys are all strings") + "\n"
        }
    };
    let mut out = terminal::out();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Done)
}
