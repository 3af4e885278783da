//! `dechaff rules new`: a rule from an example.

use crate::cli::args::common::{FieldArgs, GlobalArgs};
use crate::cli::args::rules::RulesNewArgs;
use crate::cli::input::page_at::{PageAt, PageAtOptions, read_at};
use crate::cli::input::place::{PagePlace, read_range};
use crate::cli::input::rows::each_row;
use crate::cli::input::shards::row_options;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, counted, escape};
use crate::cli::setup::{self, Setup};
use anyhow::{Context as _, anyhow, bail};
use dechaff::io::sink::replace_file;
use dechaff::io::source::{Decoded, EncodingChoice, Input, ShardEntry, Walk, WalkItem};
use dechaff::tools::draft::{Example, MustStay, RuleDraft, draft_rule};
use dechaff::{Cleaner, PackSource, Page, PageMeta};
use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::Path;

/// The pack of rules for which nobody names one.
const PACK: &str = "local";

pub(crate) fn run(args: &RulesNewArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let (place, last) = read_range(&args.from, &|path| path.exists())?;
    let prepared = setup::prepare_rules(&args.rules, Some(&place.file))?;
    let PageAt { input, line } = read_at(&place, &PageAtOptions::default(), &prepared)?;
    let Some(number) = line else {
        let file = escape(&input.name);
        bail!(
            "--from names a page and a line, or its first and last, as in {file}:12 or {file}:12-16"
        );
    };
    let last = last.unwrap_or(number);
    let name = escape(&input.name);
    let text = match &input.text {
        Ok(text) => text,
        Err(why) => bail!("{name}: {}", escape(why)),
    };
    let page = Page::with_meta(text, input.meta);
    if last > page.lines().len() {
        bail!("{name} has {}", counted(page.lines().len(), "line"));
    }
    let lines = if last > number {
        format!("{number}-{last}")
    } else {
        number.to_string()
    };
    if let Some(rule) = cut_by(&prepared.cleaner, &page, (number - 1, last - 1))
        && !args.force
    {
        bail!("{name}:{lines} goes already, by {rule}; --force drafts a rule all the same");
    }
    let target = RuleTarget::read(args)?;
    let must_stay = must_stay(args, &prepared)?;
    let mut taken: BTreeSet<String> = ids(prepared.cleaner.rules());
    taken.extend(target.ids.iter().cloned());
    let example = Example {
        page: &page,
        line: number - 1,
        last: last - 1,
        pack: &target.pack,
        taken: &taken,
        must_stay: &must_stay,
    };
    let draft = match draft_rule(&example) {
        Ok(draft) => draft,
        Err(error) => {
            tracing::error!("{name}:{lines}: {}", escape(&error.to_string()));
            return Ok(Outcome::Found);
        }
    };
    target.write(args, &draft)?;
    if !global.quiet {
        writeln!(io::stderr().lock(), "{}", in_words(&draft, &must_stay))?;
    }
    Ok(Outcome::Done)
}

fn ids(rules: &dechaff::Rules) -> BTreeSet<String> {
    rules.iter().map(|rule| rule.id.clone()).collect()
}

/// The rules that cut the lines from the first to the last, if all of them go.
fn cut_by(cleaner: &Cleaner, page: &Page<'_>, (first, last): (usize, usize)) -> Option<String> {
    let cuts = cleaner.clean(page).cuts;
    let mut rules = BTreeSet::new();
    for line in page.lines()[first..=last]
        .iter()
        .filter(|line| !line.is_blank())
    {
        let body = line.trimmed();
        let covers = |cut: &&dechaff::Cut| cut.span.start <= body.start && body.end <= cut.span.end;
        rules.insert(cuts.iter().find(covers)?.rule.clone());
    }
    let rules: Vec<String> = rules.into_iter().collect();
    (!rules.is_empty()).then(|| rules.join(", "))
}

fn in_words(draft: &RuleDraft, must_stay: &[MustStay]) -> String {
    let passed = counted(draft.tests, "test");
    let kept = match must_stay.len() {
        0 => String::new(),
        texts => format!(
            "; cuts nothing of {} that must stay",
            counted(texts, "text")
        ),
    };
    let narrowed = match draft.narrowed_by {
        0 => String::new(),
        lines => format!(", for which {} made it narrower", counted(lines, "line")),
    };
    format!("{}: checked, {passed} passed{kept}{narrowed}", draft.id)
}

/// The file to which the rule is added, and what stands in it.
struct RuleTarget {
    pack: String,
    text: Option<String>,
    ids: BTreeSet<String>,
}

impl RuleTarget {
    fn read(args: &RulesNewArgs) -> anyhow::Result<Self> {
        let wanted = args.pack.clone();
        let text = match &args.to {
            Some(path) if path.exists() => {
                Some(std::fs::read_to_string(path).with_context(|| path.display().to_string())?)
            }
            _ => None,
        };
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
            return Ok(Self {
                pack: wanted.unwrap_or_else(|| PACK.to_owned()),
                text: None,
                ids: BTreeSet::new(),
            });
        };
        let name = args
            .to
            .as_ref()
            .map_or_else(String::new, |path| path.display().to_string());
        let rules = dechaff::RulesBuilder::new().file(PackSource {
            name: name.clone(),
            text: text.clone(),
        });
        let check = rules.check();
        if !check.errors().is_empty() {
            return Err(dechaff::RuleErrors::new(check.errors().to_vec()).into());
        }
        let table: toml_edit::DocumentMut = text.parse().context(name.clone())?;
        let pack = table.get("pack").and_then(|item| item.as_str());
        let pack = pack.unwrap_or(PACK).to_owned();
        if let Some(other) = wanted.filter(|wanted| *wanted != pack) {
            bail!("{name} belongs to the pack \"{pack}\", not \"{other}\"");
        }
        Ok(Self {
            pack,
            text: Some(text),
            ids: ids(check.rules()),
        })
    }

    /// Appends the draft to the file, or prints it.
    fn write(&self, args: &RulesNewArgs, draft: &RuleDraft) -> anyhow::Result<()> {
        let whole = match &self.text {
            Some(text) => with_rule(text, &draft.toml)?,
            None => format!("schema = 1\npack = \"{}\"\n\n{}", self.pack, draft.toml),
        };
        if let Some(path) = &args.to {
            return replace_file(path, whole.as_bytes())
                .with_context(|| path.display().to_string());
        }
        let mut out = terminal::out();
        out.write_all(whole.as_bytes())?;
        Ok(out.flush()?)
    }
}

/// The file with one more rule behind its last one; comments stay where they are.
fn with_rule(text: &str, rule: &str) -> anyhow::Result<String> {
    let mut document: toml_edit::DocumentMut = text.parse()?;
    let added: toml_edit::DocumentMut = rule.parse()?;
    let added = added.get("rule").and_then(|item| item.as_array_of_tables());
    let mut table = added
        .and_then(|tables| tables.get(0))
        .cloned()
        .context("a draft is one rule")?;
    table.set_position(None);
    table.decor_mut().set_prefix("\n");
    let rules = document
        .entry("rule")
        .or_insert_with(|| toml_edit::ArrayOfTables::new().into());
    let rules = rules
        .as_array_of_tables_mut()
        .context("`rule` is written as a list of inline tables; write [[rule]] tables")?;
    rules.push(table);
    Ok(document.to_string())
}

fn must_stay(args: &RulesNewArgs, prepared: &Setup) -> anyhow::Result<Vec<MustStay>> {
    let mut texts = Vec::new();
    for near in &args.near {
        let place = PagePlace::read(near, &|path| path.exists())?;
        if place.file.is_dir() {
            bail!("--near takes a page or a line of one; --gold takes a folder");
        }
        let options = PageAtOptions {
            encoding: Some("auto".to_owned()),
            ..PageAtOptions::default()
        };
        let PageAt { input, line } = read_at(&place, &options, prepared)?;
        let name = input.name;
        let text = input.text.map_err(|why| anyhow!("{name}: {why}"))?;
        let lines = Page::new(&text).lines().len();
        if line.is_some_and(|line| line > lines) {
            bail!("{name} has {}", counted(lines, "line"));
        }
        texts.push(MustStay {
            name,
            text,
            line: line.map(|line| line - 1),
        });
    }
    if let Some(folder) = &args.gold {
        for item in Walk::new(&[Input::Path(folder.clone())], None) {
            match item {
                WalkItem::Page(entry) => texts.push(MustStay {
                    name: entry.file.display().to_string(),
                    text: read(&entry.file)?,
                    line: None,
                }),
                WalkItem::Failed(path, why) => bail!("--gold: {}: {why}", path.display()),
                WalkItem::Shard(shard) => rows_that_stay(&shard, prepared, &mut texts)?,
                WalkItem::Skipped(..) => {}
            }
        }
    }
    Ok(texts)
}

/// Adds the rows of a shard of gold texts.
fn rows_that_stay(
    shard: &ShardEntry,
    prepared: &Setup,
    texts: &mut Vec<MustStay>,
) -> anyhow::Result<()> {
    let name = shard.file.display();
    let options = row_options(&FieldArgs::default(), PageMeta::default(), None, prepared);
    each_row(shard, &options, |page| {
        let page = page.map_err(|(row, why)| anyhow!("{name}:{row}: {why}"))?;
        texts.push(MustStay {
            name: format!("{name}:{}", page.id.row),
            text: page.text.into_owned(),
            line: None,
        });
        Ok(())
    })
    .context("--gold")
}

fn read(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let decoded = Decoded::new(bytes, EncodingChoice::Auto);
    Ok(decoded.with_context(|| path.display().to_string())?.text)
}
