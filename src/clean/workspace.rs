//! A page's whole way: read once, then scan, decide and cut until nothing changes.

use crate::clean::author::Author;
use crate::clean::by::By;
use crate::clean::cleaned::Cleaned;
use crate::clean::decide::{Decision, RestCut, decide};
use crate::clean::finished::{CutWhy, Finished, Reason};
use crate::clean::guards::Asked;
use crate::clean::language::{LastSample, PageLanguage};
use crate::clean::lines::{Lines, TextLine};
use crate::clean::options::MAX_PASSES;
use crate::clean::pages::{PageScratch, PageView, scan_page};
use crate::clean::pass_story::PassStory;
use crate::clean::said::Said;
use crate::clean::signals::read_signals;
use crate::clean::stage_clock::Stage;
use crate::clean::story::shelter::Sheltered;
use crate::clean::verdict::confidence;
use crate::model::article_end::most::takes_too_much;
use crate::model::fast::rows::Rows;
use crate::model::fast::signals::LineSignals;
use crate::model::fast::weigher::Weigher;
use crate::model::fitted::Model;
use crate::page::Page;
use crate::page::live::lines::LiveLines;
use crate::page::live::rest::Rest;
use crate::page::table::{LineTable, trim};
use crate::rules::mode::Mode;
use crate::scan::found::{Found, Why};
use crate::text::span::{Span, SpanSet};
use std::cell::{OnceCell, RefCell};

/// Everything that the cleaning of a page needs room for, kept from page to page.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    lines: Lines,
    table: LineTable,
    live: LiveLines,
    /// What line rules found, line by line.
    line_found: Vec<Found>,
    new_found: Vec<Found>,
    found: Vec<Found>,
    pages: PageScratch,
    /// What is sheltered in the pass at hand, if that was asked for.
    sheltered: OnceCell<Sheltered>,
    decision: Decision,
    rows: Rows,
    signals: LineSignals,
    weigher: Weigher,
    /// What was cut, each with the place of its reason among `reasons`.
    cuts: Vec<(usize, Span)>,
    reasons: Vec<Reason>,
    last_sample: RefCell<LastSample>,
}

impl Workspace {
    /// Cleans a page.
    pub(crate) fn clean<'t>(&mut self, by: By<'_>, page: &Page<'t>) -> Cleaned<'t> {
        let text = page.text();
        self.lines
            .read_page(by, text, &mut self.table, &mut self.line_found);
        self.live.reset(&self.table);
        let host = Page::host_of(page.meta());
        self.cuts.clear();
        self.reasons.clear();
        let mut weighs = by.evidence.is_some();
        let (mut passes, mut goes_on, mut unsettled) = (0, true, false);
        while goes_on {
            let (grew, settled) = self.pass(by, page, host.as_deref(), weighs);
            passes += 1;
            goes_on = (grew || !settled) && passes < MAX_PASSES;
            unsettled = (grew || !settled) && passes == MAX_PASSES;
            weighs = by.evidence.is_some() && !grew;
        }
        self.cuts.sort_by_key(|(_, span)| *span);
        let finished = Finished {
            by,
            rest: self.rest(text),
            cuts: &self.cuts,
            reasons: &self.reasons,
        };
        let cleaned = finished.cleaned(page, unsettled);
        by.over(Stage::Finish);
        cleaned
    }

    fn rest<'p>(&'p self, text: &'p str) -> Rest<'p> {
        Rest {
            text,
            table: &self.table,
            live: &self.live,
        }
    }

    /// Makes one pass; whether cuts may make room for others, and whether nothing is left to weigh.
    fn pass(
        &mut self,
        by: By<'_>,
        page: &Page<'_>,
        host: Option<&str>,
        weighs: bool,
    ) -> (bool, bool) {
        let (text, meta) = (page.text(), page.meta());
        let rest = Rest {
            text,
            table: &self.table,
            live: &self.live,
        };
        self.found.clear();
        self.found.extend(
            self.line_found
                .iter()
                .filter(|found| found.why != Why::Heading),
        );
        let view = PageView {
            rest,
            facts: self.lines.facts(),
            marks: self.lines.marks(),
            host,
            found: &self.line_found,
        };
        let host_pages = scan_page(by.rules, by.scanner, view, &mut self.pages, &mut self.found);
        by.over(Stage::Scan);
        if !by.off.rules.is_empty() {
            self.found
                .retain(|found| !by.off.is_off(Author::Rule(found.rule as usize)));
        }
        let facts = self.lines.facts();
        let language = &PageLanguage::new(meta.lang.as_deref(), facts, &self.last_sample);
        let asked = Asked {
            rest,
            host,
            language,
        };
        let story = PassStory::new(rest, self.lines.marks(), page.markup());
        let decision = &mut self.decision;
        decide(by.rules, asked, &self.found, by.mode, &story, decision);
        self.sheltered = story.into_sheltered();
        by.over(Stage::Decide);
        // Where rules found nothing more the next pass would weigh just this.
        let weighs = by.evidence.is_some() && (weighs || self.decision.cuts.is_empty());
        let mut has_weighed = false;
        if let Some(evidence) = by.evidence
            && weighs
            && facts.is_some()
            && judges(evidence, rest, language, by.mode)
        {
            read_signals(
                rest,
                by.rules,
                &self.found,
                &self.decision,
                host_pages,
                &mut self.signals,
            );
            if let Some(markup) = page.markup() {
                self.signals.markup.read(Some(markup), rest.filled());
            }
            self.weigh(by, evidence, page);
            has_weighed = true;
            by.over(Stage::Weigh);
        }
        let mut cuts = self.join(by, page, has_weighed);
        if !cuts.is_empty() {
            cuts = self.sheltered(page).spare(cuts, |cut| &mut cut.span);
        }
        let settled = by.evidence.is_none() || weighs && cuts.is_empty();
        let grew = self.remove(by, text, &cuts);
        by.over(Stage::Decide);
        (grew, settled)
    }

    fn weigh(&mut self, by: By<'_>, evidence: &Model, page: &Page<'_>) {
        let rest = Rest {
            text: page.text(),
            table: &self.table,
            live: &self.live,
        };
        let rows = &mut self.rows;
        rows.clear();
        rows.blanks_tell = page.blanks_tell();
        let mut before = None;
        for line in rest.filled() {
            let (shape, words) = (rest.shape(line), rest.words(line));
            let row = rest.live.row(line);
            rows.facts
                .push(u32::try_from(row).expect("lines are counted in u32"));
            rows.is_apart
                .push(before.is_none() || rest.before(line) != before);
            rows.is_prose.push(shape.is_prose(words));
            rows.is_title.push(shape.is_title(words));
            rows.ends_sentence.push(shape.ends_sentence());
            before = Some(line);
        }
        let facts = self.lines.facts().expect("lines are judged by their facts");
        rows.gather(facts);
        let thresholds = evidence.thresholds(by.mode);
        let lines = (facts, self.lines.word_weights());
        self.weigher
            .weigh(&evidence.fast, thresholds, lines, rows, &self.signals);
        self.weigher.end.take_if(|end| {
            let words = rest
                .filled()
                .map(|line| rest.words(line))
                .zip(&rows.is_prose);
            let prose = words.map(|(words, &is_prose)| if is_prose { words } else { 0 });
            takes_too_much(by.mode, prose, end.line)
        });
    }

    /// What is sheltered of what is left.
    fn sheltered(&self, page: &Page<'_>) -> &Sheltered {
        self.sheltered.get_or_init(|| {
            let rest = self.rest(page.text());
            let story = PassStory::new(rest, self.lines.marks(), page.markup());
            Sheltered::of(story.lines())
        })
    }

    /// The cuts of the rules, and of what is wanted beside them all that they neither cut nor protect.
    fn join(&mut self, by: By<'_>, page: &Page<'_>, has_weighed: bool) -> Vec<RestCut> {
        let mut cuts = std::mem::take(&mut self.decision.cuts);
        if !has_weighed {
            return cuts;
        }
        let wanted = self.wanted(by, page.text());
        if wanted.is_empty() {
            return cuts;
        }
        let mut taken: SpanSet = std::mem::take(&mut self.decision.protected);
        for cut in &cuts {
            taken.insert(cut.span);
        }
        let kept = &self.decision.kept;
        let sheltered = self.sheltered(page);
        for mut one in wanted {
            if one.author == Author::End {
                let Some(end) = sheltered.past_list(one.span) else {
                    continue;
                };
                one.span = end;
            }
            let mut free = taken.missing(one.span);
            if one.author != Author::End {
                free = free
                    .into_iter()
                    .flat_map(|span| kept.missing(span))
                    .flat_map(|span| sheltered.lines.missing(span))
                    .collect();
            }
            for span in free {
                cuts.push(RestCut {
                    span,
                    ..one.clone()
                });
            }
            taken.insert(one.span);
        }
        cuts.sort_by_key(|cut| cut.span);
        cuts
    }

    /// The cuts that evidence asks for: a line each, and the rest of the page where other stories begin.
    fn wanted(&self, by: By<'_>, text: &str) -> Vec<RestCut> {
        let weigher = &self.weigher;
        let rest = self.rest(text);
        let end = weigher.end.as_ref().filter(|_| !by.off.is_off(Author::End));
        if end.is_none() && !weigher.goes.contains(&true) {
            return Vec::new();
        }
        let past = end.map_or(rest.filled_count(), |end| end.line);
        let mut cuts = Vec::new();
        for (rank, line) in rest.filled().enumerate() {
            if rank == past {
                cuts.push(RestCut {
                    span: Span::new(rest.start(line), rest.len_bytes()),
                    author: Author::End,
                    also: Vec::new(),
                    by: rank,
                });
                break;
            }
            let author = Author::Line(confidence(weigher.lines[rank].smoothed));
            if weigher.goes[rank] && !by.off.is_off(author) {
                cuts.push(RestCut {
                    span: rest.full_span(line),
                    author,
                    also: Vec::new(),
                    by: rank,
                });
            }
        }
        cuts
    }

    /// Takes the cuts out; whether that may make room for others.
    fn remove(&mut self, by: By<'_>, text: &str, cuts: &[RestCut]) -> bool {
        if cuts.is_empty() {
            return false;
        }
        let mut grew = false;
        let rest = Rest {
            text,
            table: &self.table,
            live: &self.live,
        };
        for cut in cuts {
            grew |= !is_spare_blank(rest, cut.span);
            let reason = self.reason(by, cut);
            let (made, at) = (&mut self.cuts, self.reasons.len());
            rest.in_page(cut.span, |span| made.push((at, span)));
            self.reasons.push(reason);
        }
        let spans: Vec<Span> = cuts.iter().map(|cut| cut.span).collect();
        self.take_out(by, text, &spans);
        grew
    }

    fn take_out(&mut self, by: By<'_>, text: &str, spans: &[Span]) {
        let mut anew: Vec<usize> = Vec::new();
        self.new_found.clear();
        let whole = (text, &self.table);
        self.live.remove(whole, spans, |line, written, span| {
            let new = TextLine {
                text: written,
                number: line,
                span,
                trimmed: trim(written, span),
            };
            anew.push(line);
            self.lines.read_anew(by, new, &mut self.new_found)
        });
        let rest = Rest {
            text,
            table: &self.table,
            live: &self.live,
        };
        let stays = |found: &Found| {
            let at = found.first as usize;
            rest.is_live(at) && rest.is_filled(at) && anew.binary_search(&at).is_err()
        };
        self.line_found.retain(stays);
        if !self.new_found.is_empty() {
            self.line_found.append(&mut self.new_found);
            self.line_found
                .sort_by_key(|found| (found.first, found.rule));
        }
    }

    fn reason(&self, by: By<'_>, cut: &RestCut) -> Reason {
        let why = match cut.author {
            Author::Rule(_) => CutWhy::Rule(self.found[cut.by].why),
            Author::Line(_) => {
                let line = &self.weigher.lines[cut.by];
                let (figures, aside) = match by.said {
                    Said::Nothing => (Box::default(), Vec::new()),
                    Said::EachCut | Said::Joined => self.figures(by, cut.by),
                };
                CutWhy::Line {
                    own: line.own,
                    smoothed: line.smoothed,
                    figures,
                    aside,
                }
            }
            Author::End => {
                let end = self.weigher.end.clone().expect("an end was found");
                CutWhy::End(Box::new(end))
            }
        };
        Reason {
            author: cut.author,
            also: cut.also.clone(),
            why,
        }
    }

    /// What is told of a weighed line: its figures, as they stand in columns, and what else speaks for its going.
    fn figures(&self, by: By<'_>, rank: usize) -> (Box<[f32]>, Vec<String>) {
        let fast = &by.evidence.expect("it weighed the line").fast;
        let host = self.signals.host.say(&fast.host, rank);
        let markup = self.signals.markup.say(&fast.markup, rank);
        let aside = host.into_iter().chain(markup).collect();
        (self.weigher.columns().of_line(rank), aside)
    }
}

/// Whether lines of a page may be judged by what was learned: in another language only in thorough mode,
/// and never where it is filler.
fn judges(evidence: &Model, rest: Rest<'_>, language: &PageLanguage<'_>, mode: Mode) -> bool {
    !language.is_filler(rest)
        && (mode == Mode::Thorough || !language.is_foreign_to(&evidence.language, rest))
}

/// Whether the span is whole blank lines beside a blank line or an end of the page. Without them
/// every line still has the neighbours that it had, so that nothing new can match.
fn is_spare_blank(rest: Rest<'_>, span: Span) -> bool {
    let (Some(first), Some(last)) = (
        rest.line_at(span.start),
        rest.line_at(span.end.saturating_sub(1)),
    ) else {
        return true;
    };
    let is_blank = |line: usize| !rest.is_filled(line);
    if !is_blank(first) || rest.start(first) != span.start || rest.full_span(last).end != span.end {
        return false;
    }
    let lines = std::iter::successors(Some(first), |&line| rest.after(line));
    let all_blank = lines.take_while(|&line| line <= last).all(is_blank);
    let is_last = rest.last_line() == Some(last);
    all_blank && (rest.before(first).is_none_or(is_blank) || is_last)
}
