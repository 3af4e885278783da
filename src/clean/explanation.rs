//! What evidence says of lines, for those who ask why.

use crate::clean::apply::Remains;
use crate::clean::page_cut::Author;
use crate::clean::verdict::Verdict;
use crate::clean::weighed::confidence;
use crate::model::fitted::Evidence;
use crate::model::weigh::Weighing;
use crate::page::Page;
use crate::text::span::Span;

/// What became of a line of which evidence speaks.
pub(crate) struct Told {
    /// The spans of the original that it is made of.
    pub(crate) spans: Vec<Span>,
    pub(crate) author: Author,
    pub(crate) reasons: Vec<String>,
    pub(crate) verdict: Verdict,
}

/// The lines of the page that are noise rather than article, as `weighing` has it.
pub(crate) fn tell(
    page: &Page<'_>,
    remains: &Remains,
    evidence: &Evidence,
    weighing: &Weighing,
) -> Vec<Told> {
    let past = weighing.story.as_ref().map_or(usize::MAX, |end| end.line);
    let line = |rank: usize| page.full_span(page.filled()[rank]);
    let mut told = Vec::new();
    for (rank, weighed) in weighing.lines.iter().enumerate() {
        if rank == past
            && let Some(end) = &weighing.story
        {
            told.push(Told {
                spans: remains.in_original(line(rank)),
                author: Author::Story,
                reasons: end.reasons.clone(),
                verdict: Verdict::Cut,
            });
        }
        if weighed.smoothed > 0.0 && weighed.settled.is_none() {
            let goes = weighing.goes[rank] || rank >= past;
            told.push(Told {
                spans: remains.in_original(line(rank)),
                author: Author::Weighed {
                    confidence: confidence(weighed.smoothed),
                },
                reasons: evidence.reasons(weighing, rank),
                verdict: if goes {
                    Verdict::Cut
                } else {
                    Verdict::Outweighed
                },
            });
        }
    }
    told
}
