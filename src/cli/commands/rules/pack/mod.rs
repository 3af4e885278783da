//! `dechaff rules pack`: the hash of a pack, and what a pack that somebody else wrote would do.

pub(crate) mod human;
pub(crate) mod jsonl;
pub(crate) mod reviewed;

use crate::cli::args::rules::{PackFormat, RulesPackArgs};
use crate::cli::commands::rules::pack::reviewed::Pack;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, escape};
use dechaff::rulefile::pack_hash;
use dechaff::tools::review::review_pack;
use std::io::Write as _;

pub(crate) fn run(args: &RulesPackArgs) -> anyhow::Result<Outcome> {
    let pack = Pack::read(&args.pack)?;
    let mut out = terminal::out();
    let outcome = if args.check {
        let reviewed = review_pack(&pack.read.files);
        match args.format {
            PackFormat::Human => human::print(&pack, &reviewed, &mut out)?,
            PackFormat::Jsonl => jsonl::print(&pack, &reviewed, &mut out)?,
        }
        reviewed.map_or(Outcome::Unusable, |_| Outcome::Done)
    } else {
        let hash = pack_hash(&pack.sources()?);
        writeln!(out, "{}", escape(&pack.pin(&hash)))?;
        Outcome::Done
    };
    out.flush()?;
    Ok(outcome)
}
