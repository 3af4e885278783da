//! `dechaff label`: which lines of pages are the article, by what people marked.

pub(crate) mod output;
pub(crate) mod record;

use crate::cli::args::common::{GlobalArgs, RuleArgs};
use crate::cli::args::label::LabelArgs;
use crate::cli::commands::label::output::LabelOutput;
use crate::cli::commands::label::record::LabelWriter;
use crate::cli::input::gold::GoldTexts;
use crate::cli::input::pages;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{counted, escape, thousands};
use crate::cli::setup;
use anyhow::{Context as _, ensure};
use dechaff::tools::score::{Oracle, label_lines, score_page, tokens};
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::PathBuf;

pub(crate) fn run(args: &LabelArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let gold = GoldTexts::open(Some(&args.gold), &args.input)?.context("--gold is given")?;
    let near = args.input.paths.first().map(PathBuf::as_path);
    let prepared = setup::prepare(&rule_args(args), near)?;
    let writer = LabelWriter::new(args);
    let mut output = LabelOutput::start(args)?;
    let taken = output.taken();
    let mut tally = LabelTally::default();
    let work = |input: pages::PageInput| {
        let is_output = taken.is_some() && std::fs::canonicalize(&input.name).ok() == taken;
        let labelled = label(&input, &gold, &writer, global.verbose > 0);
        (labelled, is_output, input.name)
    };
    let skipped = pages::for_each(&args.input, &prepared, work, |(page, is_output, name)| {
        ensure!(!is_output, "{name}: this page would be replaced by --out");
        tally.count(&name, &page);
        let Ok(Some(labelled)) = page else {
            return Ok(());
        };
        if tally.pages == 1 {
            output.append(&writer.head())?;
        }
        output.append(&labelled.written)
    })?;
    tally.skipped = skipped;
    ensure!(
        tally.pages + tally.failed > 0,
        "no page has a gold text in {}; the gold of a page PATH/<id>.txt is GOLD/<id>.txt",
        args.gold.display()
    );
    if tally.pages > 0 {
        output.finish()?;
    }
    if !global.quiet {
        writeln!(io::stderr().lock(), "{}", tally.in_words())?;
    }
    Ok(tally.outcome())
}

/// No rule judges here: of the configuration only that of the input counts.
fn rule_args(args: &LabelArgs) -> RuleArgs {
    RuleArgs {
        config: args.config.clone(),
        no_config: args.no_config,
        ..RuleArgs::default()
    }
}

/// What became of a page with gold.
struct Labelled {
    written: String,
    keep: usize,
    noise: usize,
    /// Gold has words and no line of the page is near them.
    is_strange: bool,
    /// How near to gold the lines that are kept come, where somebody wants to know.
    f1: Option<f64>,
}

/// The labels of a page; `None` where it has no gold.
fn label(
    input: &pages::PageInput,
    folder: &GoldTexts,
    writer: &LabelWriter,
    with_f1: bool,
) -> Result<Option<Labelled>, String> {
    let text = input.text.as_ref().map_err(Clone::clone)?;
    let gold = folder.of_page(&input.id);
    let Some(gold) = gold.map_err(|error| format!("{error:#}"))? else {
        return Ok(None);
    };
    let labels = label_lines(&gold, text);
    let count = |keep| labels.iter().filter(|line| line.keep == Some(keep)).count();
    let (keep, noise) = (count(true), count(false));
    let figures = with_f1.then(|| score_page(&gold, text, None, Oracle::Search));
    Ok(Some(Labelled {
        written: writer.page(&input.id, text, &labels),
        keep,
        noise,
        is_strange: keep == 0 && noise > 0 && tokens(&gold).next().is_some(),
        f1: figures.and_then(|page| page.shingles.oracle.map(|best| best.f1)),
    }))
}

/// What a run came to.
#[derive(Default)]
struct LabelTally {
    pages: usize,
    keep: usize,
    noise: usize,
    without_gold: usize,
    failed: usize,
    skipped: usize,
}

impl LabelTally {
    /// Counts a page, and says what is wrong with it.
    fn count(&mut self, name: &str, page: &Result<Option<Labelled>, String>) {
        let name = escape(name);
        match page {
            Ok(Some(labelled)) => {
                self.pages += 1;
                self.keep += labelled.keep;
                self.noise += labelled.noise;
                if let Some(f1) = labelled.f1 {
                    tracing::info!("{name}: the lines that are kept have F1 {f1:.3}");
                }
                if labelled.is_strange {
                    tracing::warn!("{name}: no line is in its gold text; is it that of this page?");
                }
            }
            Ok(None) => {
                self.without_gold += 1;
                tracing::info!("{name}: left out, it has no gold");
            }
            Err(why) => {
                self.failed += 1;
                tracing::error!("{name}: {}", escape(why));
            }
        }
    }

    fn in_words(&self) -> String {
        let plural = if self.pages == 1 { "" } else { "s" };
        let mut words = format!(
            "{} page{plural}: {} lines keep, {} noise",
            thousands(self.pages),
            thousands(self.keep),
            thousands(self.noise)
        );
        for (count, noun, end) in [
            (
                self.without_gold,
                "page",
                "without gold, left out; -v names them",
            ),
            (self.failed, "page", "could not be read"),
            (self.skipped, "file", "skipped; -vv says why"),
        ] {
            if count > 0 {
                let _ = write!(words, "\n{} {end}", counted(count, noun));
            }
        }
        words
    }

    fn outcome(&self) -> Outcome {
        if self.failed > 0 {
            Outcome::SomeFailed
        } else {
            Outcome::Done
        }
    }
}
