//! `dechaff rules show`: a page of documentation made from the rule itself.

mod book;
mod human;
mod markdown;

use crate::cli::args::{GlobalArgs, PageFormat, RulesShowArgs};
use crate::cli::terminal;
use crate::cli::{Outcome, setup};
use anyhow::{Context as _, bail};
use dechaff::tools::stats::RunFigures;
use dechaff::{Level, Rule, RuleTest, Rules, marked_text};
use std::io::{self, Write};
use std::path::Path;

pub(super) fn run(args: &RulesShowArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let rules = setup::rules(&args.rules)?;
    let figures = args.stats.as_deref().map(read_figures).transpose()?;
    let amount = Amount::asked(global);
    let view = View {
        amount,
        figures: figures.as_ref(),
    };
    if let Some(folder) = &args.out {
        book::write(&running(&rules), view, folder)?;
        return Ok(Outcome::Done);
    }
    let shown = match &args.id {
        Some(id) => vec![find(&rules, id)?],
        None => running(&rules),
    };
    let mut out = terminal::out();
    for (number, rule) in shown.into_iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        match args.format {
            PageFormat::Human => {
                human::print(rule, view, terminal::color_on(&io::stdout()), &mut out)?;
            }
            PageFormat::Markdown => out.write_all(markdown::page(rule, view).as_bytes())?,
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// The figures that an earlier run left.
fn read_figures(path: &Path) -> anyhow::Result<RunFigures> {
    let name = path.display();
    let json = std::fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    RunFigures::read(&json).with_context(|| name.to_string())
}

/// What the pages show beside the rules themselves.
#[derive(Debug, Clone, Copy)]
struct View<'v> {
    amount: Amount,
    figures: Option<&'v RunFigures>,
}

impl View<'_> {
    /// What the rule did in the run whose figures were given.
    fn in_a_run(self, rule: &Rule) -> Option<String> {
        self.figures?.of_rule(&rule.id)
    }
}

/// How many of its phrases and tests a rule's page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Amount {
    /// The first phrases, a test that cuts and one that does not.
    Some,
    All,
}

impl Amount {
    fn asked(global: &GlobalArgs) -> Self {
        if global.verbose > 0 {
            Self::All
        } else {
            Self::Some
        }
    }

    /// The phrases to show, and how many more there are.
    fn phrases(self, rule: &Rule) -> (&[String], usize) {
        const SHOWN: usize = 12;
        let all = rule.phrases();
        let shown = match self {
            Self::Some if all.len() > SHOWN + 1 => &all[..SHOWN],
            _ => all,
        };
        (shown, all.len() - shown.len())
    }

    /// The tests to show, and how many more there are.
    fn tests(self, rule: &Rule) -> (Vec<&RuleTest>, usize) {
        let shown: Vec<&RuleTest> = match self {
            Self::All => rule.tests.iter().collect(),
            Self::Some => {
                let best = |cuts| {
                    let tests = rule
                        .tests
                        .iter()
                        .filter(move |test| test.expects_cut() == cuts);
                    tests.min_by_key(|test| clutter(test))
                };
                best(true).into_iter().chain(best(false)).collect()
            }
        };
        let more = rule.tests.len() - shown.len();
        (shown, more)
    }

    /// Cuts what is too long for a page; returns how many lines are left out.
    fn fold(self, lines: &mut Vec<String>) -> usize {
        let all = lines.len();
        if self == Self::Some && all > EXAMPLE_LINES + 1 {
            lines.truncate(EXAMPLE_LINES);
        }
        all - lines.len()
    }
}

/// How many lines of a test are shown.
const EXAMPLE_LINES: usize = 10;

/// How little a test tells as an example: one that is short, and of which something stays, tells
/// the most.
fn clutter(test: &RuleTest) -> (bool, bool) {
    let is_long = test.text.lines().count() > EXAMPLE_LINES;
    let marked = marked_text(test);
    let all_goes = marked
        .lines()
        .all(|line| line.starts_with("[-") && line.ends_with("-]"));
    (is_long, all_goes)
}

/// The rules that are not off, in load order.
fn running(rules: &Rules) -> Vec<&Rule> {
    let on = |rule: &&Rule| rule.level != Level::Off;
    rules.iter().filter(on).collect()
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
