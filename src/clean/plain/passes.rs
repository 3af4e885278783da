//! A page on its way through the passes.

use crate::clean::author::{Author, Off};
use crate::clean::cleaned::{Cleaned, CleanedBy, Cut, Warning, share_gone, without_repeated};
use crate::clean::options::MAX_PASSES;
use crate::clean::plain::apply::Remains;
use crate::clean::plain::decide::decide;
use crate::clean::plain::explanation::{Explanation, explain_lines};
use crate::clean::plain::extents::PageLines;
use crate::clean::plain::page_cut::PageCut;
use crate::clean::plain::signals::rule_signals;
use crate::clean::plain::weighed::{join, wanted};
use crate::clean::story::shelter::Sheltered;
use crate::clean::verdict::Verdict;
use crate::model::fitted::Model;
use crate::model::weigh::MOST_LINES;
use crate::page::Page;
use crate::page::line::Line;
use crate::rulefile::rules::Rules;
use crate::rules::mode::Mode;
use crate::rules::rule::Rule;
use crate::scan::plain::line_cache::LineCache;
use crate::scan::plain::rule_match::RuleMatch;
use crate::scan::plain::scanner::Scanner;
use crate::scan::plain::watch::Watch;
use crate::text::span::{Span, SpanSet};
use crate::text::word_count::word_count;
use crate::view::format::Format;
use std::sync::Arc;

/// What one pass saw of one find.
pub(crate) struct JudgedMatch<'s> {
    pub(crate) rule: &'s Rule,
    pub(crate) found: &'s RuleMatch,
    pub(crate) verdict: &'s Verdict,
    /// The spans of the original that the match is made of.
    pub(crate) spans: Vec<Span>,
}

/// What a pass needs of a cleaner.
#[derive(Clone, Copy)]
pub(crate) struct PassContext<'c> {
    pub(crate) rules: &'c Rules,
    pub(crate) scanner: &'c Scanner,
    pub(crate) mode: Mode,
}

/// A page on its way through the passes.
pub(crate) struct Run<'p, 't, 'e> {
    page: &'p Page<'t>,
    removed: SpanSet,
    cache: LineCache,
    cuts: Vec<(PageCut, Span)>,
    passes: usize,
    unsettled: bool,
    model: Option<&'e Model>,
    /// Whether the next pass weighs: the first does, and each after which rules found nothing more.
    weighs: bool,
    /// Whose finds do not count.
    off: Off,
    /// Whether the page's story is sheltered; not where rules are tried by themselves.
    shelters: bool,
    pub(crate) explanations: Option<Vec<Explanation>>,
}

impl<'p, 't, 'e> Run<'p, 't, 'e> {
    /// A page on which rules are tried by themselves, whatever its story is.
    pub(crate) fn new(page: &'p Page<'t>) -> Self {
        Self {
            shelters: false,
            ..Self::with(page, None, Off::default())
        }
    }

    /// A page that rules and a model clean, as far as they are not off.
    pub(crate) fn with(page: &'p Page<'t>, model: Option<&'e Model>, off: Off) -> Self {
        Self {
            page,
            removed: SpanSet::default(),
            cache: LineCache::default(),
            cuts: Vec::new(),
            passes: 0,
            unsettled: false,
            model,
            weighs: model.is_some(),
            off,
            shelters: true,
            explanations: None,
        }
    }

    /// Makes one pass; whether another one is needed.
    pub(crate) fn pass(
        &mut self,
        by: PassContext<'_>,
        each: &mut dyn FnMut(JudgedMatch<'_>),
    ) -> bool {
        self.pass_watched(by, each, &mut ())
    }

    pub(crate) fn pass_watched<W: Watch>(
        &mut self,
        by: PassContext<'_>,
        each: &mut dyn FnMut(JudgedMatch<'_>),
        watch: &mut W,
    ) -> bool {
        let remains = Remains::new(self.page.text(), &self.removed);
        let page = self.left(&remains);
        let origin = |span| remains.origin(span);
        let mut found = by
            .scanner
            .scan_watched(&page, by.rules, &mut self.cache, origin, watch);
        if !self.off.rules.is_empty() {
            found.retain(|found| !self.off.is_off(Author::Rule(found.rule)));
        }
        let sheltered = if self.shelters {
            Sheltered::of(&PageLines(&page))
        } else {
            Sheltered::default()
        };
        let decision = decide(&page, by.rules, &found, by.mode, &sheltered);
        for (found, verdict) in found.iter().zip(&decision.verdicts) {
            let spans = remains.in_original(found.matched.span);
            each(JudgedMatch {
                rule: by.rules.at(found.rule),
                found,
                verdict,
                spans,
            });
        }
        let weighed = self.weighs;
        let is_small = self.page.filled().len() <= MOST_LINES;
        let cuts = match self.model {
            Some(model) if weighed && is_small && model.judges(&page, by.mode) => {
                let host_pages = by.scanner.host_pages(&page, by.rules);
                let rule_signals = rule_signals(&page, by.rules, &found, &decision, host_pages);
                let weighing = model.weigh(&page, &rule_signals, by.mode);
                if let Some(explanations) = &mut self.explanations {
                    let lines = explain_lines(&page, &remains, model, &weighing);
                    let heard = |one: &Explanation| !self.off.is_off(one.author);
                    explanations.extend(lines.into_iter().filter(heard));
                }
                let off = |author| self.off.is_off(author);
                join(decision, wanted(&page, model, &weighing, off), &sheltered)
            }
            _ => decision.cuts,
        };
        let cuts = sheltered.spare(cuts, |cut| &mut cut.span);
        // A blank line more or less is a feature of its neighbours.
        let settled = self.model.is_none() || weighed && cuts.is_empty();
        let grew = self.remove(&page, &remains, cuts);
        self.passes += 1;
        self.unsettled = (grew || !settled) && self.passes == MAX_PASSES;
        self.weighs = self.model.is_some() && !grew;
        (grew || !settled) && self.passes < MAX_PASSES
    }

    /// What is left, as a page: its lines have the markup of those that they come from.
    fn left<'r>(&self, remains: &'r Remains) -> Page<'r> {
        let page = Page::with_meta(remains.text(), self.page.meta().clone());
        let markup = self.page.markup().map(|markup| {
            let origin = |line: &Line| {
                let from = remains.in_original(line.trimmed);
                from.first()
                    .map_or(usize::MAX, |span| self.page.line_at(span.start))
            };
            markup.of_lines(page.lines().iter().map(origin))
        });
        page.with_markup(markup)
    }

    /// Takes the cuts out; whether that may make room for others.
    fn remove(&mut self, page: &Page<'_>, remains: &Remains, cuts: Vec<PageCut>) -> bool {
        let mut grew = false;
        for cut in cuts {
            grew |= !is_spare_blank(page, cut.span);
            for span in remains.in_original(cut.span) {
                self.removed.insert(span);
                self.cuts.push((cut.clone(), span));
            }
        }
        grew
    }

    /// The bytes that went so far.
    pub(crate) fn into_removed(self) -> SpanSet {
        self.removed
    }

    pub(crate) fn finish(
        mut self,
        rules: &Rules,
        max_removed_share: f64,
        by: Arc<CleanedBy>,
    ) -> Cleaned<'t> {
        let (original, meta) = (self.page.text(), self.page.meta().clone());
        let remains = Remains::new(self.page.text(), &self.removed);
        let words_before = self.page.word_count();
        let words_after = word_count(remains.text());
        let own_words = self.own_words(rules);
        let removed_share = share_gone(own_words, words_after);
        if removed_share > max_removed_share {
            let warning = Warning::KeptWhole { removed_share };
            return Cleaned::whole(self.page, words_before, warning, &by);
        }
        self.cuts.sort_by_key(|(_, span)| *span);
        let cuts = self
            .cuts
            .iter()
            .map(|(cut, span)| self.describe(cut, *span, rules))
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
            own_words,
            is_viewed: false,
            format: Format::Plain,
            original,
            meta,
            by,
        }
    }

    /// Words of the page's own: up to where other stories begin, and without what was cut as lines that its host
    /// repeats.
    fn own_words(&self, rules: &Rules) -> usize {
        let text = self.page.text();
        let is_end = |cut: &&(PageCut, Span)| cut.0.author == Author::End;
        let ends = self.cuts.iter().filter(is_end).map(|(_, span)| span.start);
        let end = ends.min().unwrap_or(text.len());
        let repeated = self
            .cuts
            .iter()
            .filter(|(cut, span)| cut.author.is_counted(rules) && span.start < end);
        let repeated = repeated.map(|(_, span)| word_count(&text[span.range()]));
        without_repeated(word_count(&text[..end]), repeated.sum())
    }

    fn describe(&self, cut: &PageCut, span: Span, rules: &Rules) -> Cut {
        let (rule, kind, confidence) = cut.author.describe(rules);
        let also = cut.also.iter();
        Cut {
            span,
            line: self.page.line_at(span.start),
            rule: rule.to_owned(),
            also: also.map(|&other| rules.at(other).id.clone()).collect(),
            kind,
            confidence,
            evidence: cut.evidence.clone(),
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
