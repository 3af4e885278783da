//! The arguments of `learn`.

use crate::cli::args::common::{InputArgs, ModeArg};
use clap::{Args, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(mut_arg("memory", |arg| arg.help(
    "Memory for counts, such as 800MiB or 2GiB, about; more are put on disk, sorted, and merged at the end, which changes \
     nothing of the result. As much again is for rows that are being read, and for windows of packed files"
)))]
pub(crate) struct LearnArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Where the rules are written; - is standard output
    #[arg(short, long, value_name = "FILE|-", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// The pack's name, in kebab-case
    #[arg(long, value_name = "NAME", default_value = "templates")]
    pub(crate) pack: String,
    /// Write rules that this mode would allow so that they cut, and others with `level = "flag"`
    #[arg(long, value_enum, value_name = "MODE", default_value = "careful")]
    pub(crate) accept: ModeArg,
    /// Write the counts, too, so that they can be merged with those of other parts of the crawl
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) counts: Option<PathBuf>,
    /// The PATHs are counts, written by --counts: put them together
    #[arg(long)]
    pub(crate) merge: bool,
}
