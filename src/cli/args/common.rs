//! Flags that several commands share.

use crate::cli::input::language::language;
use crate::cli::input::size::size;
use clap::{Args, ValueEnum, ValueHint};
use dechaff::Mode;
use dechaff::io::source::HostFrom;
use dechaff::rulefile::Selector;
use dechaff::view::Format;
use std::path::PathBuf;

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct GlobalArgs {
    /// Say less: errors only
    #[arg(
        short,
        long,
        global = true,
        help_heading = "Output",
        conflicts_with = "verbose"
    )]
    pub(crate) quiet: bool,
    /// Say more: -v what is done, -vv why
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "Output")]
    pub(crate) verbose: u8,
    /// When to use colour
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value_t,
        help_heading = "Output"
    )]
    pub(crate) color: ColorWhen,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    /// Where the output is a terminal
    #[default]
    Auto,
    Always,
    Never,
}

/// Which rules run, and how much evidence they need.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct RuleArgs {
    /// How much evidence a cut needs
    #[arg(long, value_enum, value_name = "MODE", help_heading = "Rules")]
    pub(crate) mode: Option<ModeArg>,
    /// Also load the rules of a file, or of every .toml file below a folder; may be repeated
    #[arg(long, value_name = "FILE|DIR", value_hint = ValueHint::AnyPath, help_heading = "Rules")]
    pub(crate) rules: Vec<PathBuf>,
    /// Run only these rules, by id, kind or pack, or evidence/line, evidence/story; may be repeated
    #[arg(
        long,
        value_name = "WHAT",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub(crate) only: Vec<Selector>,
    /// Leave out these rules, by id, kind or pack, or evidence/line, evidence/story; may be repeated
    #[arg(
        long,
        value_name = "WHAT",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub(crate) skip: Vec<Selector>,
    /// Keep what these rules would cut, by id, kind or pack; `date` means all of dates. May be repeated
    #[arg(
        long,
        value_name = "WHAT",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub(crate) keep: Vec<Selector>,
    /// Weigh lines by the evidence of this file, as `dechaff fit` writes it, not by the shipped one
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Rules")]
    pub(crate) evidence: Option<PathBuf>,
    /// Weigh no lines: rules alone cut. So it is where --only names rules alone
    #[arg(long, help_heading = "Rules", conflicts_with = "evidence")]
    pub(crate) no_evidence: bool,
    /// Read this configuration instead of the dechaff.toml found upward from the input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Rules")]
    pub(crate) config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, help_heading = "Rules", conflicts_with = "config")]
    pub(crate) no_config: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModeArg {
    /// High confidence only; the default
    Careful,
    /// Medium confidence as well
    Balanced,
    /// Low confidence as well, for raw dumps of whole pages
    Thorough,
}

impl From<Mode> for ModeArg {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Careful => Self::Careful,
            Mode::Balanced => Self::Balanced,
            Mode::Thorough => Self::Thorough,
        }
    }
}

impl From<ModeArg> for Mode {
    fn from(mode: ModeArg) -> Self {
        match mode {
            ModeArg::Careful => Self::Careful,
            ModeArg::Balanced => Self::Balanced,
            ModeArg::Thorough => Self::Thorough,
        }
    }
}

/// Which pages are read, and how.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct InputArgs {
    /// Files, folders (texts and shards below them), or - for standard input
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// Read paths from a file, one a line; - reads them from standard input
    #[arg(long, value_name = "FILE|-", value_hint = ValueHint::FilePath, help_heading = "Input")]
    pub(crate) files_from: Option<PathBuf>,
    /// The paths of --files-from end in a zero byte each, as `find -print0` writes them
    #[arg(short = '0', long, requires = "files_from", help_heading = "Input")]
    pub(crate) null: bool,
    /// Encoding of pages that are not UTF-8: `auto` detects it, a name such as `windows-1252` sets
    /// it; by default such pages are reported and skipped
    #[arg(long, value_name = "auto|utf-8|NAME", help_heading = "Input")]
    pub(crate) encoding: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatArgs,
    /// Where the page on standard input was found, for rules of one domain
    #[arg(long, value_name = "URL", help_heading = "Input")]
    pub(crate) url: Option<String>,
    /// Know each page's host by its path below the input, for rules of one domain: by its first folder, or
    /// by what a regular expression finds (its group `host`, else the first)
    #[arg(
        long,
        value_name = "folder|REGEX",
        conflicts_with = "url",
        help_heading = "Input"
    )]
    pub(crate) host_from: Option<HostFrom>,
    /// The name under which the page on standard input is reported
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    pub(crate) path: Option<PathBuf>,
    /// Language of the pages, such as en, en-GB or english; by default it is detected where somebody asks
    #[arg(long, value_name = "LANG", value_parser = language, help_heading = "Input")]
    pub(crate) lang: Option<String>,
    /// How many threads read and clean; 0, the default, means one a core
    #[arg(short = 'j', long, value_name = "N", help_heading = "Input")]
    pub(crate) jobs: Option<usize>,
    #[command(flatten)]
    pub(crate) fields: FieldArgs,
}

/// Which fields of a shard's rows are read.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct FieldArgs {
    /// The field of a shard's rows that holds the text, with dots into objects (page.text); by default
    /// the first of `text`, `content`, `raw_content`, `body`, `page_content` and `markdown` that rows have
    #[arg(long, value_name = "FIELD", help_heading = "Shards")]
    pub(crate) text_field: Option<String>,
    /// The field of a row's id; by default one of the usual names (`id`, `doc_id`, ...)
    #[arg(long, value_name = "FIELD", help_heading = "Shards")]
    pub(crate) id_field: Option<String>,
    /// The field that says where the page was found; by default one of the usual names (`url`, `metadata.url`, ...)
    #[arg(long, value_name = "FIELD", help_heading = "Shards")]
    pub(crate) url_field: Option<String>,
    /// The field of the page's language; by default one of the usual names (`lang`, `language`, ...). What no
    /// language has as its name counts as unknown
    #[arg(long, value_name = "FIELD", help_heading = "Shards")]
    pub(crate) lang_field: Option<String>,
    /// Texts over this size stay as they are, are named and counted; 0 means no limit. By default what
    /// `limits.max_page_bytes` says, 16MiB where it says nothing
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = "Shards")]
    pub(crate) max_page_bytes: Option<u64>,
    /// Memory for rows that are being worked on, and for the windows of packed files
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "512MiB", help_heading = "Shards")]
    pub(crate) memory: u64,
}

/// In which format pages are.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct FormatArgs {
    /// In which format the pages are: what of them is layout
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        default_value_t,
        hide_default_value = true,
        help_heading = "Input"
    )]
    pub(crate) page_format: FormatArg,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    /// Recognised from each page, or from a name that ends in .md; the default
    #[default]
    Auto,
    /// Text, a line a paragraph or wrapped
    Plain,
    /// Links, emphasis, marks of headings and lists are layout, code is opaque
    Markdown,
    /// Tags are layout: crude, for those who have no extractor
    Html,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Auto => Self::Auto,
            FormatArg::Plain => Self::Plain,
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Html => Self::Html,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people: the line, with what would go marked
    #[default]
    Human,
    /// One JSON object a finding
    Jsonl,
    /// Workflow commands that GitHub turns into annotations
    Github,
}
