//! `match.appended`: a heading under which other stories follow to the page's end.
//! O(n log n) in the page's words.

use crate::matchers::error::{MatcherError, Problem};
use crate::matchers::found::Match;
use crate::matchers::pages::overlap::WordOverlap;
use crate::matchers::phrases::{Phrases, compile_some};
use crate::matchers::traits::PageMatcher;
use crate::page::Page;
use crate::rules::params::AppendedParams;

#[derive(Debug)]
pub(crate) struct Appended {
    headings: Phrases,
    max_overlap: f64,
}

impl Appended {
    /// Refuses a share that is none, and headings that are no phrases.
    pub(crate) fn new(params: &AppendedParams) -> Result<Self, Vec<MatcherError>> {
        if !(0.0..=1.0).contains(&params.max_overlap) {
            let problem = Problem::OutOfRange {
                what: "max_overlap",
                range: "0 to 1",
            };
            return Err(vec![problem.into()]);
        }
        Ok(Self {
            headings: compile_some(&params.headings)?,
            max_overlap: params.max_overlap,
        })
    }
}

impl PageMatcher for Appended {
    fn find(&self, page: &Page<'_>, found: &mut Vec<Match>) {
        let headings: Vec<usize> = page
            .filled()
            .iter()
            .copied()
            .filter(|&at| {
                self.headings
                    .set()
                    .spell_out(page.trimmed_text(at))
                    .is_some()
            })
            .collect();
        if headings.is_empty() {
            return;
        }
        let vocabulary = WordOverlap::new(page);
        for heading in headings {
            let overlap = vocabulary.overlap_after(heading);
            if overlap <= self.max_overlap {
                found.push(Match {
                    span: page.lines()[heading].trimmed,
                    lines: (heading, heading),
                    evidence: format!(
                        "heading over other stories: {:.0} % of the words after it stand before it",
                        overlap * 100.0
                    ),
                });
            }
        }
    }
}
