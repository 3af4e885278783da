//! The flags of `dechaff fit`.

use crate::cli::args::common::RuleArgs;
use crate::cli::input::language::language;
use clap::{Args, ValueEnum, ValueHint};
use dechaff::Model;
use dechaff::tools::fit::TableSet;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct FitArgs {
    /// Folder of gold texts, named as `score` reads them, or one shard; may be repeated
    #[arg(long, value_name = "DIR", required = true, num_args = 1.., value_hint = ValueHint::DirPath)]
    pub(crate) gold: Vec<PathBuf>,
    /// Folders of pages as extractors left them, or shards; of several gold folders, the one whose path has most in
    /// common is theirs
    #[arg(long, value_name = "DIR", required = true, num_args = 1.., value_hint = ValueHint::DirPath)]
    pub(crate) before: Vec<PathBuf>,
    /// The evidence file to write; it may not lie among what is read
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,
    /// Start from the shipped evidence (`shipped`) or from a file, and move only its tables, each bin by as
    /// much as the pages tell of it; for few pages. What does worse than its start on hosts that were left out
    /// is not written
    #[arg(long, value_name = "shipped|FILE", value_hint = ValueHint::FilePath)]
    pub(crate) from: Option<PathBuf>,
    /// Which tables are moved: those of any page's lines, those of what markup says, those of what the host's other
    /// pages say
    #[arg(
        long,
        value_name = "SET",
        requires = "from",
        value_delimiter = ',',
        default_values = ["line", "markup", "host"]
    )]
    pub(crate) tables: Vec<TablesArg>,
    /// Write the file even where it does worse than what it starts from, or where nothing was judged
    #[arg(long, requires = "from")]
    pub(crate) force: bool,
    /// Language of the pages, such as en, en-GB or english
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = fitted_language)]
    pub(crate) lang: String,
    /// The parts into which hosts are divided: each is judged by what was learned from the others; 0
    /// judges nothing and takes thresholds as they are shipped
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = folds)]
    pub(crate) folds: usize,
    /// Which random choices are made; the same seed gives the same file
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// The date that the file's header tells, since it is no clock's
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
    /// Print how the evidence does on hosts that it does not know, by folder and mode, and what each
    /// feature buys
    #[arg(long)]
    pub(crate) report: bool,
    /// How many threads work; 0, the default, means one a core
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    pub(crate) jobs: usize,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

/// Tables that are moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TablesArg {
    /// Those of the lines of any page
    Line,
    /// What markup says of lines
    Markup,
    /// What the host's other pages say of lines, as far as learned rules have counted them (--rules)
    Host,
}

impl From<TablesArg> for TableSet {
    fn from(arg: TablesArg) -> Self {
        match arg {
            TablesArg::Line => Self::Line,
            TablesArg::Markup => Self::Markup,
            TablesArg::Host => Self::Host,
        }
    }
}

/// A language that an evidence file can name: by two letters.
fn fitted_language(written: &str) -> Result<String, String> {
    let code = language(written)?;
    if Model::is_language(&code) {
        Ok(code)
    } else {
        Err("its code has three letters; evidence is for languages with a code of two".to_owned())
    }
}

fn folds(count: &str) -> Result<usize, String> {
    match count.parse() {
        Ok(1) => Err(
            "what is judged in one part alone leaves none to learn from: give 2 or more, or 0 to \
             judge nothing"
                .to_owned(),
        ),
        Ok(count) => Ok(count),
        Err(_) => Err("give a number".to_owned()),
    }
}
