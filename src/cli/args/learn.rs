//! The arguments of `learn`.

use crate::cli::args::common::{InputArgs, ModeArg};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// About how many bytes counts take in memory where nobody says.
pub(crate) const DEFAULT_MEMORY: u64 = 1 << 30;

#[derive(Debug, Args)]
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
    /// Keep at most about so many bytes of counts in memory, such as 800M or 2G; more are put on disk, sorted,
    /// and merged at the end, which changes nothing of the result
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = size)]
    pub(crate) memory: u64,
}

/// A size in bytes, with K, M or G for powers of 1,024.
fn size(text: &str) -> Result<u64, String> {
    let wrong = || format!("\"{text}\" is no size, such as 800M or 2G");
    let (digits, shift) = match text.char_indices().last() {
        Some((at, 'k' | 'K')) => (&text[..at], 10),
        Some((at, 'm' | 'M')) => (&text[..at], 20),
        Some((at, 'g' | 'G')) => (&text[..at], 30),
        _ => (text, 0),
    };
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(1 << shift).ok_or_else(wrong)
}
