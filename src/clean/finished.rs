//! A page of which nothing more goes: its clean text, and its cuts with reasons in words.

use crate::clean::author::Author;
use crate::clean::by::By;
use crate::clean::cleaned::{Cleaned, Cut, Warning, share_gone, without_repeated};
use crate::clean::said::Said;
use crate::model::fast::columns::scale::told_figures;
use crate::model::fast::ends::finder::ArticleEnd;
use crate::page::Page;
use crate::page::live::rest::Rest;
use crate::scan::found::{TextRef, Why};
use crate::text::span::Span;
use crate::text::word_count::word_count;
use crate::view::format::Format;
use std::sync::Arc;

/// A cut that was made, with what is needed to say why.
#[derive(Debug)]
pub(crate) struct Reason {
    pub(crate) author: Author,
    pub(crate) also: Vec<u32>,
    pub(crate) why: CutWhy,
}

/// Why a cut was made: enough to say it in words.
#[derive(Debug)]
pub(crate) enum CutWhy {
    Rule(Why),
    Line {
        own: f32,
        smoothed: f32,
        /// As they stand in their columns; none where nobody asks.
        figures: Box<[f32]>,
        /// What else speaks for its going: counts on other pages of the host, its markup.
        aside: Vec<String>,
    },
    End(Box<ArticleEnd>),
}

/// A page whose passes are over.
#[derive(Clone, Copy)]
pub(crate) struct Finished<'p> {
    pub(crate) by: By<'p>,
    /// What is left of it.
    pub(crate) rest: Rest<'p>,
    /// What was cut, in the order of the page.
    pub(crate) cuts: &'p [(usize, Span)],
    /// Why they were made, to which each cut points.
    pub(crate) reasons: &'p [Reason],
}

impl<'p> Finished<'p> {
    /// The clean page, or the page as it came where rules would take too much of it.
    pub(crate) fn cleaned<'t>(self, page: &Page<'t>, is_unsettled: bool) -> Cleaned<'t> {
        let (by, table) = (self.by, self.rest.table);
        let words_before = (0..table.len()).map(|line| table.words(line)).sum();
        let words_after = self.rest.word_count();
        let own_words = self.own_words(words_before);
        let removed_share = share_gone(own_words, words_after);
        if removed_share > by.max_removed_share {
            let warning = Warning::KeptWhole { removed_share };
            return Cleaned::whole(page, words_before, warning, by.named);
        }
        let told = self.told();
        let cuts = self.reasoned().zip(told);
        Cleaned {
            cuts: cuts
                .map(|((reason, span), is_told)| self.describe(reason, span, is_told))
                .collect(),
            text: self.rest.to_text(),
            warnings: if is_unsettled {
                vec![Warning::Unsettled]
            } else {
                Vec::new()
            },
            words_before,
            words_after,
            own_words,
            is_viewed: false,
            format: Format::Plain,
            original: page.text(),
            meta: page.meta().clone(),
            by: Arc::clone(by.named),
        }
    }

    /// Words of the page's own: up to the end of its article, where other stories begin, and without what was
    /// cut as lines that its host repeats.
    fn own_words(self, all: usize) -> usize {
        let Rest { text, table, .. } = self.rest;
        let ends = self
            .reasoned()
            .filter(|(reason, _)| reason.author == Author::End);
        let end = ends.map(|(_, span)| span.start).min();
        let words = end.map_or(all, |end| {
            let line = table.line_at(end);
            let before: usize = (0..line).map(|line| table.words(line)).sum();
            before + word_count(&text[table.span(line).start.min(end)..end])
        });
        let repeated = self.reasoned().filter(|(reason, span)| {
            reason.author.is_counted(self.by.rules) && end.is_none_or(|end| span.start < end)
        });
        let repeated = repeated.map(|(_, span)| word_count(&text[span.range()]));
        without_repeated(words, repeated.sum())
    }

    /// For each cut whether its reasons are told. Neighbouring cuts of weighed lines become one, with the reasons of
    /// the first of the lines of which it was least sure. O(n) in cuts.
    fn told(self) -> Vec<bool> {
        let mut told = vec![self.by.said != Said::Nothing; self.cuts.len()];
        if self.by.said != Said::Joined {
            return told;
        }
        let reason = |at: usize| &self.reasons[self.cuts[at].0];
        let mut kept = 0; // whose reasons the cut at hand would have
        for at in 1..self.cuts.len() {
            let is_next = self.cuts[at - 1].1.end == self.cuts[at].1.start;
            let is_one = is_next && reason(at - 1).also == reason(at).also;
            match (reason(kept).author, reason(at).author) {
                (Author::Line(least), Author::Line(own)) if is_one => {
                    let dropped = if own < least {
                        std::mem::replace(&mut kept, at)
                    } else {
                        at
                    };
                    told[dropped] = false;
                }
                _ => kept = at,
            }
        }
        told
    }

    /// The cuts, each with why it was made.
    fn reasoned(self) -> impl Iterator<Item = (&'p Reason, Span)> {
        let of = |&(reason, span): &(usize, Span)| (&self.reasons[reason], span);
        self.cuts.iter().map(of)
    }

    fn describe(self, reason: &Reason, span: Span, is_told: bool) -> Cut {
        let rules = self.by.rules;
        let (rule, kind, confidence) = reason.author.describe(rules);
        let also = reason.also.iter();
        Cut {
            span,
            line: self.rest.table.line_at(span.start),
            rule: rule.to_owned(),
            also: also
                .map(|&other| rules.at(other as usize).id.clone())
                .collect(),
            kind,
            confidence,
            evidence: if is_told {
                self.say(reason)
            } else {
                Vec::new()
            },
        }
    }

    fn say(self, reason: &Reason) -> Vec<String> {
        let (by, rest) = (self.by, self.rest);
        let refer = |at: TextRef| {
            let from = if at.is_patch {
                rest.live.patch()
            } else {
                rest.text
            };
            &from[at.start as usize..at.end as usize]
        };
        match (&reason.why, by.evidence) {
            (CutWhy::Rule(why), _) => vec![why.say(by.scanner, refer)],
            (
                CutWhy::Line {
                    own,
                    smoothed,
                    figures,
                    aside,
                },
                Some(evidence),
            ) => evidence.reasons_of((*own, *smoothed), aside, &told_figures(figures)),
            (CutWhy::End(end), Some(evidence)) => end.say(evidence),
            _ => Vec::new(),
        }
    }
}
