//! A page's whole way: scan, decide, apply, until nothing changes.

use crate::apply::Remains;
use crate::decide::{PageCut, Verdict, decide};
use crate::page::word_count;
use crate::rule::{Confidence, Kind, Mode, Rule, Rules};
use crate::scan::{Found, Memory, Scanner, Watch};
use crate::span::SpanSet;
use crate::{Line, Page, Span};
use std::sync::OnceLock;

/// How pages are cleaned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// How much evidence a cut needs.
    pub mode: Mode,
    /// The largest share of a page's words, 0 to 1, that may go. A page that would lose more is
    /// kept whole, with a warning: whatever its text is, the rules did not understand it.
    pub max_removed_share: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::Careful,
            max_removed_share: 0.95,
        }
    }
}

impl Options {
    /// `blake3` of the options, in hex. Pages of one text, url and language that were cleaned by
    /// one version of dechaff, with one hash of rules and one of options, have the same cuts.
    pub fn hash(&self) -> String {
        let Self {
            mode,
            max_removed_share,
        } = self;
        let all = format!("mode={mode}\nmax_removed_share={max_removed_share:?}\n");
        blake3::hash(all.as_bytes()).to_hex().to_string()
    }
}

/// A span of the original that is gone from the clean text, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Which bytes of the original went.
    pub span: Span,
    /// The line of the original on which it starts, from 0.
    pub line: usize,
    /// The rule that made it, `pack/id`.
    pub rule: String,
    /// Every other rule that would have cut some of the same bytes, in load order.
    pub also: Vec<String>,
    /// What sort of noise went.
    pub kind: Kind,
    /// How sure the rule's author is.
    pub confidence: Confidence,
    /// Why, in words.
    pub evidence: Vec<String>,
}

/// Why a page was not cleaned as its rules would have it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Warning {
    /// The cuts would have taken more than `max_removed_share`: the page was kept whole.
    KeptWhole {
        /// The share of its words, 0 to 1, that would have gone.
        removed_share: f64,
    },
    /// Cuts still made room for other cuts when the last allowed pass ended.
    Unsettled,
}

/// A cleaned page.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleaned {
    /// What is left: a subsequence of the page's text.
    pub text: String,
    /// What went, in page order, apart from each other.
    pub cuts: Vec<Cut>,
    /// What was not done, and why.
    pub warnings: Vec<Warning>,
    /// Words on the page.
    pub words_before: usize,
    /// Words of the clean text.
    pub words_after: usize,
}

/// What a rule found on a page and what became of it, for `explain`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule, `pack/id`.
    pub rule: String,
    /// The first of the matched bytes that lie together in the original.
    pub span: Span,
    /// The lines of the original that the match touches, from 0; first and last.
    pub lines: (usize, usize),
    /// Why it was found, in words.
    pub evidence: String,
    /// What became of it.
    pub verdict: Verdict,
}

/// How often a page is read again because the cuts changed what stands where.
///
/// Dev pages settle after two or three passes; the bound is there for pages made to do harm.
pub const MAX_PASSES: usize = 12;

/// Cleans pages by rules. Build one a run and share it between threads.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Page};
///
/// let cleaner = Cleaner::shipped();
/// let page = Page::new("Rain fell.\n\n\n\nThe river rose.\n");
/// let cleaned = cleaner.clean(&page);
/// assert_eq!(cleaned.text, "Rain fell.\n\nThe river rose.\n");
/// assert_eq!(cleaned.cuts[0].rule, "core/blank-run");
/// ```
#[derive(Debug)]
pub struct Cleaner {
    rules: Rules,
    scanner: Scanner,
    /// Finds what [`Self::explain`] tells of; built when it is first asked.
    complete: OnceLock<Scanner>,
    options: Options,
    options_hash: String,
}

impl Cleaner {
    /// A cleaner with these rules. Costs the compilation of the prefilter, once.
    pub fn new(rules: Rules, options: Options) -> Self {
        let scanner = Scanner::for_mode(&rules, options.mode);
        Self {
            rules,
            scanner,
            complete: OnceLock::new(),
            options_hash: options.hash(),
            options,
        }
    }

    /// A cleaner with the shipped packs and the default options.
    pub fn shipped() -> Self {
        Self::new(Rules::shipped(), Options::default())
    }

    /// The rules.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The options.
    pub fn options(&self) -> Options {
        self.options
    }

    /// [`Options::hash`] of the options: every record holds it.
    pub(crate) fn options_hash(&self) -> &str {
        &self.options_hash
    }

    /// Cleans one page.
    ///
    /// The page is read again after its cuts were made, until nothing changes, so that "the last
    /// three lines" are those that survive and a cleaned page is clean. O(n) in bytes a pass,
    /// and at most [`MAX_PASSES`] passes. Never fails, whatever the text.
    pub fn clean(&self, page: &Page<'_>) -> Cleaned {
        let mut run = Run::new(page);
        while run.pass(self.parts(&self.scanner), &mut |_| {}) {}
        run.finish(self)
    }

    /// Cleans one page as [`Self::clean`] does, while `sights` hears of every find of every pass
    /// and `watch` looks on at the scan.
    pub(crate) fn clean_watched<W: Watch>(
        &self,
        page: &Page<'_>,
        sights: &mut dyn FnMut(Sight<'_>),
        watch: &mut W,
    ) -> Cleaned {
        let mut run = Run::new(page);
        while run.pass_watched(self.parts(&self.scanner), sights, watch) {}
        run.finish(self)
    }

    /// Cleans one page as if the rules that `off` says yes to were not there: what they are worth.
    /// Costs what [`Self::clean`] does.
    pub fn clean_without(&self, page: &Page<'_>, off: impl Fn(&Rule) -> bool) -> Cleaned {
        let mut run = Run::new(page);
        run.off = self.rules.iter().map(off).collect();
        while run.pass(self.parts(&self.scanner), &mut |_| {}) {}
        run.finish(self)
    }

    fn parts<'c>(&'c self, scanner: &'c Scanner) -> Parts<'c> {
        Parts {
            rules: &self.rules,
            scanner,
            mode: self.options.mode,
        }
    }

    /// Everything that rules found on the page, pass by pass, and what became of it.
    pub fn explain(&self, page: &Page<'_>) -> Vec<Finding> {
        let complete = self.complete.get_or_init(|| Scanner::complete(&self.rules));
        let mut run = Run::new(page);
        let mut findings = Vec::new();
        while run.pass(self.parts(complete), &mut |sight| {
            findings.extend(finding(page, &sight));
        }) {}
        findings.sort_by_key(|finding| finding.lines);
        // A find that stands in several passes with one verdict is one finding.
        let mut seen: Vec<Finding> = Vec::new();
        for of_lines in findings.chunk_by(|a, b| a.lines == b.lines) {
            let from = seen.len();
            for finding in of_lines {
                if !seen[from..].contains(finding) {
                    seen.push(finding.clone());
                }
            }
        }
        seen
    }
}

/// What one pass saw of one find.
pub(crate) struct Sight<'s> {
    pub(crate) rule: &'s Rule,
    pub(crate) found: &'s Found,
    pub(crate) verdict: &'s Verdict,
    /// The spans of the original that the match is made of.
    pub(crate) spans: Vec<Span>,
}

fn finding(page: &Page<'_>, sight: &Sight<'_>) -> Option<Finding> {
    let (first, last) = (sight.spans.first()?, sight.spans.last()?);
    let last_byte = last.end.saturating_sub(1).max(first.start);
    Some(Finding {
        rule: sight.rule.id.clone(),
        span: *first,
        lines: (page.line_at(first.start), page.line_at(last_byte)),
        evidence: sight.found.find.evidence.clone(),
        verdict: sight.verdict.clone(),
    })
}

/// What a pass needs of a cleaner.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'c> {
    pub(crate) rules: &'c Rules,
    pub(crate) scanner: &'c Scanner,
    pub(crate) mode: Mode,
}

/// A page on its way through the passes.
pub(crate) struct Run<'p, 't> {
    page: &'p Page<'t>,
    removed: SpanSet,
    memory: Memory,
    cuts: Vec<(PageCut, Span)>,
    passes: usize,
    unsettled: bool,
    /// By load order, whose finds do not count; empty where all do.
    off: Vec<bool>,
}

impl<'p, 't> Run<'p, 't> {
    pub(crate) fn new(page: &'p Page<'t>) -> Self {
        Self {
            page,
            removed: SpanSet::default(),
            memory: Memory::default(),
            cuts: Vec::new(),
            passes: 0,
            unsettled: false,
            off: Vec::new(),
        }
    }

    /// Makes one pass; whether another one is needed.
    pub(crate) fn pass(&mut self, by: Parts<'_>, sights: &mut dyn FnMut(Sight<'_>)) -> bool {
        self.pass_watched(by, sights, &mut ())
    }

    fn pass_watched<W: Watch>(
        &mut self,
        by: Parts<'_>,
        sights: &mut dyn FnMut(Sight<'_>),
        watch: &mut W,
    ) -> bool {
        let remains = Remains::new(self.page.text(), &self.removed);
        let page = Page::with_meta(remains.text(), self.page.meta().clone());
        let origin = |span| remains.origin(span);
        let mut found = by
            .scanner
            .scan_watched(&page, by.rules, &mut self.memory, origin, watch);
        if !self.off.is_empty() {
            found.retain(|found| !self.off[found.rule]);
        }
        let (cuts, verdicts) = decide(&page, by.rules, &found, by.mode);
        for (found, verdict) in found.iter().zip(&verdicts) {
            let spans = remains.in_original(found.find.span);
            sights(Sight {
                rule: by.rules.at(found.rule),
                found,
                verdict,
                spans,
            });
        }
        let mut grew = false;
        for cut in cuts {
            grew |= !is_spare_blank(&page, cut.span);
            for span in remains.in_original(cut.span) {
                self.removed.insert(span);
                self.cuts.push((cut.clone(), span));
            }
        }
        self.passes += 1;
        self.unsettled = grew && self.passes == MAX_PASSES;
        grew && self.passes < MAX_PASSES
    }

    /// The bytes that went so far.
    pub(crate) fn into_removed(self) -> SpanSet {
        self.removed
    }

    fn finish(mut self, cleaner: &Cleaner) -> Cleaned {
        let remains = Remains::new(self.page.text(), &self.removed);
        let words_before = self.page.word_count();
        let words_after = word_count(remains.text());
        let removed_share = share_gone(words_before, words_after);
        if removed_share > cleaner.options.max_removed_share {
            return Cleaned {
                text: self.page.text().to_owned(),
                cuts: Vec::new(),
                warnings: vec![Warning::KeptWhole { removed_share }],
                words_before,
                words_after: words_before,
            };
        }
        self.cuts.sort_by_key(|(_, span)| *span);
        let cuts = self
            .cuts
            .iter()
            .map(|(cut, span)| self.describe(cut, *span, cleaner))
            .collect();
        let warnings = if self.unsettled {
            vec![Warning::Unsettled]
        } else {
            Vec::new()
        };
        Cleaned {
            text: remains.into_text(),
            cuts,
            warnings,
            words_before,
            words_after,
        }
    }

    fn describe(&self, cut: &PageCut, span: Span, cleaner: &Cleaner) -> Cut {
        let rule = cleaner.rules.at(cut.rule);
        Cut {
            span,
            line: self.page.line_at(span.start),
            rule: rule.id.clone(),
            also: cut
                .also
                .iter()
                .map(|&other| cleaner.rules.at(other).id.clone())
                .collect(),
            kind: rule.kind,
            confidence: rule.confidence,
            evidence: vec![cut.evidence.clone()],
        }
    }
}

/// Whether the span is whole blank lines beside a blank line or an end of the page. Without them
/// every line still has the neighbours that it had, so that nothing new can match.
fn is_spare_blank(page: &Page<'_>, span: Span) -> bool {
    let first = page.line_at(span.start);
    let last = page.line_at(span.end.saturating_sub(1));
    let lines = page.lines();
    let whole = lines[first].span.start == span.start && lines[last].next == span.end;
    let spare = first == 0 || lines[first - 1].is_blank() || last + 1 == lines.len();
    whole && spare && lines[first..=last].iter().all(Line::is_blank)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "word counts stay far below 2^52"
)]
fn share_gone(before: usize, after: usize) -> f64 {
    match before {
        0 => 0.0,
        before => 1.0 - after as f64 / before as f64,
    }
}
