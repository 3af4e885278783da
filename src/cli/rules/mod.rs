//! `dechaff rules`: list, show, check, test.

mod check;
mod list;
mod mutants;
mod show;
mod test;

use super::Outcome;
use super::args::{GlobalArgs, RulesCommand};

pub(super) fn run(command: &RulesCommand, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    match command {
        RulesCommand::List(args) => list::run(args, global),
        RulesCommand::Show(args) => show::run(args, global),
        RulesCommand::Check(args) => check::run(args),
        RulesCommand::Test(args) => test::run(args),
    }
}
