//! `dechaff rules show`: everything about one rule.

use crate::cli::args::RulesShowArgs;
use crate::cli::terminal::{self, escape, paint, wrap};
use crate::cli::{Outcome, setup};
use anyhow::bail;
use dechaff::{Level, Polarity, Rule, Rules};
use std::io::{self, Write};

pub(super) fn run(args: &RulesShowArgs) -> anyhow::Result<Outcome> {
    let rules = setup::rules(&args.rules)?;
    let rule = find(&rules, &args.id)?;
    let mut out = terminal::out();
    print(rule, terminal::color_on(&io::stdout()), &mut out)?;
    out.flush()?;
    Ok(Outcome::Done)
}

fn find<'r>(rules: &'r Rules, id: &str) -> anyhow::Result<&'r Rule> {
    if let Some(rule) = rules.iter().find(|rule| rule.id == id) {
        return Ok(rule);
    }
    let bare: Vec<&Rule> = rules.iter().filter(|rule| rule.bare_id() == id).collect();
    match bare.as_slice() {
        [one] => Ok(one),
        [] => bail!("there is no rule \"{id}\"; {}", nearest(rules, id)),
        several => {
            let ids: Vec<&str> = several.iter().map(|rule| rule.id.as_str()).collect();
            bail!("several packs have a rule \"{id}\": {}", ids.join(", "))
        }
    }
}

fn nearest(rules: &Rules, id: &str) -> String {
    let wanted = id.rsplit('/').next().unwrap_or(id);
    let distance = |rule: &&Rule| strsim::damerau_levenshtein(rule.bare_id(), wanted);
    match rules
        .iter()
        .min_by_key(distance)
        .filter(|rule| distance(rule) <= 2 + wanted.len() / 4)
    {
        Some(near) => format!("did you mean {}?", near.id),
        None => "`dechaff rules list` shows every id".to_owned(),
    }
}

/// Where the second column starts.
const INDENT: usize = 13;

/// Prints names and values in two columns, each value wrapped.
struct Sheet<'o> {
    out: &'o mut dyn Write,
    color: bool,
    width: usize,
}

impl Sheet<'_> {
    fn entry(&mut self, name: &str, values: &[String]) -> io::Result<()> {
        let mut name = format!("{name:INDENT$}");
        for value in values {
            for row in wrap(&escape(value), self.width - INDENT) {
                writeln!(self.out, "{}{row}", paint(self.color, "1", &name))?;
                name = " ".repeat(INDENT);
            }
        }
        Ok(())
    }
}

fn print(rule: &Rule, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let width = terminal::width();
    writeln!(out, "{}", paint(color, "1", &rule.id))?;
    for row in wrap(&escape(&rule.about), width) {
        writeln!(out, "{row}")?;
    }
    writeln!(out)?;
    let mut sheet = Sheet { out, color, width };
    sheet.entry("reason", rule.reason.as_slice())?;
    if rule.polarity == Polarity::Cut {
        sheet.entry("kind", &[rule.kind.to_string()])?;
    }
    sheet.entry(
        "finds",
        &[format!(
            "{} (match.{})",
            rule.matcher_about(),
            rule.matcher_key()
        )],
    )?;
    sheet.entry("", &rule.matcher_settings())?;
    sheet.entry(
        "",
        &rule
            .pattern()
            .map(str::to_owned)
            .into_iter()
            .collect::<Vec<_>>(),
    )?;
    let phrases: Vec<String> = rule
        .phrases()
        .iter()
        .map(|text| format!("\"{text}\""))
        .collect();
    if !phrases.is_empty() {
        sheet.entry("phrases", &[phrases.join(", ")])?;
    }
    sheet.entry("only", &rule.guards_in_words())?;
    sheet.entry(
        if rule.polarity == Polarity::Cut {
            "removes"
        } else {
            "keeps"
        },
        &[rule.extent_in_words()],
    )?;
    if rule.polarity == Polarity::Cut {
        let confidence = rule.confidence;
        sheet.entry(
            "confidence",
            &[format!("{confidence}: {}", confidence.about())],
        )?;
    }
    match rule.level {
        Level::On => {}
        Level::Flag => sheet.entry("level", &["flag: reports, never cuts".to_owned()])?,
        Level::Off => sheet.entry("level", &["off: does not run".to_owned()])?,
    }
    sheet.entry(
        "written in",
        &[format!("{}:{}", rule.origin.file, rule.origin.line)],
    )?;
    print_tests(rule, color, out)
}

fn print_tests(rule: &Rule, color: bool, out: &mut dyn Write) -> io::Result<()> {
    for (number, test) in rule.tests.iter().enumerate() {
        let says = if test.expects_cut() {
            "what is marked goes"
        } else {
            "nothing goes"
        };
        let title = format!("test {} (line {}): {says}", number + 1, test.line);
        writeln!(out, "\n{}", paint(color, "1", &title))?;
        for line in test.marked_text().split('\n') {
            writeln!(out, "{}", format!("    {}", escape(line)).trim_end())?;
        }
    }
    Ok(())
}
