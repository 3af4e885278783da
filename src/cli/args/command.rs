//! The command line: every flag, with the text that `--help`, the man page and completions show.

use crate::cli::args::bench::BenchArgs;
use crate::cli::args::common::{
    FieldArgs, FormatArg, FormatArgs, GlobalArgs, InputArgs, ReportFormat, RuleArgs,
};
use crate::cli::args::fit::FitArgs;
use crate::cli::args::generate::GenCommand;
use crate::cli::args::label::LabelArgs;
use crate::cli::args::learn::LearnArgs;
use crate::cli::args::rules::RulesCommand;
use crate::cli::args::score::ScoreArgs;
use crate::cli::args::stats::StatsArgs;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Removes from scraped text what is not the article, and can put every byte back.
#[derive(Debug, Parser)]
#[command(
    name = "dechaff",
    version,
    about,
    max_term_width = 100,
    propagate_version = true
)]
#[command(
    after_help = "Exit status: 0 done; 1 `check` found noise, `rules diff --exit-code` a difference, or \
another command on rules a fault; 2 usage, \
configuration or rules are wrong and nothing was written; 3 some pages failed, the rest is done; \
130 interrupted, 143 terminated."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write clean text, and a record of every cut from which the original comes back
    Clean(CleanArgs),
    /// Print what would go, as a compiler prints its findings; exit 1 where there is noise
    ///
    /// Blank lines (kind layout) are not noise, unless --only chooses which rules run. Where a
    /// page cannot be read the exit status is 3, whatever the others hold.
    Check(CheckArgs),
    /// Show a page with its cuts struck and coloured, the rule in the margin
    ///
    /// On a terminal it goes through the pager that `DECHAFF_PAGER` names, else `PAGER`, else
    /// `less -R`; where that is empty or `cat` it does not. Without colours, [- and -] stand around what goes.
    Diff(DiffArgs),
    /// Put the originals together again from clean text and cut records
    Restore(RestoreArgs),
    /// Check that clean text and cut records give the originals, byte for byte
    Verify(VerifyArgs),
    /// Count what went from the pages of a clean folder, by rule, kind and host
    ///
    /// The cut records alone are read; --sample reads the clean text, too.
    Stats(StatsArgs),
    /// Say why a line was, or was not, cut
    ///
    /// Every rule that matched is named, with the first guard that said no and the decision; of a
    /// line that none matched, what nearly did. `FILE:LINE:COLUMN` and `SHARD:ROW:LINE:COLUMN`, as `check`
    /// prints them, are understood.
    Explain(ExplainArgs),
    /// Score text against gold pages
    ///
    /// Pages are the .txt, .text and .md files of BEFORE and its sub-folders; a page's id is its path
    /// without the ending. Its gold text is GOLD/<id>/gold.txt or GOLD/<id>.txt (.text, .md), its cleaned
    /// text has the same path below AFTER. A page without gold is left out; a page missing from AFTER is
    /// scored as empty and counted. Pages that lost over half of gold's words are counted as gutted.
    /// Of pages in Markdown (.md) what they show is compared.
    Score(ScoreArgs),
    /// Fit evidence to labelled pages: tables, lexicon and thresholds
    ///
    /// Pages are the .txt files of BEFORE and its sub-folders; a page's id is its path without .txt.
    /// Its gold text is GOLD/<id>/gold.txt or GOLD/<id>.txt, and its url, where it is known, in
    /// meta/<id>.json beside GOLD. Pages of one host (without a url, of one folder) stay together when
    /// what was learned is judged.
    Fit(Box<FitArgs>),
    /// Measure how fast pages are cleaned, beside the least that reading them costs
    ///
    /// The texts are loaded first. Then, in turns: reading the files, counting newlines, hashing every
    /// line (the floor), and cleaning by one thread, by two, four and so on up to --jobs. Each rule's
    /// cost is taken in a run of its own, which the clock slows.
    #[command(after_help = "Example: dechaff bench crawl --labels crawl/_labels.jsonl")]
    Bench(Box<BenchArgs>),
    /// Make pages of which it is known what is noise
    #[command(subcommand)]
    Gen(GenCommand),
    /// Write of each line of pages whether it is the article, by gold pages
    ///
    /// A line's label is "keep" or "noise": whether it is one of the lines that together come closest
    /// to the page's gold text, which is looked up as `score` does. Lines without a word and pages
    /// without gold are left out.
    #[command(after_help = "Example: dechaff label pages --gold gold -o labels.jsonl")]
    Label(LabelArgs),
    /// Find the lines that hosts repeat on their pages, and write them as rules
    ///
    /// Every line is counted, host by host; pages that are nearly the same count once. What is written is a
    /// pack of rules to review, each line with its figures and each rule with tests. `clean --rules` applies it.
    /// Pages are files and folders as `clean` takes them, with --host-from, and .jsonl files whose rows have
    /// `text` and `url`.
    #[command(after_help = "Example: dechaff learn crawl --host-from folder -o templates.toml")]
    Learn(LearnArgs),
    /// List, show, check, test, draft and format rules
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Show the configuration, or its schema
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print the completion script of a shell
    Completions(CompletionsArgs),
    /// Print the manual page, in roff
    Man,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct CleanArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Write the clean text below this folder, each PATH's tree mirrored, and the records to
    /// DIR/_dechaff; dechaff.toml may name the folder as well
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Write one unified diff of all pages; `patch -R` applies it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) diff: Option<PathBuf>,
    /// Do everything but write
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// How the records of pages give the reasons of cuts
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    pub(crate) reasons: ReasonsArg,
    /// Remove the pages and shards of earlier runs that are not among the input now; their records go to
    /// DIR/_dechaff/pruned-DATE.jsonl.zst, cuts of shards to pruned-DATE
    #[arg(long)]
    pub(crate) prune: bool,
    /// First find the lines that hosts repeat on these pages, as `dechaff learn` does, and cut those that the
    /// mode allows, but none that `learn` calls unsure; the rules are kept in DIR/_dechaff/templates.toml
    #[arg(long)]
    pub(crate) learn: bool,
    #[command(flatten)]
    pub(crate) shards: ShardArgs,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReasonsArg {
    /// As codes and numbers, whose words stand once for many pages
    #[default]
    Coded,
    /// In words
    Full,
}

/// How `clean` writes shards, and goes on after errors.
#[derive(Debug, Clone, Args)]
pub(crate) struct ShardArgs {
    /// What the files are, where their names and first bytes do not tell; of texts also what --page-format says
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Input")]
    pub(crate) format: Option<InputFormat>,
    /// Write all shards, and texts as well, in this format
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Shards")]
    pub(crate) to: Option<ToArg>,
    /// What stands where a row's text was
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        default_value_t,
        help_heading = "Shards"
    )]
    pub(crate) text_as: TextAsArg,
    /// Where the cuts of a shard go
    #[arg(
        long,
        value_enum,
        value_name = "WHERE",
        default_value_t,
        help_heading = "Shards"
    )]
    pub(crate) cuts: CutsArg,
    /// How hard packed shards are packed: 1 to 9 for gzip, 1 to 19 for Zstandard; 0 takes the packer's default
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=19), help_heading = "Shards")]
    pub(crate) level: u8,
    /// Clean again what an earlier run has done and nothing has changed of
    #[arg(long, help_heading = "Run")]
    pub(crate) force: bool,
    /// Read shards again that were damaged when an earlier run read them
    #[arg(long, help_heading = "Run")]
    pub(crate) retry_failed: bool,
    /// Stop at the first page, row or shard that cannot be read
    #[arg(long, help_heading = "Run")]
    pub(crate) fail_fast: bool,
    /// Stop when more than this many pages, rows and shards could not be read
    #[arg(long, value_name = "N", help_heading = "Run")]
    pub(crate) max_errors: Option<u64>,
    /// How a run says how far it is
    #[arg(
        long,
        value_enum,
        value_name = "HOW",
        default_value_t,
        help_heading = "Run"
    )]
    pub(crate) progress: ProgressArg,
}

/// What files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// Each file is one text
    Text,
    /// One JSON object a line, packed by gzip, Zstandard or not at all
    Jsonl,
    /// Records of WARC or WET, packed or not
    Warc,
    /// A tar archive, packed or not
    Tar,
    /// A Parquet file
    Parquet,
    /// As --page-format plain
    Plain,
    /// As --page-format markdown
    Markdown,
    /// As --page-format html
    Html,
}

impl CleanArgs {
    /// The arguments with what `--format` says of pages as their format.
    ///
    /// # Errors
    ///
    /// Where `--page-format` says something else.
    pub(crate) fn settled(&self) -> anyhow::Result<Self> {
        let named = match self.shards.format {
            Some(InputFormat::Plain) => FormatArg::Plain,
            Some(InputFormat::Markdown) => FormatArg::Markdown,
            Some(InputFormat::Html) => FormatArg::Html,
            _ => return Ok(self.clone()),
        };
        let said = self.input.format.page_format;
        anyhow::ensure!(
            said == FormatArg::Auto || said == named,
            "--format and --page-format name two formats of pages: leave one of them out"
        );
        let mut args = self.clone();
        args.input.format.page_format = named;
        Ok(args)
    }
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ToArg {
    /// One JSON object a line; the texts of a folder become one file
    Jsonl,
    /// The same, packed by gzip
    #[value(name = "jsonl.gz")]
    JsonlGz,
    /// The same, packed by Zstandard
    #[value(name = "jsonl.zst")]
    JsonlZst,
    /// Columns, by Apache Parquet
    Parquet,
    /// Each row a text of its own, in a folder that is called as its shard
    Txt,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextAsArg {
    /// The clean text
    #[default]
    Clean,
    /// The text as it was: cuts alone say what would go
    Keep,
    /// The clean text, and the text as it was in the field `dechaff_original`, of JSONL
    Both,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CutsArg {
    /// Into DIR/_dechaff/cuts, from which `restore` makes the shard as it was; of standard input nowhere
    #[default]
    Sidecar,
    /// Into the field `dechaff_cuts` of each row, a list, of JSONL
    Column,
    /// Into attributes as Dolma's mixer takes them, written to DIR in place of the shard
    Attributes,
    /// Nowhere
    None,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressArg {
    /// A bar on a terminal, else JSON
    #[default]
    Auto,
    /// A bar
    Bar,
    /// A JSON object every five seconds, on standard error
    Json,
    /// Not at all
    None,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// How findings are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Args)]
#[command(mut_arg("page_format", |arg| arg.visible_alias("format")))]
pub(crate) struct DiffArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Do not start a pager
    #[arg(long)]
    pub(crate) no_pager: bool,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The folder (or file) of clean text
    #[arg(value_name = "CLEAN", value_hint = ValueHint::AnyPath)]
    pub(crate) clean: PathBuf,
    /// The cut records, .jsonl or .jsonl.zst; by default those in CLEAN/_dechaff
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) cuts: Option<PathBuf>,
    /// Where the originals are written; a file that is there and holds something else stays
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,
    /// Replace files that hold something else
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The folder (or file) of clean text
    #[arg(value_name = "CLEAN", value_hint = ValueHint::AnyPath)]
    pub(crate) clean: PathBuf,
    /// The cut records, .jsonl or .jsonl.zst; by default those in CLEAN/_dechaff
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) cuts: Option<PathBuf>,
    /// The folder (or file) of originals; without it, their recorded hashes are the measure
    #[arg(long, value_name = "ORIGINALS", value_hint = ValueHint::AnyPath)]
    pub(crate) against: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(mut_arg("page_format", |arg| arg.visible_alias("format")))]
pub(crate) struct ExplainArgs {
    /// A page, with a line number (from 1) for that line alone; of a shard a row, as `FILE:ROW[:LINE]`
    #[arg(value_name = "FILE[:LINE]", value_hint = ValueHint::FilePath)]
    pub(crate) place: String,
    /// Where the page was found, for rules of one domain
    #[arg(long, value_name = "URL", help_heading = "Input")]
    pub(crate) url: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
    /// Encoding of the page, as in `clean`
    #[arg(long, value_name = "auto|utf-8|NAME", help_heading = "Input")]
    pub(crate) encoding: Option<String>,
    #[command(flatten)]
    pub(crate) fields: FieldArgs,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print the configuration that would be used
    ///
    /// Later ones win: defaults; dechaff.toml, found upward from the input; the environment
    /// (`DECHAFF_MODE`, `DECHAFF_ONLY`, `DECHAFF_SKIP`, `DECHAFF_KEEP`, `DECHAFF_ENCODING`, `DECHAFF_OUT`,
    /// `DECHAFF_DIFF`, `DECHAFF_MAX_REMOVED_SHARE`, `DECHAFF_MAX_PAGE_BYTES`, `DECHAFF_JOBS`); the
    /// command line. Rule files (`DECHAFF_RULES`, --rules) add up.
    Show(ConfigShowArgs),
    /// Print the JSON Schema of dechaff.toml, from which editors complete and check it
    Schema,
}

#[derive(Debug, Args)]
pub(crate) struct ConfigShowArgs {
    /// Say of each value where it comes from
    #[arg(long)]
    pub(crate) origin: bool,
    /// The input from which dechaff.toml is looked for upward; the current folder by default
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) path: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}
