//! `dechaff config show`: the configuration that would be used, as a `dechaff.toml` would say it.
//! `dechaff config schema`: what it may say.

use crate::cli::args::command::ConfigShowArgs;
use crate::cli::config::layered::{LayerOrigin, Layered, origin_of};
use crate::cli::config::settings::Config;
use crate::cli::outcome::Outcome;
use crate::cli::render::terminal::{self, escape};
use crate::cli::setup;
use dechaff::rulefile::{PackFrom, PackRef, Selector, quoted, shipped_pack_names};
use std::fmt::Display;
use std::io::Write as _;
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &ConfigShowArgs) -> anyhow::Result<Outcome> {
    let config = Config::read(&args.rules, args.path.as_deref())?;
    let lines = lines(&config);
    // What is wrong with the values shows when they are used, and a wrong value is not shown.
    setup::rules_of(config)?;
    let width = lines.iter().map(|line| line.text.chars().count()).max();
    let mut out = terminal::out();
    for line in &lines {
        match &line.origin {
            Some(origin) if args.origin => {
                let (text, width) = (escape(&line.text), width.unwrap_or(0));
                let origin = escape(&origin.to_string());
                writeln!(out, "{text:width$}  # {origin}")?;
            }
            _ => writeln!(out, "{}", escape(&line.text))?,
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// Prints the JSON Schema of the file.
pub(crate) fn schema() -> anyhow::Result<Outcome> {
    let mut out = terminal::out();
    out.write_all(dechaff::rulefile::config_schema().as_bytes())?;
    out.flush()?;
    Ok(Outcome::Done)
}

struct ConfigLine {
    text: String,
    origin: Option<LayerOrigin>,
}

/// A line for a value and where it comes from.
fn of<T>(layered: &Layered<T>, key: &str, value: impl Display) -> ConfigLine {
    ConfigLine {
        text: format!("{key} = {value}"),
        origin: Some(layered.origin.clone()),
    }
}

fn plain(text: &str) -> ConfigLine {
    ConfigLine {
        text: text.to_owned(),
        origin: None,
    }
}

fn lines(config: &Config) -> Vec<ConfigLine> {
    let encoding = config.encoding.value.as_deref().unwrap_or("utf-8");
    let mut lines: Vec<ConfigLine> = required_version(config).into_iter().collect();
    lines.extend([
        of(&config.mode, "mode", quoted(config.mode.value.word())),
        of(&config.only, "only", list(&config.only.value)),
        of(&config.skip, "skip", list(&config.skip.value)),
        of(&config.keep, "keep", list(&config.keep.value)),
        of(&config.encoding, "encoding", quoted(encoding)),
    ]);
    lines.extend(packs(config));
    let rules = config.rules.iter();
    lines.extend(items(
        "rules",
        rules.map(|path| (path_text(&path.value), path.origin.clone())),
    ));
    lines.extend([
        plain(""),
        plain("[evidence]"),
        of(&config.evidence_line, "line", config.evidence_line.value),
        of(&config.evidence_story, "story", config.evidence_story.value),
    ]);
    lines.extend(output(config));
    lines.extend([
        plain(""),
        plain("[limits]"),
        of(
            &config.max_removed_share,
            "max_removed_share",
            format!("{:?}", config.max_removed_share.value),
        ),
        of(
            &config.max_page_bytes,
            "max_page_bytes",
            config.max_page_bytes.value,
        ),
        of(&config.jobs, "jobs", config.jobs.value),
    ]);
    lines.extend(tables(config));
    lines
}

fn required_version(config: &Config) -> Option<ConfigLine> {
    let file = config.file.as_ref()?;
    let version = file.content.required_version.as_ref()?;
    Some(ConfigLine {
        text: format!("required-version = {}", quoted(&version.value)),
        origin: Some(origin_of(version, &file.name)),
    })
}

/// The packs in load order, paths as they lead from here.
fn packs(config: &Config) -> Vec<ConfigLine> {
    let set = config.file.as_ref().and_then(|file| {
        let packs = file.content.packs.as_ref()?;
        Some((file, packs))
    });
    let Some((file, packs)) = set else {
        let names: Vec<String> = shipped_pack_names().into_iter().map(quoted).collect();
        let text = format!("packs = [{}]", names.join(", "));
        let origin = Some(LayerOrigin::Default);
        return vec![ConfigLine { text, origin }];
    };
    if packs.value.is_empty() {
        let (text, origin) = ("packs = []".to_owned(), origin_of(packs, &file.name));
        let origin = Some(origin);
        return vec![ConfigLine { text, origin }];
    }
    let text = |pack: &PackRef| pack_text(pack, &file.folder);
    items(
        "packs",
        packs
            .value
            .iter()
            .map(|pack| (text(&pack.value), origin_of(pack, &file.name))),
    )
}

fn pack_text(pack: &PackRef, folder: &Path) -> String {
    let (key, word) = match &pack.from {
        PackFrom::Shipped(name) => ("name", quoted(name)),
        PackFrom::Path(path) => ("path", path_text(&folder.join(path))),
    };
    match &pack.hash {
        Some(hash) => format!("{{ {key} = {word}, hash = {} }}", quoted(&hash.value)),
        None => word,
    }
}

/// A list, an item a line; an empty one is the default.
fn items(key: &str, items: impl Iterator<Item = (String, LayerOrigin)>) -> Vec<ConfigLine> {
    let mut lines: Vec<ConfigLine> = items
        .map(|(text, origin)| ConfigLine {
            text: format!("  {text},"),
            origin: Some(origin),
        })
        .collect();
    if lines.is_empty() {
        return vec![of(&Layered::default_of(()), key, "[]")];
    }
    lines.insert(0, plain(&format!("{key} = [")));
    lines.push(plain("]"));
    lines
}

fn output(config: &Config) -> Vec<ConfigLine> {
    let line = |key: &str, target: &Layered<Option<PathBuf>>| {
        let path = target.value.as_deref()?;
        Some(of(target, key, path_text(path)))
    };
    let set = [line("out", &config.out), line("diff", &config.diff)];
    let set: Vec<ConfigLine> = set.into_iter().flatten().collect();
    if set.is_empty() {
        return set;
    }
    [plain(""), plain("[output]")]
        .into_iter()
        .chain(set)
        .collect()
}

/// The overrides and protect rules by name: `rules show` has all of them.
fn tables(config: &Config) -> Vec<ConfigLine> {
    let Some(file) = &config.file else {
        return Vec::new();
    };
    let overrides = file.content.overrides.iter().map(|id| ("[[override]]", id));
    let protects = file.content.protects.iter().map(|id| ("[[protect]]", id));
    let mut lines: Vec<ConfigLine> = overrides
        .chain(protects)
        .map(|(header, id)| ConfigLine {
            text: format!("# {header} {}", id.value),
            origin: Some(origin_of(id, &file.name)),
        })
        .collect();
    if !lines.is_empty() {
        lines.insert(0, plain(""));
    }
    lines
}

fn path_text(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

fn list(selectors: &[Selector]) -> String {
    let words: Vec<String> = selectors.iter().map(|one| quoted(one.word())).collect();
    format!("[{}]", words.join(", "))
}
