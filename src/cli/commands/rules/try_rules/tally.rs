//! What a crawl came to, rule by rule; memory holds no more than the samples.

use crate::cli::commands::rules::try_rules::report::{Block, Sampled, TryReport};
use crate::cli::commands::rules::try_rules::tried::{Shown, Trial, Tried};
use dechaff::Span;
use dechaff::tools::stats::Sample;
use std::collections::BTreeMap;

#[derive(Default)]
pub(crate) struct TryTally {
    size: usize,
    pages: usize,
    cut_pages: usize,
    kept_whole: usize,
    without_gold: usize,
    rules: BTreeMap<String, TriedRule>,
}

struct TriedRule {
    cuts: usize,
    pages: usize,
    words: usize,
    /// Cut words that are gold, and cuts that lost some.
    lost: (usize, usize),
    sample: Sample<Picked>,
}

/// A cut in the sample. The page's number and the place put the sample in the order of the input.
struct Picked {
    order: (usize, Span),
    lost: Option<usize>,
    shown: Shown,
}

impl TryTally {
    pub(crate) fn new(size: usize) -> Self {
        Self {
            size,
            ..Self::default()
        }
    }

    pub(crate) fn add(&mut self, page: Tried) {
        self.pages += 1;
        self.cut_pages += usize::from(!page.cuts.is_empty());
        self.kept_whole += usize::from(page.kept_whole);
        self.without_gold += usize::from(!page.has_gold);
        let number = self.pages;
        let mut last = String::new();
        let mut cuts = page.cuts;
        cuts.sort_by(|a, b| (&a.rule, a.span).cmp(&(&b.rule, b.span)));
        for cut in cuts {
            let of_rule = self.rule(&cut.rule);
            of_rule.cuts += 1;
            of_rule.words += cut.words;
            of_rule.lost.0 += cut.lost.unwrap_or(0);
            of_rule.lost.1 += usize::from(cut.lost > Some(0));
            of_rule.pages += usize::from(last != cut.rule);
            if let Some(shown) = cut.shown {
                let picked = Picked {
                    order: (number, cut.span),
                    lost: cut.lost,
                    shown,
                };
                of_rule.sample.add(cut.key, picked);
            }
            last = cut.rule;
        }
    }

    fn rule(&mut self, id: &str) -> &mut TriedRule {
        let size = self.size;
        self.rules
            .entry(id.to_owned())
            .or_insert_with(|| TriedRule {
                cuts: 0,
                pages: 0,
                words: 0,
                lost: (0, 0),
                sample: Sample::new(size),
            })
    }

    /// The rules in the order in which they are printed, their cuts numbered: most gold lost first,
    /// then most cuts.
    pub(crate) fn into_report(mut self, trial: &Trial<'_>) -> TryReport {
        let told = |rule: &TriedRule| rule.cuts > 0 && (!trial.args.lost || rule.lost.1 > 0);
        self.rules.retain(|_, rule| told(rule));
        let mut rules: Vec<(String, TriedRule)> = self.rules.into_iter().collect();
        rules.sort_by_key(|(_, rule)| std::cmp::Reverse((rule.lost.0, rule.cuts)));
        let mut number = 0;
        let mut blocks = Vec::new();
        for (rule, tally) in rules {
            let mut picked: Vec<Picked> = tally.sample.into_kept().map(|(_, one)| one).collect();
            picked.sort_by_key(|one| one.order);
            let sampled = picked.into_iter().map(|one| {
                number += 1;
                Sampled {
                    number,
                    span: one.order.1,
                    lost: one.lost,
                    shown: one.shown,
                }
            });
            blocks.push(Block {
                sampled: sampled.collect(),
                cuts: tally.cuts,
                pages: tally.pages,
                words: tally.words,
                lost: trial.gold.as_ref().map(|_| tally.lost),
                rule,
            });
        }
        TryReport {
            blocks,
            pages: self.pages,
            cut_pages: self.cut_pages,
            kept_whole: self.kept_whole,
            without_gold: self.without_gold,
        }
    }
}
