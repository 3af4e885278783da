//! `dechaff rules try`: what rules cut from a crawl, in context, and cuts saved as tests.

mod report;
mod save;
mod tally;

use crate::cli::args::{GlobalArgs, RuleArgs, RulesTryArgs};
use crate::cli::context::{Frame, Mark, position, text_start};
use crate::cli::gold::GoldFolder;
use crate::cli::setup::{self, Prepared};
use crate::cli::terminal::{self, escape};
use crate::cli::{Outcome, pages};
use anyhow::bail;
use dechaff::tools::score::Missed;
use dechaff::tools::stats::sample_key;
use dechaff::{Cut, Kind, Level, Mode, Page, Polarity, Rule, Selector, Span};
use save::Save;
use std::io::{self, Write as _};
use std::path::Path;
use tally::Tally;

pub(super) fn run(args: &RulesTryArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let saves = Save::read_all(&args.save)?;
    let near = args.input.paths.first().map(std::path::PathBuf::as_path);
    let near = near.or_else(|| saves.iter().find_map(Save::file));
    let rule_args = rule_args(args);
    let trial = Trial {
        args,
        prepared: setup::prepare_rules(&rule_args, near)?,
        gold: GoldFolder::open(args.gold.as_deref(), &args.input)?,
        frame: Frame {
            color: terminal::color_on(&io::stdout()),
            width: terminal::width().saturating_sub(MARGIN),
            context: args.context,
        },
    };
    trial.check_choice()?;
    let mut outcome = Outcome::Done;
    let mut tally = Tally::new(args.sample);
    if saves.is_empty() || saves.iter().any(Save::is_number) {
        outcome = trial.run(&mut tally)?;
    }
    let report = tally.into_report(&trial);
    if saves.is_empty() {
        let mut out = terminal::out();
        report.print(&trial, &mut out)?;
        out.flush()?;
        if !global.quiet {
            writeln!(io::stderr().lock(), "{}", report.in_words(&trial))?;
        }
    } else {
        let of_saves = save::all(&saves, &report, &trial, &rule_args)?;
        if of_saves != Outcome::Done {
            outcome = of_saves;
        }
    }
    Ok(outcome)
}

/// What line numbers and marks take of a row.
const MARGIN: usize = 16;

/// The rules that run: those of `--rule` alone and whatever their confidence, as in their tests.
fn rule_args(args: &RulesTryArgs) -> RuleArgs {
    let mut rules = args.rules.clone();
    if !args.rule.is_empty() && !args.together {
        let chosen = args.rule.iter().cloned();
        rules.only = chosen.map(|one| one.from_origin("--rule")).collect();
        rules.mode = rules.mode.or(Some(crate::cli::args::ModeArg::Thorough));
    }
    rules
}

/// A run of rules over a crawl.
struct Trial<'a> {
    args: &'a RulesTryArgs,
    prepared: Prepared,
    gold: Option<GoldFolder>,
    frame: Frame,
}

/// What became of one page.
struct Tried {
    has_gold: bool,
    kept_whole: bool,
    cuts: Vec<TriedCut>,
}

/// A cut of a rule that is tried.
struct TriedCut {
    rule: String,
    span: Span,
    words: usize,
    /// How many of its words gold misses.
    lost: Option<usize>,
    key: u64,
    /// Where it stands, and its lines; only for cuts that may be shown.
    shown: Option<Shown>,
}

/// A cut as it is printed.
struct Shown {
    page: String,
    line: usize,
    column: usize,
    lines: String,
}

impl Trial<'_> {
    /// The rules that were chosen, or all.
    fn chosen(&self) -> impl Iterator<Item = &Rule> {
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
    fn check_choice(&self) -> anyhow::Result<()> {
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

    fn run(&self, tally: &mut Tally) -> anyhow::Result<Outcome> {
        let mut outcome = Outcome::Done;
        let work = |input: pages::Input| {
            let tried = self.page(&input);
            (input.name, tried)
        };
        pages::for_each(&self.args.input, &self.prepared, work, |(name, tried)| {
            match tried {
                Ok(tried) => tally.add(tried),
                Err(why) => {
                    tracing::error!("{}: {}", escape(&name), escape(&why));
                    outcome = Outcome::SomeFailed;
                }
            }
            Ok(())
        })?;
        Ok(outcome)
    }

    fn page(&self, input: &pages::Input) -> Result<Tried, String> {
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
    fn mode(&self) -> Mode {
        self.prepared.cleaner.options().mode
    }

    fn is_stdin(&self) -> bool {
        self.args
            .input
            .paths
            .iter()
            .any(|path| path == Path::new("-"))
    }
}
