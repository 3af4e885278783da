//! `dechaff rules`: list, show, check, test, new, fmt, pack, try, stats, diff.

mod check;
mod diff;
mod fmt;
mod list;
mod mutants;
mod new;
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
        RulesCommand::Pack(args) => pack::run(args),
        RulesCommand::New(args) => new::run(args, global),
        RulesCommand::Fmt(args) => fmt::run(args, global),
        RulesCommand::Try(args) => r#try::run(args, global),
        RulesCommand::Stats(args) => stats::run(args, global),
        RulesCommand::Diff(args) => diff::run(args, global),
    }
}
