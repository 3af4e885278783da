//! `dechaff rules diff`: what a changed pack would cut differently on a crawl.

mod print;
mod side;
mod summary;

use crate::cli::args::{DiffFormat, GlobalArgs, InputArgs, RulesDiffArgs};
use crate::cli::context::Frame;
use crate::cli::gold::GoldFolder;
use crate::cli::setup::Prepared;
use crate::cli::terminal::{self, escape};
use crate::cli::{Outcome, pages};
use dechaff::tools::score::Missed;
use dechaff::tools::stats::{CutChange, changes};
use dechaff::{Cleaned, Cut, Kind, Page, Span};
use print::Printer;
use std::io::{self, Write as _};
use summary::{GoldWords, PageDifference, Summary};

pub(super) fn run(args: &RulesDiffArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let near = args.on.first().map(std::path::PathBuf::as_path);
    let input = input_args(args);
    let comparison = Comparison {
        old: side::prepare(&args.old, &args.rules, near)?,
        new: side::prepare(&args.new, &args.rules, near)?,
        gold: GoldFolder::open(args.gold.as_deref(), &input)?,
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
    let mut summary = Summary::default();
    let mut failed = false;
    let work = |page: pages::Input| (page.name.clone(), comparison.page(&page));
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
    old: Prepared,
    new: Prepared,
    gold: Option<GoldFolder>,
    printer: Printer,
    stat: bool,
}

impl Comparison {
    /// What is printed of a page, and what is counted.
    fn page(&self, input: &pages::Input) -> Result<(String, PageDifference), String> {
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
        let gold = gold.map(|gold| Judge::new(&gold, text, &changes, [&old, &new]));
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
    fn told(&self, cleaned: &Cleaned) -> Vec<Cut> {
        let told = |cut: &&Cut| self.new.has_only || cut.kind != Kind::Layout;
        cleaned.cuts.iter().filter(told).cloned().collect()
    }
}

/// How many words go now, and how many stay now.
fn words_of(text: &str, changes: &[CutChange]) -> (usize, usize) {
    let words = |spans: &[Span]| -> usize {
        let texts = spans.iter().map(|span| &text[span.range()]);
        texts.map(|text| Page::new(text).word_count()).sum()
    };
    let add = |(goes, stays), change: &CutChange| {
        (
            goes + words(&change.goes_now),
            stays + words(&change.stays_now),
        )
    };
    changes.iter().fold((0, 0), add)
}

/// How much of the differences of a page is gold.
struct Judge {
    /// Of each difference.
    each: Vec<GoldWords>,
    all: GoldWords,
}

impl Judge {
    fn new(gold: &str, text: &str, changes: &[CutChange], [old, new]: [&Cleaned; 2]) -> Self {
        let (lacked, lacks) = (Missed::new(gold, &old.text), Missed::new(gold, &new.text));
        let of = |changes: &[CutChange]| {
            let texts = |spans: fn(&CutChange) -> &[Span]| {
                let spans = changes.iter().flat_map(spans);
                spans.map(|span| &text[span.range()]).collect::<Vec<_>>()
            };
            GoldWords {
                lost: lacks.words_in(texts(|one| &one.goes_now)).in_gold,
                regained: lacked.words_in(texts(|one| &one.stays_now)).in_gold,
            }
        };
        Self {
            each: changes.chunks(1).map(of).collect(),
            all: of(changes),
        }
    }
}
