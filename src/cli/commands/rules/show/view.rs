//! How much of a rule its page shows.

use crate::cli::args::common::GlobalArgs;
use dechaff::Rule;
use dechaff::rulefile::marked_text;
use dechaff::rules::{Polarity, RuleTest};
use dechaff::tools::stats::RunFigures;

/// What the pages show beside the rules themselves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'v> {
    pub(crate) amount: Amount,
    pub(crate) figures: Option<&'v RunFigures>,
}

impl View<'_> {
    /// What the rule did in the run whose figures were given.
    pub(crate) fn in_a_run(self, rule: &Rule) -> Option<String> {
        self.figures?.of_rule(&rule.id)
    }
}

/// How many of its phrases and tests a rule's page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amount {
    /// The first phrases, a test that cuts and one that does not.
    Some,
    All,
}

impl Amount {
    pub(crate) fn asked(global: &GlobalArgs) -> Self {
        if global.verbose > 0 {
            Self::All
        } else {
            Self::Some
        }
    }

    /// The phrases to show, and how many more there are.
    pub(crate) fn phrases(self, rule: &Rule) -> (&[String], usize) {
        const SHOWN: usize = 12;
        let all = rule.phrases();
        let shown = match self {
            Self::Some if all.len() > SHOWN + 1 => &all[..SHOWN],
            _ => all,
        };
        (shown, all.len() - shown.len())
    }

    /// The tests to show, and how many more there are.
    pub(crate) fn tests(self, rule: &Rule) -> (Vec<&RuleTest>, usize) {
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
    pub(crate) fn fold(self, lines: &mut Vec<String>) -> usize {
        let all = lines.len();
        if self == Self::Some && all > EXAMPLE_LINES + 1 {
            lines.truncate(EXAMPLE_LINES);
        }
        all - lines.len()
    }
}

/// How many lines of a test are shown.
pub(crate) const EXAMPLE_LINES: usize = 10;

/// How little a test tells as an example: one that is short, and of which something stays, tells
/// the most.
pub(crate) fn clutter(test: &RuleTest) -> (bool, bool) {
    let is_long = test.text.lines().count() > EXAMPLE_LINES;
    let marked = marked_text(test);
    let all_goes = marked
        .lines()
        .all(|line| line.starts_with("[-") && line.ends_with("-]"));
    (is_long, all_goes)
}

/// What a test says, in words.
pub(crate) fn what_happens(rule: &Rule, test: &RuleTest) -> &'static str {
    match (rule.polarity, test.expects_cut()) {
        (Polarity::Cut, true) => "what is marked goes",
        (Polarity::Cut, false) => "nothing goes",
        (Polarity::Protect, true) => "all but what is marked is kept",
        (Polarity::Protect, false) => "all is kept",
    }
}
