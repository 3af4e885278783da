//! The command line: the only place that prints.

mod args;
mod check;
mod clean;
mod config;
mod context;
mod diff;
mod explain;
mod fit;
mod generate;
mod gold;
mod label;
mod manual;
mod meta;
mod pages;
mod restore;
mod rules;
mod score;
mod setup;
mod target;
mod terminal;

use args::{Cli, Command, ConfigCommand};
use clap::Parser;
use std::process::ExitCode;

/// How a command ended, short of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All done.
    Done,
    /// `check` found noise, a rule test failed, or a command that judges rules found a fault.
    Found,
    /// The rules that `rules check` was asked about are wrong.
    Unusable,
    /// Some pages failed, the rest is done.
    SomeFailed,
    /// Stopped by the user.
    Interrupted,
}

impl Outcome {
    fn status(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Found => 1,
            Self::Unusable => UNUSABLE,
            Self::SomeFailed => 3,
            Self::Interrupted => 130,
        }
    }
}

/// Exit status where usage, configuration or rules are wrong and nothing was written.
const UNUSABLE: u8 = 2;

/// Parses the arguments, runs the command, prints what went wrong.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    terminal::start(&cli.global);
    match dispatch(&cli) {
        Ok(outcome) => ExitCode::from(outcome.status()),
        Err(error) if terminal::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::print_error(&error);
            ExitCode::from(UNUSABLE)
        }
    }
}

fn dispatch(cli: &Cli) -> anyhow::Result<Outcome> {
    match &cli.command {
        Command::Clean(args) => clean::run(args, &cli.global),
        Command::Check(args) => check::run(args, &cli.global),
        Command::Diff(args) => diff::run(args),
        Command::Restore(args) => restore::restore(args),
        Command::Verify(args) => restore::verify(args),
        Command::Explain(args) => explain::run(args),
        Command::Score(args) => score::run(args),
        Command::Fit(args) => fit::run(args, &cli.global),
        Command::Gen(args) => generate::run(args, &cli.global),
        Command::Label(args) => label::run(args, &cli.global),
        Command::Rules(command) => rules::run(command, &cli.global),
        Command::Config(ConfigCommand::Show(args)) => config::run(args),
        Command::Config(ConfigCommand::Schema) => config::schema(),
        Command::Completions(args) => manual::completions(args),
        Command::Man => manual::man(),
    }
}
