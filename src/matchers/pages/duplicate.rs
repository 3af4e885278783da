//! `match.duplicate`: the same line again. O(n) in the page's bytes.

use crate::matchers::error::{MatcherError, Problem};
use crate::matchers::found::{Match, excerpt};
use crate::matchers::traits::PageMatcher;
use crate::page::Page;
use crate::rules::params::{DuplicateParams, KeepCopy};
use crate::text::compare::same_line;
use std::collections::HashMap;

#[derive(Debug)]
pub(crate) struct Duplicate(DuplicateParams);

impl Duplicate {
    /// Refuses a reach of no line.
    pub(crate) fn new(params: &DuplicateParams) -> Result<Self, MatcherError> {
        if params.within == 0 {
            let problem = Problem::OutOfRange {
                what: "within",
                range: "1 or more",
            };
            return Err(problem.into());
        }
        Ok(Self(params.clone()))
    }
}

impl PageMatcher for Duplicate {
    fn find(&self, page: &Page<'_>, found: &mut Vec<Match>) {
        let mut last_seen: HashMap<u64, usize> = HashMap::new();
        let hashes = page.line_hashes();
        for (rank, &line) in page.filled().iter().enumerate() {
            if page.lines()[line].word_count < self.0.min_words {
                continue;
            }
            let Some(earlier) = last_seen.insert(hashes[rank], line) else {
                continue;
            };
            let near = rank - page.lines()[earlier].rank <= self.0.within;
            if near && same_line(page.trimmed_text(earlier), page.trimmed_text(line)) {
                let copy = match self.0.keep {
                    KeepCopy::First => line,
                    KeepCopy::Last => earlier,
                };
                found.push(copy_of(page, copy));
            }
        }
        found.sort_by_key(|one| one.span);
    }
}

fn copy_of(page: &Page<'_>, line: usize) -> Match {
    Match {
        span: page.lines()[line].trimmed,
        lines: (line, line),
        evidence: format!(
            "the same line stands near it: \"{}\"",
            excerpt(page.trimmed_text(line))
        ),
    }
}
