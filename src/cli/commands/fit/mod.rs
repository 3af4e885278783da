//! `dechaff fit`: evidence from labelled pages.

pub(crate) mod adapt;
pub(crate) mod header;
pub(crate) mod judge;
pub(crate) mod learned;
pub(crate) mod read;

use crate::cli::args::common::{GlobalArgs, ModeArg, RuleArgs};
use crate::cli::args::fit::FitArgs;
use crate::cli::commands::fit::judge::ModelJudge;
use crate::cli::commands::fit::learned::{Learned, cleaner, readable};
use crate::cli::commands::fit::read::Corpus;
use crate::cli::input::meta::MetaFolder;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal;
use crate::cli::target::{Target, lies_in};
use anyhow::{Context as _, ensure};
use dechaff::io::batch::thread_pool;
use dechaff::tools::fit::{Fit, FitOptions, Fitted, ModeThresholds};
use dechaff::{Cleaner, Model};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::sync::Arc;

pub(crate) fn run(args: &FitArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    refuse_idle(&args.rules)?;
    let target = target(args)?;
    let pool = thread_pool(args.jobs).context("cannot start threads")?;
    let corpus = pool.install(|| read::read(args))?;
    corpus.log();
    let learned = pool.install(|| match &args.from {
        Some(from) => adapt::adapt(args, from, &corpus, &each),
        None => learn(args, &corpus),
    })?;
    publish(target, &learned.text)?;
    if args.report {
        let mut out = terminal::out();
        writeln!(out, "{}\n{}", learned.report, learned.features)?;
        out.flush()?;
    }
    if !global.quiet {
        writeln!(io::stderr().lock(), "{}", corpus.in_words(&args.output))?;
    }
    Ok(if corpus.failed.is_empty() {
        Outcome::Done
    } else {
        Outcome::SomeFailed
    })
}

/// A fit learns from what rules leave, for every mode: flags that say how lines are weighed have no effect.
fn refuse_idle(rules: &RuleArgs) -> anyhow::Result<()> {
    let given = [
        ("--mode", rules.mode.is_some()),
        ("--evidence", rules.evidence.is_some()),
        ("--no-evidence", rules.no_evidence),
    ];
    let idle = given.iter().find(|(_, is_given)| *is_given);
    idle.map_or(Ok(()), |(flag, _)| {
        anyhow::bail!(
            "{flag}: a fit makes new evidence, with thresholds for every mode; leave the flag out"
        )
    })
}

/// The file to write, ready before the work, which may take long. Nothing that is read is replaced.
fn target(args: &FitArgs) -> anyhow::Result<Target> {
    let output = &args.output;
    let metas: Vec<_> = args
        .gold
        .iter()
        .map(|gold| MetaFolder::beside(gold))
        .collect();
    let pages = args.gold.iter().chain(&args.before).map(|path| &**path);
    let pages = pages.chain(metas.iter().map(MetaFolder::path));
    let RuleArgs { rules, config, .. } = &args.rules;
    let start = args.from.iter().filter(|from| !adapt::is_shipped(from));
    let settings = rules.iter().chain(config).chain(start).map(|path| &**path);
    for input in pages.chain(settings) {
        ensure!(
            !lies_in(output, input),
            "--output {}: it would replace or join what is read from {}; write it elsewhere",
            output.display(),
            input.display()
        );
    }
    Target::start("--output", output)
}

/// By how much recall may fall in careful mode before `fit` warns: several times what the shipped file
/// loses on raw text.
const CAREFUL_LOSS: f64 = 0.02;

fn learn(args: &FitArgs, corpus: &Corpus) -> anyhow::Result<Learned> {
    // With any evidence at all, rules that are too weak to cut are heard.
    let cleaner = cleaner(args, ModeArg::Careful)?.with_model(Some(Model::shipped()));
    let options = FitOptions {
        language: args.lang.clone(),
        folds: args.folds.max(1),
        seed: args.seed,
        ..FitOptions::default()
    };
    let fit = Fit::new(&corpus.pages, &cleaner, options, &each);
    let (thresholds, report) = match args.folds {
        0 => (ModeThresholds::default(), String::new()),
        _ => judge(args, corpus, &fit, &cleaner)?,
    };
    let header = header::header(args, corpus, &report);
    let fitted = fit.learn(|_| true, &thresholds, &header, &each);
    Ok(Learned {
        features: gains(&fitted),
        text: fitted.text,
        report,
    })
}

/// The thresholds that do best on hosts that are left out, and how well they do.
fn judge(
    args: &FitArgs,
    corpus: &Corpus,
    fit: &Fit<'_>,
    cleaner: &Cleaner,
) -> anyhow::Result<(ModeThresholds, String)> {
    let mut folds = Vec::new();
    for fold in 0..args.folds {
        let learns = |page| fit.fold(page) != fold;
        let text = fit.learn(learns, &ModeThresholds::default(), "", &each);
        folds.push(Arc::new(readable("fold", &text.text)?));
    }
    let thresholds = fit.thresholds(cleaner, &folds, &each);
    let of_fold = |fold: &Arc<Model>| Arc::new(thresholds.of(fold));
    let folds: Vec<_> = folds.iter().map(of_fold).collect();
    let cleaner_in = |mode| learned::cleaner(args, ModeArg::from(mode));
    let judge = ModelJudge::new(cleaner_in, &folds, |page| fit.fold(page))?;
    let judged = judge.pages(corpus);
    let loss = judged.careful_loss();
    if loss > CAREFUL_LOSS {
        tracing::warn!(
            "careful mode lost {:.1} % of the articles on hosts that it did not know: label more pages, \
             of more hosts, before you clean by this file",
            100.0 * loss
        );
    }
    let mut report = judge::print(corpus, &judged);
    let spliced = fit.spliced();
    report += &judge::print_spliced(corpus, &spliced, &judge.spliced(&spliced));
    Ok((thresholds, report))
}

/// Work on all threads, a page at a time: pages differ much in what they cost.
fn each(count: usize, work: &(dyn Fn(usize) + Sync)) {
    (0..count).into_par_iter().with_max_len(1).for_each(work);
}

/// The file gets its name only if dechaff can read it.
fn publish(mut target: Target, text: &str) -> anyhow::Result<()> {
    readable(&target.path().display().to_string(), text)?;
    target.append(text)?;
    target.finish()
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
