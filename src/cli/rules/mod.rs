//! `dechaff rules`: list, show, check, test, pack.

mod check;
mod list;
mod mutants;
mod pack;
mod show;
mod test;

use super::Outcome;
use super::args::{GlobalArgs, RulesCommand};

pub(super) fn run(command: &RulesCommand, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    match command {
        RulesCommand::List(args) => list::run(args, global),
        RulesCommand::Show(args) => show::run(args),
        RulesCommand::Check(args) => check::run(args),
        RulesCommand::Test(args) => test::run(args),
        RulesCommand::Pack(args) => pack::run(args),
    }
}
