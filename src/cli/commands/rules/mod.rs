//! `dechaff rules`: list, show, check, test, new, suggest, fmt, pack, try, stats, diff.

pub(crate) mod asked;
pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod fmt;
pub(crate) mod list;
pub(crate) mod mutants;
pub(crate) mod new;
pub(crate) mod pack;
pub(crate) mod show;
pub(crate) mod stats;
pub(crate) mod suggest;
pub(crate) mod test;
pub(crate) mod try_rules;

use crate::cli::args::common::GlobalArgs;
use crate::cli::args::rules::RulesCommand;
use crate::cli::outcome::Outcome;

pub(crate) fn run(command: &RulesCommand, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    match command {
        RulesCommand::List(args) => list::run(args, global),
        RulesCommand::Show(args) => show::run(args, global),
        RulesCommand::Check(args) => check::run(args),
        RulesCommand::Test(args) => test::run(args),
        RulesCommand::Pack(args) => pack::run(args),
        RulesCommand::New(args) => new::run(args, global),
        RulesCommand::Suggest(args) => suggest::run(args, global),
        RulesCommand::Fmt(args) => fmt::run(args, global),
        RulesCommand::Try(args) => try_rules::run(args, global),
        RulesCommand::Stats(args) => stats::run(args, global),
        RulesCommand::Diff(args) => diff::run(args, global),
    }
}
