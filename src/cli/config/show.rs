//! `dechaff config show`: the configuration that would be used, as a `dechaff.toml` would say it.

use super::{Config, Origin};
use crate::cli::args::ConfigShowArgs;
use crate::cli::terminal::{self, escape};
use crate::cli::{Outcome, setup};
use dechaff::Selector;
use std::io::Write as _;

pub(in crate::cli) fn run(args: &ConfigShowArgs) -> anyhow::Result<Outcome> {
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
                writeln!(out, "{text:width$}  # {origin}")?;
            }
            _ => writeln!(out, "{}", escape(&line.text))?,
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

struct Line {
    text: String,
    origin: Option<Origin>,
}

fn lines(config: &Config) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = |text: String, origin: &Origin| {
        let origin = Some(origin.clone());
        lines.push(Line { text, origin });
    };
    line(
        format!("mode = {}", quoted(config.mode.value.word())),
        &config.mode.origin,
    );
    line(
        format!("only = {}", list(&config.only.value)),
        &config.only.origin,
    );
    line(
        format!("skip = {}", list(&config.skip.value)),
        &config.skip.origin,
    );
    let share = &config.max_removed_share;
    line(
        format!("max_removed_share = {:?}", share.value),
        &share.origin,
    );
    let encoding = config.encoding.value.as_deref().unwrap_or("utf-8");
    line(
        format!("encoding = {}", quoted(encoding)),
        &config.encoding.origin,
    );
    if config.rules.is_empty() {
        line("rules = []".to_owned(), &Origin::Default);
    } else {
        lines.push(Line {
            text: "rules = [".to_owned(),
            origin: None,
        });
        lines.extend(config.rules.iter().map(|path| Line {
            text: format!("  {},", quoted(&path.value.to_string_lossy())),
            origin: Some(path.origin.clone()),
        }));
        lines.push(Line {
            text: "]".to_owned(),
            origin: None,
        });
    }
    lines.extend(tables(config));
    lines
}

/// The overrides and protect rules by name: `rules show` has all of them.
fn tables(config: &Config) -> Vec<Line> {
    let Some(file) = &config.file else {
        return Vec::new();
    };
    let overrides = file.content.overrides.iter().map(|id| ("[[override]]", id));
    let protects = file.content.protects.iter().map(|id| ("[[protect]]", id));
    overrides
        .chain(protects)
        .map(|(header, id)| Line {
            text: format!("# {header} {}", id.value),
            origin: Some(super::origin_of(id, &file.name)),
        })
        .collect()
}

fn list(selectors: &[Selector]) -> String {
    let words: Vec<String> = selectors.iter().map(|one| quoted(one.word())).collect();
    format!("[{}]", words.join(", "))
}

/// A basic string of TOML, which a JSON string is as well.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
