//! The report of `rules pack --check` for people.

use crate::cli::commands::rules::pack::reviewed::{Pack, Reviewed};
use crate::cli::render::terminal::{self, counted, escape, paint, wrap};

use dechaff::rulefile::{Code, Diagnostic, shipped_pack_names};
use dechaff::rules::{Level, Polarity};
use dechaff::tools::review::{PackReview, ReviewedOverride};
use dechaff::{Rule, RuleErrors};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Where the second column starts.
const INDENT: usize = 11;

pub(crate) fn print(pack: &Pack, reviewed: &Reviewed, out: &mut dyn Write) -> anyhow::Result<()> {
    let color = terminal::color_on(&io::stdout());
    let title = format!(
        "{}: {}, {}",
        pack.word,
        counted(pack.read.files.len(), "file"),
        counted(pack.len_bytes(), "byte")
    );
    writeln!(out, "{}", paint(color, "1", &escape(&title)))?;
    let mut sheet = PackSheet { out, color };
    match reviewed {
        Ok(review) => {
            sheet.review(pack, review)?;
            print_notes(review, color, out)?;
            print_end(pack, review, out)
        }
        Err(errors) => {
            sheet.passed_over(pack)?;
            let found = errors.diagnostics().len();
            writeln!(out, "\n{}\n", errors.render(color))?;
            let found = counted(found, "error");
            writeln!(
                out,
                "{found}: the pack cannot be used; nothing in it was run"
            )?;
            Ok(())
        }
    }
}

/// Prints names and values in two columns, each value wrapped.
struct PackSheet<'o> {
    out: &'o mut dyn Write,
    color: bool,
}

impl PackSheet<'_> {
    fn review(&mut self, pack: &Pack, review: &PackReview) -> io::Result<()> {
        let rules: Vec<&Rule> = review.rules().collect();
        let (cuts, keeps): (Vec<&Rule>, Vec<&Rule>) = rules
            .iter()
            .partition(|rule| rule.polarity == Polarity::Cut);
        self.entry("hash", std::slice::from_ref(&review.hash))?;
        self.entry("named", &[review.names.join(", ")])?;
        if !pack.is_shipped {
            self.entry("stands for", &stands_for(review))?;
        }
        self.entry("cuts", &cuts_in_words(&cuts))?;
        self.entry(
            "keeps",
            &keeps.iter().map(|rule| kept(rule)).collect::<Vec<_>>(),
        )?;
        let changes: Vec<String> = review.overrides.iter().map(changed).collect();
        self.entry("changes", &changes)?;
        self.entry("sites", &sites(review, &rules))?;
        self.entry("slow", &slow(review))?;
        self.entry("tests", &tests(pack, &rules))?;
        self.passed_over(pack)
    }

    fn passed_over(&mut self, pack: &Pack) -> io::Result<()> {
        let links = pack.read.links.iter();
        let links: Vec<String> = links
            .map(|link| format!("{}: a link, not followed", link.display()))
            .collect();
        self.entry("left out", &links)?;
        let others = match pack.read.others {
            0 => Vec::new(),
            others => vec![format!("{}, not *.toml", counted(others, "other file"))],
        };
        self.entry("left out", &others)
    }

    fn entry(&mut self, name: &str, values: &[String]) -> io::Result<()> {
        let mut name = format!("{name:INDENT$}");
        for value in values {
            for row in wrap(&escape(value), terminal::width() - INDENT - 2) {
                writeln!(self.out, "  {}{row}", paint(self.color, "1", &name))?;
                name = " ".repeat(INDENT);
            }
        }
        Ok(())
    }
}

fn stands_for(review: &PackReview) -> Vec<String> {
    let one = |name: &String| {
        format!("the shipped pack {name}, rules of which it has itself: load it in place of that")
    };
    review.replaces.iter().map(one).collect()
}

/// How many rules there are of each kind, then how much they remove and how sure they are.
fn cuts_in_words(rules: &[&Rule]) -> Vec<String> {
    if rules.is_empty() {
        return vec!["nothing".to_owned()];
    }
    let tally = |word: &dyn Fn(&Rule) -> String| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for rule in rules {
            *counts.entry(word(rule)).or_default() += 1;
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let parts: Vec<String> = counts
            .into_iter()
            .map(|(word, count)| format!("{word} {count}"))
            .collect();
        parts.join(", ")
    };
    vec![
        format!(
            "{}: {}",
            counted(rules.len(), "rule"),
            tally(&|rule| rule.kind.to_string())
        ),
        format!("how much: {}", tally(&|rule| rule.remove.to_string())),
        format!("how sure: {}", tally(&|rule| rule.confidence.to_string())),
    ]
}

fn kept(rule: &Rule) -> String {
    let phrases = match rule.phrases().len() {
        0 => String::new(),
        count => format!(" ({})", counted(count, "phrase")),
    };
    let mut words = vec![
        format!("{}{phrases}", rule.matcher_about()),
        rule.extent_in_words(),
    ];
    words.extend(rule.guards_in_words());
    format!("{}: {}", rule.id, words.join("; "))
}

fn changed(one: &ReviewedOverride) -> String {
    let level = one.level.map(|level| match level {
        Level::Off => "does not run",
        Level::Keep => "keeps what it finds",
        Level::Flag => "reports, never cuts",
        Level::On => "runs",
    });
    let phrases = (one.phrases_added > 0).then(|| counted(one.phrases_added, "more phrase"));
    let unless = (one.unless_added > 0).then(|| counted(one.unless_added, "more exception"));
    let words: Vec<String> = level
        .map(str::to_owned)
        .into_iter()
        .chain(phrases)
        .chain(unless)
        .collect();
    format!(
        "{}: {} ({}:{})",
        one.rule,
        words.join(", "),
        one.file,
        one.line
    )
}

fn sites(review: &PackReview, rules: &[&Rule]) -> Vec<String> {
    let domains: Vec<&str> = review.domains().into_iter().collect();
    if domains.is_empty() {
        return vec!["any".to_owned()];
    }
    let anywhere = rules
        .iter()
        .filter(|rule| rule.domains().is_empty())
        .count();
    let domains = domains.join(", ");
    if anywhere == 0 {
        return vec![domains];
    }
    let anywhere = counted(anywhere, "rule");
    vec![format!("{domains}; {anywhere} on any site")]
}

/// The rules that run on every line, in one row: a sound pack may have many.
fn slow(review: &PackReview) -> Vec<String> {
    let rules = review.rules_on_every_line();
    let ids: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
    if ids.is_empty() {
        return Vec::new();
    }
    let verb = if ids.len() == 1 { "runs" } else { "run" };
    let count = counted(ids.len(), "rule");
    vec![format!("{count} {verb} on every line: {}", ids.join(", "))]
}

fn tests(pack: &Pack, rules: &[&Rule]) -> Vec<String> {
    let tests: usize = rules.iter().map(|rule| rule.tests.len()).sum();
    let without = rules.iter().filter(|rule| rule.tests.is_empty()).count();
    let how = match (tests, pack.is_shipped) {
        (0, _) => "none".to_owned(),
        (_, true) => format!("{tests}, not run"),
        (_, false) => format!(
            "{tests}, not run: `dechaff rules test {}` runs them",
            pack.word
        ),
    };
    let mut words = vec![how];
    if without > 0 && tests > 0 {
        words.push(format!("{} without one", counted(without, "rule")));
    }
    words
}

/// The notes that deserve a paragraph.
fn warnings(review: &PackReview) -> impl Iterator<Item = &Diagnostic> {
    let notes = review.notes.iter();
    notes.filter(|note| note.code != Code::NoLiteralAnchor)
}

fn print_notes(review: &PackReview, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let notes: Vec<Diagnostic> = warnings(review).cloned().collect();
    if notes.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", RuleErrors::new(notes).render(color))
}

fn print_end(pack: &Pack, review: &PackReview, out: &mut dyn Write) -> anyhow::Result<()> {
    let warnings = counted(warnings(review).count(), "warning");
    writeln!(out, "\nno errors, {warnings}; nothing in it was run")?;
    if pack.is_shipped {
        writeln!(out, "to pin it in dechaff.toml, write in `packs`")?;
    } else {
        writeln!(
            out,
            "to load and pin it, write in dechaff.toml, with the path from there"
        )?;
    }
    let pin = pack.pin(&review.hash);
    let mut packs: Vec<String> = shipped_pack_names()
        .into_iter()
        .map(|name| {
            if name == pack.word {
                pin.clone()
            } else {
                format!("\"{name}\"")
            }
        })
        .collect();
    if !pack.is_shipped {
        let replaced = |word: &String| {
            review
                .replaces
                .iter()
                .any(|one| *word == format!("\"{one}\""))
        };
        packs.retain(|word| !replaced(word));
        packs.push(pin);
    }
    writeln!(out, "  packs = [{}]", escape(&packs.join(", ")))?;
    Ok(())
}
