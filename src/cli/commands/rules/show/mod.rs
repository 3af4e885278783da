//! `dechaff rules show`: a page of documentation made from the rule itself.

pub(crate) mod book;
pub(crate) mod human;
pub(crate) mod markdown;
pub(crate) mod view;

use crate::cli::args::common::GlobalArgs;
use crate::cli::args::rules::{PageFormat, RulesShowArgs};
use crate::cli::commands::rules::show::view::{Amount, View};
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal;
use crate::cli::setup;
use anyhow::{Context as _, bail};
use dechaff::rules::{EvidencePart, Level};
use dechaff::tools::stats::RunFigures;
use dechaff::{Rule, Rules};
use std::io::{self, Write};
use std::path::Path;

pub(crate) fn run(args: &RulesShowArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let rules = setup::rules(&args.rules)?;
    if let Some(part) = args.id.as_deref().and_then(EvidencePart::from_id) {
        return show_evidence(part, args.format, rules.evidence().has(part));
    }
    let figures = args.stats.as_deref().map(read_figures).transpose()?;
    let amount = Amount::asked(global);
    let view = View {
        amount,
        figures: figures.as_ref(),
    };
    if let Some(folder) = &args.out {
        book::write(&running(&rules), view, folder)?;
        return Ok(Outcome::Done);
    }
    let shown = match &args.id {
        Some(id) => vec![find(&rules, id)?],
        None => running(&rules),
    };
    let mut out = terminal::out();
    for (number, rule) in shown.into_iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        match args.format {
            PageFormat::Human => {
                human::print(rule, view, terminal::color_on(&io::stdout()), &mut out)?;
            }
            PageFormat::Markdown => out.write_all(markdown::page(rule, view).as_bytes())?,
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// What is to be said of a part of evidence, which is no rule and has no file.
fn show_evidence(part: EvidencePart, format: PageFormat, is_on: bool) -> anyhow::Result<Outcome> {
    let mut out = terminal::out();
    match format {
        PageFormat::Human => {
            human::print_evidence(part, is_on, terminal::color_on(&io::stdout()), &mut out)?;
        }
        PageFormat::Markdown => out.write_all(markdown::evidence_page(part).as_bytes())?,
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// The figures that an earlier run left.
fn read_figures(path: &Path) -> anyhow::Result<RunFigures> {
    let name = path.display();
    let json = std::fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    RunFigures::read(&json).with_context(|| name.to_string())
}

/// The rules that are not off, in load order.
fn running(rules: &Rules) -> Vec<&Rule> {
    let on = |rule: &&Rule| rule.level != Level::Off;
    rules.iter().filter(on).collect()
}

fn find<'r>(rules: &'r Rules, id: &str) -> anyhow::Result<&'r Rule> {
    if let Some(rule) = rules.iter().find(|rule| rule.id == id) {
        return Ok(rule);
    }
    let bare: Vec<&Rule> = rules.iter().filter(|rule| rule.bare_id() == id).collect();
    match bare.as_slice() {
        [one] => Ok(one),
        [] => bail!("there is no rule \"{id}\"; {}", nearest(rules, id)),
        several => {
            let ids: Vec<&str> = several.iter().map(|rule| rule.id.as_str()).collect();
            bail!("several packs have a rule \"{id}\": {}", ids.join(", "))
        }
    }
}

fn nearest(rules: &Rules, id: &str) -> String {
    let wanted = id.rsplit('/').next().unwrap_or(id);
    if EvidencePart::ALL.iter().any(|part| part.is_named(wanted)) {
        let ids: Vec<&str> = EvidencePart::ALL.iter().map(|part| part.id()).collect();
        return format!("did you mean {}?", ids.join(" or "));
    }
    let distance = |rule: &&Rule| strsim::damerau_levenshtein(rule.bare_id(), wanted);
    match rules
        .iter()
        .min_by_key(distance)
        .filter(|rule| distance(rule) <= 2 + wanted.len() / 4)
    {
        Some(near) => format!("did you mean {}?", near.id),
        None => "`dechaff rules list` shows every id".to_owned(),
    }
}
