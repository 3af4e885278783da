//! From weighed lines to cuts: what rules settled stays settled.

use crate::clean::author::Author;
use crate::clean::plain::page_cut::{Decision, PageCut};
use crate::clean::story::shelter::Sheltered;
use crate::clean::verdict::confidence;
use crate::model::fitted::Model;
use crate::model::weigh::Weighing;
use crate::page::Page;
use crate::text::span::Span;

/// The cuts that the model asks for: a line each, and the rest of the page where other stories begin.
pub(crate) fn wanted(
    page: &Page<'_>,
    model: &Model,
    weighing: &Weighing,
    off: impl Fn(Author) -> bool,
) -> Vec<PageCut> {
    let end = weighing.article_end.as_ref().filter(|_| !off(Author::End));
    let past = end.map_or(page.filled().len(), |end| end.line);
    let mut cuts = Vec::new();
    for rank in (0..past).filter(|&rank| weighing.goes[rank]) {
        let confidence = confidence(weighing.lines[rank].smoothed);
        let author = Author::Line(confidence);
        if !off(author) {
            cuts.push(PageCut {
                span: page.full_span(page.filled()[rank]),
                author,
                also: Vec::new(),
                evidence: model.reasons(weighing, rank),
            });
        }
    }
    if let Some(end) = end {
        cuts.push(PageCut {
            span: Span::new(page.full_span(page.filled()[past]).start, page.text().len()),
            author: Author::End,
            also: Vec::new(),
            evidence: end.reasons.clone(),
        });
    }
    cuts
}

/// The cuts of the rules, and of what is wanted beside them all that they neither cut nor protect.
pub(crate) fn join(
    decision: Decision,
    wanted: Vec<PageCut>,
    sheltered: &Sheltered,
) -> Vec<PageCut> {
    let mut taken = decision.protected;
    for cut in &decision.cuts {
        taken.insert(cut.span);
    }
    let mut cuts = decision.cuts;
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
                .flat_map(|span| decision.kept.missing(span))
                .flat_map(|span| sheltered.lines.missing(span))
                .collect();
        }
        for span in free {
            cuts.push(PageCut {
                span,
                ..one.clone()
            });
        }
        taken.insert(one.span);
    }
    cuts.sort_by_key(|cut| cut.span);
    cuts
}
