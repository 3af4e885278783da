//! `dechaff rules suggest`: drafts of rules for what many hosts have in common.

pub(crate) mod count;
pub(crate) mod measure;

use crate::cli::args::common::{GlobalArgs, ModeArg, RuleArgs};
use crate::cli::args::rules::RulesSuggestArgs;
use crate::cli::commands::learn::check_pack_name;
use crate::cli::commands::rules::suggest::count::candidates;
use crate::cli::commands::rules::suggest::measure::measure;
use crate::cli::input::gold::GoldTexts;
use crate::cli::input::paths::DASH;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{counted, escape, thousands};
use crate::cli::setup;
use anyhow::{Context as _, ensure};
use dechaff::PackSource;
use dechaff::io::sink::replace_file;
use dechaff::tools::suggest::{
    Candidate, DraftedRule, MeasuredDraft, SuggestLimits, SuggestedPack, draft, suggested_pack,
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// How many candidates are drafted and measured for each draft that is written.
const CANDIDATES_EACH: usize = 4;

pub(crate) fn run(args: &RulesSuggestArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    check_pack_name(&args.pack)?;
    ensure!(
        args.input.paths != [PathBuf::from(DASH)],
        "the crawl is read twice, which standard input cannot be: give a file or a folder"
    );
    let near = args.input.paths.first().map(PathBuf::as_path);
    let rules = rule_args(&args.rules);
    let prepared = setup::prepare_rules(&rules, near)?;
    let gold = GoldTexts::open(args.gold.as_deref(), &args.input)?;
    let limits = SuggestLimits {
        least_hosts: args.hosts,
        most: args.most.saturating_mul(CANDIDATES_EACH),
    };
    let found = candidates(args, &prepared, limits)?;
    let drafts = drafts(&found.candidates, &args.pack);
    let undrafted = found.candidates.len() - drafts.len();
    let source = PackSource {
        name: "drafts.toml".to_owned(),
        text: source_of(&args.pack, &drafts),
    };
    let usage = if drafts.is_empty() {
        BTreeMap::new()
    } else {
        let beside = setup::prepare_rules_more(&with_pack(rules, &args.pack), near, vec![source])?;
        measure(args, &beside, gold.as_ref())?
    };
    let measured = drafts.into_iter().map(|draft| MeasuredDraft {
        usage: usage.get(&draft.id()).copied().unwrap_or_default(),
        draft,
    });
    let pack = suggested_pack(&args.pack, measured.collect(), args.most);
    write(&args.out, &pack.toml)?;
    if !global.quiet {
        let said = in_words(args, &pack, undrafted, found.pages, found.hosts);
        io::stderr().lock().write_all(said.as_bytes())?;
    }
    Ok(found.outcome)
}

/// The rules whose cuts are known already: whatever their confidence.
fn rule_args(args: &RuleArgs) -> RuleArgs {
    let mut rules = args.clone();
    rules.mode = rules.mode.or(Some(ModeArg::Thorough));
    rules
}

/// The same beside the drafts, which run whatever was chosen.
fn with_pack(mut rules: RuleArgs, pack: &str) -> RuleArgs {
    if !rules.only.is_empty() {
        rules.only.extend(pack.parse());
    }
    rules
}

/// A draft for each candidate for which one passes its tests, in the order of the candidates.
fn drafts(candidates: &[Candidate], pack: &str) -> Vec<DraftedRule> {
    let none = BTreeSet::new();
    let drafted: Vec<Option<DraftedRule>> = candidates
        .par_iter()
        .map(|candidate| draft(candidate, pack, &none))
        .collect();
    // Ids are given one after the other, so that none is given twice.
    let mut taken = BTreeSet::new();
    let mut found = Vec::new();
    for drafted in drafted.into_iter().flatten() {
        let drafted = drafted.with_free_id(&taken);
        taken.insert(drafted.id());
        found.push(drafted);
    }
    found
}

fn source_of(pack: &str, drafts: &[DraftedRule]) -> String {
    let mut text = format!("schema = 1\npack = \"{pack}\"\n");
    for draft in drafts {
        let _ = write!(text, "\n{}", draft.toml());
    }
    text
}

fn write(out: &Path, toml: &str) -> anyhow::Result<()> {
    if out == Path::new(DASH) {
        let mut stdout = io::stdout().lock();
        return stdout
            .write_all(toml.as_bytes())
            .and_then(|()| stdout.flush())
            .context("standard output");
    }
    replace_file(out, toml.as_bytes()).with_context(|| format!("--out {}", out.display()))
}

fn in_words(
    args: &RulesSuggestArgs,
    pack: &SuggestedPack,
    undrafted: usize,
    pages: usize,
    hosts: usize,
) -> String {
    let mut said = format!(
        "{} of {}: {} with {}, which would cut {} bytes beside the rules that are loaded",
        counted(pages, "page"),
        counted(hosts, "host"),
        counted(pack.rules, "draft"),
        counted(pack.tests, "test"),
        thousands(pack.usage.len_bytes),
    );
    if args.gold.is_some() {
        let _ = write!(said, "; {} touch gold", pack.touching);
    }
    said.push('\n');
    if undrafted > 0 {
        let _ = writeln!(
            said,
            "not drafted, since no rule for it would pass its own tests: {}",
            counted(undrafted, "candidate")
        );
    }
    if args.out != Path::new(DASH) {
        let _ = writeln!(
            said,
            "drafts in {}",
            escape(&args.out.display().to_string())
        );
    }
    said
}
