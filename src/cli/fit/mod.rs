//! `dechaff fit`: evidence from labelled pages.

mod judge;
mod read;

use super::Outcome;
use super::args::{FitArgs, ModeArg, RuleArgs};
use super::setup::prepare_rules;
use super::terminal::{self, counted};
use anyhow::Context as _;
use dechaff::batch::thread_pool;
use dechaff::fit::{Fit, FitOptions, Fitted, Thresholds};
use dechaff::sink::replace_file;
use dechaff::{Cleaner, Evidence};
use judge::Judge;
use rayon::prelude::*;
use read::Corpus;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;

pub(super) fn run(args: &FitArgs) -> anyhow::Result<Outcome> {
    let pool = thread_pool(args.jobs).context("cannot start threads")?;
    pool.install(|| fit(args))
}

fn fit(args: &FitArgs) -> anyhow::Result<Outcome> {
    let corpus = read::read(args)?;
    for failure in &corpus.failed {
        tracing::error!("{failure}");
    }
    let cleaner_in = |mode| -> anyhow::Result<Cleaner> {
        let rules = RuleArgs {
            mode: Some(mode),
            ..args.rules.clone()
        };
        Ok(prepare_rules(&rules, None)?.cleaner)
    };
    // With any evidence at all, rules that are too weak to cut are heard.
    let cleaner = cleaner_in(ModeArg::Careful)?.with_evidence(Some(Evidence::shipped()));
    let options = FitOptions {
        language: args.lang.clone(),
        folds: args.folds.max(1),
        seed: args.seed,
        ..FitOptions::default()
    };
    let each = |count: usize, work: &(dyn Fn(usize) + Sync)| {
        (0..count).into_par_iter().with_max_len(1).for_each(work);
    };
    let fit = Fit::new(&corpus.pages, &cleaner, options, &each);
    let (mut report, mut thresholds) = (String::new(), Thresholds::default());
    if args.folds > 1 {
        let mut folds = Vec::new();
        for fold in 0..args.folds {
            let learns = |page| fit.fold(page) != fold;
            let text = fit.evidence(learns, &thresholds, "", &each);
            folds.push(Arc::new(Evidence::parse("fold", &text.text)?));
        }
        thresholds = fit.thresholds(&cleaner, &folds, &each);
        let folds: Vec<_> = folds
            .iter()
            .map(|fold| Arc::new(thresholds.of(fold)))
            .collect();
        let judge = Judge::new(
            |mode| cleaner_in(mode.into()),
            &folds,
            |page| fit.fold(page),
        )?;
        report = judge::print(&corpus, &judge.pages(&corpus));
        let spliced = fit.spliced();
        report += &judge::print_spliced(&corpus, &spliced, &judge.spliced(&spliced));
    }
    let header = header(args, &corpus, &report);
    let fitted = fit.evidence(|_| true, &thresholds, &header, &each);
    let cannot = || format!("cannot write {}", args.output.display());
    replace_file(&args.output, fitted.text.as_bytes()).with_context(cannot)?;
    let mut out = terminal::out();
    if args.report {
        writeln!(out, "{report}\n{}", gains(&fitted))?;
    }
    let pages = counted(corpus.pages.len(), "page");
    writeln!(out, "{pages}: {}", args.output.display())?;
    out.flush()?;
    Ok(if corpus.failed.is_empty() {
        Outcome::Done
    } else {
        Outcome::SomeFailed
    })
}

/// What each feature buys, in Markdown.
fn gains(fitted: &Fitted) -> String {
    let mut out =
        "what each feature buys\n\n| feature | share of the loss that tables save |\n".to_owned();
    out += "| --- | ---: |\n";
    for (feature, share) in &fitted.gains {
        let _ = writeln!(out, "| {feature} | {:.1} % |", 100.0 * share);
    }
    out
}

/// What the file says of itself.
fn header(args: &FitArgs, corpus: &Corpus, report: &str) -> String {
    let mut header = format!(
        "Evidence: what was learned from labelled pages, read by dechaff {}.\n",
        env!("CARGO_PKG_VERSION")
    );
    let _ = writeln!(
        header,
        "Made by `dechaff fit`; docs/evidence.md says what stands here.\n\nCorpus:"
    );
    for folder in &corpus.folders {
        let _ = writeln!(
            header,
            "    {}: {}",
            folder.name,
            counted(folder.pages.len(), "page")
        );
    }
    if let Some(date) = &args.date {
        let _ = writeln!(header, "\nDate: {date}");
    }
    let list = |paths: &[std::path::PathBuf]| {
        let paths = paths.iter().map(|path| path.display().to_string());
        paths.collect::<Vec<_>>().join(" ")
    };
    let _ = writeln!(
        header,
        "\nCommand:\n    dechaff fit --gold {} --before {} --seed {} --folds {} -o {}",
        list(&args.gold),
        list(&args.before),
        args.seed,
        args.folds,
        args.output.display()
    );
    if !report.is_empty() {
        let _ = writeln!(
            header,
            "\nScores on hosts that were left out of the fit, by mode:\n{report}"
        );
    }
    header
}
