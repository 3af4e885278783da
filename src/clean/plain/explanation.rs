//! What the model says of lines, for those who ask why.

use crate::clean::author::Author;
use crate::clean::plain::apply::Remains;
use crate::clean::verdict::Verdict;
use crate::clean::verdict::confidence;
use crate::model::fitted::Model;
use crate::model::weigh::Weighing;
use crate::page::Page;
use crate::text::span::Span;

/// What became of a line of which the model speaks.
pub(crate) struct Explanation {
    /// The spans of the original that it is made of.
    pub(crate) spans: Vec<Span>,
    pub(crate) author: Author,
    pub(crate) reasons: Vec<String>,
    pub(crate) verdict: Verdict,
}

/// The lines of the page that are noise rather than article, as `weighing` has it.
pub(crate) fn explain_lines(
    page: &Page<'_>,
    remains: &Remains,
    model: &Model,
    weighing: &Weighing,
) -> Vec<Explanation> {
    let past = weighing
        .article_end
        .as_ref()
        .map_or(usize::MAX, |end| end.line);
    let line = |rank: usize| page.full_span(page.filled()[rank]);
    let mut explanations = Vec::new();
    for (rank, weighed) in weighing.lines.iter().enumerate() {
        if rank == past
            && let Some(end) = &weighing.article_end
        {
            explanations.push(Explanation {
                spans: remains.in_original(line(rank)),
                author: Author::End,
                reasons: end.reasons.clone(),
                verdict: Verdict::Cut,
            });
        }
        if weighed.smoothed > 0.0 && weighed.settled.is_none() {
            let goes = weighing.goes[rank] || rank >= past;
            explanations.push(Explanation {
                spans: remains.in_original(line(rank)),
                author: Author::Line(confidence(weighed.smoothed)),
                reasons: model.reasons(weighing, rank),
                verdict: if goes {
                    Verdict::Cut
                } else {
                    Verdict::Outweighed
                },
            });
        }
    }
    explanations
}
