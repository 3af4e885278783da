//! How a trial is printed.

use crate::cli::commands::rules::try_rules::tried::{Shown, Trial};
use crate::cli::render::terminal::{counted, escape, paint};
use dechaff::rules::Polarity;
use dechaff::{Confidence, Rule, Span};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Everything that is printed of a crawl.
pub(crate) struct TryReport {
    pub(crate) blocks: Vec<Block>,
    pub(crate) pages: usize,
    pub(crate) cut_pages: usize,
    pub(crate) kept_whole: usize,
    pub(crate) without_gold: usize,
}

/// What is printed of one rule.
pub(crate) struct Block {
    pub(crate) rule: String,
    pub(crate) cuts: usize,
    pub(crate) pages: usize,
    pub(crate) words: usize,
    /// Cut words that are gold, and cuts that lost some; only where there is gold.
    pub(crate) lost: Option<(usize, usize)>,
    pub(crate) sampled: Vec<Sampled>,
}

/// A cut that is shown.
pub(crate) struct Sampled {
    pub(crate) number: usize,
    pub(crate) span: Span,
    pub(crate) lost: Option<usize>,
    pub(crate) shown: Shown,
}

impl TryReport {
    /// The cut of that number, and its rule.
    pub(crate) fn numbered(&self, number: usize) -> Option<(&str, &Sampled)> {
        self.blocks.iter().find_map(|block| {
            let mut sampled = block.sampled.iter();
            let one = sampled.find(|one| one.number == number)?;
            Some((block.rule.as_str(), one))
        })
    }

    /// How many cuts are numbered.
    pub(crate) fn shown(&self) -> usize {
        self.blocks.iter().map(|block| block.sampled.len()).sum()
    }

    pub(crate) fn print(&self, trial: &Trial<'_>, out: &mut dyn Write) -> io::Result<()> {
        let color = trial.frame.color;
        for block in &self.blocks {
            let rule = trial.chosen().find(|rule| rule.id == block.rule);
            let head = format!("{}{}", block.rule, rule.map_or(String::new(), sort_of));
            writeln!(out, "{}: {}", paint(color, "1", &head), self.counts(block))?;
            for one in &block.sampled {
                let Shown {
                    page, line, column, ..
                } = &one.shown;
                let place = format!("{}:{line}:{column}", escape(page));
                let lost = lost_words(one);
                writeln!(
                    out,
                    "\n  {}  {}{}",
                    paint(color, "1;36", &one.number.to_string()),
                    place,
                    paint(color, "1;31", &lost)
                )?;
                out.write_all(one.shown.lines.as_bytes())?;
            }
            writeln!(out)?;
        }
        self.print_silent(trial, out)
    }

    /// Names the chosen rules that cut nothing.
    fn print_silent(&self, trial: &Trial<'_>, out: &mut dyn Write) -> io::Result<()> {
        if trial.args.rule.is_empty() || trial.args.lost {
            return Ok(());
        }
        let cut = |rule: &&Rule| self.blocks.iter().any(|block| block.rule == rule.id);
        for rule in trial.chosen().filter(|rule| !cut(rule)) {
            let why = if rule.polarity == Polarity::Protect {
                " (it protects)".to_owned()
            } else if rule.confidence < trial.mode().threshold() {
                let Rule { confidence, .. } = rule;
                format!(" ({confidence} confidence: {})", confidence.about())
            } else {
                String::new()
            };
            writeln!(
                out,
                "{}: no cut on {}{why}",
                rule.id,
                counted(self.pages, "page")
            )?;
        }
        Ok(())
    }

    fn counts(&self, block: &Block) -> String {
        let cuts = counted(block.cuts, "cut");
        let pages = counted(self.pages, "page");
        let words = counted(block.words, "word");
        let lost = match block.lost {
            None => String::new(),
            Some((0, _)) => ", none of them gold".to_owned(),
            Some((lost, from)) => {
                let lost = counted(lost, "gold word");
                format!(", {lost} lost (in {})", counted(from, "cut"))
            }
        };
        format!("{cuts} on {} of {pages}, {words}{lost}", block.pages)
    }

    /// The closing summary.
    pub(crate) fn in_words(&self, trial: &Trial<'_>) -> String {
        let cuts: usize = self.blocks.iter().map(|block| block.cuts).sum();
        let pages = counted(self.pages, "page");
        let mut words = match cuts {
            0 => format!("no cut on {pages}"),
            _ => format!(
                "{} cut {} on {} of {pages}",
                counted(self.blocks.len(), "rule"),
                counted(cuts, "time"),
                self.cut_pages
            ),
        };
        if self.shown() < cuts {
            let _ = write!(
                words,
                "; {} shown, --sample shows more, --seed others",
                self.shown()
            );
        }
        if self.kept_whole > 0 {
            let kept = counted(self.kept_whole, "page");
            let _ = write!(words, "\n{kept} kept whole, since too much would go");
        }
        if trial.gold.is_some() && self.without_gold > 0 {
            let without = counted(self.without_gold, "page");
            let _ = write!(
                words,
                "\n{without} without gold: the words of their cuts are not judged"
            );
        }
        if self.shown() > 0 && !trial.is_stdin() {
            words += "\nsave a cut as a test of its rule: --save NUMBER, where it is wrong with --save-as keep";
        }
        words
    }
}

/// The rule's kind, and its confidence where that is not high.
fn sort_of(rule: &Rule) -> String {
    match rule.confidence {
        Confidence::High => format!(" ({})", rule.kind),
        weaker => format!(" ({}, {weaker} confidence)", rule.kind),
    }
}

fn lost_words(one: &Sampled) -> String {
    match one.lost {
        None | Some(0) => String::new(),
        Some(lost) => format!("  {} lost", counted(lost, "gold word")),
    }
}
