//! What rules under trial did to a page.

use crate::cli::args::rules::RulesTryArgs;
use crate::cli::input::gold::GoldTexts;
use crate::cli::input::pages;
use crate::cli::render::frame::{Frame, Mark, position, text_start};
use crate::cli::setup::Setup;
use anyhow::bail;
use dechaff::rulefile::Selector;
use dechaff::rules::{Level, Polarity};
use dechaff::tools::score::Missed;
use dechaff::tools::stats::sample_key;
use dechaff::{Cut, Kind, Mode, Page, Rule, Span};
use std::path::Path;

/// What line numbers and marks take of a row.
pub(crate) const MARGIN: usize = 16;

/// A run of rules over a crawl.
pub(crate) struct Trial<'a> {
    pub(crate) args: &'a RulesTryArgs,
    pub(crate) prepared: Setup,
    pub(crate) gold: Option<GoldTexts>,
    pub(crate) frame: Frame,
}

/// What became of one page.
pub(crate) struct Tried {
    pub(crate) has_gold: bool,
    pub(crate) kept_whole: bool,
    pub(crate) cuts: Vec<TriedCut>,
}

/// A cut of a rule that is tried.
pub(crate) struct TriedCut {
    pub(crate) rule: String,
    pub(crate) span: Span,
    pub(crate) words: usize,
    /// How many of its words gold misses.
    pub(crate) lost: Option<usize>,
    pub(crate) key: u64,
    /// Where it stands, and its lines; only for cuts that may be shown.
    pub(crate) shown: Option<Shown>,
}

/// A cut as it is printed.
pub(crate) struct Shown {
    pub(crate) page: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) lines: String,
}

impl Trial<'_> {
    /// The rules that were chosen, or all.
    pub(crate) fn chosen(&self) -> impl Iterator<Item = &Rule> {
        let rules = self.prepared.cleaner.rules().iter();
        rules.filter(|rule| self.wants(rule))
    }

    fn wants(&self, rule: &Rule) -> bool {
        match self.args.rule.as_slice() {
            [] => self.prepared.has_only || rule.kind != Kind::Layout,
            chosen => chosen.iter().any(|one| one.selects(rule)),
        }
    }

    /// Says no where a rule is asked for that cannot cut.
    pub(crate) fn check_choice(&self) -> anyhow::Result<()> {
        let rules = self.prepared.cleaner.rules();
        let selects = |one: &Selector| rules.iter().any(|rule| one.selects(rule));
        if let Some(unknown) = self.args.rule.iter().find(|one| !selects(one)) {
            let word = unknown.word();
            bail!("no rule has the id, kind or pack \"{word}\"; `dechaff rules list` shows them");
        }
        let cuts = |rule: &Rule| rule.polarity == Polarity::Cut && rule.level == Level::On;
        if self.args.rule.is_empty() || self.chosen().any(cuts) {
            return Ok(());
        }
        let Some(rule) = self.chosen().next() else {
            return Ok(());
        };
        match (rule.polarity, rule.level) {
            (Polarity::Protect, _) => bail!("{} protects: it cuts nothing", rule.id),
            (_, level) => bail!("{} is set to `{level}`: it cuts nothing", rule.id),
        }
    }

    pub(crate) fn page(&self, input: &pages::PageInput) -> Result<Tried, String> {
        let text = input.text.as_ref().map_err(Clone::clone)?;
        let page = Page::with_meta(text, input.meta.clone());
        let cleaned = self.prepared.cleaner.clean(&page);
        let gold = match &self.gold {
            None => None,
            Some(folder) => folder
                .of_page(&input.id)
                .map_err(|error| format!("{error:#}"))?,
        };
        let missed = gold.as_ref().map(|gold| Missed::new(gold, &cleaned.text));
        let gone: Vec<&str> = cleaned
            .cuts
            .iter()
            .map(|cut| &text[cut.span.range()])
            .collect();
        let lost = missed.map(|missed| missed.shared_out(&gone));
        let own = |(_, cut): &(usize, &Cut)| self.is_own(cut);
        let mut cuts: Vec<TriedCut> = cleaned
            .cuts
            .iter()
            .enumerate()
            .filter(own)
            .map(|(at, cut)| TriedCut {
                rule: cut.rule.clone(),
                span: cut.span,
                words: Page::new(gone[at]).word_count(),
                lost: lost.as_ref().map(|lost| lost[at]),
                key: self.key(&input.id, cut),
                shown: None,
            })
            .collect();
        self.show_some(&input.name, &page, &mut cuts);
        Ok(Tried {
            has_gold: lost.is_some(),
            kept_whole: !cleaned.warnings.is_empty() && cleaned.cuts.is_empty(),
            cuts,
        })
    }

    /// Whether the cut is one of the rules that are tried.
    fn is_own(&self, cut: &Cut) -> bool {
        let mut rules = self.prepared.cleaner.rules().iter();
        match rules.find(|rule| rule.id == cut.rule) {
            Some(rule) => self.wants(rule),
            None => self.args.rule.is_empty(),
        }
    }

    fn key(&self, id: &str, cut: &Cut) -> u64 {
        let place = [cut.rule.as_str(), id, &cut.span.start.to_string()];
        sample_key(self.args.seed, &place)
    }

    /// Draws the cuts that may come into the sample: of each rule those with the smallest keys.
    fn show_some(&self, name: &str, page: &Page<'_>, cuts: &mut [TriedCut]) {
        let may_show = |cut: &TriedCut| !self.args.lost || cut.lost > Some(0);
        let mut order: Vec<usize> = (0..cuts.len()).collect();
        order.retain(|&at| may_show(&cuts[at]));
        order.sort_by_key(|&at| (cuts[at].rule.clone(), cuts[at].key));
        let mut of_rule = ("", 0);
        let mut chosen = Vec::new();
        for at in order {
            let rule = cuts[at].rule.as_str();
            of_rule = (rule, if of_rule.0 == rule { of_rule.1 + 1 } else { 1 });
            if of_rule.1 <= self.args.sample {
                chosen.push(at);
            }
        }
        for at in chosen {
            let span = cuts[at].span;
            let (line, column) = position(page, text_start(page, span));
            cuts[at].shown = Some(Shown {
                page: name.to_owned(),
                line,
                column,
                lines: self.frame.draw(page, &[(span, Mark::Goes)]),
            });
        }
    }

    /// Whether rules of less confidence are left out of this run.
    pub(crate) fn mode(&self) -> Mode {
        self.prepared.cleaner.options().mode
    }

    pub(crate) fn is_stdin(&self) -> bool {
        self.args
            .input
            .paths
            .iter()
            .any(|path| path == Path::new("-"))
    }
}
