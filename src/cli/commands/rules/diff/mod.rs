//! `dechaff rules diff`: what a changed pack would cut differently on a crawl.

pub(crate) mod judge;
pub(crate) mod print;
pub(crate) mod side;
pub(crate) mod summary;

use crate::cli::args::common::{GlobalArgs, InputArgs};
use crate::cli::args::rules::{DiffFormat, RulesDiffArgs};
use crate::cli::commands::rules::diff::judge::{GoldJudge, words_of};
use crate::cli::commands::rules::diff::print::Printer;
use crate::cli::commands::rules::diff::summary::{DiffSummary, PageDifference};
use crate::cli::input::gold::GoldTexts;
use crate::cli::input::pages;
use crate::cli::outcome::Outcome;
use crate::cli::render::frame::Frame;
use crate::cli::render::terminal::{self, escape};
use crate::cli::setup::Setup;
use dechaff::tools::stats::changes;
use dechaff::{Cleaned, Cut, Kind, Page};
use std::io::{self, Write as _};

pub(crate) fn run(args: &RulesDiffArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let near = args.on.first().map(std::path::PathBuf::as_path);
    let input = input_args(args);
    let comparison = Comparison {
        old: side::prepare(&args.old, &args.rules, near)?,
        new: side::prepare(&args.new, &args.rules, near)?,
        gold: GoldTexts::open(args.gold.as_deref(), &input)?,
        printer: Printer {
            format: args.format,
            frame: Frame {
                color: terminal::color_on(&io::stdout()),
                width: terminal::width().saturating_sub(MARGIN),
                context: args.context,
            },
        },
        stat: args.stat,
    };
    let mut out = terminal::out();
    let mut summary = DiffSummary::default();
    let mut failed = false;
    let work = |page: pages::PageInput| (page.name.clone(), comparison.page(&page));
    pages::for_each(&input, &comparison.new, work, |(name, compared)| {
        match compared {
            Ok((printed, difference)) => {
                summary.add(&difference);
                out.write_all(printed.as_bytes())?;
            }
            Err(why) => {
                failed = true;
                tracing::error!("{}: {}", escape(&name), escape(&why));
            }
        }
        Ok(())
    })?;
    let words = summary.in_words(comparison.gold.is_some(), comparison.printer.frame.color);
    if args.format == DiffFormat::Human {
        out.write_all(words.as_bytes())?;
    }
    out.flush()?;
    if args.format == DiffFormat::Jsonl && !global.quiet {
        io::stderr().lock().write_all(words.as_bytes())?;
    }
    Ok(match (failed, args.exit_code && summary.differs()) {
        (true, _) => Outcome::SomeFailed,
        (false, true) => Outcome::Found,
        (false, false) => Outcome::Done,
    })
}

/// What line numbers and marks take of a row.
const MARGIN: usize = 16;

fn input_args(args: &RulesDiffArgs) -> InputArgs {
    InputArgs {
        paths: args.on.clone(),
        encoding: args.encoding.clone(),
        lang: args.lang.clone(),
        jobs: args.jobs,
        ..InputArgs::default()
    }
}

/// Two sets of rules and how their difference is shown.
struct Comparison {
    old: Setup,
    new: Setup,
    gold: Option<GoldTexts>,
    printer: Printer,
    stat: bool,
}

impl Comparison {
    /// What is printed of a page, and what is counted.
    fn page(&self, input: &pages::PageInput) -> Result<(String, PageDifference), String> {
        let text = input.text.as_ref().map_err(Clone::clone)?;
        let page = Page::with_meta(text, input.meta.clone());
        let old = self.old.cleaner.clean(&page);
        let new = self.new.cleaner.clean(&page);
        let (old_cuts, new_cuts) = (self.told(&old), self.told(&new));
        let changes = changes(&old_cuts, &new_cuts);
        let gold = match &self.gold {
            Some(folder) if !changes.is_empty() => folder
                .of_page(&input.id)
                .map_err(|error| format!("{error:#}"))?,
            _ => None,
        };
        let gold = gold.map(|gold| GoldJudge::new(&gold, text, &changes, [&old, &new]));
        let printed = if self.stat {
            String::new()
        } else {
            self.printer
                .page(&input.name, &page, &changes, gold.as_ref())
        };
        let difference = PageDifference {
            rules: summary::by_rule(&old_cuts, &new_cuts, &changes),
            words: words_of(text, &changes),
            gold: gold.map(|gold| gold.all),
        };
        Ok((printed, difference))
    }

    /// The cuts that are spoken of: not the blank lines that others leave behind, unless somebody
    /// chose what runs.
    fn told(&self, cleaned: &Cleaned<'_>) -> Vec<Cut> {
        let told = |cut: &&Cut| self.new.has_only || cut.kind != Kind::Layout;
        cleaned.cuts.iter().filter(told).cloned().collect()
    }
}
