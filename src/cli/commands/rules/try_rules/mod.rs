//! `dechaff rules try`: what rules cut from a crawl, in context, and cuts saved as tests.

pub(crate) mod report;
pub(crate) mod save;
pub(crate) mod tally;
pub(crate) mod tried;

use crate::cli::args::common::{GlobalArgs, ModeArg, RuleArgs};
use crate::cli::args::rules::RulesTryArgs;
use crate::cli::commands::rules::try_rules::save::Save;
use crate::cli::commands::rules::try_rules::tally::TryTally;
use crate::cli::commands::rules::try_rules::tried::{MARGIN, Trial};
use crate::cli::input::gold::GoldTexts;
use crate::cli::input::pages;
use crate::cli::outcome::Outcome;
use crate::cli::render::frame::Frame;
use crate::cli::render::terminal::{self, escape};
use crate::cli::setup;
use std::io::{self, Write as _};

pub(crate) fn run(args: &RulesTryArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let saves = Save::read_all(&args.save)?;
    let near = args.input.paths.first().map(std::path::PathBuf::as_path);
    let near = near.or_else(|| saves.iter().find_map(Save::file));
    let rule_args = rule_args(args);
    let trial = Trial {
        args,
        prepared: setup::prepare_rules(&rule_args, near)?,
        gold: GoldTexts::open(args.gold.as_deref(), &args.input)?,
        frame: Frame {
            color: terminal::color_on(&io::stdout()),
            width: terminal::width().saturating_sub(MARGIN),
            context: args.context,
        },
    };
    trial.check_choice()?;
    let mut outcome = Outcome::Done;
    let mut tally = TryTally::new(args.sample);
    if saves.is_empty() || saves.iter().any(Save::is_number) {
        outcome = try_pages(&trial, &mut tally)?;
    }
    let report = tally.into_report(&trial);
    if saves.is_empty() {
        let mut out = terminal::out();
        report.print(&trial, &mut out)?;
        out.flush()?;
        if !global.quiet {
            writeln!(io::stderr().lock(), "{}", report.in_words(&trial))?;
        }
    } else {
        let of_saves = save::all(&saves, &report, &trial, &rule_args)?;
        if of_saves != Outcome::Done {
            outcome = of_saves;
        }
    }
    Ok(outcome)
}

/// Cleans every page and counts what the rules did.
fn try_pages(trial: &Trial<'_>, tally: &mut TryTally) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    let work = |input: pages::PageInput| {
        let tried = trial.page(&input);
        (input.name, tried)
    };
    pages::for_each(&trial.args.input, &trial.prepared, work, |(name, tried)| {
        match tried {
            Ok(tried) => tally.add(tried),
            Err(why) => {
                tracing::error!("{}: {}", escape(&name), escape(&why));
                outcome = Outcome::SomeFailed;
            }
        }
        Ok(())
    })?;
    Ok(outcome)
}

/// The rules that run: those of `--rule` alone and whatever their confidence, as in their tests.
fn rule_args(args: &RulesTryArgs) -> RuleArgs {
    let mut rules = args.rules.clone();
    if !args.rule.is_empty() && !args.together {
        let chosen = args.rule.iter().cloned();
        rules.only = chosen.map(|one| one.from_origin("--rule")).collect();
        rules.mode = rules.mode.or(Some(ModeArg::Thorough));
    }
    rules
}
