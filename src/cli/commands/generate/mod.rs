//! `dechaff gen`: pages of which it is known what is noise.

pub(crate) mod crawl;
pub(crate) mod markdown;
pub(crate) mod splice;

use crate::cli::args::common::GlobalArgs;
use crate::cli::args::generate::GenCommand;
use crate::cli::outcome::Outcome;

pub(crate) fn run(command: &GenCommand, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    match command {
        GenCommand::Crawl(args) => crawl::run(args, global),
        GenCommand::Splice(args) => splice::run(args, global),
        GenCommand::Markdown(args) => markdown::run(args, global),
    }
}
