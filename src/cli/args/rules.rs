//! The flags of `dechaff rules`.

use crate::cli::args::common::{InputArgs, ReportFormat, RuleArgs};
use crate::cli::input::language::language;
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use dechaff::rulefile::{Code, Selector};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// List the rules: id, kind, confidence, matcher, what they remove
    List(RuleArgs),
    /// Print a rule's page: what it finds and removes, when, and examples from its tests
    ///
    /// It shows the first phrases, a test that cuts and one that does not; -v shows all.
    Show(RulesShowArgs),
    /// Check rule files: every error and every warning at once
    ///
    /// They are loaded together with the shipped packs. Exit status 2 where there is an error; 1
    /// where there is a warning that --deny names, and no error. A rule or a file says in `allow`
    /// which warnings do not hold for it, and why.
    Check(RulesCheckArgs),
    /// Run the inline tests
    ///
    /// Exit status 1 where a test fails or, with --mutants, where something can be deleted and no
    /// test notices.
    Test(RulesTestArgs),
    /// Draft a rule, with tests, for a line of a page
    ///
    /// The draft is checked and its tests are run before it is printed. Where a rule cuts the line
    /// already, that one is named and nothing is drafted. Exit status 1 where no draft would do:
    /// where any rule for the line would also cut what --near and --gold say must stay.
    New(RulesNewArgs),
    /// Draft rules, with tests, for what many hosts of a crawl have in common and no rule cuts
    ///
    /// Lines that stand on several hosts, and shapes of lines of which numbers, dates, names or all but the
    /// start vary: share bars, comment forms, lines of law, in any language. Lines that the loaded rules cut
    /// in `thorough` mode are left out. Each draft passes its own tests, is measured on the crawl beside the
    /// loaded rules, and is written with what it would do; the most bytes come first, those that touch gold
    /// last. The crawl is read twice.
    #[command(
        after_help = "Example: dechaff rules suggest crawl --host-from folder -o drafts.toml"
    )]
    Suggest(RulesSuggestArgs),
    /// Put rule files into their canonical form
    ///
    /// Keys come in one order, with one blank line between rules; values and comments stay as they
    /// are. Exit status 1 where --check finds a file that would change.
    Fmt(RulesFmtArgs),
    /// Show what rules cut from a crawl, in context; save a cut as a test
    ///
    /// The rules of --rule run alone and in `thorough` mode, as in their tests; without it all rules
    /// run as in `clean`. Blank lines (kind layout) are not shown, unless they are asked for.
    Try(RulesTryArgs),
    /// Count what every rule does on a crawl
    Stats(RulesStatsArgs),
    /// Show what a changed pack would cut differently on a crawl, page by page
    ///
    /// OLD and NEW are rule files, folders of them, or the word `shipped` for the rules inside the
    /// program. Each is loaded after the shipped rules; a folder that holds a shipped pack stands in
    /// its place. Configuration and --rules belong to both sides.
    Diff(RulesDiffArgs),
    /// Print the hash of a pack, as dechaff.toml pins it; with --check say what the pack would do
    ///
    /// `--check` is for a pack that somebody else wrote. Its files are read within bounds, no link
    /// is followed, and nothing in it runs: no test, no pattern, no rule. The report names its
    /// errors, characters that nobody sees, what it changes of other packs, what it keeps, the
    /// sites it is bound to, and rules that reach far or cost much. Exit status 2 where there is
    /// an error.
    Pack(RulesPackArgs),
}

#[derive(Debug, Args)]
pub(crate) struct RulesTryArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Try only these rules, by id, kind or pack, alone; may be repeated
    #[arg(
        long,
        value_name = "WHAT",
        value_delimiter = ',',
        conflicts_with = "only"
    )]
    pub(crate) rule: Vec<Selector>,
    /// Run the rules of --rule beside all others, as `clean` does
    #[arg(long, requires = "rule")]
    pub(crate) together: bool,
    /// How many cuts of each rule are shown
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) sample: usize,
    /// Another number draws another sample
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub(crate) seed: u64,
    /// How many lines are shown before and after a cut
    #[arg(long, value_name = "LINES", default_value_t = 1)]
    pub(crate) context: usize,
    /// Folder of gold texts, as in `score`: say how many of the cut words are gold
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) gold: Option<PathBuf>,
    /// Show only cuts that lost gold
    #[arg(long, requires = "gold")]
    pub(crate) lost: bool,
    /// Save a cut as a test in its rule's file, by the number beside it or by place; may be repeated
    #[arg(long, value_name = "N|PAGE:LINE")]
    pub(crate) save: Vec<String>,
    /// What the saved test says
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        default_value_t,
        requires = "save"
    )]
    pub(crate) save_as: SaveAs,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SaveAs {
    /// The cut is right and must go
    #[default]
    Cut,
    /// The cut is wrong and must stay: the test fails until the rule is mended
    Keep,
}

#[derive(Debug, Args)]
pub(crate) struct RulesStatsArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// How to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: StatsFormat,
    /// Also write the JSON form to a file
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// Take times: each rule's share of them, which no two runs have alike
    #[arg(long)]
    pub(crate) time: bool,
    /// Name rules that always fire together from so many times on
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) least: u64,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatsFormat {
    /// Aligned text
    #[default]
    Table,
    /// One JSON object
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct RulesDiffArgs {
    /// Rules as they were: a file, a folder, or `shipped`
    #[arg(value_name = "OLD", value_hint = ValueHint::AnyPath)]
    pub(crate) old: PathBuf,
    /// Rules as they would be
    #[arg(value_name = "NEW", value_hint = ValueHint::AnyPath)]
    pub(crate) new: PathBuf,
    /// The crawl: files, or folders of them
    #[arg(long, value_name = "PATH", num_args = 1.., required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) on: Vec<PathBuf>,
    /// Encoding of pages that are not UTF-8, as in `clean`
    #[arg(long, value_name = "auto|utf-8|NAME", help_heading = "Input")]
    pub(crate) encoding: Option<String>,
    /// Language of the pages, such as en, en-GB or english; by default it is detected where somebody asks
    #[arg(long, value_name = "LANG", value_parser = language, help_heading = "Input")]
    pub(crate) lang: Option<String>,
    /// How many threads read and clean; 0, the default, means one a core
    #[arg(short = 'j', long, value_name = "N", help_heading = "Input")]
    pub(crate) jobs: Option<usize>,
    /// How differences are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: DiffFormat,
    /// Print only the summary by rule
    #[arg(long)]
    pub(crate) stat: bool,
    /// How many lines are shown before and after a difference
    #[arg(long, value_name = "LINES", default_value_t = 1)]
    pub(crate) context: usize,
    /// Folder of gold texts, as in `score`: say how much of the difference is gold
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) gold: Option<PathBuf>,
    /// End with status 1 where something differs
    #[arg(long)]
    pub(crate) exit_code: bool,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people: the lines, with what differs marked
    #[default]
    Human,
    /// One JSON object a difference
    Jsonl,
}

#[derive(Debug, Args)]
pub(crate) struct RulesShowArgs {
    /// The rule's id, with or without its pack
    #[arg(
        value_name = "ID",
        required_unless_present = "all",
        conflicts_with_all = ["all", "out"]
    )]
    pub(crate) id: Option<String>,
    /// Show every rule that runs
    #[arg(long)]
    pub(crate) all: bool,
    /// How pages are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: PageFormat,
    /// Say what each rule did in a run: the JSON of `rules stats`, or the summary.json of `clean`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) stats: Option<PathBuf>,
    /// Write the pages into this folder, one a rule file, with an index; in Markdown
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath, requires = "all")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// For the terminal
    #[default]
    Human,
    /// As GitHub shows it
    Markdown,
}

#[derive(Debug, Args)]
pub(crate) struct RulesCheckArgs {
    /// Rule files or folders of them, as --rules takes them; by default all that are loaded
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Fail on a warning, by name (no-near-miss) or code (W005), or on `warnings`: all of them; may
    /// be repeated
    #[arg(long, value_name = "WARNING", value_delimiter = ',')]
    pub(crate) deny: Vec<Deny>,
    /// Warn of rules that do nothing on the pages of this folder; may be repeated
    #[arg(long, value_name = "DIR", value_hint = ValueHint::AnyPath)]
    pub(crate) fixtures: Vec<PathBuf>,
    /// How findings are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

/// Warnings that make `rules check` fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deny {
    All,
    One(Code),
}

impl Deny {
    pub(crate) fn covers(self, code: Code) -> bool {
        self == Self::All || self == Self::One(code)
    }
}

impl std::str::FromStr for Deny {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        if word == "warnings" {
            return Ok(Self::All);
        }
        let warnings = || Code::ALL.iter().copied().filter(|code| code.is_warning());
        let found = warnings().find(|code| code.name() == word || code.id() == word);
        found.map(Self::One).ok_or_else(|| {
            let names: Vec<&str> = warnings().map(Code::name).collect();
            format!("one of: warnings, {}", names.join(", "))
        })
    }
}

#[derive(Debug, Args)]
pub(crate) struct RulesTestArgs {
    /// Rule files or folders of them: only their rules are tested; by default all are
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Also delete each phrase and each guard in turn, and name those that no test misses
    #[arg(long)]
    pub(crate) mutants: bool,
    /// How failures are printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RulesPackArgs {
    /// A rule file, a folder of them, or the name of a shipped pack
    #[arg(value_name = "PACK", value_hint = ValueHint::AnyPath)]
    pub(crate) pack: PathBuf,
    /// Say what the pack would do, without running anything in it
    #[arg(long)]
    pub(crate) check: bool,
    /// How the report is printed
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        default_value_t,
        requires = "check"
    )]
    pub(crate) format: PackFormat,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum PackFormat {
    /// For people
    #[default]
    Human,
    /// One JSON object a line: the pack, then each override, protect rule, warning and error
    Jsonl,
}

#[derive(Debug, Args)]
pub(crate) struct RulesNewArgs {
    /// The page, and the number of the line that should go, or of the first and last one of a box
    #[arg(long, value_name = "FILE:LINE[-LAST]", value_hint = ValueHint::FilePath)]
    pub(crate) from: String,
    /// Append the rule to this file, which is made where it is not there; by default it is printed
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) to: Option<PathBuf>,
    /// The pack to which the rule belongs, where FILE does not say; `local` by default
    #[arg(long, value_name = "NAME")]
    pub(crate) pack: Option<String>,
    /// Texts of which every line must stay: a folder of articles without noise
    #[arg(long, value_name = "DIR", value_hint = ValueHint::AnyPath)]
    pub(crate) gold: Option<PathBuf>,
    /// A line that must stay, or a page of which every line must; may be repeated
    #[arg(long, value_name = "FILE[:LINE]", value_hint = ValueHint::FilePath)]
    pub(crate) near: Vec<String>,
    /// Draft a rule even where one cuts the line already
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Args)]
#[command(mut_arg("memory", |arg| arg.help(
    "Memory for counts, such as 800MiB or 2GiB, about; more are put on disk, sorted, and merged at the end, which changes \
     nothing of the result"
)))]
pub(crate) struct RulesSuggestArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Where the drafts are written; - is standard output
    #[arg(short, long, value_name = "FILE|-", value_hint = ValueHint::FilePath, default_value = "-")]
    pub(crate) out: PathBuf,
    /// The pack's name, in kebab-case
    #[arg(long, value_name = "NAME", default_value = "suggested")]
    pub(crate) pack: String,
    /// On how many hosts a line or shape must stand
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(3..))]
    pub(crate) hosts: u32,
    /// How many drafts are written
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) most: usize,
    /// Folder of gold texts, as in `score`: drafts that touch none come first, and one that often does is
    /// written with low confidence
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) gold: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RulesFmtArgs {
    /// Rule files or folders of them
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath, required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Change nothing; name the files that would change
    #[arg(long)]
    pub(crate) check: bool,
}
