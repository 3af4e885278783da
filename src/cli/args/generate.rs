//! The arguments of `gen`.

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use dechaff::tools::synthesize::CrawlShape;
use std::num::NonZeroU64;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum GenCommand {
    /// Make a crawl as large as wanted, from a seed, with labels of its noise
    ///
    /// Pages are articles of 1 to 15 KB with every kind of noise, some long, some odd, on hosts with
    /// templates of their own. A page depends on seed, hosts, shape and its number alone. Labels say
    /// which bytes are noise, and of which kind. Nothing of it is anybody's text.
    #[command(after_help = "Example: dechaff gen crawl --pages 1000 --out crawl")]
    Crawl(CrawlArgs),
    /// Splice other stories to articles: under a heading, as cards, under their titles, with nothing
    /// between, and not at all
    ///
    /// Of every article of GOLD that has 120 words or more, a page for each layout goes to
    /// OUT/raw/LAYOUT, with one to three stories of other hosts after it, and the article itself to
    /// OUT/gold. The host is that of its url, where it is known, else the first folder of its path
    /// below GOLD, else its own.
    #[command(after_help = "Example: dechaff gen splice --gold gold --out spliced")]
    Splice(SpliceArgs),
    /// Write the texts of pages as Markdown: headings, lists of links, links and strong words in prose
    ///
    /// Each line that is not blank becomes one, so that labels of lines still hold, and cleaning can be measured
    /// on both. A page keeps its path below PAGES, and ends in .md.
    #[command(after_help = "Example: dechaff gen markdown pages --out markdown")]
    Markdown(MarkdownArgs),
}

#[derive(Debug, Args)]
pub(crate) struct CrawlArgs {
    /// How many pages are made
    #[arg(long, value_name = "N")]
    pub(crate) pages: u64,
    /// An empty folder, or none yet, for a file a page in a folder a host; a file that ends in .jsonl,
    /// .jsonl.gz or .jsonl.zst, for a row a page; or -, for rows on standard output
    #[arg(short, long, value_name = "DIR|FILE.jsonl|-", value_hint = ValueHint::AnyPath)]
    pub(crate) out: PathBuf,
    /// Another number makes other pages
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
    /// On how many hosts the pages are; the first ones have the most
    #[arg(long, value_name = "H", default_value = "100")]
    pub(crate) hosts: NonZeroU64,
    /// What the pages look like
    #[arg(long, value_enum, value_name = "SHAPE", default_value = "mixed")]
    pub(crate) shape: ShapeArg,
    /// Write the labels here; by default to DIR/_labels.jsonl or FILE.labels.jsonl
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) labels: Option<PathBuf>,
    /// How many threads make pages; 0, the default, means one a core. The bytes are the same
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    pub(crate) jobs: usize,
}

#[derive(Debug, Args)]
pub(crate) struct SpliceArgs {
    /// Folder of articles: <id>.txt or <id>/gold.txt, in sub-folders, too
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) gold: PathBuf,
    /// Folder of <id>.json files with "title" and "url"; by default the folder `meta` beside GOLD.
    /// Without a title an article's first line is its title
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) meta: Option<PathBuf>,
    /// Where the pages are written; an empty folder, or none yet, and not in GOLD
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,
    /// Another number makes other pages
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
pub(crate) struct MarkdownArgs {
    /// Folder of texts: .txt, .text and .md files, in sub-folders, too
    #[arg(value_name = "PAGES", value_hint = ValueHint::DirPath)]
    pub(crate) pages: PathBuf,
    /// Where the pages are written; an empty folder, or none yet, and not in PAGES
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,
    /// Another number makes other pages
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub(crate) seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShapeArg {
    /// What extractors leave: paragraphs, and some noise around and between them
    Extracted,
    /// Whole pages: menus, sidebars and footers around the article, most lines short
    Raw,
    /// Each host is one or the other
    Mixed,
}

impl From<ShapeArg> for CrawlShape {
    fn from(shape: ShapeArg) -> Self {
        match shape {
            ShapeArg::Extracted => Self::Extracted,
            ShapeArg::Raw => Self::Raw,
            ShapeArg::Mixed => Self::Mixed,
        }
    }
}
