//! What a comparison came to, by rule. Pure.

use crate::cli::render::terminal::{counted, paint};
use dechaff::Cut;
use dechaff::tools::stats::{CutChange, CutChangeKind};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Gold words that one side has and the other has not.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GoldWords {
    /// Gold words that go now.
    pub(crate) lost: usize,
    /// Gold words that stay now.
    pub(crate) regained: usize,
}

/// What one page adds to the summary.
pub(crate) struct PageDifference {
    pub(crate) rules: BTreeMap<String, DifferenceOfRule>,
    /// Words that go now, and that stay now.
    pub(crate) words: (usize, usize),
    pub(crate) gold: Option<GoldWords>,
}

/// What one rule cuts on both sides, and how its cuts differ.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DifferenceOfRule {
    old: usize,
    new: usize,
    appear: usize,
    vanish: usize,
    differ: usize,
}

/// The counts of one page: every cut by its rule, and every difference by the rules that are in it.
pub(crate) fn by_rule(
    old: &[Cut],
    new: &[Cut],
    changes: &[CutChange],
) -> BTreeMap<String, DifferenceOfRule> {
    let mut rules: BTreeMap<String, DifferenceOfRule> = BTreeMap::new();
    for cut in old {
        rules.entry(cut.rule.clone()).or_default().old += 1;
    }
    for cut in new {
        rules.entry(cut.rule.clone()).or_default().new += 1;
    }
    for change in changes {
        for cut in change.old.iter().chain(&change.new) {
            let rule = rules.entry(cut.rule.clone()).or_default();
            match change.kind {
                CutChangeKind::Appears => rule.appear += 1,
                CutChangeKind::Vanishes => rule.vanish += 1,
                CutChangeKind::Span | CutChangeKind::Rule => rule.differ += 1,
            }
        }
    }
    rules
}

#[derive(Debug, Default)]
pub(crate) struct DiffSummary {
    pages: usize,
    differing: usize,
    judged: usize,
    words: (usize, usize),
    gold: GoldWords,
    rules: BTreeMap<String, DifferenceOfRule>,
}

impl DiffSummary {
    pub(crate) fn add(&mut self, page: &PageDifference) {
        self.pages += 1;
        let differs = page.rules.values().any(DifferenceOfRule::differs);
        self.differing += usize::from(differs);
        self.words.0 += page.words.0;
        self.words.1 += page.words.1;
        if let Some(gold) = page.gold {
            self.judged += 1;
            self.gold.lost += gold.lost;
            self.gold.regained += gold.regained;
        }
        for (id, rule) in &page.rules {
            let sum = self.rules.entry(id.clone()).or_default();
            sum.old += rule.old;
            sum.new += rule.new;
            sum.appear += rule.appear;
            sum.vanish += rule.vanish;
            sum.differ += rule.differ;
        }
    }

    pub(crate) fn differs(&self) -> bool {
        self.differing > 0
    }

    /// The summary: a sentence, and a row for each rule whose cuts differ.
    pub(crate) fn in_words(&self, with_gold: bool, color: bool) -> String {
        let pages = counted(self.pages, "page");
        if !self.differs() {
            return format!("nothing differs on {pages}\n");
        }
        let (goes, stays) = self.words;
        let differ = if self.differing == 1 {
            "differs"
        } else {
            "differ"
        };
        let mut text = format!(
            "{} of {pages} {differ}: {} more go, {} more stay\n",
            self.differing,
            counted(goes, "word"),
            counted(stays, "word"),
        );
        if with_gold {
            text += &self.gold_in_words();
        }
        text.push('\n');
        text + &self.table(color)
    }

    fn gold_in_words(&self) -> String {
        let GoldWords { lost, regained } = self.gold;
        let unjudged = match self.differing - self.judged {
            0 => String::new(),
            without => format!(" ({} without gold)", counted(without, "page")),
        };
        format!(
            "of the article {} go now, {} stay now{unjudged}\n",
            counted(lost, "word"),
            counted(regained, "word")
        )
    }

    fn table(&self, color: bool) -> String {
        let rows: Vec<(&String, &DifferenceOfRule)> = self
            .rules
            .iter()
            .filter(|(_, rule)| rule.differs())
            .collect();
        let width = rows.iter().map(|(id, _)| id.chars().count()).max();
        let width = width.unwrap_or(0).max(4);
        let head = format!(
            "{:width$}  {:>8}  {:>8}  {:>8}  {:>9}  {:>8}",
            "RULE", "OLD CUTS", "NEW CUTS", "GOES NOW", "STAYS NOW", "DIFFERS"
        );
        let mut text = paint(color, "1", &head) + "\n";
        for (id, rule) in rows {
            let _ = writeln!(
                text,
                "{id:width$}  {:>8}  {:>8}  {:>8}  {:>9}  {:>8}",
                rule.old, rule.new, rule.appear, rule.vanish, rule.differ
            );
        }
        text
    }
}

impl DifferenceOfRule {
    fn differs(&self) -> bool {
        self.appear + self.vanish + self.differ > 0
    }
}
