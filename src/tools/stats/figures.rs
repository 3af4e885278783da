//! What every rule did on a whole crawl: `rules stats`.

use crate::clean::cleaner::Cleaner;
use crate::rulefile::exception::{Exception, ExceptionKind};
use crate::rules::effect::Level;
use crate::rules::mode::Mode;
use crate::rules::rule::{Origin, Rule};
use crate::tools::stats::page::{PageStats, RuleCount};
use crate::tools::stats::together::{Meetings, Together};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the JSON form of [`Statistics`].
pub const STATISTICS_VERSION: u32 = 1;

/// What all rules did on a crawl. Two runs over the same pages with the same rules give the same,
/// but for shares of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statistics {
    /// [`STATISTICS_VERSION`].
    pub version: u32,
    /// Version of the program.
    pub dechaff: String,
    /// Hash of the rules.
    pub packs: String,
    /// The mode in which they ran.
    pub mode: Mode,
    /// Pages that were read.
    pub pages: u64,
    /// Lines that were searched for literals; a line that a cut changed is searched again.
    pub lines: u64,
    /// Bytes of the pages.
    pub bytes: u64,
    /// Words of the pages.
    pub words: u64,
    /// The share of the time that the search for literals took, where times were taken.
    pub search_time_share: Option<f64>,
    /// The rules that may cut or protect in this mode.
    pub rules: BTreeMap<String, RuleFigures>,
    /// Rules that are too weak for this mode, or only flag.
    pub idle: Vec<String>,
    /// Rules that fire together.
    pub together: Vec<Together>,
    /// Overrides and protect rules, and on how many pages they made a difference.
    pub exceptions: Vec<ExceptionFigures>,
}

/// What one rule did on a crawl.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleFigures {
    /// Lines at which it looked, because one of its literals stood there or it has none.
    pub hits: u64,
    /// The share of all lines that those are; none for a rule that looks at whole pages.
    pub pass_rate: Option<f64>,
    /// Places that it found.
    pub finds: u64,
    /// Finds that a guard refused.
    pub guarded: u64,
    /// Finds that a protect rule kept.
    pub protected: u64,
    /// Cuts that it made.
    pub cuts: u64,
    /// Cuts of other rules that it wanted too.
    pub shared: u64,
    /// Pages on which it cut.
    pub pages: u64,
    /// Bytes of its cuts.
    pub bytes: u64,
    /// Words of its cuts.
    pub words: u64,
    /// Its share of the time that finding took, where times were taken.
    pub time_share: Option<f64>,
}

impl RuleFigures {
    /// Whether it cut, or wanted what another rule cut.
    pub fn is_active(&self) -> bool {
        self.cuts + self.shared > 0
    }
}

/// What an override or a protect rule changed on a crawl.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionFigures {
    /// The rule that is adjusted, or the protect rule itself.
    pub rule: String,
    /// `override` or `protect`.
    pub kind: String,
    /// `file:line` of each table.
    pub places: Vec<String>,
    /// What its author says it is for.
    pub about: String,
    /// Pages whose clean text would be another without it.
    pub pages: u64,
}

impl ExceptionFigures {
    /// An exception of which nothing was seen yet.
    pub fn new(exception: &Exception) -> Self {
        let place = |origin: &Origin| format!("{}:{}", origin.file, origin.line);
        Self {
            rule: exception.rule.clone(),
            kind: exception.kind.word().to_owned(),
            places: exception.origins.iter().map(place).collect(),
            about: exception.about.clone(),
            pages: 0,
        }
    }

    /// Whether it is a protect rule.
    pub fn is_protect(&self) -> bool {
        self.kind == ExceptionKind::Protect.word()
    }
}

/// Adds the studies of pages up. Memory does not grow with their number.
#[derive(Debug, Default)]
pub struct FigureBooks {
    pages: u64,
    lines: u64,
    bytes: u64,
    words: u64,
    search_nanos: u64,
    /// What each rule did, and on how many pages it cut.
    rules: BTreeMap<String, (RuleCount, u64)>,
    meetings: Meetings,
}

impl FigureBooks {
    /// Adds a page of so many bytes.
    pub fn add(&mut self, len_bytes: usize, page: &PageStats) {
        self.pages += 1;
        self.lines += page.lines;
        self.bytes += len_bytes as u64;
        self.words += page.words;
        self.search_nanos += page.search_nanos;
        for (rule, count) in &page.rules {
            let (sum, pages) = self.rules.entry(rule.clone()).or_default();
            sum.hits += count.hits;
            sum.finds += count.finds;
            sum.guarded += count.guarded;
            sum.protected += count.protected;
            sum.cuts += count.cuts;
            sum.shared += count.shared;
            sum.bytes += count.bytes;
            sum.words += count.words;
            sum.nanos += count.nanos;
            *pages += u64::from(count.cuts > 0);
        }
        self.meetings.add(page);
    }

    /// The statistics of all pages so far; rules that meet at least `least` times are named where
    /// they always do.
    pub fn statistics(
        &self,
        cleaner: &Cleaner,
        least: u64,
        exceptions: Vec<ExceptionFigures>,
    ) -> Statistics {
        let spoken = self.rules.values().map(|(count, _)| count.nanos);
        let nanos = self.search_nanos + spoken.sum::<u64>();
        let time_share = |part: u64| (nanos > 0).then(|| share(part, nanos));
        let mode = cleaner.options().mode;
        let (asked, idle): (Vec<&Rule>, Vec<&Rule>) = cleaner
            .rules()
            .iter()
            .filter(|rule| rule.level != Level::Off)
            .partition(|rule| rule.tells_in(mode));
        let silent = asked
            .iter()
            .map(|rule| (&rule.id, (RuleCount::default(), 0)));
        let mut counts: BTreeMap<&String, (RuleCount, u64)> = silent.collect();
        let seen = self.rules.iter();
        counts.extend(
            seen.filter(|(id, _)| idle.iter().all(|rule| rule.id != **id))
                .map(|(id, counted)| (id, *counted)),
        );
        let whole_page = |id: &str| {
            let rule = asked.iter().find(|rule| rule.id == id);
            rule.is_none_or(|rule| rule.looks_at_whole_pages())
        };
        let figures = |(id, (count, pages)): (&String, (RuleCount, u64))| {
            let pass_rate = (!whole_page(id)).then(|| share(count.hits, self.lines));
            let figures = RuleFigures {
                hits: count.hits,
                pass_rate,
                finds: count.finds,
                guarded: count.guarded,
                protected: count.protected,
                cuts: count.cuts,
                shared: count.shared,
                pages,
                bytes: count.bytes,
                words: count.words,
                time_share: time_share(count.nanos),
            };
            (id.clone(), figures)
        };
        Statistics {
            version: STATISTICS_VERSION,
            dechaff: env!("CARGO_PKG_VERSION").to_owned(),
            packs: cleaner.rules().hash().to_owned(),
            mode,
            pages: self.pages,
            lines: self.lines,
            bytes: self.bytes,
            words: self.words,
            search_time_share: time_share(self.search_nanos),
            rules: counts.into_iter().map(figures).collect(),
            idle: idle.iter().map(|rule| rule.id.clone()).collect(),
            together: self.meetings.together(least),
            exceptions,
        }
    }
}

/// The share that `part` is of `all`, to four decimals; 0 of nothing.
#[expect(
    clippy::cast_precision_loss,
    reason = "lines and nanoseconds of a run stay far below 2^52"
)]
fn share(part: u64, all: u64) -> f64 {
    match all {
        0 => 0.0,
        all => (part as f64 / all as f64 * 1e4).round() / 1e4,
    }
}
