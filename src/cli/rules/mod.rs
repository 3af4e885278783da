//! `dechaff rules`: list, show, check, test, try, stats, diff, pack.

mod check;
mod diff;
mod list;
mod mutants;
mod pack;
mod show;
mod stats;
mod test;
mod r#try;

use super::Outcome;
use super::args::{GlobalArgs, RulesCommand};

pub(super) fn run(command: &RulesCommand, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    match command {
        RulesCommand::List(args) => list::run(args, global),
        RulesCommand::Show(args) => show::run(args, global),
        RulesCommand::Check(args) => check::run(args),
        RulesCommand::Test(args) => test::run(args),
        RulesCommand::Try(args) => r#try::run(args, global),
        RulesCommand::Stats(args) => stats::run(args, global),
        RulesCommand::Diff(args) => diff::run(args, global),
        RulesCommand::Pack(args) => pack::run(args),
    }
}
