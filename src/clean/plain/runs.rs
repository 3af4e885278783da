//! Pages cleaned in the plain way for those who look into it: what was found, and what would be without some of it.

use crate::clean::author::{Author, Off};
use crate::clean::cleaned::{ARTICLE_END, Cleaned, WEIGHED_LINE};
use crate::clean::cleaner::Cleaner;
use crate::clean::finding::{Finding, finding};
use crate::clean::plain::decide::decide;
use crate::clean::plain::passes::{JudgedMatch, PassContext, Run};
use crate::clean::plain::signals::rule_signals;
use crate::clean::reading::Reading;
use crate::clean::story::shelter::Sheltered;
use crate::model::fitted::Model;
use crate::model::rule_signals::RuleSignals;
use crate::page::Page;
use crate::rules::evidence_part::EvidencePart;
use crate::rules::kind::Kind;
use crate::rules::mode::Mode;
use crate::scan::plain::scanner::Scanner;
use crate::scan::plain::watch::Watch;
use std::sync::Arc;

impl Cleaner {
    /// Everything that rules found on the page, pass by pass, and what became of it.
    pub fn explain(&self, page: &Page<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.through_view(page, |visible, reading| {
            self.explain_shown(visible, reading, &mut findings)
        });
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

    /// What the rules say of the filled lines of a page as it came.
    pub(crate) fn rule_signals(&self, page: &Page<'_>) -> RuleSignals {
        let found = self.plain().scan(page, &self.rules);
        let decision = decide(
            page,
            &self.rules,
            &found,
            self.options.mode,
            &Sheltered::default(),
        );
        let host_pages = self.plain().host_pages(page, &self.rules);
        rule_signals(page, &self.rules, &found, &decision, host_pages)
    }

    /// Cleans one page as [`Self::clean`] does, while `each` hears of every find of every pass
    /// and `watch` looks on at the scan.
    pub(crate) fn clean_watched<'t, W: Watch>(
        &self,
        page: &Page<'t>,
        each: &mut dyn FnMut(JudgedMatch<'_>),
        watch: &mut W,
    ) -> Cleaned<'t> {
        self.through_view(page, |visible, reading| {
            let mut run = self.run(visible, self.off_of(reading));
            let mut each = |judged: JudgedMatch<'_>| {
                let spans = reading.in_original(&judged.spans);
                each(JudgedMatch { spans, ..judged });
            };
            while run.pass_watched(self.parts(self.plain()), &mut each, watch) {}
            self.finish(run, self.most_of(reading))
        })
    }

    /// Cleans one page as if what `off` says yes to were not there, by id and kind: rules, or
    /// [`WEIGHED_LINE`] or [`ARTICLE_END`]. What they do. Costs what [`Self::clean`] does.
    pub fn clean_without<'t>(
        &self,
        page: &Page<'t>,
        off: impl Fn(&str, Kind) -> bool,
    ) -> Cleaned<'t> {
        let rules = self.rules.iter().map(|rule| off(&rule.id, rule.kind));
        let by_options = self.off();
        let off = Off {
            rules: rules.collect(),
            lines: by_options.lines || off(WEIGHED_LINE, EvidencePart::Line.kind()),
            ends: by_options.ends || off(ARTICLE_END, EvidencePart::Story.kind()),
        };
        self.through_view(page, |visible, reading| {
            let off = self.off_for(off.clone(), reading);
            let run = self.run(visible, off);
            self.to_the_end(run, self.options.mode, self.most_of(reading))
        })
    }

    /// Cleans one page as [`Self::clean`] does, but in that mode and by another model. Hears rules that are
    /// too weak to cut only if it has a model itself.
    pub(crate) fn clean_by<'t>(&self, page: &Page<'t>, model: &Model, mode: Mode) -> Cleaned<'t> {
        let run = Run::with(page, Some(model), self.off());
        self.to_the_end(run, mode, self.options.max_removed_share)
    }

    /// Makes passes in that mode until nothing changes.
    fn to_the_end<'t>(&self, mut run: Run<'_, 't, '_>, mode: Mode, most: f64) -> Cleaned<'t> {
        let parts = PassContext {
            mode,
            ..self.parts(self.plain())
        };
        while run.pass(parts, &mut |_| {}) {}
        self.finish(run, most)
    }

    #[cfg(test)]
    pub(crate) fn clean_plain<'t>(&self, page: &Page<'t>) -> Cleaned<'t> {
        self.through_view(page, |visible, reading| {
            let run = self.run(visible, self.off_of(reading));
            self.to_the_end(run, self.options.mode, self.most_of(reading))
        })
    }
}

impl Cleaner {
    fn run<'p, 't>(&self, page: &'p Page<'t>, off: Off) -> Run<'p, 't, '_> {
        Run::with(page, self.weighing_model(), off)
    }

    /// Cleans what is left of a page as it is read, and tells what was found on the way.
    fn explain_shown<'v>(
        &self,
        visible: &Page<'v>,
        reading: &Reading<'_, '_>,
        findings: &mut Vec<Finding>,
    ) -> Cleaned<'v> {
        let complete = self.complete.get_or_init(|| Scanner::complete(&self.rules));
        let page = reading.page();
        let mut run = self.run(visible, self.off_of(reading));
        run.explanations = Some(Vec::new());
        while run.pass(self.parts(complete), &mut |judged| {
            let evidence = judged.found.matched.evidence.clone();
            let verdict = reading.verdict(&judged.spans, judged.verdict.clone());
            let spans = reading.in_original(&judged.spans);
            findings.extend(finding(page, &judged.rule.id, &spans, evidence, verdict));
        }) {}
        for explanation in run.explanations.take().into_iter().flatten() {
            let evidence = explanation.reasons.join("; ");
            let id = match explanation.author {
                Author::End => ARTICLE_END,
                _ => WEIGHED_LINE,
            };
            let verdict = reading.verdict(&explanation.spans, explanation.verdict);
            let spans = reading.in_original(&explanation.spans);
            findings.extend(finding(page, id, &spans, evidence, verdict));
        }
        self.finish(run, self.most_of(reading))
    }

    fn plain(&self) -> &Scanner {
        let ready = || Scanner::for_mode(&self.rules, self.scanned_mode());
        self.plain.get_or_init(ready)
    }

    fn finish<'t>(&self, run: Run<'_, 't, '_>, most: f64) -> Cleaned<'t> {
        let by = Arc::clone(&self.by);
        run.finish(&self.rules, most, by)
    }

    fn parts<'c>(&'c self, scanner: &'c Scanner) -> PassContext<'c> {
        PassContext {
            rules: &self.rules,
            scanner,
            mode: self.options.mode,
        }
    }
}
