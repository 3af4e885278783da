//! `dechaff check`: what would go, printed as a compiler prints its findings.
//!
//! Blank lines (`layout`) are tidied by the way and are not what anybody means by noise: they are
//! neither printed nor counted, in any format, unless `only` chooses which rules run.

mod report;
mod window;

use super::args::{CheckArgs, GlobalArgs};
use super::terminal::{self, escape};
use super::{Outcome, pages, setup};
use dechaff::{Cleaned, Cleaner, Confidence, Kind, Level, Page, Span, Verdict, Warning};
use report::Report;
use std::collections::BTreeMap;
use std::io::Write as _;

/// Something on a page that would go, or that a rule flags.
#[derive(Debug, Clone)]
struct Noise {
    span: Span,
    rule: String,
    also: Vec<String>,
    kind: Kind,
    confidence: Confidence,
    level: Level,
    evidence: String,
}

pub(super) fn run(args: &CheckArgs, global: &GlobalArgs) -> anyhow::Result<Outcome> {
    let near = args.input.paths.first().map(std::path::PathBuf::as_path);
    let prepared = setup::prepare(&args.rules, near)?;
    let mut report = Report::new(args.format);
    let mut tally = Tally::default();
    pages::read(&args.input, &mut |input| {
        let name = escape(&input.name);
        match &input.text {
            Err(why) => {
                tally.failed += 1;
                tracing::error!("{name}: {}", escape(why));
            }
            Ok(text) => {
                let page = Page::with_meta(text, input.meta);
                let mut noise = noise_of(&page, &prepared.cleaner, &name);
                tally.leave_layout(&mut noise, prepared.has_only);
                tally.count(&noise);
                report.page(&input.name, &page, &noise)?;
            }
        }
        Ok(())
    })?;
    report.finish()?;
    if !global.quiet {
        writeln!(std::io::stderr().lock(), "{}", tally.in_words())?;
    }
    if global.verbose > 0 && tally.layout > 0 {
        let count = terminal::counted(tally.layout, "layout cut");
        writeln!(
            std::io::stderr().lock(),
            "{count} not shown; --only layout shows them"
        )?;
    }
    Ok(tally.outcome())
}

/// Everything on the page that would go or that a rule flags, in page order.
fn noise_of(page: &Page<'_>, cleaner: &Cleaner, name: &str) -> Vec<Noise> {
    let cleaned = cleaner.clean(page);
    warn(&cleaned, name);
    let mut noise: Vec<Noise> = cleaned
        .cuts
        .into_iter()
        .map(|cut| Noise {
            span: cut.span,
            rule: cut.rule,
            also: cut.also,
            kind: cut.kind,
            confidence: cut.confidence,
            level: Level::On,
            evidence: cut.evidence.join("; "),
        })
        .collect();
    noise.extend(flagged(page, cleaner));
    noise.sort_by_key(|one| one.span);
    noise
}

fn warn(cleaned: &Cleaned, name: &str) {
    for warning in &cleaned.warnings {
        match warning {
            Warning::KeptWhole { removed_share } => tracing::warn!(
                "{name}: kept whole, since {:.0} % of its words would go",
                removed_share * 100.0
            ),
            Warning::Unsettled => {
                tracing::warn!("{name}: cuts still made room for others when cleaning stopped");
            }
        }
    }
}

/// What rules found that only flag. It takes a second look at the page, so it is asked for only
/// where there is such a rule.
fn flagged(page: &Page<'_>, cleaner: &Cleaner) -> Vec<Noise> {
    let flags = |rule: &dechaff::Rule| rule.level == Level::Flag;
    if !cleaner.rules().iter().any(flags) {
        return Vec::new();
    }
    let findings = cleaner.explain(page).into_iter();
    findings
        .filter(|finding| finding.verdict == Verdict::Flagged)
        .filter_map(|finding| {
            let rule = cleaner
                .rules()
                .iter()
                .find(|rule| rule.id == finding.rule)?;
            Some(Noise {
                span: finding.span,
                rule: finding.rule,
                also: Vec::new(),
                kind: rule.kind,
                confidence: rule.confidence,
                level: Level::Flag,
                evidence: finding.evidence,
            })
        })
        .collect()
}

/// What a run of `check` came to.
#[derive(Debug, Default)]
struct Tally {
    pages: usize,
    noisy: usize,
    failed: usize,
    layout: usize,
    by_kind: BTreeMap<Kind, usize>,
}

impl Tally {
    fn leave_layout(&mut self, noise: &mut Vec<Noise>, has_only: bool) {
        if !has_only {
            let all = noise.len();
            noise.retain(|one| one.kind != Kind::Layout);
            self.layout += all - noise.len();
        }
    }

    fn count(&mut self, noise: &[Noise]) {
        self.pages += 1;
        self.noisy += usize::from(!noise.is_empty());
        for one in noise {
            *self.by_kind.entry(one.kind).or_default() += 1;
        }
    }

    fn in_words(&self) -> String {
        let found: usize = self.by_kind.values().sum();
        let pages = terminal::counted(self.pages, "page");
        let mut words = if found == 0 {
            format!("no noise on {pages}")
        } else {
            let kinds: Vec<String> = self
                .by_kind
                .iter()
                .map(|(kind, count)| format!("{kind} {count}"))
                .collect();
            let found = terminal::counted(found, "finding");
            let noisy = self.noisy;
            format!("{found} on {noisy} of {pages}: {}", kinds.join(", "))
        };
        if self.failed > 0 {
            words += &format!("; {} not read", terminal::counted(self.failed, "page"));
        }
        words
    }

    /// A page that could not be read may hold noise too, so it outweighs what was found.
    fn outcome(&self) -> Outcome {
        match (self.failed, self.noisy) {
            (0, 0) => Outcome::Done,
            (0, _) => Outcome::Found,
            _ => Outcome::SomeFailed,
        }
    }
}
