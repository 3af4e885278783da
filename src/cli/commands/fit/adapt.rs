//! `dechaff fit --from`: given evidence, moved by what few pages tell.

use crate::cli::args::common::ModeArg;
use crate::cli::args::fit::FitArgs;
use crate::cli::commands::fit::header::header;
use crate::cli::commands::fit::judge::{self, ModelJudge};
use crate::cli::commands::fit::learned::{self, Learned, readable};
use crate::cli::commands::fit::read::Corpus;
use anyhow::{Context as _, bail, ensure};
use dechaff::tools::fit::{Adaptation, Adapted, Each, FitOptions, StartModel, TableSet};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

/// The word for the evidence inside the program.
const SHIPPED: &str = "shipped";

/// Whether the word means the evidence inside the program and not a file.
pub(crate) fn is_shipped(from: &Path) -> bool {
    from == Path::new(SHIPPED) && !from.exists()
}

fn start(from: &Path) -> anyhow::Result<StartModel> {
    if is_shipped(from) {
        return Ok(StartModel::shipped());
    }
    let name = from.display().to_string();
    let text = std::fs::read_to_string(from).with_context(|| format!("cannot read {name}"))?;
    Ok(StartModel::parse(&name, &text)?)
}

/// What the pages taught that start from the evidence of `from`.
///
/// # Errors
///
/// Where it does worse than its start on hosts that were left out, or where that was not judged, unless
/// that is forced.
pub(crate) fn adapt(
    args: &FitArgs,
    from: &Path,
    corpus: &Corpus,
    each: &Each<'_>,
) -> anyhow::Result<Learned> {
    let start = start(from)?;
    let (lang, own) = (&args.lang, start.model().language());
    ensure!(
        lang == own,
        "--lang {lang}: the evidence that it starts from is for `{own}`; give --lang {own}, or start from another file"
    );
    ensure!(
        args.folds > 0 || args.force,
        "--folds 0: nothing says whether the file is better than what it starts from; give 2 or more, or --force"
    );
    let model = Arc::new(start.model().clone());
    let cleaner = learned::cleaner(args, ModeArg::Careful)?.with_model(Some(Arc::clone(&model)));
    let options = FitOptions {
        language: lang.clone(),
        folds: args.folds.max(1),
        seed: args.seed,
        ..FitOptions::default()
    };
    let tables: Vec<TableSet> = args.tables.iter().map(|&arg| arg.into()).collect();
    let adaptation = Adaptation::new(&corpus.pages, &start, &tables, &cleaner, &options, each);
    let report = match args.folds {
        0 => String::new(),
        _ => judge(args, corpus, &adaptation, &model)?,
    };
    let hash = model.hash();
    let header = header(args, corpus, &report)
        + &format!("\nStarted from: {} (blake3 {hash})\n", from.display());
    let adapted = adaptation.learn(|_| true, &header);
    Ok(Learned {
        features: moves(&adapted),
        text: adapted.text,
        report,
    })
}

/// How what is learned without each fold does on it, beside its start.
fn judge(
    args: &FitArgs,
    corpus: &Corpus,
    adaptation: &Adaptation<'_>,
    start: &Arc<dechaff::Model>,
) -> anyhow::Result<String> {
    let fold = |fold: usize| {
        let text = adaptation
            .learn(|page| adaptation.fold(page) != fold, "")
            .text;
        readable("fold", &text).map(Arc::new)
    };
    let folds = (0..args.folds).map(fold).collect::<Result<Vec<_>, _>>()?;
    let cleaner_in = |mode| learned::cleaner(args, ModeArg::from(mode));
    let judged = ModelJudge::new(cleaner_in, &folds, |page| adaptation.fold(page))?.pages(corpus);
    let by_start = ModelJudge::new(cleaner_in, &[Arc::clone(start)], |_| 0)?.pages(corpus);
    let (now, before) = (judged.mean_f1(), by_start.mean_f1());
    let words = format!(
        "on hosts that were left out, F1 is {now:.4} by what the pages teach and {before:.4} by what it starts from, as a mean of the modes"
    );
    if now < before && !args.force {
        bail!(
            "{}: not written: {words}; mark more pages, of more hosts, or give --force",
            args.output.display()
        );
    }
    Ok(format!("\n{words}\n{}", judge::print(corpus, &judged)))
}

/// How far the table of each feature was moved, in Markdown.
fn moves(adapted: &Adapted) -> String {
    let mut out = "by how much each feature's table was moved, in log-odds a line\n\n".to_owned();
    out += "| feature | moved |\n| --- | ---: |\n";
    for (feature, far) in &adapted.moves {
        let _ = writeln!(out, "| {feature} | {far:.3} |");
    }
    out
}
