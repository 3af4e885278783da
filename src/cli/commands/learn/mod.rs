//! `dechaff learn`: the lines that hosts repeat, as rules.

pub(crate) mod counter;
pub(crate) mod runs;

use crate::cli::args::common::{GlobalArgs, InputArgs, RuleArgs};
use crate::cli::args::learn::LearnArgs;
use crate::cli::commands::learn::counter::{Counted, Counter, Tally};
use crate::cli::commands::learn::runs::{SortedRows, rows_of_file};
use crate::cli::input::crawl::{CrawlItem, for_each_group};
use crate::cli::input::paths::DASH;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{counted, escape, thousands};
use crate::cli::setup::{self, Setup};
use crate::cli::target::Target;
use anyhow::{Context as _, bail, ensure};
use dechaff::Mode;
use dechaff::io::sink::replace_file;
use dechaff::rulefile::LINES_FILE_ENDING;
use dechaff::tools::templates::{
    Acceptance, LearnedPack, Merged, TemplateWriter, push_header, push_row,
};
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What a rule file may have.
const MOST_BYTES: usize = 3 << 20;

pub(crate) fn run(args: &LearnArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    ensure!(
        args.out.is_some() || args.counts.is_some(),
        "nothing would be written: give -o FILE for the rules, or --counts FILE"
    );
    check_pack_name(&args.pack)?;
    let mut targets = Targets::start(args)?;
    let (parts, tally) = if args.merge {
        let parts: anyhow::Result<Vec<SortedRows>> = args
            .input
            .paths
            .iter()
            .map(|path| rows_of_file(path))
            .collect();
        let parts = parts?;
        ensure!(
            !parts.is_empty(),
            "no counts: give the files that --counts wrote"
        );
        (Counted::Rows(parts), Tally::default())
    } else {
        let near = args.input.paths.first().map(PathBuf::as_path);
        let prepared = setup::prepare_rules(&RuleArgs::default(), near)?;
        count(&args.input, &prepared)?
    };
    let pack = targets.write(parts, args)?;
    if pack.toml.len() > MOST_BYTES {
        tracing::warn!(
            "the rules are {} bytes, more than the 3 MB that a rule file may have, so that they cannot be loaded: \
             learn from some of the hosts at a time",
            thousands(pack.toml.len())
        );
    }
    if !global.quiet {
        say(&pack, args)?;
    }
    tally.say();
    Ok(if tally.failed > 0 {
        Outcome::SomeFailed
    } else {
        Outcome::Done
    })
}

pub(crate) fn check_pack_name(name: &str) -> anyhow::Result<()> {
    let words = name.split('-');
    let is_kebab = words.clone().all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    ensure!(
        is_kebab,
        "--pack {name}: not kebab-case, such as `my-crawl`"
    );
    Ok(())
}

/// What the hosts of the inputs repeat, as a pack of rules that cut in `mode`.
pub(crate) fn learn(
    input: &InputArgs,
    prepared: &Setup,
    mode: Mode,
    rule_file: &str,
) -> anyhow::Result<LearnedPack> {
    let (counted, _) = count(input, prepared)?;
    let writer = TemplateWriter::new("templates", Acceptance { mode });
    counted.learned(writer.with_files_beside(rule_file))
}

/// Ends the reading of a sample.
#[derive(Debug, thiserror::Error)]
#[error("enough was read")]
struct Enough;

/// What the hosts of the first pages of the inputs repeat, of so many bytes at most; how many pages these are.
pub(crate) fn learn_sample(
    input: &InputArgs,
    prepared: &Setup,
    mode: Mode,
    most_bytes: u64,
) -> anyhow::Result<LearnedPack> {
    let mut counter = Counter::new(input.fields.memory);
    let mut left = most_bytes;
    let read = for_each_group(input, prepared, |group| {
        let fits = |item: &&CrawlItem<'_>| {
            let len = item.len_bytes();
            let fits = len <= left;
            left = if fits { left - len } else { 0 };
            fits
        };
        let count = group.iter().take_while(fits).count();
        counter.count_quietly(&group[..count])?;
        ensure!(count == group.len(), Enough);
        Ok(())
    });
    if let Err(error) = read
        && !error.is::<Enough>()
    {
        return Err(error);
    }
    let writer = TemplateWriter::new("templates", Acceptance { mode });
    counter.finish()?.learned(writer)
}

/// Counts the pages of the inputs.
fn count(input: &InputArgs, prepared: &Setup) -> anyhow::Result<(Counted, Tally)> {
    let mut counter = Counter::new(input.fields.memory);
    for_each_group(input, prepared, |group| counter.count(group))?;
    let tally = counter.tally();
    if tally.pages == 0 && tally.without_host > 0 {
        bail!(
            "no page has a host: {} without one. --host-from folder takes the first folder of a path for it",
            counted(tally.without_host, "page")
        );
    }
    Ok((counter.finish()?, tally))
}

/// What is written.
struct Targets {
    pack: Option<Target>,
    counts: Option<Target>,
    to_stdout: bool,
}

impl Targets {
    fn start(args: &LearnArgs) -> anyhow::Result<Self> {
        let is_dash = args.out.as_deref() == Some(Path::new(DASH));
        let pack = args.out.as_deref().filter(|_| !is_dash);
        Ok(Self {
            pack: pack.map(|path| Target::start("--out", path)).transpose()?,
            counts: args
                .counts
                .as_deref()
                .map(|path| Target::start("--counts", path))
                .transpose()?,
            to_stdout: is_dash,
        })
    }

    /// Writes the counts as they are merged, and what was learned from them.
    fn write(&mut self, counted: Counted, args: &LearnArgs) -> anyhow::Result<LearnedPack> {
        const BUFFER_BYTES: usize = 1 << 20;
        let accept = Acceptance {
            mode: args.accept.into(),
        };
        let mut writer = TemplateWriter::new(&args.pack, accept);
        if let Some(name) = rule_file(args) {
            writer = writer.with_files_beside(name);
        }
        let pack = if let Some(mut counts) = self.counts.take() {
            let mut buffer = Vec::new();
            push_header(&mut buffer);
            for row in Merged::new(counted.into_rows()) {
                let row = row?;
                push_row(&row, &mut buffer);
                if buffer.len() >= BUFFER_BYTES {
                    counts.append(&buffer)?;
                    buffer.clear();
                }
                writer.take(row);
            }
            counts.append(&buffer)?;
            counts.finish()?;
            writer.finish()
        } else {
            counted.learned(writer)?
        };
        // Before the rules that name them.
        for (path, text) in beside(args, &pack) {
            replace_file(&path, text.as_bytes())
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        if let Some(mut file) = self.pack.take() {
            file.append(&pack.toml)?;
            file.finish()?;
        }
        if self.to_stdout {
            let mut out = io::stdout().lock();
            out.write_all(pack.toml.as_bytes())
                .and_then(|()| out.flush())
                .context("standard output")?;
        }
        Ok(pack)
    }
}

/// The name of the rule file, where files may be written beside it.
fn rule_file(args: &LearnArgs) -> Option<&str> {
    let out = args.out.as_deref();
    let out = out.filter(|path| *path != Path::new(DASH))?;
    let is_of_lines = out.extension().is_some_and(|end| end == LINES_FILE_ENDING);
    out.file_name()?.to_str().filter(|_| !is_of_lines)
}

/// The files beside the rule file.
fn beside<'p>(args: &LearnArgs, pack: &'p LearnedPack) -> impl Iterator<Item = (PathBuf, &'p str)> {
    let out = args.out.clone().unwrap_or_default();
    let files = pack.beside.iter();
    files.map(move |file| (out.with_file_name(&file.name), &*file.text))
}

fn say(pack: &LearnedPack, args: &LearnArgs) -> anyhow::Result<()> {
    let mut text = format!(
        "{} of {}: {} {} {} that {} mode allows to cut, and {} for a person to judge\n",
        counted(pack.pages, "page"),
        counted(pack.hosts, "host"),
        counted(pack.hosts_with_lines, "host"),
        if pack.hosts_with_lines == 1 {
            "repeats"
        } else {
            "repeat"
        },
        counted(pack.lines, "line"),
        Mode::from(args.accept).word(),
        counted(pack.flagged, "line"),
    );
    for (what, path) in [("rules", &args.out), ("counts", &args.counts)] {
        if let Some(path) = path.as_deref().filter(|path| *path != Path::new(DASH)) {
            let _ = writeln!(text, "{what} in {}", escape(&path.display().to_string()));
        }
    }
    let beside: Vec<PathBuf> = beside(args, pack).map(|(path, _)| path).collect();
    match &*beside {
        [] => {}
        [lines] => {
            let path = escape(&lines.display().to_string());
            let _ = writeln!(text, "lines of hosts that repeat many in {path}");
        }
        [first, .., last] => {
            let count = counted(beside.len(), "file");
            let [first, last] = [first, last].map(|path| escape(&path.display().to_string()));
            let _ = writeln!(text, "more of them in {count} beside it: {first} to {last}");
        }
    }
    io::stderr().lock().write_all(text.as_bytes())?;
    Ok(())
}
