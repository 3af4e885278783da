//! From the configuration to a cleaner: rule files, selectors, mode.

use crate::cli::args::common::RuleArgs;
use crate::cli::config::file::FoundFile;
use crate::cli::config::layered::LayerOrigin;
use crate::cli::config::settings::Config;
use anyhow::Context as _;
use dechaff::io::source::{EncodingChoice, RuleFiles, RuleFilesError};
use dechaff::rulefile::{Code, Diagnostic, RuleCheck, Selector, shipped_packs};
use dechaff::{Cleaner, Model, PackSource, RuleErrors, Rules, RulesBuilder};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

/// What a command that reads pages needs of the configuration.
#[derive(Debug)]
pub(crate) struct Setup {
    pub(crate) cleaner: Cleaner,
    /// What the configuration says of pages that are not UTF-8.
    pub(crate) encoding: EncodingChoice,
    /// Whether somebody chose which rules run.
    pub(crate) has_only: bool,
    /// Whether evidence is among what they chose.
    names_evidence: bool,
    /// Where the configuration has clean text written.
    pub(crate) out: Option<PathBuf>,
    /// Where the configuration has a diff written.
    pub(crate) diff: Option<PathBuf>,
    /// The most bytes that a page may have; 0 means any number.
    pub(crate) max_page_bytes: u64,
    /// How many threads the configuration asks for; 0 means one a core.
    pub(crate) jobs: usize,
}

impl Setup {
    /// Whether somebody chose rules alone.
    fn has_only_rules(&self) -> bool {
        self.has_only && !self.names_evidence
    }
}

/// The cleaner that arguments, environment and the `dechaff.toml` found upward from `near` (the
/// first input) describe.
pub(crate) fn prepare(args: &RuleArgs, near: Option<&Path>) -> anyhow::Result<Setup> {
    prepare_more(args, near, Vec::new())
}

/// The same with more rule files, after all others.
pub(crate) fn prepare_more(
    args: &RuleArgs,
    near: Option<&Path>,
    sources: Vec<PackSource>,
) -> anyhow::Result<Setup> {
    let mut prepared = thread::scope(|scope| {
        if args.evidence.is_none() && !args.no_evidence {
            // Half of a start is to read the model, the other half the rules. Where no thread starts it is
            // read below.
            let _started = thread::Builder::new().spawn_scoped(scope, Model::shipped);
        }
        let mut prepared = prepare_rules_more(args, near, sources)?;
        if !args.no_evidence && !prepared.has_only_rules() {
            prepared.cleaner = prepared.cleaner.ready_for_model();
        }
        anyhow::Ok(prepared)
    })?;
    let evidence = evidence(args, prepared.has_only_rules())?;
    prepared.cleaner = prepared.cleaner.with_model(evidence);
    Ok(prepared)
}

/// The same without evidence: for those who look at rules.
pub(crate) fn prepare_rules(args: &RuleArgs, near: Option<&Path>) -> anyhow::Result<Setup> {
    prepare_rules_more(args, near, Vec::new())
}

/// The same with more rule files, after all others.
pub(crate) fn prepare_rules_more(
    args: &RuleArgs,
    near: Option<&Path>,
    sources: Vec<PackSource>,
) -> anyhow::Result<Setup> {
    let extra = Extra {
        sources,
        ..Extra::default()
    };
    prepare_with(Config::read(args, near)?, extra)
}

/// The evidence that was asked for; the shipped one unless somebody chose that only rules run.
fn evidence(args: &RuleArgs, only_rules: bool) -> anyhow::Result<Option<Arc<Model>>> {
    match &args.evidence {
        Some(path) => {
            let cannot = || format!("cannot read {}", path.display());
            let text = std::fs::read_to_string(path).with_context(cannot)?;
            let evidence = Model::parse(&path.display().to_string(), &text)?;
            Ok(Some(Arc::new(evidence)))
        }
        None if args.no_evidence || only_rules => Ok(None),
        None => Ok(Some(Model::shipped())),
    }
}

/// What a command changes of the rules that the configuration describes.
#[derive(Debug, Default)]
pub(crate) struct Extra {
    /// Rule files beside those of the configuration.
    pub(crate) sources: Vec<PackSource>,
    /// Shipped packs that are left out, since the sources hold them.
    pub(crate) replaced: BTreeSet<String>,
    /// Rules whose exceptions are lifted.
    pub(crate) lifted: Vec<String>,
}

impl Extra {
    fn builder(&self) -> RulesBuilder {
        let builder = RulesBuilder::new().lift(self.lifted.iter().cloned());
        if self.replaced.is_empty() {
            return builder;
        }
        let pack = |name: &str| name.split('/').nth(1).map(str::to_owned);
        let kept = shipped_packs()
            .iter()
            .filter(|(name, _)| pack(name).is_none_or(|pack| !self.replaced.contains(&pack)));
        let kept = kept.map(|(name, text)| PackSource {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
        });
        kept.fold(builder.without_shipped(), RulesBuilder::file)
    }
}

/// The cleaner that a configuration describes, but for `extra`.
pub(crate) fn prepare_with(config: Config, extra: Extra) -> anyhow::Result<Setup> {
    let (options, label) = (config.options(), config.encoding.clone());
    let has_only = !config.only.value.is_empty();
    let names_evidence = config.only.value.iter().any(Selector::names_evidence);
    let (out, diff) = (config.out.value.clone(), config.diff.value.clone());
    let (max_page_bytes, jobs) = (config.max_page_bytes.value, config.jobs.value);
    let (check, unreadable) = check_from(extra.builder(), config, &[], extra.sources);
    let cleaner = Cleaner::new(sound_rules(check, unreadable)?, options);
    let encoding = match &label.value {
        Some(name) => name.parse().with_context(|| label.origin.to_string())?,
        None => EncodingChoice::default(),
    };
    Ok(Setup {
        cleaner,
        encoding,
        has_only,
        names_evidence,
        out,
        diff,
        max_page_bytes,
        jobs,
    })
}

/// The rules that arguments, environment and the `dechaff.toml` found upward from the current
/// folder describe.
pub(crate) fn rules(args: &RuleArgs) -> anyhow::Result<Rules> {
    rules_of(Config::read(args, None)?)
}

/// The rules of a configuration.
pub(crate) fn rules_of(config: Config) -> anyhow::Result<Rules> {
    Ok(rules_with(config, &[])?)
}

/// The rules of a configuration and those at `more`, with everything that is wrong with any.
pub(crate) fn rules_with(config: Config, more: &[PathBuf]) -> Result<Rules, RuleErrors> {
    let (check, unreadable) = check_from(RulesBuilder::new(), config, more, Vec::new());
    sound_rules(check, unreadable)
}

fn sound_rules(check: RuleCheck, unreadable: Vec<Diagnostic>) -> Result<Rules, RuleErrors> {
    let errors = together(unreadable, check.errors());
    if errors.is_empty() {
        Ok(check.into_rules())
    } else {
        Err(RuleErrors::new(errors))
    }
}

/// The rule files of a configuration and those at `more`, read as they are written and checked, and
/// those that could not be read.
pub(crate) fn check_with(config: Config, more: &[PathBuf]) -> (RuleCheck, Vec<Diagnostic>) {
    check_from(RulesBuilder::new().as_written(), config, more, Vec::new())
}

fn check_from(
    mut builder: RulesBuilder,
    mut config: Config,
    more: &[PathBuf],
    sources: Vec<PackSource>,
) -> (RuleCheck, Vec<Diagnostic>) {
    let mut unreadable = Vec::new();
    let of_others = config.rules.iter();
    let of_others = of_others.filter(|path| !matches!(path.origin, LayerOrigin::File { .. }));
    let of_others: Vec<_> = of_others.map(|path| &path.value).chain(more).collect();
    let of_others: Vec<_> = of_others.into_iter().map(|path| read_packs(path)).collect();
    let mut once = Once::new(of_others.iter().flatten().flatten());
    if let Some(FoundFile {
        folder, content, ..
    }) = config.file.take()
    {
        let read = |path: &str| {
            let sources = read_packs(&folder.join(path)).map_err(|wrong| wrong.why)?;
            Ok(once.all(sources))
        };
        builder = content.load_into(builder, read, add);
    }
    for found in of_others {
        match found {
            Ok(found) => builder = add(builder, once.new_ones(found)),
            Err(wrong) => unreadable.push(Diagnostic::unreadable(&wrong.name, &wrong.why)),
        }
    }
    let builder = add(builder, sources)
        .only(config.only.value)
        .skip(config.skip.value)
        .keep(config.keep.value);
    (builder.check(), unreadable)
}

/// Sees to it that a rule file is loaded once, where the configuration names it and the command
/// line too; then it has the name by which the command line knows it.
struct Once {
    given: BTreeMap<PathBuf, String>,
    loaded: BTreeSet<PathBuf>,
}

impl Once {
    fn new<'s>(given: impl Iterator<Item = &'s PackSource>) -> Self {
        let given = given.filter_map(|source| Some((file_of(source)?, source.name.clone())));
        Self {
            given: given.collect(),
            loaded: BTreeSet::new(),
        }
    }

    /// The files of the configuration, all of them: a pin is on the whole pack.
    fn all(&mut self, mut sources: Vec<PackSource>) -> Vec<PackSource> {
        for source in &mut sources {
            self.is_new(source);
        }
        sources
    }

    /// The given files that are not loaded yet.
    fn new_ones(&mut self, mut sources: Vec<PackSource>) -> Vec<PackSource> {
        sources.retain_mut(|source| self.is_new(source));
        sources
    }

    /// Notes that the file is loaded, by its given name; whether that is news.
    fn is_new(&mut self, source: &mut PackSource) -> bool {
        let Some(file) = file_of(source) else {
            return true;
        };
        if let Some(name) = self.given.get(&file) {
            source.name.clone_from(name);
        }
        self.loaded.insert(file)
    }
}

/// The file of which this is the text, whatever path leads to it.
fn file_of(source: &PackSource) -> Option<PathBuf> {
    std::fs::canonicalize(&source.name).ok()
}

fn add(builder: RulesBuilder, sources: Vec<PackSource>) -> RulesBuilder {
    sources.into_iter().fold(builder, |builder, source| {
        match shipped_name(Path::new(&source.name)) {
            Some(name) => builder.version_of(name, source),
            None => builder.file(source),
        }
    })
}

/// The shipped file of which this one is another version: it lies in a folder of the same name in
/// a folder of the same name.
fn shipped_name(file: &Path) -> Option<&'static str> {
    let whole = std::fs::canonicalize(file).ok()?;
    let names = shipped_packs().iter().map(|(name, _)| *name);
    names.into_iter().find(|name| whole.ends_with(name))
}

/// Where a file could not be read, that its rules are unknown is no finding of its own.
pub(crate) fn together(mut unreadable: Vec<Diagnostic>, all: &[Diagnostic]) -> Vec<Diagnostic> {
    let lost = !unreadable.is_empty() || all.iter().any(|one| one.code == Code::Unreadable);
    let follows = |code| matches!(code, Code::UnknownRule | Code::UnknownSelector);
    unreadable.extend(
        all.iter()
            .filter(|one| !(lost && follows(one.code)))
            .cloned(),
    );
    unreadable
}

/// Why a rule file could not be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) name: String,
    pub(crate) why: String,
}

/// The rule file at `path`, or every `.toml` file below it, by name; each with the files beside it that it names.
pub(crate) fn read_packs(path: &Path) -> Result<Vec<PackSource>, Unreadable> {
    let found = RuleFiles::read_own(path).map_err(|error| Unreadable::of(path, error))?;
    let source = |(name, bytes)| match String::from_utf8(bytes) {
        Ok(text) => Ok(PackSource { name, text }),
        Err(_) => Err(Unreadable {
            name,
            why: "rule files are UTF-8, this is not".to_owned(),
        }),
    };
    found.files.into_iter().map(source).collect()
}

impl Unreadable {
    fn of(path: &Path, error: RuleFilesError) -> Self {
        let (path, why) = match error {
            RuleFilesError::Unreadable { path, why } => (path, why),
            RuleFilesError::Empty(path) => {
                (path, "there is no .toml file below this folder".to_owned())
            }
            RuleFilesError::NotAFile(path) => (path, "not a regular file".to_owned()),
            RuleFilesError::TooMuch { path, what } => (path, what),
            other => (path.to_owned(), other.to_string()),
        };
        Self {
            name: path.display().to_string(),
            why,
        }
    }
}
