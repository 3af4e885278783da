//! `match.anywhere`: one of these phrases stands in the line, at word boundaries. O(n) in bytes.

use crate::matchers::found::Match;
use crate::matchers::phrases::Phrases;
use crate::matchers::traits::LineMatcher;
use crate::page::Page;
use crate::text::span::Span;

#[derive(Debug)]
pub(crate) struct PhraseInside(pub(crate) Phrases);

impl LineMatcher for PhraseInside {
    fn needles(&self) -> Option<&[String]> {
        self.0.needles()
    }

    fn find(&self, page: &Page<'_>, line: usize, found: &mut Vec<Match>) {
        let start = page.lines()[line].span.start;
        for (at, len, phrase) in self.0.set().occurrences(page.line_text(line)) {
            found.push(Match {
                span: Span::new(start + at, start + at + len),
                lines: (line, line),
                evidence: format!("the line holds \"{}\"", phrase.source()),
            });
        }
    }
}
