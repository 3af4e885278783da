//! `match.line`: the line is only these phrases, glued or spaced. O(n) in the line's bytes.

use crate::matchers::found::Match;
use crate::matchers::phrases::Phrases;
use crate::matchers::traits::LineMatcher;
use crate::page::Page;

#[derive(Debug)]
pub(crate) struct PhraseLine(pub(crate) Phrases);

impl LineMatcher for PhraseLine {
    fn needles(&self) -> Option<&[String]> {
        self.0.needles()
    }

    fn find(&self, page: &Page<'_>, line: usize, found: &mut Vec<Match>) {
        if let Some(phrase) = self.0.set().spell_out(page.trimmed_text(line)) {
            found.push(Match {
                span: page.lines()[line].trimmed,
                lines: (line, line),
                evidence: format!("the line is the phrase \"{}\"", phrase.source()),
            });
        }
    }
}
