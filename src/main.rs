//! The `dechaff` command: parses arguments, runs, maps the outcome to an exit status.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
