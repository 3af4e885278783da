//! `dechaff bench`: how fast cleaning is, on texts that are in memory.

pub(crate) mod clock;
pub(crate) mod corpus;
pub(crate) mod machine;
pub(crate) mod measure;
pub(crate) mod truth;
pub(crate) mod unfiltered;
pub(crate) mod watched;

use crate::cli::args::bench::{BenchArgs, BenchCommand, BenchFormat};
use crate::cli::commands::bench::corpus::Corpus;
use crate::cli::commands::bench::measure::Measuring;
use crate::cli::commands::bench::truth::LabelFile;
use crate::cli::commands::bench::watched::watched;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal;
use crate::cli::setup::{self, Setup};
use anyhow::{Context as _, ensure};
use dechaff::tools::bench::{BenchReport, BenchSetup, MemoryFigures, check_texts, compare, table};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &BenchArgs) -> anyhow::Result<Outcome> {
    if let Some(BenchCommand::Rules(args)) = &args.command {
        return unfiltered::run(args);
    }
    let near = args.input.paths.first().map(PathBuf::as_path);
    let prepared = setup::prepare(&args.rules, near)?;
    let labels = args.labels.as_deref().map(LabelFile::read).transpose()?;
    let old = args.compare.as_deref().map(read_old).transpose()?;
    let corpus = Corpus::load(&args.input, &prepared)?;
    ensure!(!corpus.pages.is_empty(), "there is no page to clean");
    let setup = describe(&corpus, &prepared, args.rounds.get());
    if let (Some(old), Some(path)) = (&old, &args.compare) {
        let same = check_texts(&setup.corpus, old);
        same.with_context(|| format!("--compare {}", path.display()))?;
    }
    let mut report = measure(args, &prepared, labels, &corpus, setup)?;
    if let Some(old) = &old {
        compare(&mut report, old)?;
    }
    print(&report, args)?;
    Ok(if corpus.failed == 0 {
        Outcome::Done
    } else {
        Outcome::SomeFailed
    })
}

fn measure(
    args: &BenchArgs,
    prepared: &Setup,
    labels: Option<LabelFile>,
    corpus: &Corpus,
    setup: BenchSetup,
) -> anyhow::Result<BenchReport> {
    let loaded = machine::memory_bytes();
    // It comes first, so that patterns are compiled and memory is warm before anything is timed.
    let watched = watched(corpus, &prepared.cleaner, labels)?;
    let jobs = args.input.jobs.unwrap_or(prepared.jobs);
    let work = Measuring::start(corpus, &prepared.cleaner, watched.cleaned, jobs)?;
    let measured = work.rounds(args.rounds.get())?;
    let peaks = measured.iter().filter_map(|row| row.peak_bytes);
    let memory = loaded.zip(peaks.max());
    let memory = memory.map(|(loaded_bytes, peak_bytes)| MemoryFigures {
        loaded_bytes,
        peak_bytes,
    });
    Ok(BenchReport::new(setup, watched.cleaned, measured)
        .with_memory(memory)
        .with_rules(&watched.costs)
        .with_stages(&watched.stages)
        .with_truth(watched.truth.as_ref()))
}

fn describe(corpus: &Corpus, prepared: &Setup, rounds: usize) -> BenchSetup {
    let cleaner = &prepared.cleaner;
    let options = cleaner.options();
    BenchSetup {
        dechaff: env!("CARGO_PKG_VERSION").to_owned(),
        processor: machine::processor(),
        corpus: corpus.figures(),
        packs: cleaner.rules().hash().to_owned(),
        options: options.hash(cleaner.model()),
        mode: options.mode,
        rounds,
    }
}

fn read_old(path: &Path) -> anyhow::Result<BenchReport> {
    let json =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    BenchReport::read(&json).with_context(|| format!("--compare {}", path.display()))
}

fn print(report: &BenchReport, args: &BenchArgs) -> anyhow::Result<()> {
    let text = match args.format {
        BenchFormat::Table => table(report, args.top),
        BenchFormat::Json => {
            serde_json::to_string_pretty(report).expect("its keys are all strings") + "\n"
        }
    };
    let mut out = terminal::out();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
