//! The command line: the only place that prints.

pub(crate) mod args;
pub(crate) mod commands;
pub(crate) mod config;
pub(crate) mod input;
pub(crate) mod interrupt;
pub(crate) mod outcome;
pub(crate) mod render;
pub(crate) mod setup;
pub(crate) mod target;

use crate::cli::args::command::{Cli, Command, ConfigCommand};
use crate::cli::commands::{
    bench, check, clean, config_show, diff, explain, fit, generate, label, learn, manual, restore,
    rules, score, stats,
};
use crate::cli::outcome::{Outcome, UNUSABLE};
use crate::cli::render::{human, terminal};
use clap::Parser;
use std::process::ExitCode;

/// Parses the arguments, runs the command, prints what went wrong.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    terminal::set_color(cli.global.color);
    human::start_log(&cli.global);
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
        Command::Stats(args) => stats::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Score(args) => score::run(args),
        Command::Fit(args) => fit::run(args, &cli.global),
        Command::Bench(args) => bench::run(args),
        Command::Gen(command) => generate::run(command, &cli.global),
        Command::Label(args) => label::run(args, &cli.global),
        Command::Learn(args) => learn::run(args, &cli.global),
        Command::Rules(command) => rules::run(command, &cli.global),
        Command::Config(ConfigCommand::Show(args)) => config_show::run(args),
        Command::Config(ConfigCommand::Schema) => config_show::schema(),
        Command::Completions(args) => manual::completions(args),
        Command::Man => manual::man(),
    }
}
