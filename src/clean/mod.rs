//! A page's whole way: scan, decide, apply, until nothing changes.

pub(crate) mod run;
pub(crate) mod told;

use crate::clean::run::{Off, Parts, Run, Sight};

use crate::decide::weighed::voices;
use crate::decide::{Author, Verdict, decide};
use crate::page::Page;
use crate::rulefile::rules::Rules;
use crate::rules::kind::Kind;
use crate::rules::mode::Confidence;
use crate::rules::mode::Mode;
use crate::scan::{Scanner, Watch};
use crate::text::span::Span;
use crate::weigh::evidence::Evidence;
use crate::weigh::voices::Voices;
use std::sync::{Arc, OnceLock};

/// How pages are cleaned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// How much evidence a cut needs.
    pub mode: Mode,
    /// The largest share of a page's words, 0 to 1, that may go. A page that would lose more is
    /// kept whole, with a warning: whatever its text is, the rules did not understand it. Other stories,
    /// from where evidence finds the end of the page's own, are not counted among its words.
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
    /// `blake3` of the options and the evidence, in hex. Pages of one text, url and language that were cleaned by
    /// one version of dechaff, with one hash of rules and one of options, have the same cuts.
    pub fn hash(&self, evidence: Option<&Evidence>) -> String {
        let Self {
            mode,
            max_removed_share,
        } = self;
        let evidence = evidence.map_or("none", Evidence::hash);
        let all =
            format!("mode={mode}\nmax_removed_share={max_removed_share:?}\nevidence={evidence}\n");
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

/// Under which name the cuts of weighed lines go, where a rule has its id.
pub const WEIGHED: &str = "evidence/line";
/// Under which name the cut goes that takes what follows the page's own story.
pub const STORY: &str = "evidence/story";

/// How often a page is read again because the cuts changed what stands where.
///
/// Dev pages settle after two to five passes; the bound is there for pages made to do harm.
pub const MAX_PASSES: usize = 64;

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
    evidence: Option<Arc<Evidence>>,
}

impl Cleaner {
    /// A cleaner with these rules and no evidence. Costs the compilation of the prefilter, once.
    pub fn new(rules: Rules, options: Options) -> Self {
        let scanner = Scanner::for_mode(&rules, options.mode);
        Self {
            rules,
            scanner,
            complete: OnceLock::new(),
            options_hash: options.hash(None),
            options,
            evidence: None,
        }
    }

    /// The same with evidence: lines are weighed, too. Rules that are too weak for the mode then
    /// speak in the weighing, so that the prefilter is compiled once more.
    #[must_use]
    pub fn with_evidence(mut self, evidence: Option<Arc<Evidence>>) -> Self {
        let mode = match evidence {
            Some(_) => Mode::Thorough,
            None => self.options.mode,
        };
        self.scanner = Scanner::for_mode(&self.rules, mode);
        self.options_hash = self.options.hash(evidence.as_deref());
        self.evidence = evidence;
        self
    }

    /// A cleaner with the shipped packs and evidence, and the default options.
    pub fn shipped() -> Self {
        Self::new(Rules::shipped(), Options::default()).with_evidence(Some(Evidence::shipped()))
    }

    /// The evidence by which lines are weighed, if they are.
    pub fn evidence(&self) -> Option<&Evidence> {
        self.evidence.as_deref()
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
        self.to_the_end(self.run(page, Off::default()), self.options.mode)
    }

    fn run<'p, 't>(&self, page: &'p Page<'t>, off: Off) -> Run<'p, 't, '_> {
        Run::with(page, self.evidence.as_deref(), off)
    }

    /// What the rules say of the filled lines of a page as it came.
    pub(crate) fn voices(&self, page: &Page<'_>) -> Voices {
        let found = self.scanner.scan(page, &self.rules);
        let decision = decide(page, &self.rules, &found, self.options.mode);
        voices(page, &self.rules, &found, &decision)
    }

    /// Cleans one page as [`Self::clean`] does, while `sights` hears of every find of every pass
    /// and `watch` looks on at the scan.
    pub(crate) fn clean_watched<W: Watch>(
        &self,
        page: &Page<'_>,
        sights: &mut dyn FnMut(Sight<'_>),
        watch: &mut W,
    ) -> Cleaned {
        let mut run = self.run(page, Off::default());
        while run.pass_watched(self.parts(&self.scanner), sights, watch) {}
        run.finish(self)
    }

    /// Cleans one page as if what `off` says yes to were not there, by id and kind: rules, or
    /// [`WEIGHED`] or [`STORY`]. What they are worth. Costs what [`Self::clean`] does.
    pub fn clean_without(&self, page: &Page<'_>, off: impl Fn(&str, Kind) -> bool) -> Cleaned {
        let off = Off {
            rules: self
                .rules
                .iter()
                .map(|rule| off(&rule.id, rule.kind))
                .collect(),
            weighed: off(WEIGHED, Kind::Other),
            stories: off(STORY, Kind::Appended),
        };
        self.to_the_end(self.run(page, off), self.options.mode)
    }

    /// Cleans one page as [`Self::clean`] does, but in that mode and by other evidence. Hears rules that are
    /// too weak to cut only if it has evidence itself.
    pub(crate) fn clean_by(&self, page: &Page<'_>, evidence: &Evidence, mode: Mode) -> Cleaned {
        self.to_the_end(Run::with(page, Some(evidence), Off::default()), mode)
    }

    /// Makes passes in that mode until nothing changes.
    fn to_the_end(&self, mut run: Run<'_, '_, '_>, mode: Mode) -> Cleaned {
        let parts = Parts {
            mode,
            ..self.parts(&self.scanner)
        };
        while run.pass(parts, &mut |_| {}) {}
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
        let mut run = self.run(page, Off::default());
        run.told = Some(Vec::new());
        let mut findings = Vec::new();
        while run.pass(self.parts(complete), &mut |sight| {
            let evidence = sight.found.find.evidence.clone();
            let verdict = sight.verdict.clone();
            findings.extend(finding(
                page,
                &sight.rule.id,
                &sight.spans,
                evidence,
                verdict,
            ));
        }) {}
        for told in run.told.take().into_iter().flatten() {
            let evidence = told.reasons.join("; ");
            let id = match told.author {
                Author::Story => STORY,
                _ => WEIGHED,
            };
            findings.extend(finding(page, id, &told.spans, evidence, told.verdict));
        }
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

fn finding(
    page: &Page<'_>,
    id: &str,
    spans: &[Span],
    evidence: String,
    verdict: Verdict,
) -> Option<Finding> {
    let (first, last) = (spans.first()?, spans.last()?);
    let last_byte = last.end.saturating_sub(1).max(first.start);
    Some(Finding {
        rule: id.to_owned(),
        span: *first,
        lines: (page.line_at(first.start), page.line_at(last_byte)),
        evidence,
        verdict,
    })
}
