//! `match.regex`: a regular expression finds something in the line. O(n) in the line's bytes.

use crate::matchers::found::Match;
use crate::matchers::re::Pattern;
use crate::matchers::traits::LineMatcher;
use crate::page::Page;
use crate::text::span::Span;

#[derive(Debug)]
pub(crate) struct LinePattern(pub(crate) Pattern);

impl LineMatcher for LinePattern {
    fn needles(&self) -> Option<&[String]> {
        self.0.needles()
    }

    fn find(&self, page: &Page<'_>, line: usize, found: &mut Vec<Match>) {
        let start = page.lines()[line].span.start;
        for one in self.0.matches(page.line_text(line)) {
            let hit = one.cut.unwrap_or(one.whole);
            found.push(Match {
                span: Span::new(start + hit.start, start + hit.end),
                lines: (line, line),
                evidence: "the pattern matches".to_owned(),
            });
        }
    }
}
